package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.TreeMap;
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

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(3600)
    void aKilledWorkIsDoneOrNotAndCanBeContinued(String name) throws Exception {
        Work work = Works.named(name);
        Path input = Files.createDirectories(folder.resolve("input"));
        work.prepare(input);
        Map<String, Integer> seen = new TreeMap<>();
        try (Work.Turns turns = work.open(input)) {
            Path undisturbed = folder.resolve("undisturbed");
            StateCheck check = new StateCheck(work, turns, undisturbed);
            if (!work.isCache()) assertNoPath(undisturbed);
            Random random = new Random(name.hashCode());
            for (int kill = 0; kill < KILLS; kill++) {
                Path places = Files.createDirectories(folder.resolve("kill-" + kill));
                long moment = random.nextLong(Math.max(SHORTEST, (long) (TURNS * check.milliseconds())));
                kill(name, input, places, moment, 1);
                check(check, places, "kill " + kill + " after " + moment + " ms")
                        .forEach((state, count) -> seen.merge(state, count, Integer::sum));
                StagedFiles.removeTree(places);
            }
        }
        noTemporaryFilesAreLeft(name, input);
        StateCheck.report(name + ": " + KILLS + " kills, then " + seen);
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
    private static Map<String, Integer> check(StateCheck check, Path places, String when) throws Exception {
        Map<String, Integer> states = new HashMap<>();
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(places, "turn-*")) {
            found.forEach(all::add);
        }
        for (Path place : all) states.merge(check.check(place, Map.of(), when), 1, Integer::sum);
        return states;
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
