package org.whynot.dataset;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the rows of a comma-separated file one by one, as RFC 4180 has them: quoted values may hold commas, doubled quotes
 * and line breaks; lines end with LF, CRLF or CR; UTF-8 with or without byte-order mark. Beyond the RFC, blanks round
 * unquoted values are dropped and empty lines skipped.
 */
final class CsvReader implements Closeable {

    private final Reader in;
    private final StringBuilder value = new StringBuilder();
    private int next;
    private int line = 1;
    private int rowLine;

    /** @throws IOException if the file can't be opened */
    CsvReader(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        in = new BufferedReader(
                new InputStreamReader(
                        bytes,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16);
        try {
            next = in.read();
            if (next == 0xFEFF) next = in.read();
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The line, 1-based, in which the row last read begins. */
    int line() {
        return rowLine;
    }

    /**
     * Reads a row.
     *
     * @return its values, or null at the end of the file
     * @throws CsvException if a quote is not closed or stands in the wrong place
     * @throws java.nio.charset.MalformedInputException if the file is not UTF-8
     */
    List<String> read() throws IOException {
        while (true) {
            while (next == '\n' || next == '\r') lineEnd();
            if (next < 0) return null;
            rowLine = line;
            List<String> row = new ArrayList<>();
            row.add(value());
            while (next == ',') {
                next = in.read();
                row.add(value());
            }
            boolean blank = row.size() == 1 && row.get(0).isEmpty();
            if (!blank) return row;
        }
    }

    private String value() throws IOException {
        value.setLength(0);
        while (next == ' ' || next == '\t') next = in.read();
        if (next == '"') return quoted();
        while (next >= 0 && next != ',' && next != '\n' && next != '\r') {
            value.append((char) next);
            next = in.read();
        }
        return value.toString().strip();
    }

    private String quoted() throws IOException {
        int opened = line;
        next = in.read();
        while (true) {
            if (next < 0) throw new CsvException(opened, "a quotation mark is opened in this line and never closed.");
            if (next == '"') {
                next = in.read();
                if (next != '"') break;
            } else if (next == '\n') {
                line++;
            }
            value.append((char) next);
            next = in.read();
        }
        while (next == ' ' || next == '\t') next = in.read();
        if (next >= 0 && next != ',' && next != '\n' && next != '\r')
            throw new CsvException(
                    line, "text follows a closing quotation mark. Double quotation marks inside a value (\"\").");
        return value.toString();
    }

    private void lineEnd() throws IOException {
        int first = next;
        next = in.read();
        if (first == '\r' && next == '\n') next = in.read();
        line++;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The text is not comma-separated values. */
    static final class CsvException extends IOException {

        private static final long serialVersionUID = 1;

        private final int line;

        CsvException(int line, String message) {
            super(message);
            this.line = line;
        }

        /** The line, 1-based. */
        int line() {
            return line;
        }
    }
}
