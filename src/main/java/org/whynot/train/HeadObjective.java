package org.whynot.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.whynot.dataset.Sample;

/**
 * What the explanation head is asked to do with one sample: which scores count, in which direction, how much.
 *
 * <p>The loss is {@code sum over k of weight[k] * softplus(-direction[k] * score[k])}, where k runs over the negative classes in rising
 * order and, for each, over the attributes.
 */
abstract class HeadObjective {

    /** Difference of an attribute's shares among two classes' videos from which on it distinguishes them. */
    private static final double LEAST_DIFFERENCE = 0.5;

    /** Number of classes (C). */
    final int classes;

    private HeadObjective(int classes) {
        this.classes = classes;
    }

    /**
     * One sample's part of the loss.
     *
     * @param attributes whose scores count, A of them
     * @param best whether a score is that of the best tube, or of the worst one
     * @param directions 1: should be large, -1: should be small; {@code [(C - 1) A]}
     * @param weights not negative, {@code [(C - 1) A]}
     */
    record Terms(int[] attributes, boolean best, int[] directions, double[] weights) {}

    /** The terms of a sample with a positive class and the attributes it has. */
    abstract Terms terms(int positive, int[] present);

    /** The other classes, rising. */
    int[] negatives(int positive) {
        return IntStream.range(0, classes).filter(c -> c != positive).toArray();
    }

    /** Equation 7: even the worst tube of every attribute that is present should support the positive class. */
    static HeadObjective published(int classes) {
        return new HeadObjective(classes) {
            @Override
            Terms terms(int positive, int[] present) {
                int count = (classes - 1) * present.length;
                int[] directions = new int[count];
                double[] weights = new double[count];
                Arrays.fill(directions, 1);
                Arrays.fill(weights, 1.0 / present.length);
                return new Terms(present, false, directions, weights);
            }
        };
    }

    /**
     * Beyond the paper: the <i>best</i> tube of an attribute should support the positive class where the attribute is present
     * and distinguishes the classes: its share among the positive class's training videos is at least {@value #LEAST_DIFFERENCE}
     * larger than among the negative's. No tube of any other attribute should. Each of the two kinds weighs as much as the
     * whole published loss.
     *
     * @param samples the training videos, whose attributes are counted by class
     * @param attributes number of attributes (S)
     */
    static HeadObjective contrast(int classes, int attributes, List<Sample> samples) {
        double[][] share = new double[classes][attributes];
        int[] videos = new int[classes];
        for (Sample sample : samples) {
            videos[sample.classIndex()]++;
            for (int s : sample.attributes()) share[sample.classIndex()][s]++;
        }
        for (int c = 0; c < classes; c++) for (int s = 0; s < attributes; s++) share[c][s] /= Math.max(1, videos[c]);
        int[] all = IntStream.range(0, attributes).toArray();
        return new HeadObjective(classes) {
            @Override
            Terms terms(int positive, int[] present) {
                boolean[] has = new boolean[attributes];
                for (int s : present) has[s] = true;
                int[] negatives = negatives(positive);
                int[] directions = new int[negatives.length * attributes];
                int wanted = 0;
                for (int k = 0; k < directions.length; k++) {
                    int s = k % attributes;
                    boolean tells = share[positive][s] - share[negatives[k / attributes]][s] >= LEAST_DIFFERENCE;
                    directions[k] = has[s] && tells ? 1 : -1;
                    if (directions[k] == 1) wanted++;
                }
                double[] weights = new double[directions.length];
                int unwanted = directions.length - wanted;
                for (int k = 0; k < weights.length; k++)
                    weights[k] = (classes - 1.0) / (directions[k] == 1 ? wanted : unwanted);
                return new Terms(all, true, directions, weights);
            }
        };
    }
}
