package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.util.StagedFiles;
import org.whynot.util.Wait;

/**
 * A Java that does a {@linkplain Works work} again and again is killed (kill -9) at random moments. Afterwards all files are those before
 * a turn or those after it, byte for byte, or such that the next start continues from; that one ends with the same bytes as if nothing
 * had happened, and leaves nothing else.
 *
 * <p>{@code -Dwhynot.faults.kills=50} sets how often each is killed, {@code -Dwhynot.faults.work=…} that only works with these words
 * are. What was seen goes to {@code target/faults.txt}.
 */
@Tag("slow")
class KilledWorksTest {

    private static final int KILLS = Integer.getInteger("whynot.faults.kills", 2);
    /** The longest that a child works before it is killed, in turns. */
    private static final double TURNS = 3;

    private static final long SHORTEST = 200;
    private static final int ENDLESS = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    static List<String> works() {
        String only = System.getProperty("whynot.faults.work", "");
        return Works.ALL.keySet().stream().filter(name -> name.contains(only)).toList();
    }

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("works")
    @Timeout(3600)
    void aKilledWorkIsDoneOrNotAndCanBeContinued(String name) throws Exception {
        Work work = Works.ALL.get(name);
        assumeTrue(
                !(work instanceof TrainingWorks.Import) || TrainingWorks.Import.isPossible(),
                "no classifiers of others");
        Path input = Files.createDirectories(folder.resolve("input"));
        work.prepare(input);
        Map<String, Integer> seen = new TreeMap<>();
        try (Work.Turns turns = work.open(input)) {
            long[] took = new long[1];
            List<Map<String, String>> ends = ends(work, turns, took);
            Random random = new Random(name.hashCode());
            for (int kill = 0; kill < KILLS; kill++) {
                Path places = Files.createDirectories(folder.resolve("kill-" + kill));
                long moment = random.nextLong(Math.max(SHORTEST, (long) (TURNS * took[0])));
                kill(name, input, places, moment, 1);
                check(work, turns, places, ends, "kill " + kill + " after " + moment + " ms")
                        .forEach((state, count) -> seen.merge(state, count, Integer::sum));
                StagedFiles.removeTree(places);
            }
        }
        noTemporaryFilesAreLeft(name, input);
        String line = name + ": " + KILLS + " kills, then " + seen;
        Files.writeString(
                Path.of("target", "faults.txt"),
                line + "\n",
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
    }

    /** What undisturbed turns end with; the last one's time in milliseconds is noted. */
    private List<Map<String, String>> ends(Work work, Work.Turns turns, long[] took) throws Exception {
        List<Map<String, String>> ends = new ArrayList<>();
        for (int turn = 0; turn < work.states() + 1; turn++) {
            Path place = Files.createDirectories(folder.resolve("undisturbed").resolve("turn-" + turn));
            turns.begin(place);
            long start = System.nanoTime();
            turns.run(place, turn);
            took[0] = (System.nanoTime() - start) / 1_000_000;
            Map<String, String> end = work.digests(place);
            if (!work.isCache()) assertNoPath(place);
            if (turn < work.states()) ends.add(end);
            else assertEquals(ends.get(0), end, "the same turn gives the same bytes");
        }
        return ends;
    }

    /** What is passed on to others says nothing of where the files of this user lie. */
    private void assertNoPath(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains(folder.toString()),
                        file + " holds a path of this machine");
        }
    }

    /** The first turn, in which Java and the engine start, does not count. */
    private void kill(String name, Path input, Path places, long moment, int warm) throws Exception {
        Process child = WorkChild.start("", List.of("-Xmx512m"), name, input, places, warm, ENDLESS);
        try {
            Wait.until("the child", () -> Files.exists(places.resolve(WorkChild.STARTED)) || !child.isAlive());
            Thread.sleep(moment);
            assertTrue(child.isAlive(), Files.readString(WorkChild.said(places)));
        } finally {
            child.destroyForcibly().waitFor();
        }
        Files.deleteIfExists(places.resolve(WorkChild.STARTED));
    }

    /** Checks all places of a killed child; how many were in which state. */
    private Map<String, Integer> check(
            Work work, Work.Turns turns, Path places, List<Map<String, String>> ends, String when) throws Exception {
        Map<String, Integer> states = new HashMap<>();
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(places, "turn-*")) {
            found.forEach(all::add);
        }
        for (Path place : all) {
            Map<String, String> found = work.digests(place);
            String state = "as after it";
            if (!ends.contains(found)) {
                settle(place);
                Map<String, String> visible = visible(work.digests(place));
                if (ends.contains(visible)) state = "as after it once it was put in order";
                else if (visible.isEmpty()) state = "as before it";
                else {
                    state = "continued";
                    assertTrue(
                            ends.stream().anyMatch(end -> work.isOnTheWay(visible, end)),
                            when + " there are " + visible.keySet());
                }
                if (!ends.contains(visible) || work.states() > 1) {
                    turns.begin(place);
                    turns.run(place, 0);
                }
                assertEquals(ends.get(0), work.digests(place), when + ", then continued");
            }
            states.merge(state, 1, Integer::sum);
        }
        return states;
    }

    /** What the next one that writes there does first. */
    private static void settle(Path place) throws IOException {
        Path out = place.resolve(Works.OUT);
        if (Files.isDirectory(out)) new StagedFiles(out).close();
    }

    private static Map<String, String> visible(Map<String, String> digests) {
        Set<String> visible = digests.keySet().stream()
                .filter(name -> !name.contains(".whynot-"))
                .collect(Collectors.toSet());
        Map<String, String> found = new TreeMap<>(digests);
        found.keySet().retainAll(visible);
        return found;
    }

    /** What killed children have left in the folder for temporary files is removed by the next one. */
    private void noTemporaryFilesAreLeft(String name, Path input) throws Exception {
        Path places = Files.createDirectories(folder.resolve("last"));
        assertEquals(
                0,
                Wait.forEnd(WorkChild.start("", List.of("-Xmx512m"), name, input, places, 0, 1)),
                () -> said(places));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(WorkChild.temporary(places), "*whynot*")) {
            for (Path file : left) throw new AssertionError(file + " is left of a killed program");
        }
    }

    private static String said(Path places) {
        try {
            return Files.readString(WorkChild.said(places));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
