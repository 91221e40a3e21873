package org.whynot.simulation;

import java.util.List;
import org.whynot.video.Box;

/**
 * What one cell does over time, about its own origin (0, 0): a scene puts it somewhere.
 *
 * <p>Time is the frame number, and need not be whole.
 */
interface CellEvent {

    /** What is drawn at a time. */
    Pose pose(double frame);

    /** The attribute that shows at a time, or null if none does. */
    String attribute(double frame);

    /** The upright box round the cell at a time, with a margin in pixels for what the optics spread. */
    default Box extent(double frame, double margin) {
        return pose(frame).bounds(margin);
    }

    /** Circles (x, y, radius) in pixels that hold the cell at all times; no other cell is put there. */
    List<double[]> footprint();

    /**
     * A cell at one time.
     *
     * @param chromatin the bright parts, of which the box is made
     * @param cytoplasm the faint part
     */
    record Pose(List<Blob> chromatin, Blob cytoplasm) {

        /** The upright box round all bright parts, with a margin in pixels. */
        Box bounds(double margin) {
            Box all = chromatin.get(0).bounds(margin);
            for (Blob blob : chromatin) all = union(all, blob.bounds(margin));
            return all;
        }
    }

    /** The smallest box that holds both. */
    static Box union(Box one, Box other) {
        double left = Math.min(one.x(), other.x());
        double top = Math.min(one.y(), other.y());
        return new Box(
                left, top, Math.max(one.right(), other.right()) - left, Math.max(one.bottom(), other.bottom()) - top);
    }

    /** From 0 before {@code start} to 1 after {@code start + length}, with a soft beginning and end. */
    static double ease(double time, double start, double length) {
        double u = Math.min(Math.max((time - start) / length, 0), 1);
        return u * u * (3 - 2 * u);
    }

    /** From 0 before {@code start} to 1 after {@code start + length}, evenly. */
    static double ramp(double time, double start, double length) {
        return Math.min(Math.max((time - start) / length, 0), 1);
    }
}
