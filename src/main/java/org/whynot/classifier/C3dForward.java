package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;

/**
 * One forward pass through the layers of a C3D-ResNet: which layer follows which, and what is freed when.
 *
 * <p>How a convolution is normalised, and where the ReLU stands beside a pooling, is up to the two kinds of passes: that of
 * {@link C3dResNet}, which can be trained, and that of {@link C3dInference}, which can't and is faster.
 */
abstract class C3dForward {

    private static final Shape ONE = new Shape(1, 1, 1);
    private static final Shape NONE = new Shape(0, 0, 0);
    private static final Shape HALF_PLANE = new Shape(1, 2, 2);

    private final Architecture architecture;
    private final boolean keepsAll;

    /**
     * @param architecture of the network
     * @param keepsAll whether intermediate arrays stay, as gradients need them; otherwise each is freed as soon as the next one
     *     is there
     */
    C3dForward(Architecture architecture, boolean keepsAll) {
        this.architecture = architecture;
        this.keepsAll = keepsAll;
    }

    /**
     * A convolution, its batch normalisation and the addition of a shortcut, without a ReLU.
     *
     * @param name of the layer, for example {@code block1.first}
     * @param input {@code [N, from, T, H, W]}
     * @param padding cells of zeros on each side of T, H and W
     * @param shortcut added to the result unless it is null; {@code [N, to, T, H, W]}
     * @return {@code [N, to, T, H, W]}, an array of its own
     */
    abstract NDArray convolved(String name, NDArray input, int padding, NDArray shortcut);

    /** The ReLU of an array and its spatial 2x2 maximum, which replace the array. */
    abstract NDArray pooled(NDArray x);

    /** A weight of a fully connected layer. */
    abstract NDArray value(String name);

    /** Whether the network has a convolution of that name. */
    abstract boolean has(String name);

    /** Is given the feature layers, the last one first, before the logits are made from them. */
    void onFeatures(NDList features) {}

    /**
     * Runs the network.
     *
     * @param clips {@code [N, 3, T, H, W]}; not freed
     * @return the logits {@code [N, C]}, then the feature layers {@code [N, D, T, H', W']}
     */
    final NDList run(NDArray clips) {
        boolean channelsLast = isChannelsLast(clips.getDevice());
        NDArray input = channelsLast ? channelsLast(clips) : clips;
        NDArray x = convolved("stem", input, 1, null);
        if (channelsLast) free(input);
        NDList output = features(x);
        if (channelsLast && !keepsAll) output.replaceAll(C3dForward::contiguous);
        onFeatures(output);
        output.add(0, classify(output.get(0)));
        return output;
    }

    /** The layers that follow the stem's convolution, which they replace: the feature layers, the last one first. */
    private NDList features(NDArray stem) {
        NDArray x = stem;
        NDArray first = null;
        for (int block = 1; block <= 4; block++) {
            String name = "block" + block;
            NDArray input = block <= architecture.poolings() ? pooled(x) : rectified(x);
            first = rectified(convolved(name + ".first", input, 1, null));
            NDArray shortcut = has(name + ".shortcut") ? convolved(name + ".shortcut", input, 0, null) : input;
            x = convolved(name + ".second", first, 1, shortcut);
            free(input, shortcut);
            if (block < 4) free(first);
        }
        return new NDList(rectified(x), first);
    }

    /** The logits {@code [N, C]} of the last feature layer. */
    final NDArray classify(NDArray features) {
        long[] shape = features.getShape().getShape();
        NDArray x = features.reshape(shape[0], shape[1], -1).mean(new int[] {2});
        int layers = architecture.fullyConnected();
        for (int layer = 1; layer <= layers; layer++) {
            x = Linear.linear(x, value("fc" + layer + ".weight"), value("fc" + layer + ".bias"))
                    .singletonOrThrow();
            if (layer < layers) x = Activation.relu(x);
        }
        return x;
    }

    /**
     * Whether arrays should lie in memory as {@code [N, T, H, W, C]}, though their axes are called {@code [N, C, T, H, W]} as
     * everywhere. On a processor the inner loop of a convolution then runs over channels that lie side by side. What is computed
     * from an array in that order keeps it.
     */
    static boolean isChannelsLast(Device device) {
        return device.equals(Device.cpu());
    }

    /** Clips {@code [N, 3, T, H, W]} that lie as {@code [N, T, H, W, 3]}. */
    private static NDArray channelsLast(NDArray clips) {
        long[] shape = clips.getShape().getShape();
        try (NDArray moved = clips.transpose(0, 2, 3, 4, 1);
                NDArray copy = moved.flatten();
                NDArray shaped = copy.reshape(shape[0], shape[2], shape[3], shape[4], shape[1])) {
            return shaped.transpose(0, 4, 1, 2, 3);
        }
    }

    /** The same array in the order of its axes, as others expect it; replaces the array. */
    private static NDArray contiguous(NDArray x) {
        try (x;
                NDArray copy = x.flatten()) {
            return copy.reshape(x.getShape());
        }
    }

    /** A 3x3x3 or 1x1x1 convolution of stride 1; the bias may be null. */
    static NDArray convolve(NDArray input, NDArray weight, NDArray bias, int padding) {
        return Conv3d.conv3d(input, weight, bias, ONE, new Shape(padding, padding, padding))
                .singletonOrThrow();
    }

    /** The ReLU of an array, which it replaces. */
    final NDArray rectified(NDArray x) {
        return next(x, Activation.relu(x));
    }

    /** The largest of each 2x2 cells of a frame; replaces the array. */
    final NDArray halved(NDArray x) {
        return next(x, Pool.maxPool3d(x, HALF_PLANE, HALF_PLANE, NONE, false));
    }

    /** Frees the old array unless all are kept, and returns the fresh one. */
    final NDArray next(NDArray old, NDArray fresh) {
        free(old);
        return fresh;
    }

    private void free(NDArray... arrays) {
        if (!keepsAll) for (NDArray array : arrays) array.close();
    }
}
