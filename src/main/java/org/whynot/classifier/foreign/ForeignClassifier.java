package org.whynot.classifier.foreign;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.VideoClassifier;
import org.whynot.video.ClipFormat;

/**
 * A network of others as a classifier: makes its inputs from clips, and logits and feature maps from its outputs.
 *
 * <p>A network without {@linkplain NetworkDescription#features feature layers} gives logits only: {@link #layers} is then
 * empty.
 */
public final class ForeignClassifier implements VideoClassifier {

    /** Probabilities are taken as at least this, so that their logarithms are finite. */
    private static final float SMALLEST = 1e-30f;
    /** How far from 0 and 1 the probability of a single class stays, so that its logit is finite. */
    private static final float MARGIN = 1e-7f;

    private final ForeignNetwork network;
    private final NetworkDescription description;
    private final ClipFormat input;
    private final List<String> classes;

    /**
     * @param network closed with this
     * @param description what its inputs and outputs are
     * @param input how it wants to see a video
     * @param classes in the order of the class output
     */
    public ForeignClassifier(
            ForeignNetwork network, NetworkDescription description, ClipFormat input, List<String> classes) {
        this.network = network;
        this.description = description;
        this.input = input;
        this.classes = List.copyOf(classes);
    }

    @Override
    public ClipFormat input() {
        return input;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<FeatureLayer> layers() {
        return description.layers();
    }

    /** The network that it runs, for reading its weights. */
    public ForeignNetwork network() {
        return network;
    }

    /**
     * @throws ForeignNetworkException if the network fails, lacks an output that is described, or gives it in another shape or
     *     type, or NaN; the message names it
     */
    @Override
    public Output forward(NDArray clips) {
        long n = clips.getShape().get(0);
        if (!description.oneClip() || n == 1) return forwardTogether(clips);
        NDList logits = new NDList();
        List<NDList> features =
                description.features().stream().map(feature -> new NDList()).toList();
        for (long i = 0; i < n; i++) {
            Output one = forwardTogether(clips.get(new NDIndex("{}:{}", i, i + 1)));
            logits.add(one.logits());
            for (int l = 0; l < features.size(); l++)
                features.get(l).add(one.features().get(l));
        }
        NDList joined = new NDList();
        for (NDList layer : features) joined.add(NDArrays.concat(layer, 0));
        return new Output(NDArrays.concat(logits, 0), joined);
    }

    /** For TorchScript networks that PyTorch can differentiate; otherwise empty. */
    @Override
    public Optional<LayerGradient> contrastGradient(NDArray clips, int positive, int negative) {
        long n = clips.getShape().get(0);
        if (description.features().isEmpty() || description.oneClip() && n > 1) return Optional.empty();
        FeatureOutput feature = description.features().get(0);
        return network.gradient(inputs(clips), feature.output(), outputs -> {
                    NDArray logits = logits(output(outputs, description.logits()), n);
                    return logits.get(new NDIndex(":, {}", positive))
                            .sub(logits.get(new NDIndex(":, {}", negative)))
                            .sum();
                })
                .map(found -> new LayerGradient(
                        feature.axes().toMaps(found.get(0), feature),
                        feature.axes().toMaps(found.get(1), feature)));
    }

    private Output forwardTogether(NDArray clips) {
        Map<String, NDArray> outputs = network.run(inputs(clips));
        NDArray logits =
                logits(output(outputs, description.logits()), clips.getShape().get(0));
        NDList features = new NDList();
        for (FeatureOutput feature : description.features()) {
            NDArray map = output(outputs, feature.output());
            try {
                features.add(feature.axes().toMaps(map, feature));
            } catch (IllegalStateException e) {
                throw new ForeignNetworkException(
                        "The network changed its outputs: " + e.getMessage() + ". Import the file again.", e);
            }
        }
        return new Output(logits, features);
    }

    /** The network's inputs, made from clips in RGB whose axes are in the network's order. */
    private NDList inputs(NDArray clips) {
        NDArray coloured = coloured(clips);
        List<Integer> frames = description.inputFrames();
        if (frames.size() == 1 && frames.get(0) == input.frames()) return new NDList(coloured);
        NDList inputs = new NDList();
        for (int count : frames) inputs.add(count == input.frames() ? coloured : spread(coloured, count));
        return inputs;
    }

    /** As many frames of the clips, from the first to the last, indices rounded down, as SlowFast's own code picks them. */
    private NDArray spread(NDArray clips, int count) {
        NDList frames = new NDList();
        for (int i = 0; i < count; i++) {
            long frame = count == 1 ? 0 : (long) i * (input.frames() - 1) / (count - 1);
            frames.add(clips.get(new NDIndex()
                    .addAllDim(input.axes().timeAxis())
                    .addSliceDim(frame, frame + 1)
                    .addEllipseDim()));
        }
        return NDArrays.concat(frames, input.axes().timeAxis());
    }

    private NDArray coloured(NDArray clips) {
        int axis = input.axes().channelAxis();
        return switch (description.channels()) {
            case RGB -> clips;
            case BGR -> clips.flip(axis);
            case GREY -> {
                Shape weights = new Shape(
                        axis == 1
                                ? new long[] {1, 3, 1, 1, 1}
                                : axis == 2 ? new long[] {1, 1, 3, 1, 1} : new long[] {3});
                NDArray luma = clips.getManager().create(new float[] {0.299f, 0.587f, 0.114f}, weights);
                yield clips.mul(luma).sum(new int[] {axis}, true);
            }
        };
    }

    private NDArray output(Map<String, NDArray> outputs, String name) {
        NDArray array = outputs.get(name);
        if (array == null)
            throw new ForeignNetworkException("The network has no output '" + name + "'; it has "
                    + String.join(", ", outputs.keySet()) + ". Import the file again.");
        if (array.getDataType() != DataType.FLOAT32)
            throw new ForeignNetworkException("The network's output '" + name + "' is of the type "
                    + array.getDataType() + "; networks of 32-bit floats are needed. Export it with model.float().");
        return array;
    }

    private NDArray logits(NDArray output, long n) {
        NDArray classOutput = output.getShape().dimension() == 1 ? output.expandDims(0) : output;
        if (!classOutput.getShape().equals(new Shape(n, classes.size())))
            throw new ForeignNetworkException("The class output '" + description.logits() + "' has the shape "
                    + output.getShape() + " for " + n + (n == 1 ? " clip" : " clips") + " and " + classes.size()
                    + " classes; " + new Shape(n, classes.size()) + " is needed.");
        NDArray logits =
                switch (description.outputType()) {
                    case LOGITS -> classOutput;
                    case SOFTMAX -> classOutput.maximum(SMALLEST).log();
                    case SIGMOID -> {
                        NDArray p = classOutput.clip(MARGIN, 1 - MARGIN);
                        yield p.log().sub(p.neg().add(1).log());
                    }
                };
        for (float value : logits.toFloatArray())
            if (!Float.isFinite(value))
                throw new ForeignNetworkException("The class output '" + description.logits()
                        + "' holds NaN or infinite numbers. Check the mean and standard deviation of the input, and the"
                        + " network's weights.");
        return logits;
    }

    @Override
    public Device device() {
        return network.device();
    }

    @Override
    public String description() {
        return description.file();
    }

    @Override
    public void close() {
        network.close();
    }
}
