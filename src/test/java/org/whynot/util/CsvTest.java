package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @TempDir
    Path folder;

    @Test
    void valuesAreQuotedWhereTheyNeedIt() {
        assertEquals(
                "a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",\" blank\",,,1,0,-2.5,3\n",
                Csv.row("a", "b,c", "say \"no\"", "two\nlines", " blank", null, Double.NaN, true, false, -2.5, 3));
        assertEquals(Csv.row("a", 1), Csv.row(List.of("a", 1)));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Random random = new Random(3);
        String letters = "ab ,\"\n\r\t=+@-é中'";
        StringBuilder text = new StringBuilder();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String[] row = new String[3];
            for (int c = 0; c < row.length; c++) {
                StringBuilder value = new StringBuilder("x");
                for (int n = random.nextInt(6); n > 0; n--)
                    value.insert(random.nextInt(value.length() + 1), letters.charAt(random.nextInt(letters.length())));
                row[c] = value.toString();
            }
            rows.add(Arrays.asList(row));
            text.append(Csv.row(rows.get(i)));
        }
        Path file = Files.writeString(folder.resolve("table.csv"), text);
        try (CsvReader reader = new CsvReader(file)) {
            for (List<String> row : rows)
                assertEquals(row, reader.read().stream().map(Csv::plain).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=1+1", "+cmd", "-catenin", "@SUM(A1)", "\t=1", "\r=1", "-", "=", "-1+1", "+1e", "'=1", "''@a"})
    void aTextThatASpreadsheetWouldComputeGetsAnApostrophe(String name) throws IOException {
        String row = Csv.row(name, 1);
        assertEquals(row, Csv.row(List.of(name, 1)));
        try (CsvReader reader = new CsvReader(Files.writeString(folder.resolve("table.csv"), row))) {
            List<String> values = reader.read();
            assertEquals(List.of("'" + name, "1"), values);
            assertEquals(name, Csv.plain(values.get(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2.5", "+3", "-1.5E-7", "0", "beta-catenin", "", "1=2", "a@b", "'a", "'", "5'"})
    void numbersAndPlainTextsStay(String value) {
        assertEquals(value + ",-2.5\n", Csv.row(value, -2.5));
        assertEquals(value, Csv.plain(value));
    }
}
