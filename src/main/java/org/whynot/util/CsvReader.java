package org.whynot.util;

import java.io.Closeable;
import java.io.IOException;
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
public final class CsvReader implements Closeable {

    private final Reader in;
    private final char separator;
    private final long length;
    private final char[] buffer = new char[1 << 16];
    private int filled;
    private int at;
    private long taken;
    private final StringBuilder value = new StringBuilder();
    private int next;
    private int line = 1;
    private int rowLine;

    /** @throws IOException if the file can't be opened */
    public CsvReader(Path file) throws IOException {
        this(
                new InputStreamReader(
                        Files.newInputStream(file),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                ',',
                Files.size(file));
    }

    /**
     * Reads a text of other programs, whose values may be separated otherwise.
     *
     * @param in closed with this
     * @param separator stands between the values, as a tab or a semicolon
     * @throws IOException if it can't be read
     */
    public CsvReader(Reader in, char separator) throws IOException {
        this(in, separator, 0);
    }

    private CsvReader(Reader in, char separator, long length) throws IOException {
        this.in = in;
        this.separator = separator;
        this.length = length;
        try {
            next = take();
            if (next == 0xFEFF) next = take();
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next character, or -1 at the end. */
    private int take() throws IOException {
        if (at == filled) {
            taken += filled;
            at = 0;
            filled = Math.max(0, in.read(buffer));
            if (filled == 0) return -1;
        }
        return buffer[at++];
    }

    /** How much of the file has been read, 0 to 1; about, where not all characters are ASCII. */
    public double fraction() {
        return length == 0 ? 1 : Math.min(1, (double) (taken + at) / length);
    }

    /** The line, 1-based, in which the row last read begins. */
    public int line() {
        return rowLine;
    }

    /**
     * Reads a row.
     *
     * @return its values, or null at the end of the file
     * @throws CsvException if a quote is not closed or is at a wrong position
     * @throws java.nio.charset.MalformedInputException if the file is not UTF-8
     */
    public List<String> read() throws IOException {
        while (true) {
            while (next == '\n' || next == '\r') lineEnd();
            if (next < 0) return null;
            rowLine = line;
            List<String> row = new ArrayList<>();
            row.add(value());
            while (next == separator) {
                next = take();
                row.add(value());
            }
            boolean blank = row.size() == 1 && row.get(0).isEmpty();
            if (!blank) return row;
        }
    }

    private String value() throws IOException {
        value.setLength(0);
        skipBlanks();
        if (next == '"') return quoted();
        while (next >= 0 && next != separator && next != '\n' && next != '\r') {
            value.append((char) next);
            next = take();
        }
        return value.toString().strip();
    }

    private void skipBlanks() throws IOException {
        while (next == ' ' || next == '\t' && separator != '\t') next = take();
    }

    private String quoted() throws IOException {
        int opened = line;
        next = take();
        while (true) {
            if (next < 0) throw new CsvException(opened, "a quotation mark is opened in this line and never closed.");
            if (next == '"') {
                next = take();
                if (next != '"') break;
            } else if (next == '\n') {
                line++;
            }
            value.append((char) next);
            next = take();
        }
        skipBlanks();
        if (next >= 0 && next != separator && next != '\n' && next != '\r')
            throw new CsvException(
                    line, "text follows a closing quotation mark. Double quotation marks inside a value (\"\").");
        return value.toString();
    }

    private void lineEnd() throws IOException {
        int first = next;
        next = take();
        if (first == '\r' && next == '\n') next = take();
        line++;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The text is not comma-separated values. */
    public static final class CsvException extends IOException {

        private static final long serialVersionUID = 1;

        private final int line;

        CsvException(int line, String message) {
            super(message);
            this.line = line;
        }

        /** The line, 1-based. */
        public int line() {
            return line;
        }
    }
}
