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
import java.util.regex.Pattern;
import org.whynot.frontend.Messages;
import org.whynot.util.FolderLock;
import org.whynot.util.StagedFiles;

/** Knows what undisturbed turns of a {@link Work} end with, and compares what a disturbed one has left with it. */
final class StateCheck {

    /** A path where a reason is expected, which is all that many of Java's exceptions say. */
    private static final Pattern PATH_AS_REASON = Pattern.compile(": (\\w:)?[/\\\\]\\S+\\.( |$)");

    private final Work work;
    private final Work.Turns turns;
    private final List<Map<String, String>> ends = new ArrayList<>();
    private long milliseconds;

    /**
     * Does undisturbed turns.
     *
     * @param folder for their places, not there yet
     */
    StateCheck(Work work, Work.Turns turns, Path folder) throws Exception {
        this.work = work;
        this.turns = turns;
        for (int turn = 0; turn < work.states() + 1; turn++) {
            Path place = Files.createDirectories(folder.resolve("turn-" + turn));
            turns.begin(place);
            long start = System.nanoTime();
            turns.run(place, turn);
            milliseconds = (System.nanoTime() - start) / 1_000_000;
            Map<String, String> end = work.digests(place);
            if (turn < work.states()) ends.add(end);
            else assertEquals(ends.get(0), end, "the same turn gives the same bytes");
        }
    }

    /** How long the last of them took. */
    long milliseconds() {
        return milliseconds;
    }

    /** What they ended with, one for each of {@link Work#states}. */
    List<Map<String, String>> ends() {
        return ends;
    }

    /**
     * Checks a place that a killed program has left, and continues there to the end.
     *
     * @param before what was there before it started
     * @param when for messages
     * @return in which state it was, in words
     */
    String check(Path place, Map<String, String> before, String when) throws Exception {
        Map<String, String> found = work.digests(place);
        if (ends.contains(found)) return "as after it";
        settle(place);
        Map<String, String> visible = visible(work.digests(place));
        String state;
        if (ends.contains(visible)) state = "as after it once it was put in order";
        else if (visible.equals(before) || visible.isEmpty()) state = "as before it";
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
        return state;
    }

    /** The same of a place that a program has left which ended by itself, so that nothing hidden may be there either. */
    String checkOrderly(Path place, Map<String, String> before, String when) throws Exception {
        for (String file : work.digests(place).keySet())
            assertFalse(file.contains(".whynot"), when + " " + file + " is left");
        return check(place, before, when);
    }

    /** What the next one that writes there does first and last: it takes the lock that a killed one has left, and gives it back. */
    private static void settle(Path place) throws IOException {
        Path out = place.resolve(Works.OUT);
        if (!Files.isDirectory(out)) return;
        new StagedFiles(out).close();
        FolderLock.take(out).orElseThrow().close();
    }

    private static Map<String, String> visible(Map<String, String> digests) {
        Map<String, String> visible = new TreeMap<>(digests);
        visible.keySet().removeIf(name -> name.contains(".whynot-"));
        return visible;
    }

    /** A failure as the user reads it, which must be a sentence that was meant for it. */
    static String sentence(Throwable failure, String when) {
        String sentence = Messages.sentence(failure);
        requireSentence(sentence, when);
        return sentence;
    }

    /** One sentence or several, and no name of a class. */
    static void requireSentence(String said, String when) {
        assertTrue(said.matches("(?s)[^\\n]*[.?)]"), when + ": " + said);
        for (String word : List.of("unexpected", "Exception", "java.", "null", "\tat "))
            assertFalse(said.contains(word), when + ": " + said);
        assertFalse(PATH_AS_REASON.matcher(said).find(), when + " says not why: " + said);
    }

    /** Adds a line to the report of what was seen. */
    static void report(String line) throws IOException {
        Files.writeString(
                Path.of("target", "faults.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
