package org.whynot.tube;

import java.util.Arrays;

/**
 * Searches some frames of some units of a {@link TubeStream} and carries its state on, on one thread.
 *
 * <p>The sums of these frames are kept. From every cell of the last frame whose sum is positive the path is followed
 * backwards to the first, or to where another was followed before, and the start found there is noted on the way.
 */
final class ChunkSearch {

    /** In {@link #starts}: not found yet. */
    private static final int UNKNOWN = -1;

    private final StreamState state;
    private final float[] scores;
    private final int offset;
    private final TubeSpace chunk;
    private final int planeSize;
    private final int unitSize;
    private final FrameSweep sweep;
    /** Sums of the frame before this piece, then of every frame of it. */
    private float[][] sums = {};
    /** Starts likewise, where paths were followed. */
    private int[][] starts = {};

    private int[] path = {};

    private int base;
    private boolean begins;

    /**
     * @param scores maps {@code [count, L, P, T, H, W]}
     * @param offset of the first map
     * @param chunk the size of one map
     * @param mostUnits how many units will be searched in one call at most
     */
    ChunkSearch(StreamState state, float[] scores, int offset, TubeSpace chunk, int mostUnits) {
        this.state = state;
        this.scores = scores;
        this.offset = offset;
        this.chunk = chunk;
        planeSize = chunk.frames() * chunk.cellsPerFrame();
        unitSize = chunk.size() / state.unitsPerMap;
        sweep = new FrameSweep(chunk, state.radius, state.movement, state.sign, mostUnits);
    }

    /** How many units can be searched side by side. */
    int capacity() {
        return sweep.capacity();
    }

    /**
     * Searches the frames {@code first} to {@code last - 1} of the chunk in some units.
     *
     * @param unit the first of them
     * @param units how many, at most {@link #capacity()}
     * @param chunkFirst the frame of the chunk that follows the frames which the stream had taken before this chunk
     * @throws IllegalArgumentException if a score is NaN, or infinite scores add up to NaN
     */
    void search(int unit, int units, int first, int last, int chunkFirst) {
        int length = last - first;
        makeRoom(length);
        base = state.frames + first - chunkFirst;
        begins = state.fresh && first == chunkFirst;
        int from = sweep.index(0, 0, 0, 0, 0);
        int cells = units * state.unitStride;
        if (!begins) {
            System.arraycopy(state.sums, unit * state.unitStride, sums[0], from, cells);
            System.arraycopy(state.starts, unit * state.unitStride, starts[0], from, cells);
        }
        run(unit, units, first, length, false);
        // A NaN may have come up in the padding only, where infinity meets it.
        if (anyNaN(units)) {
            run(unit, units, first, length, true);
            if (anyNaN(units)) throw notANumber(unit, units, first, length);
        }
        for (int t = 1; t <= length; t++) Arrays.fill(starts[t], from, from + cells, UNKNOWN);
        for (int u = 0; u < units; u++) noteBest(unit + u, u, length);
        for (int i = from; i < from + cells; i++) if (sums[length][i] > 0) start(length, i);
        System.arraycopy(sums[length], from, state.sums, unit * state.unitStride, cells);
        System.arraycopy(starts[length], from, state.starts, unit * state.unitStride, cells);
    }

    private void makeRoom(int frames) {
        int had = sums.length;
        if (had > frames) return;
        sums = Arrays.copyOf(sums, frames + 1);
        starts = Arrays.copyOf(starts, frames + 1);
        for (int t = had; t <= frames; t++) {
            sums[t] = sweep.newSums();
            // Before the first cell lies the sweep's guard, which no path ever meets.
            Arrays.fill(sums[t], 0, sweep.index(0, 0, 0, 0, 0), Float.NEGATIVE_INFINITY);
            starts[t] = new int[sums[t].length];
        }
        path = new int[frames];
    }

    private void run(int unit, int units, int first, int length, boolean exact) {
        sweep.forget();
        for (int t = 1; t <= length; t++) {
            sweep.load(scores, offset + unit * unitSize + (first + t - 1) * chunk.cellsPerFrame(), planeSize, units);
            if (begins && t == 1) sweep.start(sums[t], units);
            else sweep.advance(sums[t - 1], sums[t], units);
            if (exact) sweep.clearPadding(sums[t], units);
        }
    }

    private boolean anyNaN(int units) {
        for (int u = 0; u < units; u++) if (Float.isNaN(sweep.bestOfUnit(u))) return true;
        return false;
    }

    private IllegalArgumentException notANumber(int unit, int units, int first, int length) {
        for (int u = 0; u < units; u++)
            for (int t = 1; t <= length; t++)
                for (int i = sweep.index(u, 0, 0, 0, 0); i < sweep.index(u + 1, 0, 0, 0, 0); i++)
                    if (Float.isNaN(sums[t][i])) {
                        int plane = plane(unit + u, i);
                        float score = scores[
                                offset
                                        + (unit + u) / state.unitsPerMap * chunk.size()
                                        + plane * planeSize
                                        + (first + t - 1) * chunk.cellsPerFrame()
                                        + sweep.row(i) * chunk.columns()
                                        + sweep.column(i)];
                        return MapSearch.notANumber(
                                score,
                                (unit + u) / state.unitsPerMap,
                                plane / chunk.shapes(),
                                plane % chunk.shapes(),
                                base + t - 1,
                                sweep.row(i),
                                sweep.column(i));
                    }
        throw new AssertionError("A value was NaN, but no sum is.");
    }

    /** Layer times P plus shape of a cell. */
    private int plane(int unit, int index) {
        return state.movement == Movement.FIXED
                ? unit % state.unitsPerMap
                : sweep.layer(index) * chunk.shapes() + sweep.shape(index);
    }

    /** If a unit has a better tube than before that ends here: takes its first end, as the search of a whole map does. */
    private void noteBest(int unit, int u, int length) {
        float value = sweep.bestOfUnit(u);
        if (!begins && !(value > state.bestValue[unit])) return;
        int end = length + 1;
        int cell = -1;
        for (int i = sweep.index(u, 0, 0, 0, 0); i < sweep.index(u + 1, 0, 0, 0, 0); i++)
            if (sweep.best(i) == value)
                for (int t = 1; t < end; t++)
                    if (sums[t][i] == value) {
                        end = t;
                        cell = i;
                    }
        state.bestValue[unit] = value;
        state.bestStart[unit] = start(end, cell);
        state.bestEnd[unit] = base + end;
        state.bestPlane[unit] = plane(unit, cell);
    }

    /**
     * The first frame of the tube that ends in a cell.
     *
     * @param frame of the cell, 1-based within this piece
     */
    private int start(int frame, int cell) {
        int depth = 0;
        int t = frame;
        int i = cell;
        int start;
        while ((start = starts[t][i]) == UNKNOWN) {
            path[depth++] = i;
            i = begins && t == 1 ? -1 : sweep.predecessor(sums[t - 1], i);
            if (i < 0) {
                start = base + t - 1;
                break;
            }
            t--;
        }
        for (int back = 0; back < depth; back++) starts[frame - back][path[back]] = start;
        return start;
    }
}
