package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.whynot.video.TestVideos.assertSimilar;
import static org.whynot.video.TestVideos.read;

import ij.ImagePlus;
import ij.plugin.AVI_Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Every real clip of the data for development, where that is there. */
class SharedVideosTest {

    @ParameterizedTest
    @ValueSource(strings = {"ucf6", "mitosis"})
    void everyClipIsReadAsImageJReadsIt(String set) throws IOException {
        Path folder = Path.of(System.getProperty("whynot.data", "../shared/data"), set);
        assumeTrue(Files.isRegularFile(folder.resolve("videos.csv")), "No data at " + folder + ".");
        List<String> lines = Files.readAllLines(folder.resolve("videos.csv"));
        List<String> header = Arrays.asList(lines.get(0).split(","));
        int clip = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] row = line.split(",");
            Path file = folder.resolve(row[header.indexOf("path")]);
            try (Video video = VideoFiles.open(file)) {
                assertEquals(row[header.indexOf("id")], video.name());
                assertEquals(Integer.parseInt(row[header.indexOf("frames")]), video.frames(), line);
                assertEquals(Integer.parseInt(row[header.indexOf("width")]), video.width(), line);
                assertEquals(Integer.parseInt(row[header.indexOf("height")]), video.height(), line);
                double seconds = 1 / Double.parseDouble(row[header.indexOf("fps")]);
                assertEquals(seconds, video.frameInterval(), 1e-4, line);
                // Reading whole files takes its time: one in sixteen will do.
                if (clip++ % 16 > 0) continue;
                ImagePlus eager = AVI_Reader.open(file.toString(), false);
                assertEquals(eager.getStackSize(), video.frames(), line);
                for (int frame : new int[] {0, video.frames() - 1}) {
                    ImagePlus one = new ImagePlus("one", eager.getStack().getProcessor(frame + 1));
                    assertSimilar(
                            read(ImagePlusVideo.of(one, TimeAxis.AUTO, note -> {}), 0), read(video, frame), 1.0 / 255);
                }
            }
        }
        assertTrue(lines.size() > 20);
    }
}
