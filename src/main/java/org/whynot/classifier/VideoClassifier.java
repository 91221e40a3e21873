package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/**
 * A video classifier {@code p(c|x) = f(h(x))} (equation 1) that can be explained: it tells logits, and the feature maps h(x)
 * that they were made from.
 *
 * <pre>{@code
 * try (VideoClassifier classifier = …) {
 *     NDArray clips = manager.create(numbers, new Shape(classifier.input().batchShape(n)));
 *     VideoClassifier.Output output = classifier.forward(clips);
 *     output.logits();              // [N, C]
 *     output.features().get(0);     // [N, D, T', H', W'] of layers().get(0)
 * }
 * }</pre>
 *
 * <p>Nothing else in WhyNot knows which network it is. An own classifier implements this interface; {@link CheckedClassifier}
 * compares what it gives with what it declares. Forward passes may come from any thread, one at a time.
 */
public interface VideoClassifier extends AutoCloseable {

    /**
     * What comes out of a forward pass.
     *
     * @param logits {@code [N, C]}, before the softmax
     * @param features h(x), an array {@code [N, D, T', H', W']} for each of {@link #layers}, in that order
     */
    record Output(NDArray logits, NDList features) {}

    /**
     * The last feature maps of some clips, and what they do to a difference of two logits.
     *
     * @param features h(x) of the first of {@link #layers}, {@code [N, D, T', H', W']}
     * @param gradient of {@code logit(positive) - logit(negative)} of each clip with respect to them, of the same shape
     */
    record LayerGradient(NDArray features, NDArray gradient) {}

    /** How it wants to see a video: clip length, size, step or frame rate, normalisation, order of the axes. */
    ClipFormat input();

    /** The classes (C), in the order of the logits; at least two. */
    List<String> classes();

    /**
     * The layers that h(x) is taken from (L); the one that explanations prefer among equals comes first. Empty if it gives logits
     * only, and is explained by {@linkplain MaskingClassifier masking}.
     */
    List<FeatureLayer> layers();

    /**
     * Runs the network without training it.
     *
     * @param clips a batch in the shape of {@code input().batchShape(N)}, normalised; on {@link #device}
     * @return arrays that belong to the manager of the clips, or to a manager that outlives the pass
     */
    Output forward(NDArray clips);

    /**
     * Runs the network without training it; for networks whose pass takes long.
     *
     * @param clips as in {@link #forward(NDArray)}
     * @param progress of this pass; asked whether to stop
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    default Output forward(NDArray clips, Progress progress) {
        return forward(clips);
    }

    /**
     * Runs the network where the feature maps are not needed.
     *
     * @param clips as in {@link #forward(NDArray)}
     * @return {@code [N, C]}, the same numbers as in {@link #forward(NDArray)}
     */
    default NDArray logits(NDArray clips) {
        return forward(clips).logits();
    }

    /** Where its weights live, and where clips must be. */
    Device device();

    /**
     * Collects its own evidence for each class, as class kernels of the explanation head.
     *
     * @return empty if it can't tell
     */
    default Optional<ClassEvidence> evidence() {
        return Optional.empty();
    }

    /**
     * Differentiates a difference of two logits with respect to the first of {@link #layers}.
     *
     * @param clips as in {@link #forward(NDArray)}
     * @param positive index of the class whose logit is taken
     * @param negative index of the class whose logit is subtracted
     * @return arrays that belong to the manager of the clips; empty if gradients can't be had
     */
    default Optional<LayerGradient> contrastGradient(NDArray clips, int positive, int negative) {
        return Optional.empty();
    }

    /**
     * What it makes of the mean of its first feature layer, so that a forward pass can be continued from changed features.
     *
     * @return empty if something else follows that layer than its mean over all cells and fully connected layers, or if it can't
     *     tell
     */
    default Optional<PooledHead> pooledHead() {
        return Optional.empty();
    }

    /**
     * The same network with untrained weights, for sanity checks (Adebayo et al.: Sanity Checks for Saliency Maps, 2018).
     *
     * @param seed of the weights
     * @return to be closed before this; empty if there is none
     */
    default Optional<VideoClassifier> untrained(long seed) {
        return Optional.empty();
    }

    /**
     * The same network with its convolutions in {@linkplain Precision#FAST half precision}, faster or not.
     *
     * @return to be closed before this; empty if it can't be had
     * @throws ai.djl.engine.EngineException if the machine can't do it
     */
    default Optional<VideoClassifier> halfPrecision() {
        return Optional.empty();
    }

    /** With how many bits it computes. */
    default Precision precision() {
        return Precision.EXACT;
    }

    /** For people: kind and size. */
    String description();

    /** Frees its weights. */
    @Override
    void close();
}
