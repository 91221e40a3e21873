package org.whynot.explain;

/**
 * What the user wants to know about a video: why this class, and not that one?
 *
 * @param positive a class, or {@link #PREDICTED} for the most probable one
 * @param negative a class, or {@link #RUNNER_UP} for the most probable one besides the positive
 * @param explanations how many attributes of each kind of evidence, 1 to {@link #MAX_EXPLANATIONS}; a model with fewer
 *     attributes gives fewer
 * @param evidence which tubes
 * @param verify whether each tube is erased and the video classified again
 */
public record Question(String positive, String negative, int explanations, Evidence evidence, boolean verify) {

    /** Stands for the class with the largest probability. */
    public static final String PREDICTED = "predicted";
    /** Stands for the class with the largest probability besides the positive one. */
    public static final String RUNNER_UP = "runner-up";
    /** The largest number of explanations of one kind. */
    public static final int MAX_EXPLANATIONS = 20;

    /** The predicted class against the runner-up, three explanations for, not verified. */
    public static final Question DEFAULT = new Question(PREDICTED, RUNNER_UP, 3, Evidence.FOR, false);

    /** @throws IllegalArgumentException if the number of explanations is out of range */
    public Question {
        if (explanations < 1 || explanations > MAX_EXPLANATIONS)
            throw new IllegalArgumentException(
                    "explanations=" + explanations + " is out of range. Use 1 to " + MAX_EXPLANATIONS + ".");
    }
}
