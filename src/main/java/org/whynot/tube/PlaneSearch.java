package org.whynot.tube;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Searches planes of score maps, some side by side, on one thread, with scratch memory that is made once.
 *
 * <p>The sums of all frames are kept and a path is followed backwards from its end, looking for the predecessor only
 * there: cheaper than noting one for every cell. Where only values are wanted, two frames of sums suffice.
 *
 * <p>A plane is searched either whole ({@link #search}), or a few frames at a time ({@link #advance}), where the sums and
 * the starts of the paths of the last frame are carried on in a {@link StreamState}.
 */
final class PlaneSearch {

    /** Cells between two checks whether to stop: below a millisecond of work. */
    private static final int POLL_CELLS = 1 << 18;
    /** In {@link #starts}: not found yet. */
    private static final int UNKNOWN = -1;

    private final float[] scores;
    private final int offset;
    private final TubeSpace space;
    private final int radius;
    private final int sign;
    private final BooleanSupplier cancelled;
    private final int planeSize;
    private final FrameSweep sweep;
    /** Sums of the frame before the first one searched, then of every frame; reused in turn where fewer are kept. */
    private float[][] sums;
    /** First frames of the paths through the cells likewise, where a stream followed them. */
    private int[][] starts = {};

    private int[] path;
    /** The largest sum of each plane that was searched last. */
    private final float[] best;
    /** Frames of the stream before the first one searched. */
    private int base;
    /** Whether nothing goes before the first frame that is searched. */
    private boolean begins = true;

    private int sincePoll = POLL_CELLS;

    /**
     * @param scores maps {@code [P, T, H, W]} one after another
     * @param offset of the first map
     * @param space the size of one map
     * @param radius cells that row and column may each change by
     * @param sign 1 for the maximum, -1 for the maximum of the negated scores
     * @param kept frames whose sums are kept; all that are searched at a time where tubes are asked for, otherwise 1
     * @param mostPlanes how many planes will be searched in one call at most
     * @param cancelled whether to stop
     */
    PlaneSearch(
            float[] scores,
            int offset,
            TubeSpace space,
            int radius,
            int sign,
            int kept,
            int mostPlanes,
            BooleanSupplier cancelled) {
        this.scores = scores;
        this.offset = offset;
        this.space = space;
        this.radius = radius;
        this.sign = sign;
        this.cancelled = cancelled;
        planeSize = space.frames() * space.cellsPerFrame();
        sweep = new FrameSweep(space, radius, sign, mostPlanes);
        sums = new float[kept + 1][];
        for (int t = 0; t <= kept; t++) sums[t] = newSums();
        path = new int[kept];
        best = new float[sweep.capacity()];
    }

    private float[] newSums() {
        float[] fresh = sweep.newSums();
        // Before the first cell lies the sweep's guard, which no path ever meets.
        Arrays.fill(fresh, 0, sweep.index(0, 0, 0), Float.NEGATIVE_INFINITY);
        return fresh;
    }

    /** How many planes can be searched side by side. */
    int capacity() {
        return sweep.capacity();
    }

    /**
     * Searches the maps {@code first} to {@code last - 1}.
     *
     * @param values gets the value of every map at its number, of the scores times the sign
     * @param tubes gets its tube as well, unless null
     * @throws IllegalArgumentException if a score is NaN, or infinite scores add up to NaN: of the first map where so
     * @throws CancellationException if cancelled
     */
    void search(int first, int last, float[] values, Tube[] tubes) {
        int shapes = space.shapes();
        int end = last * shapes;
        for (int plane = first * shapes; plane < end; ) {
            int planes = Math.min(capacity(), end - plane);
            sweep(plane, planes, 0, space.frames());
            for (int p = 0; p < planes; ) {
                int map = (plane + p) / shapes;
                int mapBegin = map * shapes - plane;
                int mapEnd = Math.min(planes, mapBegin + shapes);
                int chosen = -1;
                for (; p < mapEnd; p++)
                    // The first plane of a map always counts, even with a value of minus infinity.
                    if (p == mapBegin || best[p] > values[map]) {
                        values[map] = best[p];
                        chosen = p;
                    }
                if (tubes != null && chosen >= 0) tubes[map] = tube(plane + chosen, chosen);
            }
            plane += planes;
        }
    }

    /**
     * Searches the frames {@code first} to {@code last - 1} of some planes, and carries a stream's state on.
     *
     * @param plane the first of the planes
     * @param planes how many, at most {@link #capacity()}
     * @param chunkFirst the frame of the maps that follows the frames which the stream had taken before them
     * @throws IllegalArgumentException if a score is NaN, or infinite scores add up to NaN
     * @throws CancellationException if cancelled
     */
    void advance(StreamState state, int plane, int planes, int first, int last, int chunkFirst) {
        int length = last - first;
        makeRoom(length);
        base = state.frames + first - chunkFirst;
        begins = state.fresh && first == chunkFirst;
        int from = sweep.index(0, 0, 0);
        int cells = planes * state.planeStride;
        if (!begins) {
            System.arraycopy(state.sums, plane * state.planeStride, sums[0], from, cells);
            System.arraycopy(state.starts, plane * state.planeStride, starts[0], from, cells);
        }
        sweep(plane, planes, first, length);
        for (int t = 1; t <= length; t++) Arrays.fill(starts[t], from, from + cells, UNKNOWN);
        for (int p = 0; p < planes; p++) noteBest(state, plane + p, p, length);
        for (int i = from; i < from + cells; i++) if (sums[length][i] > 0) start(length, i);
        System.arraycopy(sums[length], from, state.sums, plane * state.planeStride, cells);
        System.arraycopy(starts[length], from, state.starts, plane * state.planeStride, cells);
    }

    private void makeRoom(int frames) {
        int had = starts.length;
        if (had > frames) return;
        if (sums.length <= frames) {
            int kept = sums.length;
            sums = Arrays.copyOf(sums, frames + 1);
            for (int t = kept; t <= frames; t++) sums[t] = newSums();
            path = new int[frames];
        }
        starts = Arrays.copyOf(starts, frames + 1);
        for (int t = had; t <= frames; t++) starts[t] = new int[sums[0].length];
    }

    private void sweep(int plane, int planes, int first, int length) {
        run(plane, planes, first, length, false);
        // A NaN may have come up in the padding only, where infinity meets it.
        if (firstNaN(planes) < 0) return;
        run(plane, planes, first, length, true);
        int spoilt = firstNaN(planes);
        if (spoilt >= 0) throw notANumber(plane + spoilt, spoilt, first, length);
    }

    private void run(int plane, int planes, int first, int length, boolean exact) {
        if (!begins) sweep.forget();
        for (int t = 0; t < length; t++) {
            sincePoll += sweep.length(planes);
            if (sincePoll >= POLL_CELLS) {
                sincePoll = 0;
                if (cancelled.getAsBoolean()) throw new CancellationException("The tube search was cancelled.");
            }
            sweep.load(scores, offset + plane * planeSize + (first + t) * space.cellsPerFrame(), planeSize, planes);
            float[] next = sumsOf(t + 1);
            if (begins && t == 0) sweep.start(next, planes);
            else sweep.advance(sumsOf(t), next, planes);
            if (exact) sweep.clearPadding(next, planes);
        }
    }

    /** The sums of a frame, 1-based among those that are searched; 0 is the frame before them. */
    private float[] sumsOf(int frame) {
        return sums[frame % sums.length];
    }

    /** Takes the best sums of the planes up to the first that is NaN; returns which that is, or -1 if none is. */
    private int firstNaN(int planes) {
        for (int p = 0; p < planes; p++) {
            best[p] = sweep.bestOfPlane(p);
            if (Float.isNaN(best[p])) return p;
        }
        return -1;
    }

    private IllegalArgumentException notANumber(int plane, int p, int first, int length) {
        if (sums.length <= length) {
            // Not all sums were kept: search the plane once more, which ends here again.
            new PlaneSearch(scores, offset, space, radius, sign, length, 1, cancelled).sweep(plane, 1, first, length);
            throw new AssertionError("A value was NaN, but no sum is.");
        }
        for (int t = 1; t <= length; t++)
            for (int i = sweep.index(p, 0, 0); i < sweep.index(p + 1, 0, 0); i++)
                if (Float.isNaN(sums[t][i])) return noBestTube(plane, first + t - 1, base + t - 1, i);
        throw new AssertionError("A value was NaN, but no sum is.");
    }

    /** Why a map has no best tube: the sum at this cell is not a number, and maybe the score is not either. */
    private IllegalArgumentException noBestTube(int plane, int frame, int frameInStream, int cell) {
        String where = "shape " + plane % space.shapes() + ", frame " + frameInStream + ", row " + sweep.row(cell)
                + ", column " + sweep.column(cell) + " of map " + plane / space.shapes() + " (counted from 0)";
        String what = Float.isNaN(scores[position(plane, frame, cell)])
                ? "The score at " + where + " is not a number (NaN)"
                : "Infinite scores of opposite sign meet at " + where + ", and their sum is not a number (NaN)";
        return new IllegalArgumentException(
                what + ", so there is no best tube. Check the video's pixels and the model's weights.");
    }

    /** Where the first tube of a value ends: the earliest frame, then the first cell in row-major order. */
    private record End(int frame, int cell) {}

    /** @param length frames that were searched; their sums are all kept */
    private End end(int p, float value, int length) {
        int frame = length + 1;
        int cell = -1;
        // Never padding: its sum is minus infinity, and if that is the value, the first cell has it in the first frame.
        for (int i = sweep.index(p, 0, 0); i < sweep.index(p + 1, 0, 0); i++)
            if (sweep.best(i) == value)
                for (int t = 1; t < frame; t++)
                    if (sums[t][i] == value) {
                        frame = t;
                        cell = i;
                    }
        return new End(frame, cell);
    }

    /** Follows the best path of a plane backwards from its end. */
    private Tube tube(int plane, int p) {
        End end = end(p, best[p], space.frames());
        int last = end.frame - 1;
        int start = last;
        int cell = end.cell;
        path[last] = cell;
        while (start > 0) {
            cell = sweep.predecessor(sums[start], cell);
            if (cell < 0) break;
            path[--start] = cell;
        }
        int length = last - start + 1;
        int[] rows = new int[length];
        int[] columns = new int[length];
        float[] contributions = new float[length];
        for (int i = 0; i < length; i++) {
            rows[i] = sweep.row(path[start + i]);
            columns[i] = sweep.column(path[start + i]);
            contributions[i] = scores[position(plane, start + i, path[start + i])];
        }
        return new Tube(start, 0, plane % space.shapes(), rows, columns, contributions);
    }

    /** Where the score of a cell lies in the array. */
    private int position(int plane, int frame, int cell) {
        return offset
                + plane * planeSize
                + frame * space.cellsPerFrame()
                + sweep.row(cell) * space.columns()
                + sweep.column(cell);
    }

    /** If a plane has a better tube than before that ends here: takes its first end, as the search of a whole map does. */
    private void noteBest(StreamState state, int plane, int p, int length) {
        float value = best[p];
        if (!begins && !(value > state.bestValue[plane])) return;
        End end = end(p, value, length);
        state.bestValue[plane] = value;
        state.bestStart[plane] = start(end.frame, end.cell);
        state.bestEnd[plane] = base + end.frame;
    }

    /**
     * The first frame, in the stream, of the tube that ends in a cell. Paths that meet one that was followed before stop
     * there.
     *
     * @param frame of the cell, 1-based among those that are searched
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
