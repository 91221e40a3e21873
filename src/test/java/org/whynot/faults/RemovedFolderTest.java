package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.frontend.Messages;
import org.whynot.util.StagedFiles;

/**
 * The folder of each {@linkplain Works work} is moved away at a random moment while it works: it ends, with a sentence if it could not
 * be done, and in the folder that was moved is nothing half that the next start does not put in order.
 */
@Tag("slow")
@Tag("moved")
class RemovedFolderTest {

    private static final int TIMES = Integer.getInteger("whynot.faults.removals", 6);

    @TempDir
    Path folder;

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(600)
    void aFolderThatGoesAwayEndsTheWork(String name) throws Exception {
        Work work = Works.named(name);
        Path input = Files.createDirectories(folder.resolve("input"));
        work.prepare(input);
        Map<String, Integer> seen = new TreeMap<>();
        Random random = new Random(name.hashCode());
        try (Work.Turns turns = work.open(input)) {
            Path undisturbed = Files.createDirectories(folder.resolve("undisturbed"));
            turns.begin(undisturbed);
            turns.run(undisturbed, 0);
            Path again = Files.createDirectories(folder.resolve("again"));
            turns.begin(again);
            long start = System.nanoTime();
            turns.run(again, 0);
            int took = (int) ((System.nanoTime() - start) / 1_000_000);
            Map<String, String> end = work.digests(undisturbed);
            for (int time = 0; time < TIMES; time++) {
                Path place = Files.createDirectories(folder.resolve("place-" + time));
                turns.begin(place);
                Path moved = folder.resolve("moved-" + time);
                int moment = random.nextInt(Math.max(2, took));
                Thread mover = new Thread(() -> move(place, moved, moment));
                mover.start();
                Throwable failure = failure(turns, place);
                mover.join();
                String when = "moved after " + moment + " of " + took + " ms";
                if (failure != null) seen.merge(sentence(failure, when), 1, Integer::sum);
                else seen.merge("done", 1, Integer::sum);
                // What was written after the move may lie in a folder that was made anew; both are put in order.
                for (Path left : java.util.List.of(place, moved)) {
                    if (Files.notExists(left.resolve(Works.OUT))) continue;
                    settle(left);
                    Map<String, String> found = new TreeMap<>(work.digests(left));
                    // A lock that was moved away is nobody's, and what this process was writing goes once it has ended.
                    found.keySet().removeIf(file -> file.endsWith(".lock") || file.endsWith(".partial"));
                    assertTrue(
                            found.equals(end)
                                    || found.isEmpty()
                                    || work.isOnTheWay(found, end)
                                    || end.entrySet().containsAll(found.entrySet()) && work.isCache(),
                            when + ": " + found.keySet());
                }
                StagedFiles.removeTree(place);
                StagedFiles.removeTree(moved);
            }
        }
        Files.writeString(
                Path.of("target", "faults.txt"),
                name + ": folder moved away " + TIMES + " times: " + seen + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void settle(Path place) throws IOException {
        StagedFiles.removeLeftovers(place);
        StagedFiles.removeLeftovers(place.resolve(Works.OUT));
    }

    private static void move(Path from, Path to, int moment) {
        try {
            Thread.sleep(moment);
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Throwable failure(Work.Turns turns, Path place) {
        try {
            turns.run(place, 0);
            return null;
        } catch (Exception | Error e) {
            return e;
        }
    }

    private String sentence(Throwable failure, String when) {
        String sentence = Messages.sentence(failure);
        assertFalse(sentence.contains("unexpected") || sentence.contains("Exception"), when + ": " + sentence);
        assertTrue(sentence.matches("(?s).*[.?)]"), when + ": " + sentence);
        assertEquals(true, failure instanceof IOException || failure instanceof AssertionError, when + ": " + failure);
        return sentence.replace(folder.toString(), "FOLDER").replaceAll("place-\\d+", "place");
    }
}
