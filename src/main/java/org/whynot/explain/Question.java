package org.whynot.explain;

import java.util.List;
import java.util.Objects;
import org.whynot.model.Names;

/**
 * What the user wants to know about a video: why this class, and not that one?
 *
 * @param positive a class, or {@link #PREDICTED} for the most probable one
 * @param negative a class, or {@link #RUNNER_UP} for the most probable one besides the positive
 * @param explanations how many attributes of each kind of evidence, 1 to {@link #MAX_EXPLANATIONS}; a model with fewer
 *     attributes gives fewer
 * @param evidence which tubes
 * @param verify whether each tube is erased and the video classified again
 * @param window the pieces of the video of which each has tubes of its own; the explanations are then the strongest of all
 *     pieces, so an attribute may be named more than once, and no two of its tubes overlap in time
 * @param tubes how many tubes of each explanation at most, 1 to {@link #MAX_TUBES}: the second is the best one that overlaps
 *     the first nowhere, the third overlaps neither; only those are added that support what the evidence is about at all
 * @param confidence how many random tubes each explanation is compared with, 0 for none, otherwise {@link Confidence#LEAST} to
 *     {@link Confidence#MOST}; each of them is erased and the video classified again
 * @param refine whether each tube is moved off the grid of cells, to where erasing it changes the prediction most; moved tubes may
 *     overlap. The video is classified again up to {@value TubeRefiner#MOST_ERASURES} times for each
 */
public record Question(
        String positive,
        String negative,
        int explanations,
        Evidence evidence,
        boolean verify,
        Window window,
        int tubes,
        int confidence,
        boolean refine) {

    /** Stands for the class with the largest probability. */
    public static final String PREDICTED = "predicted";
    /** Stands for the class with the largest probability besides the positive one. */
    public static final String RUNNER_UP = "runner-up";
    /** The largest number of explanations of one kind. */
    public static final int MAX_EXPLANATIONS = 20;
    /** The largest number of tubes of one explanation. */
    public static final int MAX_TUBES = 3;

    /** The predicted class against the runner-up, three explanations for, not verified. */
    public static final Question DEFAULT = new Question(PREDICTED, RUNNER_UP, 3, Evidence.FOR, false);

    /** A question about the whole video, without windows. */
    public Question(String positive, String negative, int explanations, Evidence evidence, boolean verify) {
        this(positive, negative, explanations, evidence, verify, Window.WHOLE);
    }

    /** A question about one tube for each explanation. */
    public Question(
            String positive, String negative, int explanations, Evidence evidence, boolean verify, Window window) {
        this(positive, negative, explanations, evidence, verify, window, 1);
    }

    /** A question whose explanations are not compared with chance. */
    public Question(
            String positive,
            String negative,
            int explanations,
            Evidence evidence,
            boolean verify,
            Window window,
            int tubes) {
        this(positive, negative, explanations, evidence, verify, window, tubes, 0, false);
    }

    /** @throws IllegalArgumentException if the number of explanations, of tubes or of random tubes is out of range */
    public Question {
        Objects.requireNonNull(window, "window");
        if (explanations < 1 || explanations > MAX_EXPLANATIONS)
            throw new IllegalArgumentException(
                    "explanations=" + explanations + " is out of range. Use 1 to " + MAX_EXPLANATIONS + ".");
        if (tubes < 1 || tubes > MAX_TUBES)
            throw new IllegalArgumentException("tubes=" + tubes + " is out of range. Use 1 to " + MAX_TUBES + ".");
        if (confidence != 0 && (confidence < Confidence.LEAST || confidence > Confidence.MOST))
            throw new IllegalArgumentException("confidence=" + confidence + " is out of range. Use 0 for none, or "
                    + Confidence.LEAST + " to " + Confidence.MOST
                    + " random tubes: fewer can't tell an explanation from chance.");
    }

    /** The same question, its explanations compared with so many random tubes. */
    public Question withConfidence(int randomTubes) {
        return new Question(positive, negative, explanations, evidence, verify, window, tubes, randomTubes, refine);
    }

    /** The same question, its tubes moved off the grid of cells or not. */
    public Question withRefinement(boolean refined) {
        return new Question(positive, negative, explanations, evidence, verify, window, tubes, confidence, refined);
    }

    /**
     * Checks the classes before anything is computed.
     *
     * @param classes of the model
     * @throws IllegalArgumentException if a class is not among them, or both are the same; the message names the known ones
     */
    public void requireClasses(List<String> classes) {
        if (!positive.equals(PREDICTED)) Names.indexOf("positive", positive, classes);
        if (!negative.equals(RUNNER_UP)) Names.indexOf("why_not", negative, classes);
        if (positive.equals(negative))
            throw new IllegalArgumentException(
                    "positive and why_not are both '" + positive + "'. Choose two different classes.");
    }

    /** The time of moving tubes at most, relative to that of reading and classifying. */
    double refinements() {
        return refine ? mostTubes() * TubeRefiner.MOST_ERASURES : 0;
    }

    /** The time of verifying at most, relative to that of reading and classifying. */
    double verifications() {
        return verify ? mostTubes() : 0;
    }

    /** The time of comparing with chance at most, relative to that of reading and classifying. */
    double comparisons() {
        return confidence == 0 ? 0 : mostTubes() * (confidence + 1.0) + ConfidenceCheck.STABILITY_TIME;
    }

    private int mostTubes() {
        return explanations * tubes * (evidence == Evidence.BOTH ? 2 : 1);
    }

    /** Whether both classes are named, so that they don't depend on the model's prediction for the video. */
    boolean isPairKnown() {
        return !positive.equals(PREDICTED) && !negative.equals(RUNNER_UP);
    }
}
