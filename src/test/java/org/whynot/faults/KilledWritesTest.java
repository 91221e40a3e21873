package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.StagedFiles;
import org.whynot.util.Wait;

/**
 * A program that writes again and again is killed (kill -9) at random moments: afterwards the files are those of one time, all of
 * them, and nothing else is there.
 */
@Tag("slow")
class KilledWritesTest {

    private static final List<String> NAMES = List.of("clip.csv", "clip.rois.zip", "clip.explanation.json");
    private static final String OUTDATED = "clip.explained.gif";
    private static final int KILLS = 50;
    private static final int LENGTH = 20_000;

    @TempDir
    Path folder;

    /** What the child runs: {@code files|file FOLDER}, until it is killed. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        for (int turn = 0; ; turn++) {
            byte[] content = content(turn);
            if (arguments[0].equals("files")) writeFiles(folder.resolve("out"), turn);
            else StagedFiles.replace(folder.resolve("out").resolve(NAMES.get(0)), out -> out.write(content));
            Files.createDirectories(folder.resolve("started"));
        }
    }

    private static byte[] content(int turn) {
        byte[] content = new byte[LENGTH];
        Arrays.fill(content, (byte) ('a' + turn % 26));
        return content;
    }

    /** Every second time there is a file more. */
    private static void writeFiles(Path out, int turn) throws IOException {
        try (StagedFiles staged = new StagedFiles(out)) {
            boolean more = turn % 2 == 0;
            List<String> names =
                    more ? Stream.concat(Stream.of(OUTDATED), NAMES.stream()).toList() : NAMES;
            for (String name : names) Files.write(staged.path(name), content(turn));
            staged.commit(names, more ? List.of() : List.of(OUTDATED));
        }
    }

    @Test
    void filesThatBelongTogetherAreOfOneTime() throws Exception {
        Set<String> states = new TreeSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            kill("files", kill);
            // Whoever writes there next puts it in order.
            Path out = folder.resolve("out");
            if (!Files.isDirectory(out)) continue;
            try (StagedFiles next = new StagedFiles(out)) {
                assertTrue(Files.isDirectory(next.path("")));
            }
            List<Path> files;
            try (Stream<Path> all = Files.list(out)) {
                files = all.sorted().toList();
            }
            if (files.isEmpty()) continue;
            Set<String> contents = new TreeSet<>();
            for (Path file : files) contents.add(letter(file));
            assertEquals(1, contents.size(), "kill " + kill + ": " + contents + " in " + files);
            boolean more = (contents.iterator().next().charAt(0) - 'a') % 2 == 0;
            assertEquals(
                    Stream.concat(NAMES.stream(), more ? Stream.of(OUTDATED) : Stream.empty())
                            .sorted()
                            .toList(),
                    files.stream().map(file -> file.getFileName().toString()).toList(),
                    "kill " + kill);
            states.addAll(contents);
        }
        assertTrue(states.size() > 3, "the kills came at different moments: " + states);
    }

    @Test
    void aFileThatIsReplacedIsTheOldOrTheNewOneAtAnyMoment() throws Exception {
        int seen = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            kill("file", kill);
            Path file = folder.resolve("out").resolve(NAMES.get(0));
            if (Files.exists(file)) seen++;
            else continue;
            assertEquals(1, letter(file).length());
        }
        assertTrue(seen > KILLS / 2, "seen " + seen);
        StagedFiles.replace(folder.resolve("out").resolve(NAMES.get(0)), out -> out.write(content(0)));
        try (Stream<Path> all = Files.list(folder.resolve("out"))) {
            assertEquals(
                    NAMES.get(0), all.map(path -> path.getFileName().toString()).collect(Collectors.joining(" ")));
        }
    }

    @Test
    void twoProcessesThatReplaceOneFileNeverMixTheirs() throws Exception {
        Path file = folder.resolve("out").resolve(NAMES.get(0));
        Process first = start("file");
        Process second = start("file");
        try {
            Wait.until("the children", () -> Files.exists(folder.resolve("started")));
            for (int look = 0; look < 300; look++) {
                assertEquals(1, letter(file).length());
                Thread.sleep(5);
            }
            assertTrue(first.isAlive() && second.isAlive(), Files.readString(folder.resolve("said")));
        } finally {
            first.destroyForcibly().waitFor();
            second.destroyForcibly().waitFor();
        }
    }

    /** Both are killed at last, perhaps one of them while it moves its files. */
    @Test
    void ofTwoProcessesThatWriteSeveralFilesOneCounts() throws Exception {
        Path out = folder.resolve("out");
        for (int turn = 0; turn < 4; turn++) {
            Files.deleteIfExists(folder.resolve("started"));
            Process first = start("files");
            Process second = start("files");
            try {
                Wait.until("the children", () -> Files.exists(folder.resolve("started")));
                Thread.sleep(1000 + 37 * turn);
                assertTrue(first.isAlive() && second.isAlive(), Files.readString(folder.resolve("said")));
            } finally {
                first.destroyForcibly().waitFor();
                second.destroyForcibly().waitFor();
            }
            new StagedFiles(out).close();
            Set<String> letters = new TreeSet<>();
            try (Stream<Path> all = Files.list(out)) {
                for (Path file : all.toList()) letters.add(letter(file));
            }
            assertEquals(1, letters.size(), "turn " + turn + ": " + letters);
        }
    }

    /** Of which letter a file consists, which must be whole. */
    private static String letter(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        assertEquals(LENGTH, text.length(), file.toString());
        String first = text.substring(0, 1);
        assertEquals(first.repeat(LENGTH), text, file.toString());
        return first;
    }

    private void kill(String what, int seed) throws Exception {
        Path started = folder.resolve("started");
        Files.deleteIfExists(started);
        Process child = start(what);
        try {
            Wait.until("the child", () -> Files.exists(started) || !child.isAlive());
            Thread.sleep(new Random(seed).nextInt(60));
            assertTrue(child.isAlive(), Files.readString(folder.resolve("said")));
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private Process start(String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledWritesTest.class.getName(),
                        what,
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }
}
