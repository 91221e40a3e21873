package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.frontend.Messages;
import org.whynot.util.StagedFiles;

/**
 * Each {@linkplain Works work} on a file system that has room for none of its files, for some, for all but the last page; on a
 * read-only one; and in a folder that goes away: what is there is what was there before, or can be continued from, the reason is a
 * sentence, and with room enough it ends with the same bytes as if nothing had happened.
 */
@Tag("slow")
class SmallDiskTest {

    private static final int STEPS = Integer.getInteger("whynot.faults.rooms", 6);
    private static final int PAGE = 4096;
    /** Beside what a work writes there are checkpoints, copies and folders. */
    private static final long MORE = 2 << 20;

    @TempDir
    Path folder;

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(1200)
    void aFullDiskLosesNothing(String name) throws Exception {
        Work work = Works.named(name);
        Path input = Files.createDirectories(folder.resolve("input"));
        work.prepare(input);
        TreeMap<String, Integer> sentences = new TreeMap<>();
        try (Work.Turns turns = work.open(input)) {
            Path undisturbed = Files.createDirectories(folder.resolve("undisturbed"));
            turns.begin(undisturbed);
            turns.run(undisturbed, 0);
            long bytes = bytes(undisturbed);
            try (SmallDisk disk = SmallDisk.mount(Files.createDirectories(folder.resolve("disk")), 2 * bytes + MORE)) {
                int refused = 0;
                Path first = Files.createDirectories(disk.folder().resolve("place"));
                turns.begin(first);
                turns.run(first, 0);
                Map<String, String> end = work.digests(first);
                StagedFiles.removeTree(first);
                for (int step = 0; step <= STEPS; step++) {
                    Path place = Files.createDirectories(disk.folder().resolve("place"));
                    turns.begin(place);
                    Map<String, String> before = work.digests(place);
                    disk.leave(step == STEPS ? Math.max(PAGE, bytes - PAGE) : bytes * step / STEPS);
                    Throwable failure = failure(turns, place);
                    String when = "step " + step;
                    disk.empty();
                    if (failure != null) {
                        refused++;
                        sentences.merge(sentence(failure, disk.folder(), when), 1, Integer::sum);
                        requireBeforeOrOnTheWay(work, place, before, end, when);
                        turns.run(place, 0);
                    } else if (work.isCache()) turns.run(place, 0);
                    assertEquals(end, work.digests(place), when + ", then with room: " + failure);
                    StagedFiles.removeTree(place);
                }
                assertTrue(work.isCache() || refused > 0, "there was always room");
            }
            // One of its own: ImageJ's writer of AVI files does not close the file that a full disk has cut short.
            try (SmallDisk disk =
                    SmallDisk.mount(Files.createDirectories(folder.resolve("read-only disk")), 2 * bytes + MORE)) {
                readOnly(work, turns, disk, sentences);
            }
        }
        String line = name + ": full in " + STEPS + " steps and read-only: " + sentences;
        Files.writeString(
                Path.of("target", "faults.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void readOnly(Work work, Work.Turns turns, SmallDisk disk, Map<String, Integer> sentences)
            throws Exception {
        Path place = Files.createDirectories(disk.folder().resolve("read-only"));
        turns.begin(place);
        Map<String, String> before = work.digests(place);
        disk.setReadOnly(true);
        Throwable failure = failure(turns, place);
        disk.setReadOnly(false);
        assertEquals(before, work.digests(place));
        if (work.isCache()) assertEquals(null, failure);
        else sentences.merge(sentence(failure, disk.folder(), "read-only"), 1, Integer::sum);
    }

    private static Throwable failure(Work.Turns turns, Path place) {
        try {
            turns.run(place, 0);
            return null;
        } catch (Exception | Error e) {
            return e;
        }
    }

    /** Removes from a failure's sentence what is different each time. */
    private static String sentence(Throwable failure, Path disk, String when) {
        assertInstanceOf(IOException.class, failure, () -> when + ": " + trace(failure));
        String sentence = Messages.sentence(failure);
        assertTrue(sentence.contains(disk.toString()), when + " names no file: " + sentence);
        assertFalse(sentence.contains("Exception") || sentence.contains("null"), when + ": " + sentence);
        assertTrue(sentence.matches("(?s).*[.?]"), when + ": " + sentence);
        assertTrue(
                sentence.matches("(?s).*\\b(room|space|full|[Cc]hoose|[Cc]lose|read-only)\\b.*"),
                when + " says not what to do: " + sentence);
        return sentence.replace(disk.toString(), "DISK");
    }

    private static String trace(Throwable failure) {
        StringBuilder trace = new StringBuilder(failure.toString());
        for (StackTraceElement e : failure.getStackTrace())
            trace.append("\n    at ").append(e);
        return trace.toString();
    }

    private static void requireBeforeOrOnTheWay(
            Work work, Path place, Map<String, String> before, Map<String, String> end, String when)
            throws IOException {
        Map<String, String> found = work.digests(place);
        if (found.equals(before)) return;
        assertTrue(work.isOnTheWay(found, end), when + ": " + new TreeSet<>(found.keySet()));
    }

    private static long bytes(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> {
                        long length = file.toFile().length();
                        return (length + PAGE - 1) / PAGE * PAGE;
                    })
                    .sum();
        }
    }
}
