package org.whynot.tube;

import java.util.Arrays;

/**
 * A region that moves through time: one cell of a feature map in every frame of one run of consecutive frames.
 *
 * <pre>{@code
 * Tube tube = new TubeSearch(1).maximum(scores, 0, TubeSpace.of(16, 7, 7));
 * for (int i = 0; i < tube.length(); i++)
 *     System.out.printf("frame %d: row %d, column %d%n", tube.start() + i, tube.row(i), tube.column(i));
 * }</pre>
 *
 * <p>Immutable. Frames are the steps of the score map in time, counted from 0. Rows and columns are cells; the
 * tube keeps its feature layer and its region shape, the index P of a score map {@code [P, T, H, W]}. This is the R of the paper's sections 3.3 to 3.6
 * (Kanehira et al., Multimodal Explanations by Predicting Counterfactuality in Videos, 2019).
 */
public final class Tube {

    private final int start;
    private final int layer;
    private final int shape;
    private final int[] rows;
    private final int[] columns;
    private final float[] contributions;

    /**
     * Makes a tube from its cells, one a frame; the arrays are copied.
     *
     * @param start first frame, 0-based
     * @param layer feature layer, 0-based
     * @param shape region shape, 0-based
     * @param rows row of every cell, 0-based
     * @param columns column of every cell, 0-based
     * @param contributions score of every cell (a logit difference, no unit)
     * @throws IllegalArgumentException if the arrays are empty or differ in length, or if the start or an index is
     *     negative
     */
    public Tube(int start, int layer, int shape, int[] rows, int[] columns, float[] contributions) {
        int length = contributions.length;
        if (length == 0) throw new IllegalArgumentException("A tube needs at least one cell, but none was given.");
        if (rows.length != length || columns.length != length)
            throw new IllegalArgumentException("A tube needs as many rows and columns as contributions: " + rows.length
                    + ", " + columns.length + " for " + length + ".");
        if (start < 0) throw new IllegalArgumentException("A tube cannot start at frame " + start + ".");
        if (layer < 0 || shape < 0)
            throw new IllegalArgumentException(
                    "A tube cannot lie in layer " + layer + " and have the shape " + shape + ".");
        this.start = start;
        this.layer = layer;
        this.shape = shape;
        this.rows = indices("row", rows);
        this.columns = indices("column", columns);
        this.contributions = contributions.clone();
    }

    private static int[] indices(String name, int[] given) {
        for (int i = 0; i < given.length; i++)
            if (given[i] < 0)
                throw new IllegalArgumentException(
                        "Cell " + i + " of a tube lies in " + name + " " + given[i] + ", which cannot be.");
        return given.clone();
    }

    /** The first frame, 0-based. */
    public int start() {
        return start;
    }

    /** The number of frames, at least 1. */
    public int length() {
        return contributions.length;
    }

    /** The frame after the last one: the tube lies in {@code [start, end)}. */
    public int end() {
        return start + contributions.length;
    }

    /** The feature layer, 0-based. */
    public int layer() {
        return layer;
    }

    /** The region shape, 0-based. */
    public int shape() {
        return shape;
    }

    /** The same cells at the location of a span: its layer, its shape, from its first frame on. */
    Tube of(TubeSpan span) {
        return new Tube(span.start(), span.layer(), span.shape(), rows, columns, contributions);
    }

    /**
     * The same cells from another frame on.
     *
     * @param first 0-based
     * @throws IllegalArgumentException if it is negative
     */
    public Tube from(int first) {
        return new Tube(first, layer, shape, rows, columns, contributions);
    }

    /** The same cells in another feature layer. */
    public Tube inLayer(int other) {
        return new Tube(start, other, shape, rows, columns, contributions);
    }

    /** The row of the {@code i}-th cell, {@code i} from 0 to {@code length() - 1}. */
    public int row(int i) {
        return rows[i];
    }

    /** The column of the {@code i}-th cell, {@code i} from 0 to {@code length() - 1}. */
    public int column(int i) {
        return columns[i];
    }

    /** What the {@code i}-th cell adds to the score, {@code i} from 0 to {@code length() - 1}. */
    public float contribution(int i) {
        return contributions[i];
    }

    /**
     * The score of the tube: its contributions summed in single precision, in time order, from {@code 0f}. Bit for bit
     * the value that the search found; never {@code -0f}.
     */
    public float value() {
        float sum = 0;
        for (float contribution : contributions) sum += contribution;
        return sum;
    }

    /**
     * The run of consecutive cells that contributes most beyond a share of the tube's mean contribution: without the long, weak
     * ends that a sum over all frames takes in. That is the run with the largest sum of {@code contribution - share * mean}, times
     * -1 throughout for a tube whose score is negative; of equals the first. Linear in the length.
     *
     * @param share not negative; 0 cuts only ends that support the other side
     * @return this tube where nothing is cut
     */
    public Tube trimmed(double share) {
        int sign = value() < 0 ? -1 : 1;
        double least = share * value() / length();
        double sum = 0;
        double best = Double.NEGATIVE_INFINITY;
        int from = 0;
        int first = 0;
        int last = 0;
        for (int i = 0; i < length(); i++) {
            if (sum <= 0) {
                sum = 0;
                from = i;
            }
            sum += sign * (contributions[i] - least);
            if (sum > best) {
                best = sum;
                first = from;
                last = i;
            }
        }
        if (first == 0 && last == length() - 1) return this;
        return new Tube(
                start + first,
                layer,
                shape,
                Arrays.copyOfRange(rows, first, last + 1),
                Arrays.copyOfRange(columns, first, last + 1),
                Arrays.copyOfRange(contributions, first, last + 1));
    }

    /**
     * The same cells with the contributions that a score map has there.
     *
     * @param scores holds the map {@code [P, T, H, W]} of the tube's layer, row-major
     * @param offset index of its first number
     * @param space its size
     * @throws IndexOutOfBoundsException if a cell is not on the map
     */
    public Tube scored(float[] scores, int offset, TubeSpace space) {
        float[] found = new float[length()];
        for (int i = 0; i < found.length; i++) {
            int frame = shape * space.frames() + start + i;
            found[i] = scores[offset + (frame * space.rows() + rows[i]) * space.columns() + columns[i]];
        }
        return new Tube(start, layer, shape, rows, columns, found);
    }

    /**
     * Whether the tube obeys the rule of movement from every frame to the next.
     *
     * @param radius cells that row and column may each change by
     */
    public boolean isConnected(int radius) {
        return near(rows, radius) && near(columns, radius);
    }

    private static boolean near(int[] path, int reach) {
        for (int i = 1; i < path.length; i++) if (Math.abs(path[i] - path[i - 1]) > reach) return false;
        return true;
    }

    /** Same start, same cells, and bitwise the same contributions. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tube that
                && start == that.start
                && layer == that.layer
                && shape == that.shape
                && Arrays.equals(rows, that.rows)
                && Arrays.equals(columns, that.columns)
                && Arrays.equals(contributions, that.contributions);
    }

    @Override
    public int hashCode() {
        int hash = 31 * (31 * start + layer) + shape;
        hash = 31 * hash + Arrays.hashCode(rows);
        hash = 31 * hash + Arrays.hashCode(columns);
        return 31 * hash + Arrays.hashCode(contributions);
    }

    /** For people and logs: {@code Tube 4.5 of layer 0, shape 1, in frames [2, 4): (row 3, column 5) ...}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Tube " + value() + " of layer " + layer + ", shape " + shape
                + ", in frames [" + start + ", " + end() + "):");
        for (int i = 0; i < length(); i++)
            text.append(" (row ")
                    .append(rows[i])
                    .append(", column ")
                    .append(columns[i])
                    .append(")");
        return text.toString();
    }
}
