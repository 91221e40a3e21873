package org.whynot.tube;

import java.util.Arrays;
import java.util.Random;

/**
 * Two slow, obvious answers to what {@link TubeSearch} is asked: by enumerating every tube, and by the recurrence with
 * plainly written windows. Both keep, for every cell, the largest sum of a tube that ends there, and follow the tie rule
 * from the end of the best one.
 */
public final class TubeOracle {

    private final float[] scores;
    private final TubeSpace space;
    private final int radius;
    private final float[] sums;

    private TubeOracle(float[] scores, TubeSpace space, int radius) {
        this.scores = scores;
        this.space = space;
        this.radius = radius;
        this.sums = new float[scores.length];
        Arrays.fill(sums, Float.NEGATIVE_INFINITY);
    }

    /** The best tube, found by summing up every tube there is. */
    public static Tube byEnumeration(float[] scores, TubeSpace space, int radius) {
        TubeOracle oracle = new TubeOracle(scores, space, radius);
        for (int cell = 0; cell < scores.length; cell++) oracle.extend(cell, 0f);
        return oracle.best();
    }

    /** The best tube, found by the recurrence. */
    public static Tube byRecurrence(float[] scores, TubeSpace space, int radius) {
        TubeOracle oracle = new TubeOracle(scores, space, radius);
        for (int t = 0; t < space.frames(); t++)
            for (int cell = 0; cell < scores.length; cell++)
                if (oracle.frame(cell) == t) {
                    int from = oracle.predecessor(cell);
                    oracle.sums[cell] = scores[cell] + (from < 0 ? 0f : oracle.sums[from]);
                }
        return oracle.best();
    }

    private void extend(int cell, float sumBefore) {
        float sum = sumBefore + scores[cell];
        sums[cell] = Math.max(sums[cell], sum);
        for (int next = 0; next < scores.length; next++)
            if (frame(next) == frame(cell) + 1 && near(cell, next)) extend(next, sum);
    }

    private boolean near(int a, int b) {
        return shape(a) == shape(b) && Math.abs(row(a) - row(b)) <= radius && Math.abs(column(a) - column(b)) <= radius;
    }

    /** Cells are numbered row-major, so that of one frame the earlier one has the smaller number. */
    private int predecessor(int cell) {
        int found = -1;
        for (int before = 0; before < sums.length; before++)
            if (frame(before) == frame(cell) - 1 && near(before, cell) && sums[before] > (found < 0 ? 0f : sums[found]))
                found = before;
        return found;
    }

    private Tube best() {
        int end = 0;
        for (int cell = 1; cell < sums.length; cell++) if (isBetterEnd(cell, end)) end = cell;
        int length = 1;
        for (int cell = end; (cell = predecessor(cell)) >= 0; ) length++;
        int[][] path = new int[2][length];
        float[] contributions = new float[length];
        int cell = end;
        for (int i = length - 1; i >= 0; i--) {
            path[0][i] = row(cell);
            path[1][i] = column(cell);
            contributions[i] = scores[cell];
            cell = predecessor(cell);
        }
        return new Tube(frame(end) - length + 1, 0, shape(end), path[0], path[1], contributions);
    }

    private boolean isBetterEnd(int cell, int end) {
        if (sums[cell] != sums[end]) return sums[cell] > sums[end];
        if (shape(cell) != shape(end)) return shape(cell) < shape(end);
        return frame(cell) < frame(end); // in one frame the smaller number was there first
    }

    private int shape(int cell) {
        return cell / (space.frames() * space.cellsPerFrame());
    }

    private int frame(int cell) {
        return cell / space.cellsPerFrame() % space.frames();
    }

    private int row(int cell) {
        return cell / space.columns() % space.rows();
    }

    private int column(int cell) {
        return cell % space.columns();
    }

    /** Random scores: whole numbers from -2 to 2, so that ties abound, or normally distributed ones. */
    static float[] randomScores(Random random, int size, boolean ties) {
        float[] scores = new float[size];
        for (int i = 0; i < size; i++) scores[i] = ties ? random.nextInt(5) - 2 : (float) random.nextGaussian();
        return scores;
    }

    static float[] negated(float[] scores) {
        float[] negated = new float[scores.length];
        for (int i = 0; i < scores.length; i++) negated[i] = -scores[i];
        return negated;
    }
}
