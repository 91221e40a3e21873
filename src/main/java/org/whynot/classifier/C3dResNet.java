package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
 *
 * <p>It is a block of DJL like any other: {@code forward(store, new NDList(clips), training)} gives the logits {@code [N, C]}, then
 * the feature layers, and it composes with other blocks. Its parameters are the arrays of its {@link Weights}, which own them.
 */
public final class C3dResNet extends AbstractBlock implements AutoCloseable {

    private static final float BATCH_NORM_MOMENTUM = 0.9f;
    static final float BATCH_NORM_EPSILON = 1e-5f;

    private final Architecture architecture;
    private final Weights weights;

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    private C3dResNet(Architecture architecture, Weights weights) {
        this.architecture = architecture;
        this.weights = weights;
        weights.all().forEach((name, array) -> {
            Parameter parameter = Parameter.builder()
                    .setName(name)
                    .setType(type(name))
                    .optRequiresGrad(Weights.isTrained(name))
                    .build();
            parameter.setArray(array);
            parameters.put(name, addParameter(parameter));
        });
        // To DJL a block that knows its input is initialised: it must not draw the weights anew.
        inputShapes = new Shape[] {new Shape(-1, 3, -1, -1, -1)};
    }

    private static Parameter.Type type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "gamma" -> Parameter.Type.GAMMA;
            case "beta" -> Parameter.Type.BETA;
            case "mean" -> Parameter.Type.RUNNING_MEAN;
            case "variance" -> Parameter.Type.RUNNING_VAR;
            case "bias" -> Parameter.Type.BIAS;
            default -> Parameter.Type.WEIGHT;
        };
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
     * Runs the network. Where its weights don't change any more, a {@link C3dClassifier} is faster.
     *
     * @param clips {@code [N, 3, T, H, W]}, normalised; H and W at least 16
     * @param training whether batch normalisation uses and updates the statistics of the batch; gradients need it too, as
     *     otherwise every intermediate array is freed at once
     */
    public VideoClassifier.Output forward(NDArray clips, boolean training) {
        ParameterStore store = new ParameterStore(clips.getManager(), false);
        NDList output = forward(store, new NDList(clips), training);
        return new VideoClassifier.Output(output.get(0), output.subNDList(1));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray clips = inputs.singletonOrThrow();
        return new Pass(store, clips.getDevice(), training).run(clips);
    }

    /** {@code [N, 3, T, H, W]} to {@code [N, C]}, and {@code [N, D, T, H', W']} twice. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        long[] clips = inputs[0].getShape();
        long classes =
                weights.get("fc" + architecture.fullyConnected() + ".bias").size();
        int cell = architecture.cellSize();
        Shape map = new Shape(clips[0], architecture.featureChannels(), clips[2], clips[3] / cell, clips[4] / cell);
        return new Shape[] {new Shape(clips[0], classes), map, map};
    }

    /** One forward pass; without training each array is freed as soon as the next one is there. */
    private final class Pass extends C3dForward {
        private final ParameterStore store;
        private final Device device;
        private final boolean training;

        Pass(ParameterStore store, Device device, boolean training) {
            super(architecture, training);
            this.store = store;
            this.device = device;
            this.training = training;
        }

        @Override
        NDArray value(String name) {
            return store.getValue(parameters.get(name), device, training);
        }

        @Override
        boolean has(String name) {
            return parameters.containsKey(name + ".weight");
        }

        @Override
        NDArray convolved(String name, NDArray input, int padding, NDArray shortcut) {
            NDArray x = convolve(input, value(name + ".weight"), null, padding);
            x = next(
                    x,
                    BatchNorm.batchNorm(
                                    x,
                                    value(name + ".mean"),
                                    value(name + ".variance"),
                                    value(name + ".gamma"),
                                    value(name + ".beta"),
                                    1,
                                    BATCH_NORM_MOMENTUM,
                                    BATCH_NORM_EPSILON,
                                    training)
                            .singletonOrThrow());
            return shortcut == null ? x : next(x, x.add(shortcut));
        }

        @Override
        NDArray pooled(NDArray x) {
            return halved(rectified(x));
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
