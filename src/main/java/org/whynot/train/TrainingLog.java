package org.whynot.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The course of a training: a table of numbers with one row per epoch, and the row of the epoch that is under way.
 *
 * <p>The first column is {@code epoch}, the number of epochs done; in the row under way it has a fraction.
 */
public final class TrainingLog {

    private final List<String> columns;
    private final List<double[]> rows = new ArrayList<>();
    private double[] underWay;

    TrainingLog(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Ends an epoch. */
    void add(double... row) {
        check(row);
        rows.add(row.clone());
        underWay = null;
    }

    /** Replaces the row of the epoch under way. */
    void setUnderWay(double... row) {
        check(row);
        underWay = row.clone();
    }

    private void check(double[] row) {
        if (row.length != columns.size()) throw new IllegalArgumentException("A row needs " + columns + ".");
    }

    /** Names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** Number of epochs that ended, also of one that ended early because the time was over. */
    public int epochs() {
        return rows.size();
    }

    /**
     * The numbers of a column, an epoch each and, if one is under way, that of its part so far. What was not measured is NaN.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public double[] values(String column) {
        int index = columns.indexOf(column);
        if (index < 0) throw new IllegalArgumentException("There is no column '" + column + "' in " + columns + ".");
        DoubleStream whole = rows.stream().mapToDouble(row -> row[index]);
        return (underWay == null ? whole : DoubleStream.concat(whole, DoubleStream.of(underWay[index]))).toArray();
    }

    /** The last whole epoch's value in a column; NaN when there is none. */
    double last(String column) {
        return rows.isEmpty() ? Double.NaN : rows.get(rows.size() - 1)[columns.indexOf(column)];
    }

    /**
     * What was measured in the last epoch that ended, as {@code Epoch 3: rate 0.05, loss 1.234}; with a fraction, as
     * {@code Epoch 3.25}, where the time was over within it; empty when there is none.
     */
    public String lastInWords() {
        if (rows.isEmpty()) return "";
        double epoch = last("epoch");
        String done =
                epoch == Math.rint(epoch) ? String.valueOf((long) epoch) : String.format(Locale.ROOT, "%.2f", epoch);
        return columns.stream()
                .filter(column -> !column.equals("epoch") && !Double.isNaN(last(column)))
                .map(column -> column.replace('_', ' ') + String.format(Locale.ROOT, " %.4g", last(column)))
                .collect(Collectors.joining(", ", "Epoch " + done + ": ", ""));
    }

    /** All rows of whole epochs, to be saved in a checkpoint. */
    double[][] rows() {
        return rows.toArray(double[][]::new);
    }

    /** Replaces all rows by those of a checkpoint. */
    void restore(double[][] saved) {
        for (double[] row : saved) check(row);
        rows.clear();
        rows.addAll(Arrays.asList(saved));
    }

    /** A header line and one line per epoch; what was not measured is empty. */
    public String csv() {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
        for (double[] row : rows)
            text.append(DoubleStream.of(row).mapToObj(TrainingLog::number).collect(Collectors.joining(",")))
                    .append('\n');
        return text.toString();
    }

    private static String number(double value) {
        if (Double.isNaN(value)) return "";
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.6g", value);
    }
}
