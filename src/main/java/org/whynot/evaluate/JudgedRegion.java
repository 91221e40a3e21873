package org.whynot.evaluate;

import java.util.Locale;
import java.util.Optional;
import org.whynot.explain.Explanation;
import org.whynot.tube.Tube;

/** One region that was judged: for one video and one negative class. A row of {@code explanations.csv}. */
final class JudgedRegion {

    /** Where regions come from; the names are those in the files. */
    enum Method {
        /** The explanation: the best tube of the best attribute (equation 9). */
        TUBE,
        /** The explanation if only attributes may be named that have boxes somewhere in the split; not erased. */
        BOXED_TUBE,
        /** A tube of the same layer, shape and length as the explanation's, at random. */
        RANDOM_TUBE,
        /** The centre 32x32 of 112x112 pixels in every frame. */
        CENTRE,
        /** The data set's boxes of who acts. */
        ACTOR,
        /** A random tube like {@link #BOXED_TUBE}; not erased. */
        BOXED_RANDOM_TUBE,
        /** The explanation by an untrained head. */
        RANDOM_HEAD,
        /** A random tube like {@link #RANDOM_HEAD}. */
        RANDOM_HEAD_RANDOM_TUBE,
        /** The explanation by the trained head on features of an untrained classifier; judged by the trained one. */
        RANDOM_CLASSIFIER,
        /** A random tube like {@link #RANDOM_CLASSIFIER}. */
        RANDOM_CLASSIFIER_RANDOM_TUBE;

        /** As in files: {@code random_tube}. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One video and what the classifier makes of it.
     *
     * @param id in the data set
     * @param truth index of its class
     * @param predicted index of the most probable class, which is the positive class
     * @param before p(c|x), {@code [C]}
     * @param hasBoxes whether the data set has a box of any of its attributes; no if the model has no attributes
     * @param hasActors whether the data set has boxes of actors
     */
    record VideoPrediction(String id, int truth, int predicted, double[] before, boolean hasBoxes, boolean hasActors) {
        /** Whether it is classified correctly. */
        boolean isCorrect() {
            return truth == predicted;
        }
    }

    /**
     * How the attribute of an explanation, or any attribute, fits the region.
     *
     * @param fit of the explanation's attribute
     * @param pointing whether the centre of the strongest labelled box lies in a true box: 1 or 0; NaN where there is nothing to point
     *     at
     * @param chance share of hits of an attribute drawn at random, for each k of {@link Metrics#CONCEPT_TOP}
     */
    record Concept(Concepts.Fit fit, double pointing, double[] chance) {}

    /**
     * What is known of an explanation's attribute.
     *
     * @param present whether the video has it
     * @param boxed whether it has a box anywhere in the split
     * @param reason whether it truly distinguishes the classes: 1 or 0; NaN where that is not known
     * @param reasonByChance the same for an attribute drawn at random
     */
    record Attribute(boolean present, boolean boxed, double reason, double reasonByChance) {}

    /**
     * How the score of an explanation stands among those of random tubes.
     *
     * @param beaten share of random tubes with a smaller score
     * @param margin score less the mean of theirs, in their standard deviations
     */
    record Strength(double beaten, double margin) {}

    /**
     * What becomes of an explanation when the video loses its first frame.
     *
     * @param attribute that is explained with then
     * @param iou of the tubes of the first explanation's attribute, then and before
     * @param randomIou of a random tube with the tube before
     */
    record Shifted(String attribute, double iou, double randomIou) {}

    private final VideoPrediction video;
    private final int negative;
    private final int place;
    private final Method method;
    private final Optional<Explanation> explanation;
    private final Optional<Tube> tube;
    private final Attribute attribute;
    private final Concept all;
    private final Concept keyframes;
    private double[] after;
    private Strength strength;
    private Shifted shifted;

    /**
     * @param video which
     * @param negative index of the negative class
     * @param rank of the negative class among the negatives by p(c|x), 1 the most probable
     * @param method where the region comes from
     * @param explanation empty for regions that are no tube
     * @param tube in cells; empty for regions that are no tube
     * @param attribute of the explanation, or of the one that a random tube is like; null where there is none
     * @param all fit with all boxes
     * @param keyframes fit with the boxes that nobody interpolated
     */
    JudgedRegion(
            VideoPrediction video,
            int negative,
            int place,
            Method method,
            Optional<Explanation> explanation,
            Optional<Tube> tube,
            Attribute attribute,
            Concept all,
            Concept keyframes) {
        this.video = video;
        this.negative = negative;
        this.place = place;
        this.method = method;
        this.explanation = explanation;
        this.tube = tube;
        this.attribute = attribute;
        this.all = all;
        this.keyframes = keyframes;
    }

    /** Whether the video has the explanation's attribute, 1 or 0; NaN where there is none, as in a model without attributes. */
    double present() {
        return attribute == null ? Double.NaN : attribute.present() ? 1 : 0;
    }

    /** Whether the explanation's attribute has a box anywhere in the split, 1 or 0; NaN where there is none. */
    double boxed() {
        return attribute == null ? Double.NaN : attribute.boxed() ? 1 : 0;
    }

    /** Whether the explanation's attribute truly distinguishes the classes; NaN where that is not known, or there is none. */
    double reason() {
        return attribute == null ? Double.NaN : attribute.reason();
    }

    /** The same for an attribute drawn at random. */
    double reasonByChance() {
        return attribute == null ? Double.NaN : attribute.reasonByChance();
    }

    /** Takes p(c|x) of the video with the region erased, {@code [C]}. */
    void setAfter(double[] probabilities) {
        after = probabilities;
    }

    /** p(c|x) of the video with the region erased, {@code [C]}; null if it was not. */
    double[] after() {
        return after;
    }

    void setStrength(Strength found) {
        strength = found;
    }

    /** Null if it was not examined. */
    Strength strength() {
        return strength;
    }

    void setShifted(Shifted found) {
        shifted = found;
    }

    /** Null if it was not examined. */
    Shifted shifted() {
        return shifted;
    }

    VideoPrediction video() {
        return video;
    }

    int negative() {
        return negative;
    }

    int place() {
        return place;
    }

    Method method() {
        return method;
    }

    Optional<Explanation> explanation() {
        return explanation;
    }

    Optional<Tube> tube() {
        return tube;
    }

    /** Null where there is none. */
    Attribute attribute() {
        return attribute;
    }

    Concept concept(Concepts.Labels labels) {
        return labels == Concepts.Labels.ALL ? all : keyframes;
    }

    /** The rank of the negative class among all negative classes by how much their probability rose; 1 the largest rise. */
    int rank() {
        int rank = 1;
        double[] before = video.before;
        double rise = after[negative] - before[negative];
        for (int c = 0; c < after.length; c++)
            if (c != video.predicted && c != negative && after[c] - before[c] > rise) rank++;
        return rank;
    }

    /** Whether the probability of the positive class is smaller with the region erased. */
    boolean isPositiveLower() {
        return after[video.predicted] < video.before[video.predicted];
    }
}
