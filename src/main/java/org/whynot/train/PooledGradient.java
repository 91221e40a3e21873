package org.whynot.train;

import java.util.Arrays;
import java.util.List;
import org.whynot.model.RegionShape;
import org.whynot.tube.Tube;

/**
 * The gradient of the head's weights by way of {@code delta_m[R] = delta_w . pool(h, R)} (end of section 3.5): once the tube is
 * known, its score is linear in the kernel, and the kernel {@code (w_pos - w_neg) * (1 + w_s)} is simple enough to differentiate by
 * hand.
 */
final class PooledGradient {

    /** Channels of each layer. */
    private final int[] channels;

    private final float[][] masks;
    private final float[][] pooled;
    private final float[][] classGradient;
    private final float[][] attributeGradient;

    /**
     * @param classes C
     * @param attributes S
     * @param channels D of each of the L layers
     * @param shapes P of them
     */
    PooledGradient(int classes, int attributes, int[] channels, List<RegionShape> shapes) {
        masks = shapes.stream().map(RegionShape::mask).toArray(float[][]::new);
        this.channels = channels.clone();
        int layers = channels.length;
        pooled = new float[layers][];
        classGradient = new float[layers][];
        attributeGradient = new float[layers][];
        for (int l = 0; l < layers; l++) {
            pooled[l] = new float[9 * channels[l]];
            classGradient[l] = new float[classes * channels[l] * 9];
            attributeGradient[l] = new float[attributes * channels[l] * 9];
        }
    }

    /** Gradient with respect to w_c of a layer, {@code [C, D, 3, 3]}; live. */
    float[] classGradient(int layer) {
        return classGradient[layer];
    }

    /** Gradient with respect to w_s of a layer, {@code [S, D, 3, 3]}; live. */
    float[] attributeGradient(int layer) {
        return attributeGradient[layer];
    }

    /** Sets both gradients to 0. */
    void clear() {
        for (float[] layer : classGradient) Arrays.fill(layer, 0);
        for (float[] layer : attributeGradient) Arrays.fill(layer, 0);
    }

    /**
     * What a tube's score is linear in: a class pair and an attribute, and the head's weights for them.
     *
     * @param classWeights w_c, {@code [C, D, 3, 3]} per layer
     * @param attributeWeights w_s, {@code [S, D, 3, 3]} per layer
     * @param positive class
     * @param negative class
     * @param attribute index
     */
    record Kernel(float[][] classWeights, float[][] attributeWeights, int positive, int negative, int attribute) {}

    /**
     * Adds the gradient of one score.
     *
     * @param tube along which the score was summed
     * @param features h of this sample in the tube's layer, {@code [T, H, W, D]}
     * @param rows H
     * @param columns W
     * @param kernel the weights that made the score
     * @param slope derivative of the loss with respect to the score
     */
    void add(Tube tube, float[] features, int rows, int columns, Kernel kernel, float slope) {
        int layer = tube.layer();
        int d = channels[layer];
        float[] sum = pooled[layer];
        Arrays.fill(sum, 0);
        for (int i = 0; i < tube.length(); i++) pool(tube, i, features, rows, columns, sum);
        float[] ofClass = classGradient[layer];
        float[] ofAttribute = attributeGradient[layer];
        float[] wc = kernel.classWeights[layer];
        float[] ws = kernel.attributeWeights[layer];
        int pos = kernel.positive * d * 9;
        int neg = kernel.negative * d * 9;
        int att = kernel.attribute * d * 9;
        for (int tap = 0; tap < 9; tap++)
            for (int c = 0; c < d; c++) {
                int at = c * 9 + tap;
                float g = slope * sum[tap * d + c];
                float byClass = g * (1 + ws[att + at]);
                ofClass[pos + at] += byClass;
                ofClass[neg + at] -= byClass;
                ofAttribute[att + at] += g * (wc[pos + at] - wc[neg + at]);
            }
    }

    /** Adds what the kernel of one cell sees, weighted by its shape; {@code sum} is {@code [9, D]}. */
    private void pool(Tube tube, int i, float[] h, int rows, int columns, float[] sum) {
        float[] mask = masks[tube.shape()];
        int channels = this.channels[tube.layer()];
        int frame = (tube.start() + i) * rows;
        for (int tap = 0; tap < 9; tap++) {
            int y = tube.row(i) + tap / 3 - 1;
            int x = tube.column(i) + tap % 3 - 1;
            if (y < 0 || y >= rows || x < 0 || x >= columns) continue;
            int from = ((frame + y) * columns + x) * channels;
            int to = tap * channels;
            float weight = mask[tap];
            for (int d = 0; d < channels; d++) sum[to + d] += weight * h[from + d];
        }
    }
}
