package org.whynot.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.util.Csv;
import org.whynot.util.CsvReader;

/**
 * A CSV file with named columns, read row by row. Whatever is wrong goes into a list of problems and reading continues, so that
 * the user hears of everything at once.
 */
final class CsvTable implements Closeable {

    /** No video has as many pixels on a side. */
    private static final double LARGEST_PLAIN = 1e12;

    private final String file;
    private final Problems problems;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    /** Values in a row: more than there are columns where two have the same name. */
    private int width;

    private CsvReader reader;
    private List<String> row;

    /**
     * Opens a table and reads its header.
     *
     * @param path the file, which exists or is reported
     * @param required columns that must be there; a missing one is reported and makes the table unusable
     */
    CsvTable(Path path, Problems problems, String... required) {
        file = path.getFileName().toString();
        this.problems = problems;
        if (!Files.isRegularFile(path)) {
            problems.add(file, 0, "", "", "the file is missing. Every data set needs it; the manual has an example.");
            return;
        }
        boolean usable;
        try {
            reader = new CsvReader(path);
            List<String> header = reader.read();
            usable = header != null && header(header, required);
            if (header == null)
                problems.add(file, 0, "", "", "the file is empty. Its first line must name the columns.");
        } catch (IOException e) {
            problems.add(file, e);
            usable = false;
        }
        if (!usable) close();
    }

    private boolean header(List<String> names, String[] required) {
        width = names.size();
        for (int i = 0; i < width; i++) {
            String name = Csv.plain(names.get(i));
            if (columns.putIfAbsent(name, i) != null)
                problems.add(file, reader.line(), name, "", "two columns have this name. Rename or remove one.");
        }
        boolean complete = true;
        for (String name : required)
            if (!columns.containsKey(name)) {
                String hint = names.size() == 1 && names.get(0).contains(";")
                        ? "The columns are separated by semicolons: save the file with commas."
                        : "The file has the columns " + String.join(", ", names) + ". Rename one or add it.";
                problems.add(file, reader.line(), name, "", "this column is missing. " + hint);
                complete = false;
            }
        return complete;
    }

    /** Whether the file is there and has the required columns. */
    boolean isUsable() {
        return reader != null;
    }

    /** Whether there is a column of this name. */
    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The names of the columns in the order of the file. */
    List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    /** Goes to the next row with the right number of values; the others are reported. False at the end. */
    boolean next() {
        while (reader != null) {
            try {
                List<String> values = reader.read();
                row = values == null ? null : values.stream().map(Csv::plain).toList();
            } catch (IOException e) {
                problems.add(file, e);
                close();
                return false;
            }
            if (row == null) {
                close();
                return false;
            }
            if (row.size() == width) return true;
            problem(
                    "",
                    "",
                    "the row has " + row.size() + " values, the header has " + width
                            + " columns. Add what is missing, or put values with commas in quotation marks.");
        }
        return false;
    }

    /** How much of the file has been read, 0 to 1. */
    double fraction() {
        return reader == null ? 1 : reader.fraction();
    }

    /** The line of the current row, 1-based. */
    int line() {
        return reader.line();
    }

    /** A value of the current row that must not be empty; empty, and reported, if it is. */
    String text(String column) {
        String value = row.get(columns.get(column));
        if (value.isEmpty()) problem(column, "", "the value is missing.");
        return value;
    }

    /** Whether a value of the current row is empty. */
    boolean isBlank(String column) {
        return row.get(columns.get(column)).isEmpty();
    }

    /** A whole number from {@code least} on; -1, and reported, if it is not. */
    int whole(String column, int least) {
        String value = row.get(columns.get(column));
        try {
            int number = Integer.parseInt(value);
            if (number >= least) return number;
        } catch (NumberFormatException e) {
            // Reported below, as a number that is too small is.
        }
        problem(column, value, "this must be a whole number, " + least + " or more.");
        return -1;
    }

    /** A number; NaN, and reported, if it is not finite. */
    double number(String column) {
        String value = row.get(columns.get(column));
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) return number;
        } catch (NumberFormatException e) {
            // Reported below, as "NaN" and "Infinity" are.
        }
        problem(column, value, "this is not a number. Use digits and a decimal point.");
        return Double.NaN;
    }

    /** 0 or 1 of the current row; -1, and reported, if it is neither. */
    int flag(String column) {
        String value = row.get(columns.get(column));
        if (value.equals("0") || value.equals("1")) return value.charAt(0) - '0';
        problem(column, value, "this must be 0 (no) or 1 (yes).");
        return -1;
    }

    /** A number for a message: as short as it can be, to a hundredth; without hundreds of zeros where it is absurd. */
    static String plain(double number) {
        if (Math.abs(number) >= LARGEST_PLAIN) return Double.toString(number);
        return BigDecimal.valueOf(number)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Reports the current row. */
    void problem(String column, String value, String advice) {
        problems.add(file, reader.line(), column, value, advice);
    }

    @Override
    public void close() {
        if (reader == null) return;
        try {
            reader.close();
        } catch (IOException e) {
            problems.add(file, e);
        }
        reader = null;
    }
}
