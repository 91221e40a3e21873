package org.whynot.evaluate;

import java.util.Collection;
import java.util.StringJoiner;

/** Rows of a CSV file (RFC 4180, line feeds), the same on every machine. */
final class Csv {

    private Csv() {}

    /** Appends a row; null and NaN become empty fields, true and false 1 and 0. */
    static void row(StringBuilder text, Collection<?> values) {
        StringJoiner row = new StringJoiner(",", "", "\n");
        for (Object value : values) row.add(field(value));
        text.append(row);
    }

    private static String field(Object value) {
        if (value == null || value instanceof Double d && d.isNaN()) return "";
        if (value instanceof Boolean b) return b ? "1" : "0";
        String text = value.toString();
        boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
