package org.whynot.evaluate;

import java.util.List;
import java.util.Optional;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;

/**
 * How a model is evaluated.
 *
 * @param split which videos of the data set: {@code train}, {@code test}, {@code validation} or {@code all}
 * @param seed of the random tubes, the random weights and the bootstrap
 * @param checks whether also the checks beyond the paper are made that need more passes of the classifier: deletion and insertion,
 *     random weights, shifted videos
 * @param faithfulness whether the contrast drop is measured, and how; empty if not
 */
public record EvaluationSettings(String split, long seed, boolean checks, Optional<FaithfulnessSettings> faithfulness) {

    /** Stands for all videos, whatever their split. */
    public static final String ALL = "all";
    /** Resamples of a bootstrap interval. */
    public static final int RESAMPLES = 2000;
    /** The share of resamples inside a bootstrap interval. */
    public static final double CONFIDENCE = 0.95;
    /** Random tubes that are erased beside each explanation's tube. */
    public static final int RANDOM_TUBES = 3;
    /** The most probable negative classes that the paper's tables average over. */
    public static final int HARDEST = 3;

    /** Without the contrast drop. */
    public EvaluationSettings(String split, long seed, boolean checks) {
        this(split, seed, checks, Optional.empty());
    }

    /** The test split, seed 0, with checks. */
    public static final EvaluationSettings DEFAULT = new EvaluationSettings("test", 0, true);

    /** The same, for a model that another one is compared with. */
    EvaluationSettings withoutChecks() {
        return new EvaluationSettings(split, seed, false);
    }

    /** The videos of the split, or all. */
    public List<Sample> samples(DataSet data) {
        return split.equals(ALL) ? data.samples() : data.split(split);
    }

    /** @throws IllegalArgumentException if the split has no name */
    public EvaluationSettings {
        if (split.isBlank())
            throw new IllegalArgumentException("split='' is empty. Use train, test, validation or all.");
    }
}
