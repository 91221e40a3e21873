package org.whynot.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Runs a classifier over clips of any videos, packed side by side into full passes, and counts the passes and their time.
 *
 * <p>A clip's probabilities are those that {@link Model#probabilities} has for it: the passes are of the same size, and a
 * clip's row does not depend on what is in the other rows. Not for several threads at once.
 */
public final class ClipPasses {

    /** Clips in every pass (N). */
    public static final int CLIPS = ClassifierRun.CLIPS_PER_PASS;

    private final C3dResNet classifier;
    private final NDManager manager;
    private final Shape shape;
    private long passes;
    private long nanoseconds;

    ClipPasses(C3dResNet classifier, ModelCard.Input input, NDManager manager) {
        this.classifier = classifier;
        this.manager = manager;
        shape = new Shape(CLIPS, 3, input.frames(), input.height(), input.width());
    }

    /** Numbers in one clip: {@code 3 * T * H * W}. */
    public int clipLength() {
        return Math.toIntExact(shape.size() / CLIPS);
    }

    /**
     * One forward pass.
     *
     * @param batch {@code [N, 3, T, H, W]}, normalised
     * @param clips how many of its rows are wanted, 1 to {@link #CLIPS}
     * @return the softmax of each, {@code [clips][C]}
     */
    public double[][] run(float[] batch, int clips) {
        long start = System.nanoTime();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            float[] logits = classifier
                    .forward(manager.create(batch, shape), false)
                    .logits()
                    .toFloatArray();
            int classes = logits.length / CLIPS;
            double[][] probabilities = new double[clips][];
            Arrays.setAll(probabilities, row -> ClassifierRun.softmax(logits, row * classes, classes));
            return probabilities;
        } finally {
            passes++;
            nanoseconds += System.nanoTime() - start;
        }
    }

    /** Forward passes so far. */
    public long passes() {
        return passes;
    }

    /** Time spent in them, nanoseconds. */
    public long nanoseconds() {
        return nanoseconds;
    }
}
