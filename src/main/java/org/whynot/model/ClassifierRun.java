package org.whynot.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs a classifier over the clips of one video after another, without gradients. Not for several threads at once. */
public final class ClassifierRun {

    /**
     * Clips in every forward pass; a missing one is filled with zeros. Always the same, so that an answer does not depend on how
     * many clips there are; two, because a pass of one takes longer on a CPU than a pass of two.
     */
    static final int CLIPS_PER_PASS = 2;

    private final C3dResNet classifier;
    private final NDManager manager;
    private final Shape shape;
    private final int clipLength;
    private final float[] batch;

    /**
     * @param classifier what to run
     * @param input what it is fed
     * @param manager under which intermediate arrays live for a moment
     */
    public ClassifierRun(C3dResNet classifier, ModelCard.Input input, NDManager manager) {
        this.classifier = classifier;
        this.manager = manager;
        shape = new Shape(CLIPS_PER_PASS, 3, input.frames(), input.height(), input.width());
        clipLength = 3 * input.frames() * input.height() * input.width();
        batch = new float[CLIPS_PER_PASS * clipLength];
    }

    /**
     * p(c|x) of one video: the mean over its clips.
     *
     * @param clips the video
     * @param cancelled asked before every pass
     * @param keep receives h(x) of every pass, {@code [2, D, T, H, W]} a layer; freed afterwards unless attached elsewhere. Or
     *     null
     * @return {@code [C]}, summing to 1
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public double[] probabilities(ClipSource clips, BooleanSupplier cancelled, Consumer<NDList> keep)
            throws IOException {
        double[] mean = null;
        for (int first = 0; first < clips.clips(); first += CLIPS_PER_PASS) {
            if (cancelled.getAsBoolean()) throw new CancellationException("Cancelled. Nothing was changed.");
            int real = Math.min(CLIPS_PER_PASS, clips.clips() - first);
            for (int i = 0; i < real; i++) clips.read(first + i, batch, i * clipLength);
            Arrays.fill(batch, real * clipLength, batch.length, 0);
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                C3dResNet.Output output = classifier.forward(manager.create(batch, shape), false);
                float[] logits = output.logits().toFloatArray();
                int classes = logits.length / CLIPS_PER_PASS;
                if (mean == null) mean = new double[classes];
                for (int row = 0; row < real; row++) {
                    double[] softmax = softmax(logits, row * classes, classes);
                    for (int c = 0; c < classes; c++) mean[c] += softmax[c] / clips.clips();
                }
                if (keep != null) keep.accept(output.features());
            }
        }
        return mean;
    }

    /** The softmax of some logits, in double precision; sums to 1. */
    public static double[] softmax(float[] logits, int offset, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < count; c++) largest = Math.max(largest, logits[offset + c]);
        double[] softmax = new double[count];
        double sum = 0;
        for (int c = 0; c < count; c++) sum += softmax[c] = Math.exp(logits[offset + c] - largest);
        for (int c = 0; c < count; c++) softmax[c] /= sum;
        return softmax;
    }
}
