package org.whynot.explain;

import java.util.ArrayList;
import java.util.List;
import org.whynot.classifier.LayerSampling;
import org.whynot.model.RegionShape;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;
import org.whynot.video.Box;
import org.whynot.video.FrameGeometry;

/**
 * Where the cells of tubes lie in a video: from layer, step, row and column to frames and pixels.
 *
 * <p>A cell of a step holds for all sampled frames that the step stands for. Where these are several, the box goes from the
 * middle of a step to the middle of the next by linear interpolation, and before the first and after the last middle it stays;
 * the step's contribution is shared evenly among its frames.
 *
 * @param geometry from the network's input to pixels of the video
 * @param frameStep every how many frames of the video one is sampled
 * @param times which sampled frames the steps of each feature layer stand for
 * @param spaces the size of one score map of the whole video in each layer
 * @param shapes of the model, which the tubes' shapes are indices of
 */
public record TubeGeometry(
        FrameGeometry geometry,
        int frameStep,
        List<LayerSampling> times,
        List<TubeSpace> spaces,
        List<RegionShape> shapes) {

    /**
     * The geometry of a classified video.
     *
     * @param features of the video
     * @param geometry from the network's input to pixels of the video
     * @param shapes of the model
     */
    public static TubeGeometry of(VideoFeatures features, FrameGeometry geometry, List<RegionShape> shapes) {
        return new TubeGeometry(geometry, features.sampling().frameStep(), features.times(), features.spaces(), shapes);
    }

    /** The region of a shape round a cell of a layer, pixels of the video. */
    public Box box(int layer, int shape, int row, int column) {
        TubeSpace space = spaces.get(layer);
        RegionShape region = shapes.get(shape);
        return geometry.cellBox(row, column, space.rows(), space.columns(), region.rows(), region.columns());
    }

    /** A cell in the middle of a layer, which shows how large its cells are; pixels of the video. */
    public Box cell(int layer) {
        TubeSpace space = spaces.get(layer);
        return geometry.cellBox(space.rows() / 2, space.columns() / 2, space.rows(), space.columns(), 1, 1);
    }

    /**
     * The boxes of a tube: one for every sampled frame that it lies in, by rising frame; their contributions add up to the
     * tube's score.
     */
    public List<TubeBox> boxes(Tube tube) {
        LayerSampling time = times.get(tube.layer());
        List<TubeBox> boxes = new ArrayList<>();
        for (int i = 0; i < tube.length(); i++) {
            int step = tube.start() + i;
            int first = time.firstFrame(step);
            int end = time.endFrame(step);
            for (int frame = first; frame < end; frame++)
                boxes.add(new TubeBox(
                        frame * frameStep, boxAt(tube, time, i, frame), tube.contribution(i) / (double) (end - first)));
        }
        return boxes;
    }

    /** The box in a sampled frame of the tube's {@code i}-th step. */
    private Box boxAt(Tube tube, LayerSampling time, int i, int frame) {
        Box own = box(tube, i);
        double middle = time.middle(tube.start() + i);
        int neighbour = frame < middle ? i - 1 : i + 1;
        if (frame == middle || neighbour < 0 || neighbour >= tube.length()) return own;
        double other = time.middle(tube.start() + neighbour);
        return own.interpolate(box(tube, neighbour), (frame - middle) / (other - middle));
    }

    private Box box(Tube tube, int i) {
        return box(tube.layer(), tube.shape(), tube.row(i), tube.column(i));
    }

    /** Whether two regions of two layers share more than an edge. */
    boolean overlap(int layer, int shape, int row, int column, Tube other, int i) {
        TubeSpace own = spaces.get(layer);
        TubeSpace its = spaces.get(other.layer());
        RegionShape asked = shapes.get(shape);
        RegionShape taken = shapes.get(other.shape());
        return overlap(row, asked.rows(), own.rows(), other.row(i), taken.rows(), its.rows())
                && overlap(column, asked.columns(), own.columns(), other.column(i), taken.columns(), its.columns());
    }

    /** Whether two runs of cells along an axis, each centred on a cell of a grid of its own, share more than an edge. */
    private static boolean overlap(int a, int cellsOfA, int gridOfA, int b, int cellsOfB, int gridOfB) {
        long apart = Math.abs((2L * a + 1) * gridOfB - (2L * b + 1) * gridOfA);
        return apart < (long) cellsOfA * gridOfB + (long) cellsOfB * gridOfA;
    }
}
