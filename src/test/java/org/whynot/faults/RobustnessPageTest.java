package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the manual's page on robustness names are there, and no cell of its matrix is empty. */
class RobustnessPageTest {

    private static final Path PAGE = Path.of("src/site/markdown/robustness.md");
    /** A test class, perhaps with one of its methods. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|Report))(?:\\.(\\w+))?`");

    private static Map<String, Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), file -> file, (a, b) -> a));
        }
    }

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        Map<String, Path> sources = sources();
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(PAGE));
        int count = 0;
        while (named.find()) {
            count++;
            Path source = sources.get(named.group(1));
            boolean isThere = source != null
                    && (named.group(2) == null || Files.readString(source).contains("void " + named.group(2) + "("));
            if (!isThere) missing.add(named.group());
        }
        assertEquals(List.of(), missing);
        assertTrue(count > 20, "only " + count);
    }

    /** Each names the test that shows it, or says in words why there is none. */
    @Test
    void noCellOfTheMatrixIsEmpty() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| fault |"))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertTrue(rows.size() > 8, rows.toString());
        int columns = rows.get(0).split("\\|").length;
        for (String row : rows) {
            String[] cells = row.split("\\|");
            assertEquals(columns, cells.length, row);
            for (int c = 1; c < columns; c++) {
                String cell = cells[c].strip();
                assertTrue(!cell.isEmpty(), row);
                boolean isBody = c > 1 && !row.startsWith("| fault |") && !row.startsWith("|---");
                if (isBody)
                    assertTrue(
                            NAMED.matcher(cell).find() || cell.startsWith("not tested") || cell.equals("as left"),
                            row + ": " + cell);
            }
        }
    }
}
