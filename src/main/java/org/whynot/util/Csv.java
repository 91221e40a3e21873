package org.whynot.util;

import java.util.Arrays;
import java.util.Collection;
import java.util.StringJoiner;
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

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r]");
    private static final Pattern GUARDED = Pattern.compile("'+[=+\\-@\t\r]");
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d*)?([eE][-+]?\\d+)?");

    private Csv() {}

    /**
     * A row with its line feed. A text that a spreadsheet would compute as a formula, because it begins with {@code =}, {@code +},
     * {@code -}, {@code @}, a tab or a carriage return, gets an apostrophe before it, which {@link #plain} takes away again; so does
     * one that begins with apostrophes and such a character. Numbers stay as they are.
     */
    public static String row(Object... values) {
        return row(Arrays.asList(values));
    }

    /** As {@link #row(Object...)}. */
    public static String row(Collection<?> values) {
        StringJoiner row = new StringJoiner(",", "", "\n");
        for (Object value : values) {
            String text = text(value);
            boolean isFormula =
                    FORMULA.matcher(text).lookingAt() && !NUMBER.matcher(text).matches();
            row.add(quoted(isFormula ? "'" + text : text));
        }
        return row.toString();
    }

    /** A value as it was before {@link #row(Object...)} wrote it. */
    public static String plain(String value) {
        return GUARDED.matcher(value).lookingAt() ? value.substring(1) : value;
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
