package org.whynot.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/** The evidence of a {@link C3dResNet} for each class, read off its last layers.
 *
 * <pre>{@code
 * C3dEvidence evidence = new C3dEvidence(network, 6, 16);
 * for (NDArray clips : training) evidence.add(network.forward(clips, false).features());
 * List<float[]> kernels = evidence.kernels();
 * }</pre>
 *
 * <p>Beyond the paper, which draws w_c at random. The logits are made from h(x), averaged over all cells, by one to three fully
 * connected layers. With one layer they are a sum over cells, and each cell's part is exact:
 * {@code logit_c = sum over cells of fc_c . h[cell] / cells + bias} (class activation mapping). With more layers, fc_c is the mean
 * gradient of the logit over the videos that were added. The layer before the last is followed by one convolution, which is
 * linear but for its ReLU; that is replaced by the share of cells in which it is open.
 *
 * <p>The kernels are scaled so that the score of a tube through a whole clip is the part of {@code logit_pos - logit_neg} that comes
 * from nine of the 7x7 cells of a published feature map. Not for several threads.
 */
final class C3dEvidence implements ClassEvidence {

    private static final int TAPS = 9;
    private static final double PUBLISHED_CELLS = 49;
    private static final String CONVOLUTION = "block4.second";

    private final C3dResNet classifier;
    private final int classes;
    private final int channels;
    private final int frames;
    private final PooledHead head;
    private final double[][] gradient;
    private final double[] open;
    private int videos;

    /**
     * @param classifier not changed
     * @param classes number of classes (C)
     * @param frames sampled frames in a clip (T)
     */
    C3dEvidence(C3dResNet classifier, int classes, int frames) {
        this.classifier = classifier;
        this.classes = classes;
        this.frames = frames;
        this.channels = classifier.architecture().featureChannels();
        head = head(classifier);
        gradient = new double[classes][channels];
        open = new double[channels];
    }

    @Override
    public void add(NDList features) {
        NDArray last = features.get(0);
        long[] shape = last.getShape().getShape();
        int clips = (int) shape[0];
        NDArray cells = last.reshape(clips, channels, -1);
        float[] means = cells.mean(new int[] {2}).toFloatArray();
        float[] shares = cells.gt(0)
                .toType(cells.getDataType(), false)
                .mean(new int[] {2})
                .toFloatArray();
        for (int clip = 0; clip < clips; clip++) {
            addGradient(means, clip * channels);
            for (int d = 0; d < channels; d++) open[d] += shares[clip * channels + d];
        }
        videos += clips;
    }

    /** Adds d logit_c / d mean(h) at one point. */
    private void addGradient(float[] means, int offset) {
        double[] x = new double[channels];
        for (int d = 0; d < channels; d++) x[d] = means[offset + d];
        double[][] product = head.gradient(x);
        for (int c = 0; c < classes; c++) for (int d = 0; d < channels; d++) gradient[c][d] += product[c][d];
    }

    @Override
    public List<float[]> kernels() {
        if (videos == 0) throw new IllegalStateException("Add the features of at least one clip first.");
        float[] last = new float[classes * channels * TAPS];
        double scale = TAPS / (PUBLISHED_CELLS * frames) / videos;
        for (int c = 0; c < classes; c++)
            for (int d = 0; d < channels; d++)
                for (int tap = 0; tap < TAPS; tap++)
                    last[(c * channels + d) * TAPS + tap] = (float) (scale * gradient[c][d]);
        return List.of(last, beforeLast(scale));
    }

    /** The kernels of the layer before the last: through the last convolution, its frames added up. */
    private float[] beforeLast(double scale) {
        float[] kernels = new float[classes * channels * TAPS];
        NDArray convolution = classifier.weights().get(CONVOLUTION + ".weight");
        float[] weight = convolution.toFloatArray();
        int deep = (int) convolution.getShape().get(2);
        float[] gamma = classifier.weights().get(CONVOLUTION + ".gamma").toFloatArray();
        float[] variance = classifier.weights().get(CONVOLUTION + ".variance").toFloatArray();
        for (int out = 0; out < channels; out++) {
            double gain = open[out] / videos * gamma[out] / Math.sqrt(variance[out] + C3dResNet.BATCH_NORM_EPSILON);
            for (int in = 0; in < channels; in++)
                for (int tap = 0; tap < TAPS; tap++) {
                    double sum = 0;
                    for (int t = 0; t < deep; t++) sum += weight[((out * channels + in) * deep + t) * TAPS + tap];
                    // A region's nine taps weigh 1 together, those of a convolution 1 each.
                    double through = TAPS * scale * gain * sum;
                    for (int c = 0; c < classes; c++)
                        kernels[(c * channels + in) * TAPS + tap] += (float) (through * gradient[c][out]);
                }
        }
        return kernels;
    }

    /** The fully connected layers of a network. */
    static PooledHead head(C3dResNet network) {
        List<double[][]> weights = new ArrayList<>();
        List<double[]> biases = new ArrayList<>();
        for (int layer = 1; layer <= network.architecture().fullyConnected(); layer++) {
            NDArray weight = network.weights().get("fc" + layer + ".weight");
            weights.add(matrix(weight.toFloatArray(), (int) weight.getShape().get(1)));
            biases.add(doubles(network.weights().get("fc" + layer + ".bias").toFloatArray()));
        }
        return new PooledHead(weights, biases);
    }

    private static double[][] matrix(float[] values, int columns) {
        double[][] matrix = new double[values.length / columns][columns];
        for (int i = 0; i < values.length; i++) matrix[i / columns][i % columns] = values[i];
        return matrix;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) doubles[i] = values[i];
        return doubles;
    }
}
