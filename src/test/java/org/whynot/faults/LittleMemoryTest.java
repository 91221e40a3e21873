package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.Results;
import org.whynot.frontend.UntrainedModel;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/**
 * Commands in a Java with too little memory for Java's objects, or for native code: each does its work, or ends with a sentence and
 * leaves nothing half done; which of the two depends on how little it is.
 */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class LittleMemoryTest {

    private static final int FRAMES = 160;
    private static final int[] HEAP_MB = {16, 24, 32, 128};
    /** Of addresses, in MB: Java alone takes the most of the first. */
    private static final int[] ADDRESSES_MB = {1800, 2500, 7000};

    @TempDir
    static Path folder;

    private static Path model;
    private static Path clips;
    private static Path data;

    @BeforeAll
    static void prepare() throws IOException {
        model = UntrainedModel.write(folder.resolve("untrained"));
        clips = Files.createDirectories(folder.resolve("clips"));
        FolderOfClips.writeClip(clips.resolve("long.avi"), FRAMES, 1);
        FolderOfClips.writeClip(clips.resolve("short.avi"), 8, 2);
        data = folder.resolve("data");
        new CellSimulator(new SimulationSettings(8, 8, 64, 64, 2, 0.3)).write(data, Progress.SILENT);
    }

    private static List<String> command(String name, Path out) {
        return switch (name) {
            case "explain" ->
                List.of(
                        "explain",
                        "--model=" + model,
                        "--verify=yes",
                        "--save-to=" + out,
                        clips.resolve("long.avi") + "");
            case "explain-folder" ->
                List.of("explain-folder", "--model=" + model, "--input=" + clips, "--output=" + out, "--verify=no");
            case "train-classifier" ->
                List.of(
                        "train-classifier",
                        "--dataset=" + data,
                        "--output=" + out,
                        "--epochs=1",
                        "--batch-size=4",
                        "--device=cpu");
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Exit code and, in its last line, what was said. */
    private record End(int code, String said) {}

    private static End run(String shell, List<String> options, List<String> words) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
        List<String> command = new ArrayList<>();
        if (!shell.isEmpty()) command.addAll(List.of("sh", "-c", shell + " exec \"$@\"", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Dwhynot.cache=" + folder.resolve("cache"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-XX:ErrorFile=" + folder.resolve("crash.txt")));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.whynot.frontend.cli.Main"));
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        int code = Wait.forEnd(builder.start());
        return new End(code, Files.readString(said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain", "explain-folder", "train-classifier"})
    @Timeout(1800)
    void tooLittleForJavaLeavesNothingHalf(String name) throws Exception {
        List<String> seen = new ArrayList<>();
        int sentences = 0;
        for (int megabytes : HEAP_MB) {
            Path out = folder.resolve("heap-" + name + "-" + megabytes);
            End end = run("", List.of("-Xmx" + megabytes + "m"), command(name, out));
            String when = name + " with " + megabytes + " MB: " + end;
            seen.add(megabytes + " MB: " + (end.code == 0 ? "done" : lastLine(end.said)));
            // In between there is a size with which native code was seen to abort the process.
            assertTrue(end.code == 0 || end.code == 1 || end.code > 128, when);
            // With so little that not even a sentence can be made, Java itself has the last word.
            boolean isJavas = end.said.contains("OutOfMemoryError thrown from the UncaughtExceptionHandler")
                    || end.said.contains("at java.base/jdk.internal.logger.");
            if (!isJavas && end.code <= 128) {
                sentences += end.code;
                assertFalse(end.said.contains("\tat "), when);
                assertFalse(end.said.contains("Exception"), when);
                if (end.code == 1) assertTrue(lastLine(end.said).matches("whynot: .*[.)]"), when);
            }
            nothingHalf(name, out, end, when);
        }
        report(name + ", heap: " + seen);
        assertTrue(sentences > 0, seen.toString());
        assertTrue(seen.get(HEAP_MB.length - 1).contains("done"), seen.toString());
    }

    /** Java and native libraries may end the process where the system gives them nothing; then nothing half may be left. */
    @ParameterizedTest
    @ValueSource(strings = {"explain", "explain-folder", "train-classifier"})
    @Timeout(1800)
    void tooLittleForNativeCodeLeavesNothingHalf(String name) throws Exception {
        List<String> seen = new ArrayList<>();
        for (int megabytes : ADDRESSES_MB) {
            Path out = folder.resolve("native-" + name + "-" + megabytes);
            End end = run(
                    "ulimit -v " + 1024L * megabytes + "; ulimit -c 0;",
                    List.of("-Xmx128m", "-XX:ReservedCodeCacheSize=32m", "-XX:CompressedClassSpaceSize=64m"),
                    command(name, out));
            String when = name + " with " + megabytes + " MB: " + end;
            seen.add(megabytes + " MB: " + (end.code == 0 ? "done" : end.code + " " + lastLine(end.said)));
            nothingHalf(name, out, end, when);
        }
        report(name + ", addresses: " + seen);
        assertTrue(seen.get(ADDRESSES_MB.length - 1).contains("done"), seen.toString());
    }

    private static void nothingHalf(String name, Path out, End end, String when) throws IOException {
        Map<String, String> files = new TreeMap<>(Results.digests(out));
        if (end.code == 0) {
            assertFalse(files.isEmpty(), when);
            return;
        }
        if (!name.equals("explain-folder")) {
            // A process that was ended by force leaves what the next start removes.
            files.keySet().removeIf(file -> end.code > 128 && file.startsWith(".whynot-"));
            assertEquals(Map.of(), files, when);
        }
        try (Stream<Path> beside = Files.list(folder)) {
            if (end.code == 1)
                assertEquals(
                        List.of(),
                        beside.filter(path -> path.getFileName().toString().startsWith(".whynot"))
                                .toList(),
                        when);
        }
    }

    private static String lastLine(String said) {
        return said.lines().reduce((first, last) -> last).orElse("");
    }

    private static void report(String line) throws IOException {
        Files.writeString(
                Path.of("target", "faults.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
