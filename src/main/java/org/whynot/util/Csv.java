package org.whynot.util;

import java.util.Arrays;
import java.util.Collection;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Rows of comma-separated values (RFC 4180, line feeds), the same on every machine; {@link CsvReader} reads them.
 *
 * <pre>{@code
 * text.append(Csv.row("id", "class")).append(Csv.row(id, className));
 * }</pre>
 *
 * <p>Null and NaN become empty values, true and false 1 and 0, everything else its text, in quotes where it needs them.
 */
public final class Csv {

    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d*)?([eE][-+]?\\d+)?");

    private Csv() {}

    /** A row with its line feed, for tables that are read again: each value comes back as it was. */
    public static String row(Object... values) {
        return joined(Arrays.asList(values), Csv::text);
    }

    /** As {@link #row(Object...)}. */
    public static String row(Collection<?> values) {
        return joined(values, Csv::text);
    }

    /**
     * A row with its line feed, for tables that people open in a spreadsheet: a text that such a program would compute as a
     * formula, because it begins with {@code =}, {@code +}, {@code -}, {@code @}, a tab or a carriage return, gets an apostrophe
     * before it. Numbers stay as they are.
     */
    public static String safeRow(Object... values) {
        return safeRow(Arrays.asList(values));
    }

    /** As {@link #safeRow(Object...)}. */
    public static String safeRow(Collection<?> values) {
        return joined(values, value -> {
            String text = text(value);
            boolean isFormula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
            return isFormula && !NUMBER.matcher(text).matches() ? "'" + text : text;
        });
    }

    private static String joined(Collection<?> values, Function<Object, String> toText) {
        StringJoiner row = new StringJoiner(",", "", "\n");
        for (Object value : values) row.add(quoted(toText.apply(value)));
        return row.toString();
    }

    private static String text(Object value) {
        if (value == null || value instanceof Double d && d.isNaN()) return "";
        if (value instanceof Boolean b) return b ? "1" : "0";
        return value.toString();
    }

    private static String quoted(String text) {
        // Readers drop blanks around values without quotes.
        boolean isPlain = text.equals(text.strip())
                && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
