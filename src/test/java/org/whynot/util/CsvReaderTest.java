package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {

    @TempDir
    Path folder;

    @Test
    void quotesHoldCommasQuotesAndLineBreaks() throws IOException {
        assertEquals(
                List.of(List.of("a,b", "he said \"no\"", "two\nlines", ""), List.of("x", "y", "z", "w")),
                rows("\"a,b\",\"he said \"\"no\"\"\",\"two\nlines\",\nx,y,z,w\n"));
    }

    @Test
    void byteOrderMarkAndEveryKindOfLineEndAreRead() throws IOException {
        List<List<String>> expected = List.of(List.of("id", "class"), List.of("1", "µ"));
        for (String end : List.of("\n", "\r\n", "\r")) {
            assertEquals(expected, rows("\uFEFFid,class" + end + "1,µ" + end));
            assertEquals(expected, rows("id,class" + end + end + "1,µ"));
        }
    }

    @Test
    void blanksRoundPlainValuesAreDroppedAndKeptInQuotes() throws IOException {
        assertEquals(List.of(List.of("a b", " c ", "d")), rows("  a b ,\" c \" ,\td\n   \n"));
    }

    @Test
    void emptyFileHasNoRows() throws IOException {
        assertEquals(List.of(), rows(""));
        assertEquals(List.of(), rows("\uFEFF\r\n\n"));
    }

    @Test
    void linesAreCountedThroughQuotedLineBreaks() throws IOException {
        try (CsvReader reader =
                new CsvReader(file("a,b\r\n\r\n\"1\r\n2\",x\r\nlast,y".getBytes(StandardCharsets.UTF_8)))) {
            reader.read();
            assertEquals(1, reader.line());
            assertEquals(List.of("1\r\n2", "x"), reader.read());
            assertEquals(3, reader.line());
            reader.read();
            assertEquals(5, reader.line());
            assertNull(reader.read());
        }
    }

    @Test
    void wrongQuotesAreNamedByLine() {
        var open = assertThrows(CsvReader.CsvException.class, () -> rows("a\n\"b\nc\n"));
        assertEquals(2, open.line());
        var after = assertThrows(CsvReader.CsvException.class, () -> rows("a\nb\n\"c\"d\n"));
        assertEquals(3, after.line());
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThrows(CharacterCodingException.class, () -> {
            try (CsvReader reader = new CsvReader(file(new byte[] {'a', (byte) 0xE4, ',', 'b'}))) {
                reader.read();
            }
        });
    }

    private List<List<String>> rows(String text) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = new CsvReader(file(text.getBytes(StandardCharsets.UTF_8)))) {
            for (List<String> row = reader.read(); row != null; row = reader.read()) rows.add(row);
        }
        return rows;
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.csv"), bytes);
    }
}
