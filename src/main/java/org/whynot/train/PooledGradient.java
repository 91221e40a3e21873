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

    private final int layers;
    private final int classes;
    private final int attributes;
    private final int channels;
    private final float[][] masks;
    private final float[][] pooled;
    private final float[] classGradient;
    private final float[] attributeGradient;

    /**
     * @param layers L
     * @param classes C
     * @param attributes S
     * @param channels D
     * @param shapes P of them
     */
    PooledGradient(int layers, int classes, int attributes, int channels, List<RegionShape> shapes) {
        masks = shapes.stream().map(RegionShape::mask).toArray(float[][]::new);
        this.layers = layers;
        this.classes = classes;
        this.attributes = attributes;
        this.channels = channels;
        pooled = new float[layers][9 * channels];
        classGradient = new float[layers * classes * channels * 9];
        attributeGradient = new float[layers * attributes * channels * 9];
    }

    /** Gradient with respect to w_c, {@code [L, C, D, 3, 3]}; live. */
    float[] classGradient() {
        return classGradient;
    }

    /** Gradient with respect to w_s, {@code [L, S, D, 3, 3]}; live. */
    float[] attributeGradient() {
        return attributeGradient;
    }

    /** Sets both gradients to 0. */
    void clear() {
        Arrays.fill(classGradient, 0);
        Arrays.fill(attributeGradient, 0);
    }

    /**
     * What a tube's score is linear in: a class pair and an attribute, and the head's weights for them.
     *
     * @param classWeights w_c, {@code [L, C, D, 3, 3]}
     * @param attributeWeights w_s, {@code [L, S, D, 3, 3]}
     * @param positive class
     * @param negative class
     * @param attribute index
     */
    record Kernel(float[] classWeights, float[] attributeWeights, int positive, int negative, int attribute) {}

    /**
     * Adds the gradient of one score.
     *
     * @param tube along which the score was summed
     * @param features h of this sample, an array {@code [T, H, W, D]} a layer
     * @param rows H
     * @param columns W
     * @param kernel the weights that made the score
     * @param slope derivative of the loss with respect to the score
     */
    void add(Tube tube, float[][] features, int rows, int columns, Kernel kernel, float slope) {
        for (float[] layer : pooled) Arrays.fill(layer, 0);
        boolean[] used = new boolean[layers];
        for (int i = 0; i < tube.length(); i++) {
            used[tube.layer(i)] = true;
            pool(tube, i, features[tube.layer(i)], rows, columns, pooled[tube.layer(i)]);
        }
        for (int layer = 0; layer < layers; layer++) {
            if (!used[layer]) continue;
            int pos = (layer * classes + kernel.positive) * channels * 9;
            int neg = (layer * classes + kernel.negative) * channels * 9;
            int att = (layer * attributes + kernel.attribute) * channels * 9;
            for (int tap = 0; tap < 9; tap++)
                for (int d = 0; d < channels; d++) {
                    int at = d * 9 + tap;
                    float g = slope * pooled[layer][tap * channels + d];
                    float byClass = g * (1 + kernel.attributeWeights[att + at]);
                    classGradient[pos + at] += byClass;
                    classGradient[neg + at] -= byClass;
                    attributeGradient[att + at] += g * (kernel.classWeights[pos + at] - kernel.classWeights[neg + at]);
                }
        }
    }

    /** Adds what the kernel of one cell sees, weighted by its shape; {@code sum} is {@code [9, D]}. */
    private void pool(Tube tube, int i, float[] h, int rows, int columns, float[] sum) {
        float[] mask = masks[tube.shape(i)];
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
