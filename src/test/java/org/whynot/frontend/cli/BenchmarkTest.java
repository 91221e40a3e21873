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
import org.whynot.util.Json;

/** {@code whynot benchmark} measures every part, and writes the numbers that it prints. */
@Tag("slow")
class BenchmarkTest {

    @TempDir
    Path folder;

    @Test
    void itPrintsATableAndWritesTheSameNumbers() throws IOException {
        Path file = folder.resolve("numbers.json");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new Cli(new PrintStream(out), new PrintStream(err), () -> false)
                .run("benchmark", "--json", file.toString());
        assertEquals(Cli.DONE, code, err.toString(StandardCharsets.UTF_8));
        String table = out.toString(StandardCharsets.UTF_8);
        Benchmark.Numbers numbers = Json.read(Files.readString(file), Benchmark.Numbers.class);
        assertEquals(5, numbers.rows().size(), table);
        for (Benchmark.Row row : numbers.rows()) {
            assertTrue(table.contains(row.part()), table);
            assertTrue(row.fastestMs() > 0 && row.fastestMs() <= row.medianMs(), row.toString());
        }
        assertTrue(numbers.threads() >= 1 && numbers.threads() <= numbers.processors(), numbers.toString());
    }
}
