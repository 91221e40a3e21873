package org.whynot.evaluate;

/**
 * How a model is evaluated.
 *
 * @param split which videos of the data set: {@code train}, {@code test} or {@code validation}
 * @param seed of the random tubes and of the bootstrap
 */
public record EvaluationSettings(String split, long seed) {

    /** Resamples of a bootstrap interval. */
    public static final int RESAMPLES = 2000;
    /** The share of resamples inside a bootstrap interval. */
    public static final double CONFIDENCE = 0.95;
    /** The most probable negative classes that the paper's tables average over. */
    public static final int HARDEST = 3;

    /** The test split, seed 0. */
    public static final EvaluationSettings DEFAULT = new EvaluationSettings("test", 0);

    /** @throws IllegalArgumentException if the split has no name */
    public EvaluationSettings {
        if (split.isBlank()) throw new IllegalArgumentException("split='' is empty. Use train, test or validation.");
    }
}
