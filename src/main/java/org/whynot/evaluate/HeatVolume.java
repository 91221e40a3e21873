package org.whynot.evaluate;

import java.util.List;
import org.whynot.classifier.LayerSampling;
import org.whynot.classifier.peer.ClipHeat;
import org.whynot.model.RegionShape;
import org.whynot.tube.TubeSpace;
import org.whynot.video.FrameSampling;

/** Brings the heat of a video's clips onto the grid in which tubes are searched. */
final class HeatVolume {

    private HeatVolume() {}

    /**
     * The heat on the grid of a feature layer, all clips joined along time: the mean over what a cell covers.
     *
     * @param clips the heat of every clip, each on the same grid
     * @param sampling of the video
     * @param time which frames the steps of the layer stand for
     * @param space the size of the layer's map of the whole video
     * @return {@code [T, H, W]}
     */
    static float[] onLayer(List<ClipHeat.Heat> clips, FrameSampling sampling, LayerSampling time, TubeSpace space) {
        float[] map = new float[space.frames() * space.cellsPerFrame()];
        for (int step = 0; step < space.frames(); step++) {
            double frames = time.endFrame(step) - time.firstFrame(step);
            for (int frame = time.firstFrame(step); frame < time.endFrame(step); frame++) {
                int clip = Math.min(frame / sampling.clipFrames(), sampling.clips() - 1);
                ClipHeat.Heat heat = clips.get(clip);
                int own = (int) ((long) (frame - sampling.firstOf(clip)) * heat.steps() / sampling.clipFrames());
                add(heat, own, space, map, step * space.cellsPerFrame(), 1 / frames);
            }
        }
        return map;
    }

    private static void add(ClipHeat.Heat heat, int step, TubeSpace space, float[] map, int offset, double weight) {
        for (int row = 0; row < space.rows(); row++)
            for (int column = 0; column < space.columns(); column++) {
                double sum = 0;
                double area = 0;
                for (int y = first(row, space.rows(), heat.rows()); y < heat.rows(); y++) {
                    double down = overlap(row, space.rows(), y, heat.rows());
                    if (down <= 0) break;
                    for (int x = first(column, space.columns(), heat.columns()); x < heat.columns(); x++) {
                        double across = overlap(column, space.columns(), x, heat.columns());
                        if (across <= 0) break;
                        sum += down * across * heat.values()[(step * heat.rows() + y) * heat.columns() + x];
                        area += down * across;
                    }
                }
                map[offset + row * space.columns() + column] += (float) (weight * sum / area);
            }
    }

    /** The first of some parts of an axis that a cell of a grid overlaps. */
    private static int first(int cell, int cells, int parts) {
        return (int) ((long) cell * parts / cells);
    }

    /** How much a cell of a grid and a part of the same axis overlap; 0 or less if they don't. */
    private static double overlap(int cell, int cells, int part, int parts) {
        double end = Math.min((cell + 1.0) / cells, (part + 1.0) / parts);
        return end - Math.max((double) cell / cells, (double) part / parts);
    }

    /**
     * The heat of regions: the mean over the cells that a region covers, as the explanation head weighs them.
     *
     * @param heat {@code [T, H, W]}
     * @param space its size, whatever its shapes
     * @param shape of the regions
     * @return {@code [T, H, W]}
     */
    static float[] regions(float[] heat, TubeSpace space, RegionShape shape) {
        float[] mask = shape.mask();
        float[] regions = new float[heat.length];
        for (int frame = 0; frame < space.frames(); frame++)
            for (int row = 0; row < space.rows(); row++)
                for (int column = 0; column < space.columns(); column++) {
                    double sum = 0;
                    for (int tap = 0; tap < mask.length; tap++) {
                        int y = row + tap / 3 - 1;
                        int x = column + tap % 3 - 1;
                        if (y < 0 || y >= space.rows() || x < 0 || x >= space.columns()) continue;
                        sum += mask[tap] * heat[(frame * space.rows() + y) * space.columns() + x];
                    }
                    regions[(frame * space.rows() + row) * space.columns() + column] = (float) sum;
                }
        return regions;
    }
}
