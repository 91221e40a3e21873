package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * Each {@linkplain Works work} where a clock was wrong: its input, what it has done and what it was stopped in the middle of are of a
 * day long ago or to come; the bytes are the same. Older input that has replaced it is not taken for the same.
 *
 * <p>{@code -Dwhynot.faults.rounds=50} sets how often it is stopped in the middle. What was seen goes to {@code target/faults.txt}.
 */
@Tag("slow")
class OtherDatesTest {

    private static final int ROUNDS = Integer.getInteger("whynot.faults.rounds", 2);
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("1985-10-26T08:21:00Z"));
    private static final FileTime TO_COME = FileTime.from(Instant.parse("2095-10-21T23:29:00Z"));

    @TempDir
    Path folder;

    private final Map<String, Integer> seen = new TreeMap<>();

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(1800)
    void datesChangeNothing(String name) throws Exception {
        Work work = Works.named(name);
        Path input = Files.createDirectories(folder.resolve("input"));
        work.prepare(input);
        Map<String, String> end;
        try (Work.Turns turns = work.open(input)) {
            end = run(work, turns, folder.resolve("undisturbed"));
        }
        for (FileTime date : List.of(LONG_AGO, TO_COME)) {
            date(input, date);
            try (Work.Turns turns = work.open(input)) {
                Path place = folder.resolve("place-" + date.toMillis());
                assertEquals(end, run(work, turns, place), "input of " + date);
                date(place, date.equals(LONG_AGO) ? TO_COME : LONG_AGO);
                again(turns, place, "done at another time than " + date);
                assertEquals(end, work.digestsWithoutDates(place), "done again, input of " + date);
                for (int round = 0; round < ROUNDS; round++)
                    stopAndContinue(work, turns, folder.resolve("stopped-" + round), date, end);
            }
        }
        if (!isEmpty(input)) replaceByOlder(work, input);
        StateCheck.report(name + ": dates of long ago and to come: " + seen);
    }

    private static Map<String, String> run(Work work, Work.Turns turns, Path place) throws Exception {
        turns.begin(Files.createDirectories(place));
        turns.run(place, 0);
        return work.digestsWithoutDates(place);
    }

    /** Where there is something already; that may be refused. */
    private boolean again(Work.Turns turns, Path place, String when) {
        try {
            turns.run(place, 0);
            seen.merge("done again", 1, Integer::sum);
            return true;
        } catch (Exception e) {
            StateCheck.sentence(e, when);
            seen.merge("refused again", 1, Integer::sum);
            return false;
        }
    }

    private void stopAndContinue(Work work, Work.Turns turns, Path place, FileTime date, Map<String, String> end)
            throws Exception {
        AtomicInteger asked = new AtomicInteger();
        turns.begin(Files.createDirectories(place));
        turns.run(place, 0, Progress.quiet(() -> asked.incrementAndGet() < 0));
        StagedFiles.removeTree(place);
        turns.begin(Files.createDirectories(place));
        if (asked.get() > 0) {
            int last = new Random(date.toMillis() + place.hashCode()).nextInt(asked.get());
            try {
                turns.run(place, 0, Progress.quiet(() -> asked.decrementAndGet() < last));
                seen.merge("too late to be stopped", 1, Integer::sum);
            } catch (CancellationException e) {
                seen.merge("stopped", 1, Integer::sum);
            }
        }
        date(place, date);
        if (!work.digestsWithoutDates(place).equals(end)) turns.run(place, 0);
        assertEquals(end, work.digestsWithoutDates(place), "stopped, then of " + date);
        StagedFiles.removeTree(place);
    }

    /** Of the same names, but from before what was there. */
    private void replaceByOlder(Work work, Path input) throws Exception {
        Path place = folder.resolve("replaced");
        date(input, TO_COME);
        try (Work.Turns turns = work.open(input)) {
            run(work, turns, place);
        }
        Map<String, String> before = work.digestsWithoutDates(place);
        StagedFiles.removeTree(input);
        work.prepare(Files.createDirectories(input), 1);
        date(input, LONG_AGO);
        try (Work.Turns turns = work.open(input)) {
            Path beside = folder.resolve("older");
            Map<String, String> older = run(work, turns, beside);
            boolean isDone = again(turns, place, "of older input");
            Map<String, String> found = work.digestsWithoutDates(place);
            if (!isDone) assertEquals(before, found, "of older input");
            // What a cache has of the file that was there before may stay for a while.
            else if (work.isCache())
                assertTrue(
                        work.digests(place)
                                .entrySet()
                                .containsAll(work.digests(beside).entrySet()),
                        "of older input");
            else if (!work.readsPlace()) assertEquals(older, found, "of older input");
        }
    }

    private static boolean isEmpty(Path tree) throws IOException {
        try (Stream<Path> inside = Files.list(tree)) {
            return inside.findAny().isEmpty();
        }
    }

    private static void date(Path tree, FileTime date) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.toList()) Files.setLastModifiedTime(path, date);
        }
    }
}
