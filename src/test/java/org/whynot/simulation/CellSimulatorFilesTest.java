package org.whynot.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.plugin.AVI_Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.dataset.VideoSize;
import org.whynot.util.Progress;

class CellSimulatorFilesTest {

    private static final SimulationSettings SETTINGS = new SimulationSettings(8, 10, 64, 48, 2, 0.5);

    @TempDir
    Path parent;

    @Test
    void writesADataSetThatReadsBack() throws IOException {
        Path folder = parent.resolve("new/cells");
        CellSimulator simulator = new CellSimulator(SETTINGS);
        simulator.write(folder, Progress.SILENT);
        DataSet data = DataSet.read(folder);
        assertEquals(List.of("apoptosis", "interphase", "migration", "mitosis"), data.classes());
        assertEquals(CellClass.ATTRIBUTES, data.attributes());
        assertEquals(8, data.samples().size());
        assertEquals(4, data.split("test").size());
        for (int i = 0; i < 8; i++) {
            SimulatedVideo video = simulator.simulate(i);
            Sample sample = data.samples().get(i);
            assertEquals(video.id(), sample.id());
            assertEquals(video.cellClass().label(), data.classes().get(sample.classIndex()));
            assertEquals(
                    video.attributes(),
                    new LinkedHashSet<>(sample.attributes().stream()
                            .map(data.attributes()::get)
                            .toList()));
            assertEquals(video.boxes(), sample.boxes());
            assertEquals(video.actors(), sample.actors());
            assertEquals(new VideoSize(10, 64, 48), sample.size());
            ImagePlus read = AVI_Reader.open(sample.path().toString(), false);
            assertEquals(10, read.getStackSize());
            SimulatedClips.assertSimilar(video.frames(), read);
        }
        assertEquals(List.of("cells"), names(parent.resolve("new")));
    }

    @Test
    void imageHasTimeOnFrames() {
        ImagePlus image = new CellSimulator(SETTINGS).simulate(0).toImage();
        assertArrayEquals(new int[] {64, 48, 1, 1, 10}, image.getDimensions());
        assertEquals(0.125, image.getCalibration().frameInterval);
    }

    @Test
    void sameSeedSameBytes() throws IOException {
        Path one = Files.createDirectory(parent.resolve("one")); // an empty folder is welcome
        Path two = parent.resolve("two");
        new CellSimulator(SETTINGS).write(one, Progress.SILENT);
        new CellSimulator(SETTINGS).write(two, Progress.SILENT);
        int files = 0;
        try (Stream<Path> all = Files.walk(one)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertArrayEquals(
                        Files.readAllBytes(file),
                        Files.readAllBytes(two.resolve(one.relativize(file))),
                        file.toString());
                files++;
            }
        }
        assertEquals(13, files);
    }

    @Test
    void aFolderWithFilesIsLeftAlone() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("full"));
        Files.writeString(folder.resolve("mine.txt"), "mine");
        IOException e =
                assertThrows(IOException.class, () -> new CellSimulator(SETTINGS).write(folder, Progress.SILENT));
        assertTrue(e.getMessage().contains(folder.toString()) && e.getMessage().contains("not empty"));
        IOException file = assertThrows(IOException.class, () -> new CellSimulator(SETTINGS)
                .write(folder.resolve("mine.txt"), Progress.SILENT));
        assertTrue(file.getMessage().contains("is a file"));
        assertEquals(List.of("mine.txt"), names(folder));
        assertEquals(List.of("full"), names(parent));
    }

    @Test
    void cancellingLeavesNothing() throws IOException {
        AtomicInteger reports = new AtomicInteger();
        Progress impatient = new Progress() {
            @Override
            public void report(double fraction, String message) {
                reports.incrementAndGet();
            }

            @Override
            public boolean isCancelled() {
                return reports.get() >= 3;
            }
        };
        Path folder = parent.resolve("cells");
        assertThrows(CancellationException.class, () -> new CellSimulator(SETTINGS).write(folder, impatient));
        assertTrue(reports.get() >= 3);
        assertEquals(List.of(), names(parent));
    }

    @Test
    void interruptingLeavesNothing() throws IOException {
        Path folder = parent.resolve("cells");
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> new CellSimulator(SETTINGS).write(folder, Progress.SILENT));
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is kept for the caller");
        }
        assertFalse(Files.exists(folder));
        assertEquals(List.of(), names(parent));
    }

    @Test
    void failingLeavesNothing() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "x");
        IOException e = assertThrows(
                IOException.class, () -> new CellSimulator(SETTINGS).write(file.resolve("cells"), Progress.SILENT));
        assertTrue(e.getMessage().contains("Choose"), e.getMessage());
        assertEquals(List.of("file"), names(parent));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
