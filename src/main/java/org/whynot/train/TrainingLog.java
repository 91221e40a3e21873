package org.whynot.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What happened epoch by epoch: a table of numbers, written as CSV. */
final class TrainingLog {

    private final List<String> columns;
    private final List<double[]> rows = new ArrayList<>();

    TrainingLog(String... columns) {
        this.columns = List.of(columns);
    }

    void add(double... row) {
        if (row.length != columns.size()) throw new IllegalArgumentException("A row needs " + columns + ".");
        rows.add(row.clone());
    }

    /** The last row's value in a column; NaN when there are no rows. */
    double last(String column) {
        return rows.isEmpty() ? Double.NaN : rows.get(rows.size() - 1)[columns.indexOf(column)];
    }

    /** All rows, to be saved in a checkpoint. */
    double[][] rows() {
        return rows.toArray(double[][]::new);
    }

    /** Replaces all rows by those of a checkpoint. */
    void restore(double[][] saved) {
        rows.clear();
        rows.addAll(Arrays.asList(saved));
    }

    /** A header line and a line an epoch. */
    String csv() {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
        for (double[] row : rows)
            text.append(DoubleStream.of(row).mapToObj(TrainingLog::number).collect(Collectors.joining(",")))
                    .append('\n');
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.6g", value);
    }
}
