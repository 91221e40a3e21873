package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.util.Wait;

/**
 * Two Javas do a {@linkplain Works work} in one place at the same time, again and again: each ends it or says in a sentence why not,
 * and what is there in the end are the bytes of one of them that was alone, of the other's input or of its own, and nothing else.
 *
 * <p>{@code -Dwhynot.faults.rounds=50} sets how often. What was seen goes to {@code target/faults.txt}.
 */
@Tag("slow")
class TwoProcessesTest {

    private static final int ROUNDS = Integer.getInteger("whynot.faults.rounds", 3);

    @TempDir
    Path folder;

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(3600)
    void theyNeverMixTheirFiles(String name) throws Exception {
        Work work = Works.named(name);
        List<Path> inputs = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            // What a cache keeps belongs to its file: two files share it.
            Path input = Files.createDirectories(folder.resolve("input-" + (work.isCache() ? 0 : number)));
            if (number == 0 || !work.isCache()) work.prepare(input, number);
            inputs.add(input);
        }
        Path places = Files.createDirectories(folder.resolve("places"));
        Map<String, Integer> seen = new TreeMap<>();
        try (Work.Turns turns = work.open(inputs.get(0));
                Work.Turns others = work.open(inputs.get(1))) {
            StateCheck check = new StateCheck(work, turns, folder.resolve("undisturbed"));
            List<Map<String, String>> ends = new ArrayList<>(check.ends());
            if (!work.isCache()) ends.addAll(new StateCheck(work, others, folder.resolve("undisturbed-others")).ends());
            List<Map<String, String>> before = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                Path place = Files.createDirectories(WorkChild.place(work, places, round));
                turns.begin(place);
                before.add(work.digests(place));
            }
            runBoth(name, inputs, places);
            for (int round = 0; round < ROUNDS; round++) {
                Path place = WorkChild.place(work, places, round);
                int done = 0;
                for (int number = 0; number < 2; number++) {
                    String sentence = PairChild.sentence(places, number, round);
                    if (sentence == null) done++;
                    else StateCheck.requireSentence(sentence, "round " + round);
                    seen.merge(sentence == null ? "done" : shortened(sentence), 1, Integer::sum);
                }
                Map<String, String> found = work.digests(place);
                if (done > 0) assertTrue(ends.contains(found), "of both, or nobody's: " + found.keySet());
                else check.checkOrderly(place, before.get(round), "round " + round);
            }
        }
        StateCheck.report(name + ": " + ROUNDS + " times two processes: " + seen);
    }

    private String shortened(String sentence) {
        return sentence.replace(folder.toString(), "FOLDER").replaceAll("turn-\\d+", "turn");
    }

    private void runBoth(String name, List<Path> inputs, Path places) throws IOException, InterruptedException {
        List<Process> both = new ArrayList<>();
        try {
            for (int number = 0; number < 2; number++) {
                List<String> arguments = List.of(name, inputs.get(number) + "", places + "", number + "", ROUNDS + "");
                both.add(WorkChild.start("", List.of("-Xmx512m"), PairChild.class, arguments, places, said(number)));
            }
            for (int number = 0; number < 2; number++)
                assertEquals(0, Wait.forEnd(both.get(number)), Files.readString(said(number)));
        } finally {
            for (Process child : both) child.destroyForcibly().waitFor();
        }
    }

    private Path said(int number) {
        return folder.resolve("said-" + number + ".txt");
    }
}
