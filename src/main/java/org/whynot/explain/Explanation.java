package org.whynot.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.model.RegionShape;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;
import org.whynot.video.Box;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;

/**
 * One reason: an attribute and the tube that shows it.
 *
 * @param rank 1 for the strongest of its kind of evidence
 * @param evidence {@link Evidence#FOR} or {@link Evidence#AGAINST}
 * @param attribute in words
 * @param score sum of delta_m over the tube (equation 5); where the model trims tubes, what is left of them
 * @param counterfactuality sigmoid of the score, 0 to 1 (equation 6)
 * @param layer feature layer of the tube's first cell, 0 is the classifier's last
 * @param shapeRows rows of the region in cells, at the tube's first cell
 * @param shapeColumns columns of the region in cells, at the tube's first cell
 * @param tube a box for every sampled frame of the tube, in time order, never empty
 * @param verification what erasing the tube does; empty unless asked for
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
        Optional<Verification> verification) {

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
     * @param shapes of the model, which the tube's shapes are indices of
     * @param space the score map it was found in
     * @param sampling which frame of the video each frame of the map is
     * @param geometry from cells to pixels of the video
     */
    public static Explanation of(
            int rank,
            Evidence evidence,
            String attribute,
            Tube tube,
            List<RegionShape> shapes,
            TubeSpace space,
            FrameSampling sampling,
            FrameGeometry geometry) {
        int step = sampling.frameStep();
        List<TubeBox> boxes = new ArrayList<>();
        for (int i = 0; i < tube.length(); i++) {
            RegionShape shape = shapes.get(tube.shape(i));
            Box box = geometry.cellBox(
                    tube.row(i), tube.column(i), space.rows(), space.columns(), shape.rows(), shape.columns());
            boxes.add(new TubeBox((tube.start() + i) * step, box, tube.contribution(i)));
        }
        RegionShape first = shapes.get(tube.shape(0));
        double score = tube.value();
        return new Explanation(
                rank,
                evidence,
                attribute,
                score,
                1 / (1 + Math.exp(-score)),
                tube.layer(0),
                first.rows(),
                first.columns(),
                boxes,
                Optional.empty());
    }

    /** The same explanation, with what erasing its tube does. */
    public Explanation verifiedAs(Verification found) {
        return new Explanation(
                rank,
                evidence,
                attribute,
                score,
                counterfactuality,
                layer,
                shapeRows,
                shapeColumns,
                tube,
                Optional.of(found));
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
