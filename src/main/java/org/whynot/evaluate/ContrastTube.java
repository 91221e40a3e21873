package org.whynot.evaluate;

import java.util.Arrays;
import java.util.Locale;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.explain.Explanation;
import org.whynot.tube.Tube;

/** A tube of one method and what erasing it does to {@code logit(positive) - logit(negative)}. A row of {@code contrast.csv}. */
final class ContrastTube {

    /** Where tubes come from; the names are those in the files. */
    enum Method {
        /** The explanation. */
        TUBE("explanation"),
        /** The explanation, moved off the grid of cells to where erasing it lowers the contrast most. */
        REFINED_TUBE("explanation, refined"),
        /** A tube of the same layer, shape and length at random. */
        RANDOM_TUBE("random tube"),
        /** The same frames, in the middle. */
        CENTRE_TUBE("centre"),
        /** The best tube of the classifier's own evidence without attributes. */
        CLASS_EVIDENCE("class evidence"),
        /** The best tube of Grad-CAM. */
        GRAD_CAM("Grad-CAM"),
        /** The best tube of RISE. */
        RISE("RISE"),
        /** The best tube of occlusion. */
        OCCLUSION("occlusion"),
        /** The best tube that a search with the classifier itself finds. */
        ORACLE("oracle");

        private final String title;

        Method(String title) {
            this.title = title;
        }

        /** As in files: {@code grad_cam}. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** For people. */
        String title() {
            return title;
        }
    }

    /**
     * What finding the tube took.
     *
     * @param passes clips that were run through the classifier
     * @param seconds time
     */
    record Cost(long passes, double seconds) {}

    /**
     * How the tube agrees with the boxes of all attributes of the video.
     *
     * @param iou mean over the frames in which either has a box; NaN where the video has no boxes
     * @param pointing whether the centre of the strongest box lies in one: 1 or 0; NaN where there is nothing to point at
     */
    record Place(double iou, double pointing) {}

    private final VideoPrediction video;
    private final int negative;
    private final Method method;
    private final Tube tube;
    private final Explanation explanation;
    private final Cost cost;
    private final Place place;
    private final double[] after = new double[Erasure.values().length];
    private final double[][] between = new double[Curve.Kind.values().length][Curve.STEPS - 1];
    private double before = Double.NaN;

    /**
     * @param video which
     * @param negative index of the negative class
     * @param method where the tube comes from
     * @param tube in cells
     * @param explanation the same in pixels
     * @param cost what finding it took
     * @param place how it agrees with people's boxes
     */
    ContrastTube(
            VideoPrediction video,
            int negative,
            Method method,
            Tube tube,
            Explanation explanation,
            Cost cost,
            Place place) {
        this.video = video;
        this.negative = negative;
        this.method = method;
        this.tube = tube;
        this.explanation = explanation;
        this.cost = cost;
        this.place = place;
        Arrays.fill(after, Double.NaN);
        for (double[] steps : between) Arrays.fill(steps, Double.NaN);
    }

    /** Takes the contrast of the whole video. */
    void setBefore(double contrast) {
        before = contrast;
    }

    /** Takes the contrast without the tube. */
    void setAfter(Erasure erasure, double contrast) {
        after[erasure.ordinal()] = contrast;
    }

    /** Takes the contrast at a step of a curve, 1 to one less than {@link Curve#STEPS}. */
    void setBetween(Curve.Kind kind, int step, double contrast) {
        between[kind.ordinal()][step - 1] = contrast;
    }

    /** The contrast of the whole video. */
    double before() {
        return before;
    }

    /** The contrast without the tube. */
    double after(Erasure erasure) {
        return after[erasure.ordinal()];
    }

    /** The contrast at a step of a curve, 1 to one less than {@link Curve#STEPS}. */
    double between(Curve.Kind kind, int step) {
        return between[kind.ordinal()][step - 1];
    }

    /** By how much erasing the tube lowers the contrast. */
    double drop(Erasure erasure) {
        return before - after(erasure);
    }

    /**
     * By how much the contrast is lower than that of the whole video when a share of the tube is black.
     *
     * @param step 0 to {@link Curve#STEPS}, from nothing to all of it in a deletion, from all to nothing in an insertion
     */
    double dropAt(Curve.Kind kind, int step) {
        boolean isWhole = step == (kind == Curve.Kind.DELETION ? 0 : Curve.STEPS);
        if (isWhole) return 0;
        return step == 0 || step == Curve.STEPS ? drop(Erasure.BLACK) : before - between(kind, step);
    }

    /** The mean drop along a deletion, or the mean rise above the erased tube along an insertion, by trapezoids. */
    double area(Curve.Kind kind) {
        double area = (dropAt(kind, 0) + dropAt(kind, Curve.STEPS)) / 2;
        for (int step = 1; step < Curve.STEPS; step++) area += dropAt(kind, step);
        double mean = area / Curve.STEPS;
        return kind == Curve.Kind.DELETION ? mean : drop(Erasure.BLACK) - mean;
    }

    VideoPrediction video() {
        return video;
    }

    int negative() {
        return negative;
    }

    Method method() {
        return method;
    }

    Tube tube() {
        return tube;
    }

    Explanation explanation() {
        return explanation;
    }

    Cost cost() {
        return cost;
    }

    Place place() {
        return place;
    }
}
