package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.Sample;
import org.whynot.dataset.labels.ClassFrom;
import org.whynot.dataset.labels.ImportReport;
import org.whynot.dataset.labels.LabelImport;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/** The image of the first clips of imported labels. */
class LabelPreviewTest {

    @TempDir
    Path folder;

    @Test
    void showsTheMiddleFrameOfEachOfTheFirstClipsBelowItsClass() throws IOException {
        new CellSimulator(new SimulationSettings(8, 10, 48, 48, 3, 0)).write(folder, Progress.SILENT);
        ImportReport report = new LabelImport(new LabelSettings(
                        folder.resolve("videos"),
                        "folders",
                        null,
                        ClassFrom.of("label"),
                        Set.of(),
                        Set.of(),
                        16,
                        LabelSettings.Crop.AUTO,
                        0,
                        null))
                .run(Progress.SILENT);
        List<ImportReport.Shown> clips = report.preview();
        assertEquals(5, clips.size());
        BufferedImage image = LabelPreview.of(clips);
        for (int i = 0; i < clips.size(); i++) {
            int left = LabelPreview.GAP + i * (LabelPreview.SIDE + LabelPreview.GAP);
            Sample clip = clips.get(i).clip();
            assertEquals(
                    clip.path().getParent().getFileName().toString(),
                    clips.get(i).className());
            try (Video video = clip.open()) {
                BufferedImage frame = Thumbnails.of(video, video.frames() / 2, LabelPreview.SIDE);
                for (int at = 0; at < LabelPreview.SIDE; at += 7)
                    assertEquals(frame.getRGB(at, at), image.getRGB(left + at, LabelPreview.CAPTION + at));
            }
            boolean isWritten = false;
            for (int x = 0; x < LabelPreview.SIDE; x++)
                for (int y = 0; y < LabelPreview.CAPTION; y++) isWritten |= (image.getRGB(left + x, y) & 0xFF) > 128;
            assertTrue(isWritten, "the class of clip " + i);
        }
    }
}
