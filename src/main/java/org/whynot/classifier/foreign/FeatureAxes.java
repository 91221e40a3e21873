package org.whynot.classifier.foreign;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/** The order of the axes of a foreign network's feature map: batch, channel, time, height, width. */
public enum FeatureAxes {
    /** {@code [N, D, T, H, W]}, as convolutional networks of PyTorch. */
    NCTHW,
    /** {@code [N, T, D, H, W]}. */
    NTCHW,
    /** {@code [N, T, H, W, D]}, channels last, as Video Swin Transformers. */
    NTHWC,
    /** {@code [N, K + T H W, D]}, tokens in the order time, row, column, K class tokens before them. */
    TOKENS;

    /**
     * Rearranges a feature map.
     *
     * @param map in this order
     * @param layer what it is
     * @return {@code [N, D, T, H, W]}
     * @throws IllegalStateException if the map has another shape than the description states; the message names both
     */
    NDArray toMaps(NDArray map, FeatureOutput layer) {
        long n = map.getShape().get(0);
        long[] stated = layer.shape(n);
        if (!java.util.Arrays.equals(map.getShape().getShape(), stated))
            throw new IllegalStateException("the feature layer '" + layer.output() + "' has the shape " + map.getShape()
                    + ", but " + new ai.djl.ndarray.types.Shape(stated) + " is described");
        return switch (this) {
            case NCTHW -> map;
            case NTCHW -> map.transpose(0, 2, 1, 3, 4);
            case NTHWC -> map.transpose(0, 4, 1, 2, 3);
            case TOKENS -> {
                NDArray tokens =
                        layer.classTokens() == 0 ? map : map.get(new NDIndex(":, {}:, :", layer.classTokens()));
                yield tokens.transpose(0, 2, 1)
                        .reshape(n, layer.channels(), layer.steps(), layer.rows(), layer.columns());
            }
        };
    }
}
