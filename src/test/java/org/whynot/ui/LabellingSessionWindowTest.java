package org.whynot.ui;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Dimension;
import java.awt.Toolkit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Progress;

/**
 * 24 simulated videos are labelled with real keys and a real mouse, in Fiji's look and feel, light and dark, on screens of both
 * scalings; the program is ended without a chance to save, opened again, and a model proposes the classes of the rest.
 */
@NeedsDisplay
@Tag("slow")
class LabellingSessionWindowTest {

    /** What the windows need, pixels before scaling. */
    private static final Dimension ROOM = new Dimension(1270, 1000);

    private static final int VIDEOS = 24;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"light, 1", "dark, 1", "light, 2", "dark, 2"})
    void videosAreLabelledKilledReopenedAndTaught(String look, int scale) throws Exception {
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        assumeTrue(
                screen.width >= scale * ROOM.width && screen.height >= scale * ROOM.height,
                "Skipped: the screen is too small.");
        Path truth = folder.resolve("truth");
        new CellSimulator(new SimulationSettings(VIDEOS, 24, 5)).write(truth, Progress.SILENT);
        Path videos = Files.createDirectories(folder.resolve("videos"));
        // The order of the names must not give the classes away.
        int day = 0;
        for (Sample sample : DataSet.read(truth).samples()) {
            Path of = Files.createDirectories(videos.resolve("day" + day++ % 3));
            Files.copy(sample.path(), of.resolve(sample.path().getFileName()));
        }
        for (String part : List.of("label", "again"))
            Fork.scaled(
                    scale,
                    LabellingVisit.class,
                    folder,
                    part,
                    look,
                    "labels-" + look + "-" + scale + "-",
                    folder.toString());
    }
}
