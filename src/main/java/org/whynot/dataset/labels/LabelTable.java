package org.whynot.dataset.labels;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.whynot.util.CsvReader;

/**
 * A table with a header among the label formats: its separator is found out, columns are named, numbers may have decimal
 * commas.
 */
final class LabelTable implements Closeable {

    private final CsvReader reader;
    private final Map<String, Integer> columns = new HashMap<>();
    private List<String> header = List.of();
    private List<String> row;

    LabelTable(LabelSource source) throws IOException {
        reader = new CsvReader(source.reader(), separator(source.head()));
    }

    /** The separator that most lines of a text have: a tab, a semicolon or a comma. */
    static char separator(String head) {
        long tabs = head.chars().filter(c -> c == '\t').count();
        long semicolons = head.chars().filter(c -> c == ';').count();
        long commas = head.chars().filter(c -> c == ',').count();
        if (tabs > 0 && tabs >= Math.max(semicolons, commas) / 2) return '\t';
        // With decimal commas there are more commas than separators.
        long lines = Math.max(1, head.lines().count());
        return semicolons >= lines ? ';' : ',';
    }

    /** Takes the next row as the header. */
    boolean readHeader() throws IOException {
        if (!next()) return false;
        header();
        return true;
    }

    /** Takes the current row as the header. */
    void header() {
        header(row);
    }

    /** Names the columns of a table without a header. */
    void header(List<String> names) {
        header = names;
        columns.clear();
        for (int i = 0; i < names.size(); i++) columns.putIfAbsent(key(names.get(i)), i);
    }

    /** The names of the columns. */
    List<String> names() {
        return header;
    }

    boolean next() throws IOException {
        row = reader.read();
        return row != null;
    }

    /** The current row. */
    List<String> row() {
        return row;
    }

    /** Where the current row begins, 1-based. */
    int line() {
        return reader.line();
    }

    boolean has(String column) {
        return columns.containsKey(key(column));
    }

    /** A value of the current row; empty where there is no such column, or where it is NA. */
    String text(String column) {
        Integer place = columns.get(key(column));
        if (place == null || place >= row.size()) return "";
        String value = row.get(place);
        return value.equals("NA") || value.equalsIgnoreCase("nan") ? "" : value;
    }

    /** The value of the first of some columns that there is. */
    String any(String... names) {
        for (String name : names) if (has(name)) return text(name);
        return "";
    }

    /** A number of the current row, NaN where there is none. */
    double number(String column) {
        return number(text(column), Double.NaN);
    }

    /** A number with a decimal point or comma. */
    static double number(String text, double otherwise) {
        try {
            double number = Double.parseDouble(text.strip().replace(',', '.'));
            return Double.isFinite(number) ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
