package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/**
 * Moves tubes off the grid of cells by asking the classifier itself: a tube is moved as a whole by half a cell to each side, then by a
 * quarter, and stays where erasing it changes the prediction most. Its boxes keep their size, and lie where the network sees the video.
 *
 * <pre>{@code
 * Explanation moved = new TubeRefiner(geometry).refine(explanation, at -> drop(at));
 * }</pre>
 *
 * <p>This goes beyond the paper, whose boxes lie on cells.
 */
public final class TubeRefiner {

    /** Erasures of one tube at most: as it was found, and at four places for each of the two distances. */
    public static final int MOST_ERASURES = 9;

    /** In cells. */
    private static final double[] DISTANCES = {0.5, 0.25};

    private static final int[][] DIRECTIONS = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    /** Of a pixel: rounding must not keep a tube from an edge. */
    private static final double TOLERANCE = 1e-6;

    private final TubeGeometry geometry;
    /** What the network sees of the video. */
    private final Box seen;

    /** What erasing a tube does. */
    @FunctionalInterface
    public interface Erasing {
        /**
         * The contrast drop.
         *
         * @param at the explanation with its tube at a place
         * @return by how much the evidence for the positive class against the negative one falls
         * @throws IOException if the video can't be read
         */
        double drop(Explanation at) throws IOException;
    }

    /** @param geometry of the video */
    public TubeRefiner(TubeGeometry geometry) {
        this.geometry = geometry;
        seen = geometry.geometry().source();
    }

    /**
     * The same explanation, its tube where erasing it does most: lowers the contrast most for evidence for the class, and least for
     * evidence against it.
     *
     * @param e its tube on cells
     * @param erasing is asked up to {@value #MOST_ERASURES} times
     * @throws IOException as the erasing does
     */
    public Explanation refine(Explanation e, Erasing erasing) throws IOException {
        int sign = e.evidence() == Evidence.AGAINST ? -1 : 1;
        Box cell = geometry.cell(e.layer());
        Explanation best = e;
        double found = erasing.drop(e);
        Refinement how = new Refinement(0, 0, found, found, 1);
        int erasures = 1;
        for (double distance : DISTANCES) {
            Refinement from = how;
            for (int[] direction : DIRECTIONS) {
                double x = from.x() + direction[0] * distance * cell.width();
                double y = from.y() + direction[1] * distance * cell.height();
                Optional<Explanation> moved = moved(e.tube(), x, y).map(e::withTube);
                if (moved.isEmpty()) continue;
                double drop = erasing.drop(moved.get());
                erasures++;
                if (sign * drop <= sign * how.refined()) continue;
                best = moved.get();
                how = new Refinement(x, y, found, drop, erasures);
            }
        }
        return best.with(new Refinement(how.x(), how.y(), found, how.refined(), erasures));
    }

    /** The tube at another place; empty where a box would reach beyond what the network sees, and so erase less than the others. */
    private Optional<List<TubeBox>> moved(List<TubeBox> tube, double x, double y) {
        List<TubeBox> moved = new ArrayList<>();
        for (TubeBox at : tube) {
            Box box = at.box();
            double left = within(box.x() + x, seen.x(), seen.right() - box.width());
            double top = within(box.y() + y, seen.y(), seen.bottom() - box.height());
            if (Math.abs(left - box.x() - x) > TOLERANCE || Math.abs(top - box.y() - y) > TOLERANCE)
                return Optional.empty();
            moved.add(new TubeBox(at.frame(), new Box(left, top, box.width(), box.height()), at.contribution()));
        }
        return Optional.of(moved);
    }

    private static double within(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }

    /**
     * The same reasons, their tubes moved.
     *
     * @param before p(c|x), {@code [C]}
     * @param progress of this work only
     * @throws IOException if the video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    List<Reason> refine(List<Reason> reasons, Eraser eraser, double[] before, ClassPair pair, Progress progress)
            throws IOException {
        double contrast = pair.contrast(before);
        double all = (double) reasons.size() * MOST_ERASURES;
        List<Reason> refined = new ArrayList<>();
        for (Reason reason : reasons) {
            int[] next = {refined.size() * MOST_ERASURES};
            refined.add(reason.with(refine(reason.explanation(), at -> {
                Progress part = progress.part(next[0] / all, (next[0] + 1) / all);
                next[0]++;
                double[] after = eraser.erased(at::boxAt, at.firstFrame(), at.lastFrame(), part);
                return contrast - pair.contrast(after);
            })));
        }
        return refined;
    }
}
