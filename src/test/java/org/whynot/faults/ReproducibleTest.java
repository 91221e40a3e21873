package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.frontend.UntrainedModel;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** The same input gives the same files, byte for byte, from one Java to the next: JSON, CSV, ROI zip, TIFF, video, PNG. */
@Tag("slow")
class ReproducibleTest {

    @TempDir
    static Path folder;

    private static Path video(Path data) throws IOException {
        new CellSimulator(new SimulationSettings(4, 16, 64, 64, 2, 0)).write(data, Progress.SILENT);
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(path -> path.toString().endsWith(".avi"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void twoJavasWriteTheSameBytes() throws Exception {
        Path model = UntrainedModel.write(folder.resolve("model"));
        Path clip = video(folder.resolve("data"));
        List<Map<String, byte[]>> runs = new ArrayList<>();
        // The hash seeds of Java's own collections differ between two processes, and so do the threads' orders.
        for (int run = 0; run < 2; run++) {
            Path output = folder.resolve("run").resolve("out");
            whynot("explain", "--model=" + model, "--verify=yes", "--save-to=" + output, clip + "");
            Path answer = output.resolve(clip.getFileName().toString().replace(".avi", ".explanation.json"));
            whynot("key-frame-montage", "--explanation=" + answer, "--save-to=" + output, clip + "");
            whynot("simulate-cells", "--output=" + output.resolve("cells"), "--videos=3", "--frames=8", "--seed=5");
            runs.add(contents(output));
            Files.move(folder.resolve("run"), folder.resolve("run-" + run));
        }
        assertEquals(runs.get(0).keySet(), runs.get(1).keySet());
        for (String kind : List.of(".json", ".csv", ".zip", ".tif", ".mp4", ".png", ".avi"))
            assertTrue(
                    runs.get(0).keySet().stream().anyMatch(name -> name.endsWith(kind)),
                    kind + " in " + runs.get(0).keySet());
        runs.get(0)
                .forEach((name, bytes) -> assertArrayEquals(bytes, runs.get(1).get(name), name));
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList())
                contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
        }
        return contents;
    }

    private static void whynot(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.whynot.frontend.cli.Main"));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertEquals(0, Wait.forEnd(process), Files.readString(said));
    }
}
