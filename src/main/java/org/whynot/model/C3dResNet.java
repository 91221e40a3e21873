package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * The classifier {@code p(c|x) = f(h(x))} (equation 1): a C3D-ResNet of nine 3x3x3 convolutions.
 *
 * <p>A stem and four residual blocks of two convolutions, each followed by batch normalisation and ReLU; <b>spatial</b> 2x2
 * max-pooling between stages only, so that time keeps its length; global average pooling; one to three fully connected layers
 * (section 4.1, table 4). Where a block changes the number of channels its shortcut is a 1x1x1 convolution.
 *
 * <p>Input {@code [N, 3, T, H, W]}; the feature layers are {@code [N, D, T, H/16, W/16]}, or half as
 * coarse with {@linkplain Architecture#cellSize() smaller cells}.
 */
public final class C3dResNet implements AutoCloseable {

    private static final Shape ONE = new Shape(1, 1, 1);
    private static final Shape NONE = new Shape(0, 0, 0);
    private static final Shape HALF_PLANE = new Shape(1, 2, 2);
    private static final float BATCH_NORM_MOMENTUM = 0.9f;
    static final float BATCH_NORM_EPSILON = 1e-5f;

    private final Architecture architecture;
    private final Weights weights;

    /**
     * What comes out of a forward pass.
     *
     * @param features h(x), two arrays {@code [N, D, T, H/16, W/16]}: the last convolution of the last block, then the one
     *     before it, each after its ReLU
     * @param logits {@code [N, C]}, before the softmax
     */
    public record Output(NDList features, NDArray logits) {}

    private C3dResNet(Architecture architecture, Weights weights) {
        this.architecture = architecture;
        this.weights = weights;
    }

    /**
     * An untrained network.
     *
     * @param architecture its shape
     * @param classes number of classes (C), at least 2
     * @param manager under which its weights live
     * @param random draws the weights
     */
    public static C3dResNet random(Architecture architecture, int classes, NDManager manager, Random random) {
        return new C3dResNet(architecture, Weights.random(architecture.weights(classes), manager, random));
    }

    /**
     * Reads a trained network.
     *
     * @throws IOException if the file can't be read or belongs to another architecture or number of classes
     */
    public static C3dResNet read(Path file, Architecture architecture, int classes, NDManager manager)
            throws IOException {
        return new C3dResNet(architecture, Weights.read(file, architecture.weights(classes), manager));
    }

    /** Its shape. */
    public Architecture architecture() {
        return architecture;
    }

    /** The weights, owned by this network. */
    public Weights weights() {
        return weights;
    }

    /**
     * Runs the network.
     *
     * @param clips {@code [N, 3, T, H, W]}, normalised; H and W at least 16
     * @param training whether batch normalisation uses and updates the statistics of the batch; gradients need it too, as
     *     otherwise every intermediate array is freed at once
     */
    public Output forward(NDArray clips, boolean training) {
        Pass pass = new Pass(training);
        NDArray x = pass.normalised("stem", clips, 1, null, true);
        NDArray first = null;
        for (int block = 1; block <= 4; block++) {
            String name = "block" + block;
            NDArray input = block <= architecture.poolings()
                    ? pass.next(x, Pool.maxPool3d(x, HALF_PLANE, HALF_PLANE, NONE, false))
                    : x;
            first = pass.normalised(name + ".first", input, 1, null, true);
            NDArray shortcut = weights.all().containsKey(name + ".shortcut.weight")
                    ? pass.normalised(name + ".shortcut", input, 0, null, false)
                    : input;
            x = pass.normalised(name + ".second", first, 1, shortcut, true);
            pass.free(input, shortcut);
            if (block < 4) pass.free(first);
        }
        NDArray logits = classify(x);
        return new Output(new NDList(x, first), logits);
    }

    private NDArray classify(NDArray features) {
        long[] shape = features.getShape().getShape();
        NDArray x = features.reshape(shape[0], shape[1], -1).mean(new int[] {2});
        int layers = architecture.fullyConnected();
        for (int layer = 1; layer <= layers; layer++) {
            x = Linear.linear(x, weights.get("fc" + layer + ".weight"), weights.get("fc" + layer + ".bias"))
                    .singletonOrThrow();
            if (layer < layers) x = Activation.relu(x);
        }
        return x;
    }

    /** One forward pass; without training each array is freed as soon as the next one is there. */
    private final class Pass {
        private final boolean training;

        Pass(boolean training) {
            this.training = training;
        }

        NDArray normalised(String name, NDArray input, int padding, NDArray shortcut, boolean rectify) {
            NDArray x = Conv3d.conv3d(
                            input, weights.get(name + ".weight"), null, ONE, new Shape(padding, padding, padding))
                    .singletonOrThrow();
            x = next(
                    x,
                    BatchNorm.batchNorm(
                                    x,
                                    weights.get(name + ".mean"),
                                    weights.get(name + ".variance"),
                                    weights.get(name + ".gamma"),
                                    weights.get(name + ".beta"),
                                    1,
                                    BATCH_NORM_MOMENTUM,
                                    BATCH_NORM_EPSILON,
                                    training)
                            .singletonOrThrow());
            if (shortcut != null) x = next(x, x.add(shortcut));
            return rectify ? next(x, Activation.relu(x)) : x;
        }

        NDArray next(NDArray old, NDArray fresh) {
            free(old);
            return fresh;
        }

        void free(NDArray... arrays) {
            if (!training) for (NDArray array : arrays) array.close();
        }
    }

    /** Writes the weights as a safetensors file. */
    public void write(Path file) throws IOException {
        weights.write(file);
    }

    @Override
    public void close() {
        weights.close();
    }
}
