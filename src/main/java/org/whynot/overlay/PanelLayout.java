package org.whynot.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.video.Box;

/**
 * Finds a corner for every panel: where it covers least of the tubes, and the same for the whole video, so that nothing
 * jumps about. A panel that would cover too much of a tube, or of the image, gives way to a smaller variant or is left out.
 */
final class PanelLayout {

    /**
     * A panel at its location.
     *
     * @param panel what lies there
     * @param x left edge, pixels
     * @param y top edge, pixels
     */
    record Placed(Panel panel, int x, int y) {
        Box box() {
            return new Box(x, y, panel.width(), panel.height());
        }
    }

    /** The largest share of a tube, on average over its frames, that panels may lie on. */
    private static final double MOST_COVERED = 0.25;
    /** Frames that are examined, at most: enough to know where the tubes are. */
    private static final int FRAMES = 200;

    private final int width;
    private final int height;
    private final List<List<Box>> tubes = new ArrayList<>();

    /**
     * @param answer whose tubes are to be kept free
     * @param width of the image, pixels
     * @param height of the image, pixels
     */
    PanelLayout(Answer answer, int width, int height) {
        this.width = width;
        this.height = height;
        double sx = width / (double) answer.video().width();
        double sy = height / (double) answer.video().height();
        int step = Math.max(1, answer.video().frames() / FRAMES);
        for (Explanation explanation : answer.explanations()) {
            List<Box> boxes = new ArrayList<>();
            for (int frame = explanation.firstFrame(); frame <= explanation.lastFrame(); frame += step)
                explanation
                        .boxAt(frame)
                        .map(b -> new Box(b.x() * sx, b.y() * sy, b.width() * sx, b.height() * sy))
                        .filter(b -> b.area() > 0)
                        .ifPresent(boxes::add);
            if (!boxes.isEmpty()) tubes.add(boxes);
        }
    }

    /**
     * Places panels.
     *
     * @param wishes the most important first; of each, the ways to show it, the best first
     * @return those that have found room
     */
    List<Placed> place(List<List<Panel>> wishes) {
        List<Placed> placed = new ArrayList<>();
        for (List<Panel> variants : wishes) {
            Optional<Placed> best = variants.stream()
                    .filter(panel -> panel.fits(width, height))
                    .map(panel -> leastCovering(panel, placed))
                    .flatMap(Optional::stream)
                    .findFirst();
            best.ifPresent(placed::add);
        }
        return placed;
    }

    private Optional<Placed> leastCovering(Panel panel, List<Placed> others) {
        int margin = panel.margin();
        int right = width - panel.width() - margin;
        int bottom = height - panel.height() - margin;
        int[][] corners = {{margin, margin}, {right, margin}, {margin, bottom}, {right, bottom}};
        Placed best = null;
        double least = MOST_COVERED;
        for (int[] corner : corners) {
            Placed candidate = new Placed(panel, corner[0], corner[1]);
            boolean free = others.stream().allMatch(other -> other.box().overlap(candidate.box()) == 0);
            double covered = covered(candidate.box());
            if (free && (best == null ? covered <= least : covered < least)) {
                best = candidate;
                least = covered;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Of the tube that is covered most, the share that is, on average over its frames. */
    private double covered(Box ground) {
        double most = 0;
        for (List<Box> tube : tubes) {
            double share = 0;
            for (Box box : tube) share += ground.overlap(box) / box.area();
            most = Math.max(most, share / tube.size());
        }
        return most;
    }
}
