package org.whynot.classifier;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Runs a classifier over clips of any videos, packed side by side into full passes, and counts the passes and their time.
 *
 * <p>A clip's probabilities are those that {@link ClassifierRun} has for it: the passes are of the same size, and a clip's row
 * does not depend on what is in the other rows. Not for several threads at once.
 */
public final class ClipPasses {

    /** Clips in every pass (N). */
    public static final int CLIPS = ClassifierRun.CLIPS_PER_PASS;

    private final VideoClassifier classifier;
    private final NDManager manager;
    private long passes;
    private long nanoseconds;

    /**
     * @param classifier what to run
     * @param manager under which intermediate arrays live for a moment; of the classifier's device
     */
    public ClipPasses(VideoClassifier classifier, NDManager manager) {
        this.classifier = classifier;
        this.manager = manager;
    }

    /** Numbers in one clip: {@code 3 * T * H * W}. */
    public int clipLength() {
        return classifier.input().clipLength();
    }

    /**
     * One forward pass.
     *
     * @param batch N clips as the classifier wants them, normalised
     * @param clips how many of its rows are wanted, 1 to {@link #CLIPS}
     * @return the softmax of each, {@code [clips][C]}
     */
    public double[][] run(float[] batch, int clips) {
        long start = System.nanoTime();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            float[] logits = classifier
                    .logits(EngineArrays.create(
                            manager, batch, 0, new Shape(classifier.input().batchShape(CLIPS))))
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
