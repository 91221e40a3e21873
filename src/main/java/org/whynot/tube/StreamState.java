package org.whynot.tube;

/**
 * What a {@link TubeStream} remembers between two pieces of its maps: one frame, and the best tube so far.
 *
 * <p>Cells lie as in a {@link FrameSweep}, padding included, but without its guard. Each unit is written by one thread at
 * a time.
 */
final class StreamState {

    /** About how many cells a thread takes at a time. */
    private static final int TASK_CELLS = 1 << 17;

    final TubeSpace frame;
    final int radius;
    final Movement movement;
    final int sign;
    /** Units of a map: its layers and shapes, or one. */
    final int unitsPerMap;
    /** Units of all maps. */
    final int units;
    /** Cells of a unit. */
    final int unitStride;

    /** Largest sum of a tube that ends in a cell of the last frame. */
    final float[] sums;
    /** First frame of that tube; only where the sum is positive. */
    final int[] starts;

    /** Value of the best tube of a unit, of the scores times the sign. */
    final float[] bestValue;
    /** Its first frame. */
    final int[] bestStart;
    /** The frame after its last one. */
    final int[] bestEnd;
    /** Layer times P plus shape of its last cell. */
    final int[] bestPlane;

    /** Frames taken so far. */
    int frames;
    /** Whether no frame was taken since the beginning or the last restart. */
    boolean fresh = true;

    StreamState(TubeSpace frame, int radius, Movement movement, int sign, int maps) {
        this.frame = frame;
        this.radius = radius;
        this.movement = movement;
        this.sign = sign;
        unitsPerMap = movement == Movement.FIXED ? frame.layers() * frame.shapes() : 1;
        unitStride = new FrameSweep(frame, radius, movement, sign, 1).unitStride();
        long cells = (long) maps * unitsPerMap * unitStride;
        if (cells > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException("A frame of " + maps + " score maps of " + frame
                    + ", with its padding, does not fit one array. Search fewer maps at a time.");
        units = maps * unitsPerMap;
        sums = new float[(int) cells];
        starts = new int[(int) cells];
        bestValue = new float[units];
        bestStart = new int[units];
        bestEnd = new int[units];
        bestPlane = new int[units];
    }

    /** How many units make a piece of work. */
    int unitsPerTask(int chunkFrames) {
        return Math.max(1, TASK_CELLS / Math.multiplyExact(unitStride, chunkFrames));
    }

    /** The best tube of a map; of equal ones that of the smallest layer, then shape. */
    TubeSpan span(int map) {
        int best = map * unitsPerMap;
        for (int unit = best + 1; unit < (map + 1) * unitsPerMap; unit++)
            if (bestValue[unit] > bestValue[best]) best = unit;
        int plane = bestPlane[best];
        float value = sign > 0 ? bestValue[best] : 0f - bestValue[best]; // never -0
        return new TubeSpan(plane / frame.shapes(), plane % frame.shapes(), bestStart[best], bestEnd[best], value);
    }
}
