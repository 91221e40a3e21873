package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.whynot.frontend.Messages;
import org.whynot.util.Notes;
import org.whynot.util.StagedFiles;
import org.whynot.util.Wait;

/**
 * All files that a {@linkplain Works work} reads are replaced by others of the same names, or removed, at a random moment while it works:
 * it ends with the bytes of the old ones, or of the new ones, or with a sentence and nothing written; never with some of both.
 *
 * <p>{@code -Dwhynot.faults.rounds=50} sets how often. What was seen goes to {@code target/faults.txt}.
 */
@Tag("slow")
class ChangedInputTest {

    private static final int ROUNDS = Integer.getInteger("whynot.faults.rounds", 4);

    @TempDir
    Path folder;

    private long milliseconds;

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(1800)
    void inputThatChangesMeanwhileIsNeverMixed(String name) throws Exception {
        Work work = Works.named(name);
        assumeFalse(work.isCache() || work.readsPlace(), "It has tests of its own.");
        assumeFalse(name.equals("import of labels"), "Known: it reads each file once, at its own time.");
        for (int variant = 0; variant < 2; variant++)
            work.prepare(Files.createDirectories(folder.resolve("input-" + variant)), variant);
        assumeFalse(files(folder.resolve("input-0")).isEmpty(), "It reads nothing.");
        Map<String, String> old = undisturbed(work, 0);
        Map<String, String> other = undisturbed(work, 1);
        Random random = new Random(name.hashCode());
        Map<String, Integer> seen = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            boolean isRemoved = round % 2 == 1;
            Path input = copy("input-0", "input");
            Path next = copy("input-1", "next");
            Path place = Files.createDirectories(folder.resolve("place"));
            Throwable failure = null;
            Notes notes = new Notes();
            try (Work.Turns turns = work.open(input)) {
                turns.begin(place);
                // What is read before is not replaced while it is read.
                long moment = (long) ((0.1 + 0.9 * random.nextDouble()) * milliseconds);
                Thread thread = new Thread(() -> change(input, next, moment, isRemoved));
                thread.start();
                try {
                    turns.run(place, 0, notes);
                } catch (IOException | AssertionError e) {
                    failure = e;
                }
                Wait.forEnd(thread);
            }
            Map<String, String> found = work.digestsWithoutDates(place);
            String when = "round " + round + ", " + failure;
            boolean isSaid = notes.sentences().stream().anyMatch(note -> note.contains("may be of old and new videos"));
            if (failure == null)
                assertTrue(isSaid || work.isOf(found, old, other), () -> when + " wrote a mixture: " + found.keySet());
            else if (failure instanceof IOException) {
                assertFalse(Messages.sentence(failure).contains("unexpected"), when);
                assertTrue(found.isEmpty() || work.isOnTheWay(found, old), when + " left " + found.keySet());
            }
            String outcome = isSaid ? "said" : found.equals(old) ? "old" : "new";
            seen.merge(failure == null ? outcome : "refused", 1, Integer::sum);
            for (Path used : List.of(input, next, place)) StagedFiles.removeTree(used);
        }
        StateCheck.report(name + ": input replaced or removed " + ROUNDS + " times: " + seen);
    }

    private Map<String, String> undisturbed(Work work, int variant) throws Exception {
        Path input = copy("input-" + variant, "input");
        try (Work.Turns turns = work.open(input)) {
            Path place = folder.resolve("undisturbed-" + variant);
            milliseconds = new StateCheck(work, turns, place).milliseconds();
            return work.digestsWithoutDates(place.resolve("turn-0"));
        } finally {
            StagedFiles.removeTree(input);
        }
    }

    private Path copy(String from, String to) throws IOException {
        Path source = folder.resolve(from);
        Path target = folder.resolve(to);
        for (Path file : files(source)) {
            Path copied = target.resolve(source.relativize(file));
            Files.createDirectories(copied.getParent());
            Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return target;
    }

    private static List<Path> files(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void change(Path input, Path next, long moment, boolean isRemoved) {
        try {
            Thread.sleep(moment);
            for (Path file : files(input)) {
                Path other = next.resolve(input.relativize(file));
                if (isRemoved) Files.delete(file);
                else Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
