package org.whynot.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.whynot.classifier.PooledHead;

/**
 * p(c|x) of a video in which some cells of the features are replaced, cell by cell. What a clip's logits change by is what the
 * classifier's {@link PooledHead} makes of the changed mean.
 *
 * <p>Cells are numbered from 0. For one thread at a time.
 */
final class SwapState {

    private final PooledHead head;
    private final boolean isLinear;
    private final double[][] before;
    private final double[] weights;
    private final double[][] means;
    private final int[] clipOf;
    /** What each cell adds to the mean of its clip or, where the head is linear, to the logits. */
    private final double[][] change;
    /** The sum of these over the replaced cells, for each clip. */
    private final double[][] sums;

    private final boolean[] replaced;

    /**
     * @param head what follows the features
     * @param before p(c|x) of every clip, {@code [clips][C]}
     * @param weights of the clips, summing to 1
     * @param means of every clip's features over its cells, {@code [clips][D]}; null for clips without replaceable cells
     * @param clipOf the clip of every replaceable cell
     * @param change what replacing each cell adds to the mean of its clip, {@code [cells][D]}
     */
    SwapState(PooledHead head, double[][] before, double[] weights, double[][] means, int[] clipOf, double[][] change) {
        this.head = head;
        this.before = before;
        this.weights = weights;
        this.means = means;
        this.clipOf = clipOf;
        isLinear = head.weights().size() == 1;
        this.change = isLinear ? Arrays.stream(change).map(this::inLogits).toArray(double[][]::new) : change;
        sums = new double[before.length][isLinear ? before[0].length : head.channels()];
        replaced = new boolean[change.length];
    }

    private double[] inLogits(double[] means) {
        double[][] weight = head.weights().get(0);
        double[] logits = new double[weight.length];
        for (int c = 0; c < logits.length; c++)
            for (int d = 0; d < means.length; d++) logits[c] += weight[c][d] * means[d];
        return logits;
    }

    /** Replaces a cell, or puts it back if it is replaced. */
    void toggle(int cell) {
        double sign = replaced[cell] ? -1 : 1;
        replaced[cell] = !replaced[cell];
        double[] sum = sums[clipOf[cell]];
        for (int i = 0; i < sum.length; i++) sum[i] += sign * change[cell][i];
    }

    /** Puts all cells back, without a trace of rounding. */
    void restore() {
        for (double[] sum : sums) Arrays.fill(sum, 0);
        Arrays.fill(replaced, false);
    }

    /** p(c|x), {@code [C]}: the weighted mean over the clips. */
    double[] probabilities() {
        double[] mean = new double[before[0].length];
        for (int clip = 0; clip < before.length; clip++) {
            double[] own = means[clip] == null ? before[clip] : changed(clip);
            for (int c = 0; c < mean.length; c++) mean[c] += weights[clip] * own[c];
        }
        return mean;
    }

    private double[] changed(int clip) {
        double[] logits = logitChange(clip);
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logits.length; c++) {
            logits[c] += Math.log(Math.max(before[clip][c], Double.MIN_NORMAL));
            largest = Math.max(largest, logits[c]);
        }
        double sum = 0;
        for (int c = 0; c < logits.length; c++) sum += logits[c] = Math.exp(logits[c] - largest);
        for (int c = 0; c < logits.length; c++) logits[c] /= sum;
        return logits;
    }

    private double[] logitChange(int clip) {
        if (isLinear) return sums[clip].clone();
        double[] moved = means[clip].clone();
        for (int d = 0; d < moved.length; d++) moved[d] += sums[clip][d];
        double[] logits = head.logits(moved);
        double[] same = head.logits(means[clip]);
        for (int c = 0; c < logits.length; c++) logits[c] -= same[c];
        return logits;
    }

    /**
     * Some cells in the order of what replacing each alone changes, those that raise the other class most first; of equals the one
     * that comes first.
     *
     * @param pair the class that is predicted as positive, the other one as negative
     */
    List<Integer> byGain(List<Integer> cells, ClassPair pair) {
        double[] contrast = new double[replaced.length];
        for (int cell : cells) {
            restore();
            toggle(cell);
            contrast[cell] = pair.contrast(probabilities());
        }
        restore();
        List<Integer> order = new ArrayList<>(cells);
        order.sort(Comparator.comparingDouble(cell -> contrast[cell]));
        return order;
    }

    /** Those of some cells that raise the other class if they alone are replaced, in the order of {@link #byGain}. */
    List<Integer> helpful(List<Integer> cells, ClassPair pair) {
        restore();
        double contrast = pair.contrast(probabilities());
        return byGain(cells, pair).stream()
                .filter(cell -> pair.contrast(probabilities(List.of(cell))) < contrast)
                .toList();
    }

    /**
     * How many cells have to be replaced, one after the other, until a class is the most probable one.
     *
     * @param order which cells, the first one first
     * @param wanted index of the class
     * @return 0 if it is so already, -1 if it never is
     */
    int needed(List<Integer> order, int wanted) {
        restore();
        int needed = ClipIndex.largest(probabilities()) == wanted ? 0 : -1;
        for (int i = 0; i < order.size() && needed < 0; i++) {
            toggle(order.get(i));
            if (ClipIndex.largest(probabilities()) == wanted) needed = i + 1;
        }
        restore();
        return needed;
    }

    /**
     * A part of some cells that is enough for a class to be the most probable one and of which none can be left out.
     *
     * @param enough cells that are enough; the last ones are left out first
     */
    List<Integer> pruned(List<Integer> enough, int wanted) {
        restore();
        enough.forEach(this::toggle);
        List<Integer> kept = new ArrayList<>(enough);
        // What could not be left out at first may be, once others are.
        for (int before = -1; before != kept.size(); ) {
            before = kept.size();
            for (int i = before - 1; i >= 0; i--) {
                toggle(kept.get(i));
                if (ClipIndex.largest(probabilities()) == wanted) kept.remove(i);
                else toggle(kept.get(i));
            }
        }
        restore();
        return kept;
    }

    /** p(c|x) with some cells replaced, and none of the others. */
    double[] probabilities(List<Integer> cells) {
        restore();
        cells.forEach(this::toggle);
        double[] probabilities = probabilities();
        restore();
        return probabilities;
    }
}
