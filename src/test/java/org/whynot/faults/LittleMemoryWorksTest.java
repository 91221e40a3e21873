package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.util.Wait;

/**
 * Each {@linkplain Works work} in a Java with too little memory for its objects, or with too few addresses for native code: it is done,
 * or ends with a sentence, or the process breaks off; the place is as before, as after or to be continued from, and the next start ends
 * with the same bytes. Between sizes with which it is done and not, the one in the middle is next, as memory ends late in the work there.
 *
 * <p>{@code -Dwhynot.faults.rounds=8} sets how many sizes of a heap, and half as many of addresses. What was seen goes to {@code target/faults.txt}.
 */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class LittleMemoryWorksTest {

    private static final int ROUNDS = Integer.getInteger("whynot.faults.rounds", 2);
    /** Less than Java starts with, and more than any of these works needs. */
    private static final int[] HEAP_MB = {6, 50};
    /** Of addresses: Java alone takes the most of the first. */
    private static final int[] ADDRESSES_MB = {1100, 2200};
    /** How a shell tells that a signal has ended a process; Java ends so itself where native code finds no memory. */
    private static final int SIGNAL = 128;

    private static final List<String> SMALL_JAVA =
            List.of("-Xmx64m", "-XX:ReservedCodeCacheSize=32m", "-XX:CompressedClassSpaceSize=64m");

    @TempDir
    Path folder;

    private Path input;

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    /** Starts the work with so many megabytes. */
    private interface Start {
        Process start(Path places, int megabytes) throws IOException;
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(3600)
    void tooLittleMemoryLeavesNothingHalf(String name) throws Exception {
        Work work = Works.named(name);
        input = Files.createDirectories(folder.resolve("input"));
        work.prepare(input);
        try (Work.Turns turns = work.open(input)) {
            StateCheck check = new StateCheck(work, turns, folder.resolve("undisturbed"));
            Start heap = (places, megabytes) ->
                    WorkChild.start("", List.of("-Xmx" + megabytes + "m"), name, input, places, 0, 1);
            StateCheck.report(name + ", heap: " + narrow(work, turns, check, heap, HEAP_MB, ROUNDS));
            Start addresses = (places, megabytes) -> WorkChild.start(
                    "ulimit -v " + 1024L * megabytes + "; ulimit -c 0;", SMALL_JAVA, name, input, places, 0, 1);
            StateCheck.report(
                    name + ", addresses: " + narrow(work, turns, check, addresses, ADDRESSES_MB, (ROUNDS + 1) / 2));
        }
        noTemporaryFilesAreLeft(name);
    }

    private List<String> narrow(Work work, Work.Turns turns, StateCheck check, Start start, int[] range, int rounds)
            throws Exception {
        List<String> seen = new ArrayList<>();
        int least = range[0];
        int most = range[1];
        for (int round = 0; round < rounds && most > least + 1; round++) {
            int megabytes = (least + most) / 2;
            Path places = Files.createDirectories(folder.resolve("places"));
            Path place = Files.createDirectories(WorkChild.place(work, places, 0));
            turns.begin(place);
            Map<String, String> before = work.digests(place);
            int code = Wait.forEnd(start.start(places, megabytes));
            String said = Files.readString(WorkChild.said(places));
            String when = megabytes + " MB, " + code + ": " + said;
            boolean isCutOff = code >= SIGNAL || code == 1 && isJavas(said);
            boolean isOrderly = code == 0 || code == 1 && !isCutOff;
            assertTrue(code == 0 || isCutOff || isOrderly && isSentence(said), when);
            if (code == 0) {
                assertTrue(isDone(work.digests(place), work, check), when);
                turnsAgain(work, turns, check, place);
            }
            String state = isOrderly ? check.checkOrderly(place, before, when) : check.check(place, before, when);
            seen.add(megabytes + " MB: " + (code == 0 ? "done" : code + ", " + state));
            if (code == 0) most = megabytes;
            else least = megabytes;
            removeAll(places);
        }
        return seen;
    }

    /** A cache is done without, as is the film of an answer where the library that makes it finds no room. */
    private static boolean isDone(Map<String, String> found, Work work, StateCheck check) {
        return check.ends().stream().anyMatch(end -> {
            Set<String> missing = new TreeSet<>(end.keySet());
            missing.removeAll(found.keySet());
            return end.entrySet().containsAll(found.entrySet())
                    && (work.isCache() || missing.stream().allMatch(file -> file.endsWith(".mp4")));
        });
    }

    private static void turnsAgain(Work work, Work.Turns turns, StateCheck check, Path place) throws Exception {
        if (!check.ends().contains(work.digests(place))) turns.run(place, 0);
    }

    private static boolean isSentence(String said) {
        String last = said.lines().reduce((first, next) -> next).orElse("");
        return last.endsWith(".") || last.endsWith(")");
    }

    /** Where not even a sentence can be made, or Java does not start, Java itself or a library has the last word. */
    private static boolean isJavas(String said) {
        return Stream.of(
                        "OutOfMemoryError",
                        "Error occurred during initialization of VM",
                        "insufficient memory for the Java Runtime",
                        "libgomp: Thread creation failed")
                .anyMatch(said::contains);
    }

    private static void removeAll(Path places) throws IOException {
        try (Stream<Path> all = Files.walk(places)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private void noTemporaryFilesAreLeft(String name) throws Exception {
        Path places = Files.createDirectories(folder.resolve("last"));
        assertEquals(0, Wait.forEnd(WorkChild.start("", List.of("-Xmx512m"), name, input, places, 0, 1)));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(WorkChild.temporary(places), "*whynot*")) {
            for (Path file : left) throw new AssertionError(file + " is left");
        }
    }
}
