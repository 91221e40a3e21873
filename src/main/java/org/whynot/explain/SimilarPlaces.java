package org.whynot.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.whynot.explain.FeatureCells.Cell;
import org.whynot.util.Progress;

/** Finds where in other clips the features are most similar to those of a tube: moved in time, down and across, but not turned. */
final class SimilarPlaces {

    private final FeatureCells cells;
    private final int channels;
    private final int steps;
    private final int rows;
    private final int columns;
    private final int firstStep;
    private final int lastStep;
    private final double norm;

    /**
     * A place in another clip, as the movement from the tube to it.
     *
     * @param entry the clip
     * @param later the step of the clip's map that the tube's first step becomes
     * @param down rows
     * @param right columns
     * @param similarity cosine of the angle between the features of both, -1 to 1
     */
    record Found(ClipIndex.Entry entry, int later, int down, int right, double similarity) {}

    /**
     * @param cells the tube among them
     * @param channels D
     * @param steps of a clip's feature map
     */
    SimilarPlaces(FeatureCells cells, int channels, int steps) {
        this.cells = cells;
        this.channels = channels;
        this.steps = steps;
        rows = cells.space().rows();
        columns = cells.space().columns();
        int first = Integer.MAX_VALUE;
        int last = 0;
        double squares = 0;
        for (int i : cells.tube()) {
            Cell cell = cells.cells().get(i);
            first = Math.min(first, cell.step());
            last = Math.max(last, cell.step());
            for (int d = 0; d < channels; d++) squares += square(feature(cell, d));
        }
        firstStep = first;
        lastStep = last;
        norm = Math.sqrt(squares);
    }

    private static double square(double x) {
        return x * x;
    }

    private float feature(Cell cell, int channel) {
        return cells.features(cell.clip())[index(channel, cell.stepOfClip(), cell.row(), cell.column())];
    }

    private int index(int channel, int step, int row, int column) {
        return ((channel * steps + step) * rows + row) * columns + column;
    }

    /**
     * The most similar place of every clip, the most similar first.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    List<Found> in(ClipIndex index, BooleanSupplier cancelled) {
        List<Found> found = new ArrayList<>();
        for (ClipIndex.Entry entry : index.entries()) {
            if (cancelled.getAsBoolean()) throw Progress.cancelled();
            found.add(in(entry));
        }
        found.sort(Comparator.comparingDouble(place -> -place.similarity()));
        return found;
    }

    private Found in(ClipIndex.Entry entry) {
        int size = steps * rows * columns;
        float[] other = entry.features();
        double[] squares = new double[size];
        double[][] products = new double[cells.tube().size()][size];
        for (int d = 0; d < channels; d++) {
            for (int j = 0; j < size; j++) squares[j] += square(other[d * size + j]);
            for (int i = 0; i < products.length; i++) {
                double own = feature(cells.cells().get(cells.tube().get(i)), d);
                double[] product = products[i];
                if (own != 0) for (int j = 0; j < size; j++) product[j] += own * other[d * size + j];
            }
        }
        int[] down = range(true);
        int[] right = range(false);
        Found best = null;
        for (int later = 0; later <= Math.max(0, entry.steps() - (lastStep - firstStep + 1)); later++)
            for (int r = down[0]; r <= down[1]; r++)
                for (int c = right[0]; c <= right[1]; c++) {
                    double product = 0;
                    double square = 0;
                    for (int i = 0; i < products.length; i++) {
                        int at = target(cells.cells().get(cells.tube().get(i)), entry, later, r, c);
                        product += products[i][at];
                        square += squares[at];
                    }
                    double similarity = norm * square > 0 ? product / (norm * Math.sqrt(square)) : 0;
                    if (best == null || similarity > best.similarity())
                        best = new Found(entry, later, r, c, similarity);
                }
        return best;
    }

    /** By how many rows, or columns, the tube can be moved without leaving the map. */
    private int[] range(boolean isRows) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int i : cells.tube()) {
            Cell cell = cells.cells().get(i);
            int place = isRows ? cell.row() : cell.column();
            least = Math.min(least, place);
            most = Math.max(most, place);
        }
        return new int[] {-least, (isRows ? rows : columns) - 1 - most};
    }

    /** Where in the other clip's map a cell is taken from; what lies outside takes the nearest cell. */
    int target(Cell cell, Found place) {
        return target(cell, place.entry(), place.later(), place.down(), place.right());
    }

    private int target(Cell cell, ClipIndex.Entry entry, int later, int down, int right) {
        int step = clamped(stepOf(cell.step(), later), entry.steps());
        return index(0, step, clamped(cell.row() + down, rows), clamped(cell.column() + right, columns));
    }

    /** The step of the other clip's map that a step of the video becomes. */
    int stepOf(int step, int later) {
        return step - firstStep + later;
    }

    private static int clamped(int place, int places) {
        return Math.max(0, Math.min(places - 1, place));
    }

    /**
     * What replacing each cell adds to the mean of its clip.
     *
     * @return {@code [cells][D]}
     */
    double[][] changes(Found place) {
        int size = steps * rows * columns;
        double[][] changes = new double[cells.cells().size()][channels];
        for (int i = 0; i < changes.length; i++) {
            Cell cell = cells.cells().get(i);
            int target = target(cell, place);
            for (int d = 0; d < channels; d++)
                changes[i][d] = (place.entry().features()[d * size + target] - (double) feature(cell, d)) / size;
        }
        return changes;
    }

    /** The mean of a clip's features over its cells, {@code [D]}. */
    double[] means(int clip) {
        float[] map = cells.features(clip);
        int size = steps * rows * columns;
        double[] means = new double[channels];
        for (int d = 0; d < channels; d++) {
            for (int i = 0; i < size; i++) means[d] += map[d * size + i];
            means[d] /= size;
        }
        return means;
    }
}
