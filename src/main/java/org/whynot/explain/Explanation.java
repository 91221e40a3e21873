package org.whynot.explain;

import java.util.List;
import java.util.Optional;
import org.whynot.model.RegionShape;
import org.whynot.tube.Tube;
import org.whynot.video.Box;

/**
 * One reason: an attribute and the tube that shows it.
 *
 * @param rank 1 for the strongest of its kind of evidence
 * @param evidence {@link Evidence#FOR} or {@link Evidence#AGAINST}
 * @param attribute in words; empty where the model has no attributes, and the tube is the explanation
 * @param score sum of delta_m over the tube (equation 5); where the model trims tubes, what is left of them
 * @param counterfactuality sigmoid of the score, 0 to 1 (equation 6)
 * @param layer feature layer of the tube, in the order of the classifier's layers
 * @param shapeRows rows of the region in cells
 * @param shapeColumns columns of the region in cells
 * @param tube a box for every sampled frame of the tube, in time order, never empty
 * @param verification what erasing the tube does; empty unless asked for
 * @param confidence how it compares with chance; empty unless asked for
 * @param swap with what in place of its tube it would be the other class; empty unless asked for
 * @param refinement how the tube was moved off the grid of cells; empty unless asked for
 */
public record Explanation(
        int rank,
        Evidence evidence,
        String attribute,
        double score,
        double counterfactuality,
        int layer,
        int shapeRows,
        int shapeColumns,
        List<TubeBox> tube,
        Optional<Verification> verification,
        Optional<Confidence> confidence,
        Optional<Swap> swap,
        Optional<Refinement> refinement) {

    /** An explanation of which nothing more was asked. */
    public Explanation(
            int rank,
            Evidence evidence,
            String attribute,
            double score,
            double counterfactuality,
            int layer,
            int shapeRows,
            int shapeColumns,
            List<TubeBox> tube,
            Optional<Verification> verification) {
        this(
                rank,
                evidence,
                attribute,
                score,
                counterfactuality,
                layer,
                shapeRows,
                shapeColumns,
                tube,
                verification,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** @throws IllegalArgumentException if the tube is empty or its frames don't rise */
    public Explanation {
        tube = List.copyOf(tube);
        if (tube.isEmpty()) throw new IllegalArgumentException("An explanation needs a tube of at least one frame.");
        for (int i = 1; i < tube.size(); i++)
            if (tube.get(i).frame() <= tube.get(i - 1).frame())
                throw new IllegalArgumentException("The frames of a tube must rise.");
    }

    /**
     * An explanation from a tube of cells: the regions in pixels of the video, and the score as counterfactuality.
     *
     * @param rank 1 for the strongest of its kind of evidence
     * @param evidence for or against
     * @param attribute in words
     * @param tube as the search found it
     * @param geometry of the video
     */
    public static Explanation of(int rank, Evidence evidence, String attribute, Tube tube, TubeGeometry geometry) {
        RegionShape shape = geometry.shapes().get(tube.shape());
        double score = tube.value();
        return new Explanation(
                rank,
                evidence,
                attribute,
                score,
                1 / (1 + Math.exp(-score)),
                tube.layer(),
                shape.rows(),
                shape.columns(),
                geometry.boxes(tube),
                Optional.empty());
    }

    /** The same explanation, with what erasing its tube does. */
    public Explanation verifiedAs(Verification found) {
        return copy(tube, Optional.of(found), confidence, swap, refinement);
    }

    /** The same explanation, with how it compares with chance. */
    public Explanation with(Confidence found) {
        return copy(tube, verification, Optional.of(found), swap, refinement);
    }

    /** The same explanation with its tube at another place. */
    Explanation withTube(List<TubeBox> other) {
        return copy(other, verification, confidence, swap, refinement);
    }

    /** The same explanation, with how its tube was moved off the grid of cells. */
    Explanation with(Refinement how) {
        return copy(tube, verification, confidence, swap, Optional.of(how));
    }

    /** The same explanation, with what in place of its tube would make it the other class. */
    public Explanation with(Swap found) {
        return copy(tube, verification, confidence, Optional.of(found), refinement);
    }

    private Explanation copy(
            List<TubeBox> newTube,
            Optional<Verification> newVerification,
            Optional<Confidence> newConfidence,
            Optional<Swap> newSwap,
            Optional<Refinement> newRefinement) {
        return new Explanation(
                rank,
                evidence,
                attribute,
                score,
                counterfactuality,
                layer,
                shapeRows,
                shapeColumns,
                newTube,
                newVerification,
                newConfidence,
                newSwap,
                newRefinement);
    }

    /** Whether it was compared with chance and is no better. */
    public boolean isByChance() {
        return confidence.isPresent() && !confidence.get().isBetterThanChance();
    }

    /** What it is called in a window, label or table: the attribute, or {@code region 2} where the model has no attributes. */
    public String label() {
        return attribute.isEmpty() ? "region " + rank : attribute;
    }

    /** First frame of the tube, 0-based. */
    public int firstFrame() {
        return tube.get(0).frame();
    }

    /** Last frame of the tube, 0-based. */
    public int lastFrame() {
        return tube.get(tube.size() - 1).frame();
    }

    /** The frame that contributes most: the largest contribution for, the smallest against; 0-based. */
    public int strongestFrame() {
        int sign = evidence == Evidence.AGAINST ? -1 : 1;
        TubeBox best = tube.get(0);
        for (TubeBox candidate : tube)
            if (sign * candidate.contribution() > sign * best.contribution()) best = candidate;
        return best.frame();
    }

    /**
     * The tube's box in any frame of the video; between two sampled frames it is interpolated linearly.
     *
     * @param frame 0-based
     * @return empty before the first and after the last frame of the tube
     */
    public Optional<Box> boxAt(int frame) {
        return BoxInFrame.at(tube, frame);
    }
}
