package org.whynot.tube;

import java.util.Arrays;

/**
 * The recurrence of the maximum subpath, one frame at a time: {@code s_1 = M_1}, {@code s_t = M_t +
 * relu(maxpool(s_{t-1}))} (section 3.5), for several planes side by side.
 *
 * <p>{@link #load} takes the scores of one frame, then {@link #start} or {@link #advance} makes the sums of that frame
 * from those of the frame before: the sums of one frame are all the state there is. Whoever needs the path keeps them.
 *
 * <p>A plane is what a tube moves in: one region shape of one map, {@code [H, W]} in every frame. A frame holds its
 * planes one after another in one flat array. Every row and every plane is followed by as many padding cells as a tube
 * may move by, whose score, and so whose sum, is minus infinity: a window that leaves the map meets padding, never the
 * next row, and no edge needs care of its own. Before the first plane lies a guard, also padding.
 *
 * <p>Only same-index loops ({@code c[i] = max(a[i], b[i])}) are turned into vector instructions by HotSpot 17, so
 * neighbours are shifted into place by {@code System.arraycopy}. The window's maximum is taken axis by axis, in
 * log2(2k+1) steps each. Nothing is allocated after construction. One thread at a time.
 */
final class FrameSweep {

    /** Cells side by side: long enough for vector loops, short enough for 16 frames of them to stay in the L2 cache. */
    private static final int SIDE_BY_SIDE = 2048;

    private static final float NOTHING = Float.NEGATIVE_INFINITY;

    private final TubeSpace space;
    private final int rowReach;
    private final int columnReach;
    private final int rowStride;
    private final int planeStride;
    private final int guard;
    private final boolean nineCells;
    private final float sign;
    private final float[] scores;
    private final float[] best;
    private final float[] pooled;
    private final float[] near;
    private final float[] far;

    /**
     * @param space the score map; its frames are not used
     * @param radius cells that row and column may each change by from frame to frame
     * @param sign 1 to sum the scores as they are, -1 to negate them first
     * @param mostPlanes how many planes will be searched side by side at most; fewer are held if they are large
     */
    FrameSweep(TubeSpace space, int radius, int sign, int mostPlanes) {
        this.space = space;
        this.sign = sign;
        // A larger radius reaches the same cells: all of them.
        rowReach = Math.min(radius, space.rows() - 1);
        columnReach = Math.min(radius, space.columns() - 1);
        try {
            rowStride = Math.addExact(space.columns(), columnReach);
            planeStride = Math.multiplyExact(Math.addExact(space.rows(), rowReach), rowStride);
            guard = Math.addExact(Math.multiplyExact(rowReach, rowStride), columnReach);
            Math.addExact(guard, planeStride);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "A frame of " + space + " with its padding for radius " + radius + " does not fit one array.", e);
        }
        nineCells = rowReach == 1 && columnReach == 1;
        int length = guard + Math.max(1, Math.min(mostPlanes, SIDE_BY_SIDE / planeStride)) * planeStride;
        scores = new float[length];
        Arrays.fill(scores, sign * NOTHING);
        best = new float[length];
        pooled = new float[length];
        near = new float[length];
        far = new float[length];
    }

    /** How many planes a frame can hold. */
    int capacity() {
        return (scores.length - guard) / planeStride;
    }

    /** Room for the sums of a frame of {@link #capacity()} planes. */
    float[] newSums() {
        return new float[scores.length];
    }

    /** Cells of a frame of this many planes, padding included. */
    int length(int planes) {
        return guard + planes * planeStride;
    }

    /**
     * Takes the scores of one frame.
     *
     * @param source row-major
     * @param offset of the frame's first cell in the first plane
     * @param planeStep from a plane to the next
     * @param planes how many
     */
    void load(float[] source, int offset, int planeStep, int planes) {
        for (int plane = 0; plane < planes; plane++) loadPlane(source, offset + plane * planeStep, index(plane, 0, 0));
    }

    private void loadPlane(float[] source, int from, int to) {
        if (columnReach == 0) {
            System.arraycopy(source, from, scores, to, space.cellsPerFrame());
            return;
        }
        for (int row = 0; row < space.rows(); row++)
            System.arraycopy(source, from + row * space.columns(), scores, to + row * rowStride, space.columns());
    }

    /** Lets {@link #best} and {@link #bestOfPlane} begin anew, while the sums continue; {@link #start} does so by itself. */
    void forget() {
        Arrays.fill(best, NOTHING);
    }

    /** Cells of a plane, padding included. */
    int planeStride() {
        return planeStride;
    }

    /** Makes the loaded frame the first one. */
    void start(float[] sums, int planes) {
        begin(scores, sign, sums, best, length(planes));
    }

    /** Makes the sums of the loaded frame from those of the frame before it. */
    void advance(float[] previous, float[] sums, int planes) {
        int n = length(planes);
        float[] window = previous;
        window = pool(window, 1, columnReach, n);
        window = pool(window, rowStride, rowReach, n);
        extend(scores, sign, window, sums, best, n);
    }

    /**
     * Sets the padding back to minus infinity, which {@link #advance} spoils when a score or a sum is plus infinity
     * (the two make NaN).
     */
    void clearPadding(float[] sums, int planes) {
        int end = 0;
        for (int plane = 0; plane < planes; plane++)
            for (int row = 0; row < space.rows(); row++) {
                int begin = index(plane, row, 0);
                Arrays.fill(sums, end, begin, NOTHING);
                Arrays.fill(best, end, begin, NOTHING);
                end = begin + space.columns();
            }
        Arrays.fill(sums, end, length(planes), NOTHING);
        Arrays.fill(best, end, length(planes), NOTHING);
    }

    /** Largest sum so far of the cell at an index, over all frames since {@link #start}. */
    float best(int index) {
        return best[index];
    }

    /** Largest sum so far in a plane; NaN if any sum of the plane, or of its padding, was NaN. */
    float bestOfPlane(int plane) {
        float value = NOTHING;
        int end = guard + (plane + 1) * planeStride;
        for (int i = guard + plane * planeStride; i < end; i++) {
            float sum = best[i];
            if (!(sum <= value)) {
                if (Float.isNaN(sum)) return sum;
                value = sum;
            }
        }
        return value;
    }

    /** Where a cell lies in a frame; row-major, so that a smaller index is an earlier cell. */
    int index(int plane, int row, int column) {
        return guard + plane * planeStride + row * rowStride + column;
    }

    int row(int index) {
        return (index - guard) % planeStride / rowStride;
    }

    int column(int index) {
        return (index - guard) % rowStride;
    }

    /**
     * The cell that a cell's sum was continued from: the one with the largest sum in its window, the earliest in
     * row-major order if several have it.
     *
     * @param previous the sums of the frame before
     * @return its index, or -1 if no sum in the window is positive, so that the tube starts here
     */
    int predecessor(float[] previous, int index) {
        if (nineCells) {
            float largest = largestOfNine(previous, index);
            // NaN in the padding, where infinity met it, needs the comparisons below.
            if (largest <= 0) return -1;
            if (largest > 0) return firstOfNine(previous, index, largest);
        }
        int found = -1;
        float largest = 0;
        // Beyond the edge of the map lies padding, whose sum is never the largest.
        for (int r = -rowReach; r <= rowReach; r++) {
            int middle = index + r * rowStride;
            for (int i = middle - columnReach; i <= middle + columnReach; i++)
                if (previous[i] > largest) {
                    largest = previous[i];
                    found = i;
                }
        }
        return found;
    }

    /** The largest sum in a window of three by three, without branches that can't be foreseen. */
    private float largestOfNine(float[] sums, int index) {
        int above = index - rowStride;
        int below = index + rowStride;
        float top = Math.max(Math.max(sums[above - 1], sums[above]), sums[above + 1]);
        float middle = Math.max(Math.max(sums[index - 1], sums[index]), sums[index + 1]);
        float bottom = Math.max(Math.max(sums[below - 1], sums[below]), sums[below + 1]);
        return Math.max(Math.max(top, middle), bottom);
    }

    private int firstOfNine(float[] sums, int index, float value) {
        for (int middle = index - rowStride; ; middle += rowStride) {
            if (sums[middle - 1] == value) return middle - 1;
            if (sums[middle] == value) return middle;
            if (sums[middle + 1] == value) return middle + 1;
        }
    }

    /** Maximum over a window of 2 * reach + 1 cells along one axis; the result is in {@link #pooled}. */
    private float[] pool(float[] in, int stride, int reach, int n) {
        if (reach == 0) return in;
        float[] window = in;
        int size = 1; // window[i] is the maximum of cells i to i + size - 1
        while (2 * size <= 2 * reach + 1) {
            shift(window, size * stride, near, n);
            larger(window, near, pooled, n);
            window = pooled;
            size *= 2;
        }
        // Two overlapping windows, the first ending where the second has begun, make the centred one.
        shift(pooled, -reach * stride, near, n);
        int rest = (reach - size + 1) * stride;
        if (rest == 0) {
            larger(pooled, near, pooled, n);
        } else {
            shift(pooled, rest, far, n);
            larger(near, far, pooled, n);
        }
        return pooled;
    }

    /** {@code out[i] = in[i + by]}, minus infinity where that lies outside. */
    private static void shift(float[] in, int by, float[] out, int n) {
        if (by >= 0) {
            int kept = Math.max(0, n - by);
            System.arraycopy(in, n - kept, out, 0, kept);
            Arrays.fill(out, kept, n, NOTHING);
        } else {
            int gone = Math.min(n, -by);
            Arrays.fill(out, 0, gone, NOTHING);
            System.arraycopy(in, 0, out, gone, n - gone);
        }
    }

    private static void larger(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) out[i] = Math.max(a[i], b[i]);
    }

    private static void begin(float[] scores, float sign, float[] sums, float[] best, int n) {
        for (int i = 0; i < n; i++) {
            float sum = sign * scores[i] + 0f; // never -0
            sums[i] = sum;
            best[i] = sum;
        }
    }

    private static void extend(float[] scores, float sign, float[] window, float[] sums, float[] best, int n) {
        for (int i = 0; i < n; i++) {
            float sum = sign * scores[i] + Math.max(window[i], 0f);
            sums[i] = sum;
            best[i] = Math.max(best[i], sum);
        }
    }
}
