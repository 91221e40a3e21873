package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/**
 * A classifier whose every output is compared with what it declares, so that one which does not keep its word fails with a
 * message that names the output and its shape, instead of giving a wrong answer.
 */
public final class CheckedClassifier implements VideoClassifier {

    private final VideoClassifier classifier;
    private final ClipFormat input;
    private final List<String> classes;
    private final List<FeatureLayer> layers;

    /**
     * @param classifier closed with this
     * @throws IllegalArgumentException if what it declares can't be: fewer than two classes, a class without a name or named
     *     twice, a layer with more steps than a clip has frames
     */
    public CheckedClassifier(VideoClassifier classifier) {
        this.classifier = classifier;
        input = classifier.input();
        classes = List.copyOf(classifier.classes());
        layers = List.copyOf(classifier.layers());
        if (classes.size() < 2)
            throw new IllegalArgumentException(named() + " declares " + classes.size()
                    + " classes; at least two are needed to explain one and not the other.");
        if (classes.stream().distinct().count() < classes.size()
                || classes.stream().anyMatch(String::isBlank))
            throw new IllegalArgumentException(
                    named() + " declares a class without a name, or two of the same name: " + classes + ".");
        for (FeatureLayer layer : layers)
            if (layer.steps() > input.frames())
                throw new IllegalArgumentException(named() + " declares the feature layer '" + layer.name() + "' with "
                        + layer.steps() + " steps in time, but its clips have " + input.frames() + " frames.");
    }

    private String named() {
        return "The classifier '" + classifier.description() + "'";
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
        return layers;
    }

    /**
     * @throws IllegalStateException if an output has another shape than was declared, or the network itself failed; the
     *     message names it
     */
    @Override
    public Output forward(NDArray clips) {
        return forward(clips, Progress.SILENT);
    }

    /** @throws IllegalStateException as {@link #forward(NDArray)} */
    @Override
    public Output forward(NDArray clips, Progress progress) {
        Output output = named(clips, () -> classifier.forward(clips, progress));
        long n = clips.getShape().get(0);
        require("the logits", output.logits().getShape(), new Shape(n, classes.size()));
        if (output.features().size() != layers.size())
            throw new IllegalStateException(named() + " gave "
                    + output.features().size() + " feature maps, but declares " + layers.size() + " feature layers.");
        for (int i = 0; i < layers.size(); i++) {
            FeatureLayer layer = layers.get(i);
            require(
                    "the feature layer '" + layer.name() + "'",
                    output.features().get(i).getShape(),
                    new Shape(n, layer.channels(), layer.steps(), layer.rows(), layer.columns()));
        }
        return output;
    }

    /** @throws IllegalStateException as {@link #forward(NDArray)} */
    @Override
    public NDArray logits(NDArray clips) {
        NDArray logits = named(clips, () -> classifier.logits(clips));
        require("the logits", logits.getShape(), new Shape(clips.getShape().get(0), classes.size()));
        return logits;
    }

    private <T> T named(NDArray clips, Supplier<T> pass) {
        try {
            return pass.get();
        } catch (ai.djl.engine.EngineException | CancellationException e) {
            // Memory that ran out is one of these: the batch is halved then.
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    named() + " failed on a batch of clips of the shape " + clips.getShape() + ": " + e.getMessage(),
                    e);
        }
    }

    private void require(String what, Shape actual, Shape declared) {
        if (!actual.equals(declared))
            throw new IllegalStateException(named() + " gave " + what + " in the shape " + actual + ", but declares "
                    + declared + ". Correct what it declares, or the network.");
    }

    @Override
    public Device device() {
        return classifier.device();
    }

    @Override
    public Optional<ClassEvidence> evidence() {
        return classifier.evidence();
    }

    /** @throws IllegalStateException if the gradient has another shape than the layer that was declared */
    @Override
    public Optional<LayerGradient> contrastGradient(NDArray clips, int positive, int negative) {
        Optional<LayerGradient> found = classifier.contrastGradient(clips, positive, negative);
        found.ifPresent(g -> {
            FeatureLayer layer = layers.get(0);
            Shape declared =
                    new Shape(clips.getShape().get(0), layer.channels(), layer.steps(), layer.rows(), layer.columns());
            require("the feature layer '" + layer.name() + "'", g.features().getShape(), declared);
            require(
                    "the gradient at the feature layer '" + layer.name() + "'",
                    g.gradient().getShape(),
                    declared);
        });
        return found;
    }

    @Override
    public Optional<PooledHead> pooledHead() {
        return classifier.pooledHead();
    }

    @Override
    public Optional<VideoClassifier> untrained(long seed) {
        return classifier.untrained(seed).map(CheckedClassifier::new);
    }

    @Override
    public Precision precision() {
        return classifier.precision();
    }

    @Override
    public Optional<VideoClassifier> halfPrecision() {
        return classifier.halfPrecision().map(CheckedClassifier::new);
    }

    @Override
    public String description() {
        return classifier.description();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
