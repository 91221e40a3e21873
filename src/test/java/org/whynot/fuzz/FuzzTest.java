package org.whynot.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.classifier.foreign.Trust;
import org.whynot.util.StagedFiles;

/**
 * Damaged files of every format open and behave, or are refused with a sentence that names the file; nothing is written, no file
 * stays open, no case takes long.
 *
 * <p>A few cases of each format belong to the normal tests. {@code mvn verify -P fuzz} runs many, each format in a Java of its own,
 * so that a crash of a decoder is a find and not the end: {@code -Dwhynot.fuzz.cases=1000 -Dwhynot.fuzz.first=0} are how many of
 * each format, and the number of the first; a number always stands for the same damage. {@code -Dwhynot.fuzz.seconds=60} are the
 * most seconds for each format, {@code -Dwhynot.fuzz.formats=ROI} chooses those with these letters in their names, and {@code
 * -Dwhynot.fuzz.folder=/dev/shm} is where the files lie.
 */
class FuzzTest {

    private static final long SHORT = 12;
    private static final long SHORT_OF_THE_ENGINE = 4;
    private static final long SHORT_OF_VIDEOS = 3;

    @TempDir
    Path folder;

    /** Where the damaged files lie. */
    private Path scratch;

    static List<String> formatsOfJava() {
        return FuzzTargets.ALL.keySet().stream()
                .filter(format -> !isNative(format))
                .toList();
    }

    static List<String> formats() {
        String chosen = System.getProperty("whynot.fuzz.formats", "");
        return FuzzTargets.ALL.keySet().stream()
                .filter(format -> format.contains(chosen))
                .toList();
    }

    /** Files that the user has are not looked at, and other tests look at theirs again. */
    @AfterEach
    void forgetsTheFolders() {
        System.clearProperty("whynot.cache");
        System.clearProperty(Trust.FOLDER_PROPERTY);
    }

    /** FFmpeg and the engines are native code: what goes wrong in it ends the process. */
    private static boolean isNative(String format) {
        return VideoTargets.ALL.containsKey(format) && !format.contains("TIFF") || format.startsWith("network");
    }

    @ParameterizedTest
    @MethodSource("formatsOfJava")
    void aDamagedFileOpensOrIsRefusedWithASentence(String format) throws IOException {
        FuzzTarget target = FuzzTargets.ALL.get(format).make(folder);
        long cases = format.startsWith("model") ? SHORT_OF_THE_ENGINE : SHORT;
        FuzzRun.Result result = new FuzzRun(target, List.of()).run(0, cases, () -> false, number -> {});
        assertEquals(List.of(), List.copyOf(result.finds()));
        assertEquals(cases, result.cases());
    }

    @Test
    void aDamagedVideoOrNetworkOpensOrIsRefusedWithASentence() throws Exception {
        String formats =
                String.join("|", formats().stream().filter(FuzzTest::isNative).toList());
        assertClean(formats, 0, SHORT_OF_VIDEOS);
    }

    @ParameterizedTest
    @MethodSource("formats")
    @Tag("fuzz")
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void manyDamagedFilesOpenOrAreRefusedWithASentence(String format) throws Exception {
        String chosen = System.getProperty("whynot.fuzz.folder", "");
        if (!chosen.isEmpty()) scratch = Files.createTempDirectory(Path.of(chosen), "whynot-fuzz");
        try {
            assertClean(format, Long.getLong("whynot.fuzz.first", 0), Long.getLong("whynot.fuzz.cases", 1000));
        } finally {
            if (!chosen.isEmpty()) StagedFiles.removeTree(scratch);
        }
    }

    /** Fuzzes in a Java of its own. */
    private void assertClean(String formats, long first, long cases) throws Exception {
        if (scratch == null) scratch = folder;
        Path results = folder.resolve("results.txt");
        Path temporary = Files.createDirectories(scratch.resolve("temporary"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Damaged sizes must not be able to ask for more than this.
                "-Xmx1g",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.txt"),
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-Dwhynot.data=" + System.getProperty("whynot.data", "../shared/data"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                FuzzMain.class.getName(),
                formats,
                Long.toString(first),
                Long.toString(cases),
                Long.toString(Long.getLong("whynot.fuzz.seconds", TimeUnit.DAYS.toSeconds(1))),
                scratch.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(results.toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        try {
            assertEquals(0, process.waitFor(), () -> whatHappened(results));
        } finally {
            process.destroyForcibly();
        }
        // Counts and times of the long run are results, for which reports are made.
        Path reports = Path.of("target", "fuzz");
        Files.createDirectories(reports);
        Files.writeString(
                reports.resolve("counts.txt"),
                Files.readString(results),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private String whatHappened(Path results) {
        try {
            return "At " + Files.readString(scratch.resolve("case")).replace("\0", "") + ":\n"
                    + Files.readString(results) + Files.readString(folder.resolve("errors.txt"));
        } catch (IOException e) {
            return "Nothing is known: " + e;
        }
    }
}
