package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.whynot.classifier.LayerSampling;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.TubeSpace;
import org.whynot.video.Box;

/**
 * The cells of a video's first feature layer in the clips that a tube lies in, with their features; those of the tube apart.
 *
 * <p>A tube has the cells of each step of which its box there covers at least half the height and half the width.
 */
final class FeatureCells {

    /** Of a cell's height and width that a tube's box must cover; a half, but for rounding. */
    private static final double HALF = 0.5 - 1e-6;

    /** Features of more clips take too much memory. */
    private static final int MOST_CLIPS = 8;

    private final TubeSpace space;
    private final List<Cell> cells = new ArrayList<>();
    private final Map<Integer, float[]> features = new TreeMap<>();
    private final List<Integer> tube = new ArrayList<>();

    /**
     * A cell.
     *
     * @param clip of the video, 0-based
     * @param stepOfClip step of the clip's own map
     * @param step of the whole video
     * @param row of the map
     * @param column of the map
     */
    record Cell(int clip, int stepOfClip, int step, int row, int column) {}

    /**
     * @param explanation whose tube it is
     * @throws IOException if what was kept of the features can't be read
     * @throws IllegalArgumentException if the tube runs through more than {@value #MOST_CLIPS} clips
     */
    FeatureCells(VideoFeatures video, TubeGeometry geometry, Explanation explanation) throws IOException {
        space = geometry.spaces().get(0);
        LayerSampling time = geometry.times().get(0);
        Set<Cell> covered = new LinkedHashSet<>();
        for (TubeBox box : explanation.tube()) {
            int step = time.stepOf(box.frame() / geometry.frameStep());
            for (int place : covered(geometry, box.box()))
                covered.add(cell(time, video, step, place / space.columns(), place % space.columns()));
        }
        long clips = covered.stream().mapToInt(Cell::clip).distinct().count();
        if (clips > MOST_CLIPS)
            throw new IllegalArgumentException("The tube of '" + explanation.label() + "' runs through " + clips
                    + " clips of the video; a swap takes at most " + MOST_CLIPS
                    + ". Cut the video to a part of the frames "
                    + (explanation.firstFrame() + 1) + " to " + (explanation.lastFrame() + 1) + ".");
        for (Cell cell : covered)
            if (!features.containsKey(cell.clip())) features.put(cell.clip(), video.features(cell.clip()));
        for (int clip : features.keySet())
            for (int step = time.from(clip); step < time.to(clip); step++)
                for (int row = 0; row < space.rows(); row++)
                    for (int column = 0; column < space.columns(); column++) {
                        Cell cell = new Cell(clip, step, time.firstStep(clip) + step - time.from(clip), row, column);
                        if (covered.contains(cell)) tube.add(cells.size());
                        cells.add(cell);
                    }
    }

    /** The cells of a step that a box covers, as row * columns + column; the one that it overlaps most if it covers none. */
    private List<Integer> covered(TubeGeometry geometry, Box box) {
        List<Integer> covered = new ArrayList<>();
        int nearest = 0;
        double most = -1;
        for (int i = 0; i < space.cellsPerFrame(); i++) {
            Box cell = geometry.geometry()
                    .cellBox(i / space.columns(), i % space.columns(), space.rows(), space.columns(), 1, 1);
            if (isCovered(cell, box)) covered.add(i);
            if (cell.overlap(box) > most) {
                most = cell.overlap(box);
                nearest = i;
            }
        }
        return covered.isEmpty() ? List.of(nearest) : covered;
    }

    private static boolean isCovered(Box cell, Box by) {
        double width = Math.min(cell.right(), by.right()) - Math.max(cell.x(), by.x());
        double height = Math.min(cell.bottom(), by.bottom()) - Math.max(cell.y(), by.y());
        return width >= HALF * cell.width() && height >= HALF * cell.height();
    }

    private static Cell cell(LayerSampling time, VideoFeatures video, int step, int row, int column) {
        int clip = 0;
        while (clip + 1 < video.sampling().clips() && time.firstStep(clip + 1) <= step) clip++;
        return new Cell(clip, step - time.firstStep(clip) + time.from(clip), step, row, column);
    }

    /** All cells of these clips, by clip, step, row and column. */
    List<Cell> cells() {
        return cells;
    }

    /** The places of the tube's cells in the list of all, rising. */
    List<Integer> tube() {
        return tube;
    }

    /** The features of one of the clips, {@code [D, T', H', W']}; null for another one. */
    float[] features(int clip) {
        return features.get(clip);
    }

    /** Rows and columns of the map; the frames are the steps of the whole video. */
    TubeSpace space() {
        return space;
    }
}
