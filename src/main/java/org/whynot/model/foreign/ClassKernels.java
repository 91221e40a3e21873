package org.whynot.model.foreign;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.foreign.ForeignNetwork;
import org.whynot.model.ModelCard;

/**
 * The class kernels w_c of a network of others: what each cell of its feature maps adds to the logits.
 *
 * <p>Where the logits are a linear layer of the mean of a feature map, that layer is found among the network's weights and read
 * off: each cell's part is then exact, {@code logit_c = sum over cells of fc_c . h[cell] / cells + bias} (class activation mapping).
 * Another layer's kernels are fitted to the parts of the layer that was read off, cell by cell; where none could be read off,
 * they are fitted to the network's own logits, clip by clip. Both fits are ridge regressions, and their error on clips that
 * they were not fitted to is reported.
 *
 * <p>The kernels are scaled so that the score of a 3x3 region is what its nine cells add to {@code logit_pos - logit_neg}.
 */
final class ClassKernels {

    private static final int TAPS = 9;
    /** How far the logits may be from the linear layer's, relative to the largest, for it to be the one. */
    private static final double EXACT = 2e-3;
    /** Of how many clips one is left out of a fit, to measure its error. */
    private static final int LEFT_OUT = 4;
    /** Strength of the regularisation, relative to the features' mean square. */
    private static final double RIDGE = 1e-3;
    /** Cells that a fit takes of each clip. */
    private static final int MOST_CELLS = 600;

    /**
     * The kernels of one layer.
     *
     * @param perCell what a cell adds to each logit, {@code [C][D]}
     * @param account how they were found, for people
     * @param error share of the variance that is not explained on clips that were left out, 0 where they were read off
     */
    record Layer(double[][] perCell, String account, double error) {}

    /** The logits and features of some clips, as arrays of the heap. */
    private final List<float[]> logits = new ArrayList<>();

    /** Per clip and layer {@code [D, T, H, W]}. */
    private final List<float[][]> maps = new ArrayList<>();

    private final List<FeatureLayer> layers;
    private final int classes;

    ClassKernels(List<FeatureLayer> layers, int classes) {
        this.layers = layers;
        this.classes = classes;
    }

    /** Takes the outputs of one clip or more. */
    void add(NDArray logitsOfClips, NDList features) {
        float[] all = logitsOfClips.toFloatArray();
        float[][] joined = features.stream().map(NDArray::toFloatArray).toArray(float[][]::new);
        int clips = all.length / classes;
        for (int clip = 0; clip < clips; clip++) {
            logits.add(Arrays.copyOfRange(all, clip * classes, (clip + 1) * classes));
            float[][] own = new float[joined.length][];
            for (int l = 0; l < own.length; l++) {
                int size = joined[l].length / clips;
                own[l] = Arrays.copyOfRange(joined[l], clip * size, (clip + 1) * size);
            }
            maps.add(own);
        }
    }

    private int cells(int layer) {
        FeatureLayer l = layers.get(layer);
        return l.steps() * l.rows() * l.columns();
    }

    /** The linear layer after the mean of a feature map; null if there is none among the network's weights. */
    Layer readOff(int layer, ForeignNetwork network) {
        int channels = layers.get(layer).channels();
        List<float[]> biases = new ArrayList<>(network.weights(classes));
        biases.add(new float[classes]);
        for (float[] weight : network.weights(classes * channels))
            for (boolean transposed : new boolean[] {false, true})
                for (float[] bias : biases) {
                    double[][] matrix = matrix(weight, channels, transposed);
                    if (isExact(layer, matrix, bias)) {
                        for (double[] row : matrix) for (int d = 0; d < channels; d++) row[d] /= cells(layer);
                        return new Layer(matrix, ModelCard.READ_OFF, 0);
                    }
                }
        return null;
    }

    private double[][] matrix(float[] weight, int channels, boolean transposed) {
        double[][] matrix = new double[classes][channels];
        for (int c = 0; c < classes; c++)
            for (int d = 0; d < channels; d++)
                matrix[c][d] = transposed ? weight[d * classes + c] : weight[c * channels + d];
        return matrix;
    }

    private boolean isExact(int layer, double[][] matrix, float[] bias) {
        for (int clip = 0; clip < logits.size(); clip++) {
            double[] mean = mean(clip, layer);
            double largest = 1;
            for (float logit : logits.get(clip)) largest = Math.max(largest, Math.abs(logit));
            for (int c = 0; c < classes; c++)
                if (!(Math.abs(dot(matrix[c], mean) + bias[c] - logits.get(clip)[c]) <= EXACT * largest)) return false;
        }
        return true;
    }

    private double[] mean(int clip, int layer) {
        float[] map = maps.get(clip)[layer];
        int cells = cells(layer);
        double[] mean = new double[layers.get(layer).channels()];
        for (int d = 0; d < mean.length; d++) {
            for (int i = 0; i < cells; i++) mean[d] += map[d * cells + i];
            mean[d] /= cells;
        }
        return mean;
    }

    /** Kernels of a layer that give, cell by cell, what those of another layer give there. */
    Layer fitToCells(int layer, int exact, Layer kernels) {
        List<double[]> x = new ArrayList<>();
        List<double[]> y = new ArrayList<>();
        int[] ends = new int[maps.size()];
        int cells = cells(layer);
        int every = Math.max(1, cells / MOST_CELLS);
        for (int clip = 0; clip < maps.size(); clip++) {
            for (int cell = 0; cell < cells; cell += every) {
                x.add(column(
                        maps.get(clip)[layer], cell, cells, layers.get(layer).channels()));
                double[] there = column(
                        maps.get(clip)[exact], nearest(cell, layer, exact), cells(exact), kernels.perCell()[0].length);
                y.add(centred(product(kernels.perCell(), there), (double) cells(exact) / cells));
            }
            ends[clip] = x.size();
        }
        int kept = maps.size() == 1 ? x.size() * (LEFT_OUT - 1) / LEFT_OUT : ends[maps.size() - 2];
        return fit(x, y, kept, "fitted to the parts of '" + layers.get(exact).name() + "', cell by cell");
    }

    /** Kernels whose sum over all cells gives the logits. */
    Layer fitToLogits(int layer) {
        List<double[]> x = new ArrayList<>();
        List<double[]> y = new ArrayList<>();
        for (int clip = 0; clip < maps.size(); clip++) {
            x.add(mean(clip, layer));
            double[] own = new double[classes];
            for (int c = 0; c < classes; c++) own[c] = logits.get(clip)[c];
            y.add(centred(own, 1));
        }
        int kept = Math.max(1, x.size() - Math.max(1, x.size() / LEFT_OUT));
        Layer fitted = fit(x, y, kept, "fitted to the network's logits");
        for (double[] row : fitted.perCell()) for (int d = 0; d < row.length; d++) row[d] /= cells(layer);
        return fitted;
    }

    /** The cell of another layer's grid that covers a cell's middle. */
    private int nearest(int cell, int layer, int other) {
        FeatureLayer from = layers.get(layer);
        FeatureLayer to = layers.get(other);
        int t = cell / (from.rows() * from.columns());
        int row = cell / from.columns() % from.rows();
        int column = cell % from.columns();
        return (scaled(t, from.steps(), to.steps()) * to.rows() + scaled(row, from.rows(), to.rows())) * to.columns()
                + scaled(column, from.columns(), to.columns());
    }

    private static int scaled(int i, int from, int to) {
        return (2 * i + 1) * to / (2 * from);
    }

    private static double[] column(float[] map, int cell, int cells, int channels) {
        double[] column = new double[channels];
        for (int d = 0; d < channels; d++) column[d] = map[d * cells + cell];
        return column;
    }

    private static double[] product(double[][] matrix, double[] x) {
        double[] y = new double[matrix.length];
        for (int c = 0; c < y.length; c++) y[c] = dot(matrix[c], x);
        return y;
    }

    /** Only differences of classes count, so what all classes have in common is no error. */
    private static double[] centred(double[] values, double factor) {
        double mean = Arrays.stream(values).average().orElse(0);
        double[] centred = new double[values.length];
        for (int c = 0; c < values.length; c++) centred[c] = factor * (values[c] - mean);
        return centred;
    }

    /** @param kept the first so many samples are fitted, the others measure the error */
    private Layer fit(List<double[]> x, List<double[]> y, int kept, String what) {
        Ridge ridge = new Ridge(x.subList(0, kept), y.subList(0, kept), RIDGE);
        double error = ridge.unexplained(x.subList(kept, x.size()), y.subList(kept, y.size()));
        return new Layer(
                ridge.weights(),
                what + String.format(Locale.ROOT, " (%.0f %% of their variance explained)", 100 * (1 - error)),
                error);
    }

    /** The kernels as a head has them: {@code [C, D, 3, 3]}, row-major. */
    static float[] kernels(Layer layer) {
        int classes = layer.perCell().length;
        int channels = layer.perCell()[0].length;
        float[] kernels = new float[classes * channels * TAPS];
        for (int i = 0; i < kernels.length; i++)
            kernels[i] = (float) (TAPS * layer.perCell()[i / TAPS / channels][i / TAPS % channels]);
        return kernels;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
