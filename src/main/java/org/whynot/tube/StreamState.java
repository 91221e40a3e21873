package org.whynot.tube;

/**
 * What a {@link TubeStream} remembers between two pieces of its maps: one frame, and the best tube so far.
 *
 * <p>Cells lie as in a {@link FrameSweep}, padding included, but without its guard. Each plane is written by one thread at
 * a time.
 */
final class StreamState {

    /** About how many cells a thread takes at a time. */
    private static final int TASK_CELLS = 1 << 17;

    final TubeSpace frame;
    final int radius;
    final int sign;
    /** Planes of all maps: their number times P. */
    final int planes;
    /** Cells of a plane. */
    final int planeStride;

    /** Largest sum of a tube that ends in a cell of the last frame. */
    final float[] sums;
    /** First frame of that tube; only where the sum is positive. */
    final int[] starts;

    /** Value of the best tube of a plane, of the scores times the sign. */
    final float[] bestValue;
    /** Its first frame. */
    final int[] bestStart;
    /** The frame after its last one. */
    final int[] bestEnd;

    /** Frames taken so far. */
    int frames;
    /** Whether no frame was taken since the beginning or the last restart. */
    boolean fresh = true;

    StreamState(TubeSpace frame, int radius, int sign, int maps) {
        this.frame = frame;
        this.radius = radius;
        this.sign = sign;
        planeStride = new FrameSweep(frame, radius, sign, 1).planeStride();
        long cells = (long) maps * frame.shapes() * planeStride;
        if (cells > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException("A frame of " + maps + " score maps of " + frame
                    + ", with its padding, does not fit one array. Search fewer maps at a time.");
        planes = maps * frame.shapes();
        sums = new float[(int) cells];
        starts = new int[(int) cells];
        bestValue = new float[planes];
        bestStart = new int[planes];
        bestEnd = new int[planes];
    }

    /** How many planes make a piece of work. */
    int planesPerTask(int chunkFrames) {
        return Math.max(1, TASK_CELLS / Math.multiplyExact(planeStride, chunkFrames));
    }

    /** The best tube of a map; of equal ones that of the smallest shape. */
    TubeSpan span(int map) {
        int first = map * frame.shapes();
        int best = first;
        for (int plane = first + 1; plane < first + frame.shapes(); plane++)
            if (bestValue[plane] > bestValue[best]) best = plane;
        float value = sign > 0 ? bestValue[best] : 0f - bestValue[best]; // never -0
        return new TubeSpan(0, best - first, bestStart[best], bestEnd[best], value);
    }
}
