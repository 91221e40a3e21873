package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;

/** A data set with the required columns only: boxes are checked against the video files themselves. */
class VideoSizeFromFileTest {

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void simulate() throws IOException {
        folder = temporary.resolve("cells");
        new CellSimulator(new SimulationSettings(4, 8, 48, 40, 1, 0.25)).write(folder, Progress.SILENT);
        Path videos = folder.resolve("videos.csv");
        List<String> required = Files.readAllLines(videos).stream()
                .map(line -> String.join(",", List.of(line.split(",")).subList(0, 4)))
                .toList();
        assertEquals("id,class,path,split", required.get(0));
        Files.write(videos, required);
    }

    @Test
    void theSizeComesFromTheFile() throws IOException {
        for (Sample sample : DataSet.read(folder).samples())
            if (!sample.boxes().isEmpty()) assertEquals(new VideoSize(8, 48, 40), sample.size());
    }

    @Test
    void boxesOutsideTheFrameAreNamed() throws IOException {
        Path boxes = folder.resolve("boxes.csv");
        String row = Files.readAllLines(boxes).get(1);
        String[] cells = row.split(",");
        cells[4] = "45";
        cells[6] = "10";
        String wide = String.join(",", cells);
        cells = row.split(",");
        cells[3] = "8";
        String late = String.join(",", cells);
        Files.write(boxes, List.of(wide, late), StandardOpenOption.APPEND);
        String message =
                assertThrows(DataSetException.class, () -> DataSet.read(folder)).getMessage();
        assertTrue(message.contains("48"), message);
        assertTrue(message.contains("the video has 8 frames"), message);
    }
}
