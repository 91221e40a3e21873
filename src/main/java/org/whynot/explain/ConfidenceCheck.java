package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.whynot.tube.RandomTubes;
import org.whynot.tube.Tube;
import org.whynot.util.Progress;

/**
 * Compares explanations with chance: erases their tubes and random ones of the same layer, shape and length, and looks for the
 * tubes again in the video as it is a frame later and slightly cropped.
 */
final class ConfidenceCheck {

    /** Where random tubes begin; the same question gets the same ones every time. */
    static final int SEED = 0;

    /** Time of finding the tubes in two changed videos, in erasures. */
    static final int STABILITY_TIME = 2;

    private final Eraser eraser;
    private final double before;
    private final ClassPair pair;
    private final TubeGeometry geometry;
    private final int radius;

    /**
     * @param before p(c|x), {@code [C]}
     * @param radius cells that a tube may move by from a step to the next
     */
    ConfidenceCheck(Eraser eraser, double[] before, ClassPair pair, TubeGeometry geometry, int radius) {
        this.eraser = eraser;
        this.before = pair.contrast(before);
        this.pair = pair;
        this.geometry = geometry;
        this.radius = radius;
    }

    /**
     * The same explanations, each with its confidence.
     *
     * @param randomTubes that each is compared with
     * @param stability finds the tubes again
     * @param progress of this work only
     * @throws IOException if the video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    List<Explanation> check(List<Reason> reasons, int randomTubes, Stability stability, Progress progress)
            throws IOException {
        double erasures = reasons.size() * (randomTubes + 1.0);
        Progress erasing = progress.part(0, erasures / (erasures + STABILITY_TIME));
        List<Confidence> found = new ArrayList<>();
        for (Reason reason : reasons) {
            double share = 1.0 / reasons.size();
            found.add(compare(reason, randomTubes, erasing.part(found.size() * share, (found.size() + 1) * share)));
        }
        stability.find(pair, progress.part(erasures / (erasures + STABILITY_TIME), 1));
        List<Explanation> checked = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (int i = 0; i < reasons.size(); i++) {
            Explanation e = reasons.get(i).explanation();
            Explanation onCells = onCells(reasons.get(i));
            // The second tube of an attribute has no best tube to be compared with.
            boolean isBest = seen.add(List.of(e.evidence(), e.attribute()));
            Confidence confidence = isBest
                    ? found.get(i).stable(stability.shiftIou(onCells), stability.cropIou(onCells))
                    : found.get(i);
            checked.add(e.with(confidence));
        }
        return checked;
    }

    private Confidence compare(Reason reason, int randomTubes, Progress progress) throws IOException {
        Explanation e = reason.explanation();
        SplittableRandom random =
                new SplittableRandom(SEED + 31L * e.rank() + e.evidence().ordinal());
        RandomTubes drawn = new RandomTubes(geometry.spaces().get(e.layer()), radius);
        double share = 1.0 / (randomTubes + 1);
        double drop = drop(onCells(reason), progress.part(0, share));
        List<Double> randomDrops = new ArrayList<>();
        for (int i = 1; i <= randomTubes; i++) {
            Tube tube = drawn.draw(reason.tube(), random);
            Explanation other = Explanation.of(1, e.evidence(), e.attribute(), tube, geometry);
            randomDrops.add(drop(other, progress.part(i * share, (i + 1) * share)));
        }
        return Confidence.of(e.evidence(), drop, randomDrops);
    }

    /** The tube as it was found: one that was moved to where erasing it does most would beat random tubes that were not. */
    private Explanation onCells(Reason reason) {
        Explanation e = reason.explanation();
        return Explanation.of(e.rank(), e.evidence(), e.attribute(), reason.tube(), geometry);
    }

    private double drop(Explanation e, Progress progress) throws IOException {
        return before - pair.contrast(eraser.erased(e::boxAt, e.firstFrame(), e.lastFrame(), progress));
    }
}
