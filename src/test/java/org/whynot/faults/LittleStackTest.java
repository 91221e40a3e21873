package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.util.Wait;

/**
 * Each {@linkplain Works work} is begun where the stack soon ends, as by a script that has called itself too often. The overflow
 * comes out, the place is as before or as after or to be continued from, no lock and no thread is left, and the next turn in the same
 * Java ends with the same bytes.
 *
 * <p>{@code -Dwhynot.faults.rounds=8} sets at how many places near the end. What was seen goes to {@code target/faults.txt}.
 */
@Tag("slow")
class LittleStackTest {

    private static final int ROUNDS = Integer.getInteger("whynot.faults.rounds", 4);

    @TempDir
    Path folder;

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(3600)
    void anOverflowLeavesNothingHalf(String name) throws Exception {
        Work work = Works.named(name);
        assumeFalse(name.equals("labelling"), "Known: the lock file of a folder may stay.");
        Path input = Files.createDirectories(folder.resolve("input"));
        work.prepare(input);
        Path places = Files.createDirectories(folder.resolve("places"));
        List<String> arguments = List.of(name, input.toString(), places.toString(), ROUNDS + "");
        Path said = WorkChild.said(places);
        int code = Wait.forEnd(
                WorkChild.start("ulimit -c 0;", List.of("-Xmx512m"), StackChild.class, arguments, places, said));
        String log = Files.readString(places.resolve(StackChild.LOG));
        assertEquals(0, code, () -> log + read(said));
        assertTrue(log.contains("Error") || log.contains("Exception"), log);
        StateCheck.report(name + ", stack: " + log.strip().replace("\n", "; "));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
