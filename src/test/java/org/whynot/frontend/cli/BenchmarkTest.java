package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.util.Json;

/** {@code whynot benchmark} measures every part, and writes the numbers that it prints. */
@Tag("slow")
class BenchmarkTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void itPrintsATableAndWritesTheSameNumbers() throws IOException {
        Path file = folder.resolve("numbers.json");
        int code = run("--json", file.toString(), "--seconds", "2");
        assertEquals(Cli.DONE, code, err.toString(StandardCharsets.UTF_8));
        String table = out.toString(StandardCharsets.UTF_8);
        Benchmark.Numbers numbers = Json.read(Files.readString(file), Benchmark.Numbers.class);
        // Two of them are PyTorch's, where the path's Python has it.
        assertEquals(numbers.pytorch() == null ? 7 : 9, numbers.rows().size(), table);
        assertTrue(table.contains("2 s of 640x360"), table);
        for (Benchmark.Row row : numbers.rows()) {
            assertTrue(table.contains(row.part()), table);
            assertTrue(row.fastestMs() > 0 && row.fastestMs() <= row.medianMs(), row.toString());
        }
        assertTrue(numbers.threads() >= 1 && numbers.threads() <= numbers.processors(), numbers.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "86401", "1.5", "an hour", "99999999999"})
    void aLengthThatIsNoneIsRefused(String seconds) {
        assertEquals(Cli.WRONG_USAGE, run("--seconds", seconds));
        String sentence = err.toString(StandardCharsets.UTF_8);
        assertTrue(sentence.contains("seconds='" + seconds + "'") && sentence.contains("from 1 to 86400"), sentence);
    }

    private int run(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "benchmark";
        System.arraycopy(options, 0, words, 1, options.length);
        return new Cli(new PrintStream(out), new PrintStream(err), () -> false).run(words);
    }
}
