package org.whynot.tube;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Searches score maps one after another, on one thread, with scratch memory that is made once.
 *
 * <p>The sums of all frames are kept and the path is followed backwards from its end, looking for the predecessor only
 * there: cheaper than noting one for every cell. Where only values are wanted, two frames of sums suffice.
 */
final class MapSearch {

    /** Cells between two looks at whether to stop: below a millisecond of work. */
    private static final int POLL_CELLS = 1 << 18;

    private final float[] scores;
    private final int offset;
    private final TubeSpace space;
    private final int radius;
    private final Movement movement;
    private final int sign;
    private final BooleanSupplier cancelled;

    private final int unitsPerMap;
    private final int planeSize;
    private final int unitSize;
    private final FrameSweep sweep;
    private final float[][] sums;
    private final int[] path;
    private final boolean exact;
    private MapSearch careful;
    private int sincePoll = POLL_CELLS;

    /**
     * @param scores maps {@code [L, P, T, H, W]} one after another
     * @param offset of the first map
     * @param space the size of one map
     * @param radius cells that row and column may each change by
     * @param movement of layer and shape
     * @param sign 1 for the maximum, -1 for the maximum of the negated scores
     * @param tubes whether tubes will be asked for, or values only
     * @param mostMaps how many maps will be searched in one call at most
     * @param cancelled whether to stop
     */
    MapSearch(
            float[] scores,
            int offset,
            TubeSpace space,
            int radius,
            Movement movement,
            int sign,
            boolean tubes,
            int mostMaps,
            BooleanSupplier cancelled) {
        this(scores, offset, space, radius, movement, sign, tubes ? space.frames() : 2, mostMaps, false, cancelled);
    }

    private MapSearch(
            float[] scores,
            int offset,
            TubeSpace space,
            int radius,
            Movement movement,
            int sign,
            int kept,
            int mostMaps,
            boolean exact,
            BooleanSupplier cancelled) {
        this.scores = scores;
        this.offset = offset;
        this.space = space;
        this.radius = radius;
        this.movement = movement;
        this.sign = sign;
        this.exact = exact;
        this.cancelled = cancelled;
        unitsPerMap = movement == Movement.FIXED ? space.layers() * space.shapes() : 1;
        planeSize = space.frames() * space.cellsPerFrame();
        unitSize = space.size() / unitsPerMap;
        sweep = new FrameSweep(space, radius, movement, sign, mostMaps * unitsPerMap);
        sums = new float[Math.min(kept, space.frames())][];
        for (int i = 0; i < sums.length; i++) sums[i] = sweep.newSums();
        path = new int[space.frames()];
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
        int end = last * unitsPerMap;
        for (int unit = first * unitsPerMap; unit < end; ) {
            int units = Math.min(sweep.capacity(), end - unit);
            run(unit, units);
            for (int u = 0; u < units; ) {
                int map = (unit + u) / unitsPerMap;
                int mapBegin = map * unitsPerMap - unit;
                int mapEnd = Math.min(units, mapBegin + unitsPerMap);
                int best = -1;
                for (; u < mapEnd; u++) {
                    float value = value(unit, u);
                    // The first unit of a map always counts, even with a value of minus infinity.
                    if (u == mapBegin || value > values[map]) {
                        values[map] = value;
                        best = u;
                    }
                }
                if (tubes != null && best >= 0) tubes[map] = tube(unit, best);
            }
            unit += units;
        }
    }

    /** Sweeps over all frames of some units. */
    private void run(int firstUnit, int units) {
        int base = offset + firstUnit * unitSize;
        for (int t = 0; t < space.frames(); t++) {
            sincePoll += sweep.length(units);
            if (sincePoll >= POLL_CELLS) {
                sincePoll = 0;
                if (cancelled.getAsBoolean()) throw new CancellationException("The tube search was cancelled.");
            }
            sweep.load(scores, base + t * space.cellsPerFrame(), planeSize, units);
            float[] next = sums[t % sums.length];
            if (t == 0) sweep.start(next, units);
            else sweep.advance(sums[(t - 1) % sums.length], next, units);
            if (exact) sweep.clearPadding(next, units);
        }
    }

    private float value(int firstUnit, int u) {
        float value = sweep.bestOfUnit(u);
        return Float.isNaN(value) ? careful().runCarefully(firstUnit + u) : value;
    }

    private Tube tube(int firstUnit, int u) {
        float value = sweep.bestOfUnit(u);
        if (!Float.isNaN(value)) return trace(firstUnit + u, u, value);
        value = careful().runCarefully(firstUnit + u);
        return careful().trace(firstUnit + u, 0, value);
    }

    /** For a unit whose value came out as NaN: either there is a NaN, or only infinity met the padding. */
    private MapSearch careful() {
        if (careful == null)
            careful = new MapSearch(scores, offset, space, radius, movement, sign, space.frames(), 1, true, cancelled);
        return careful;
    }

    private float runCarefully(int unit) {
        run(unit, 1);
        float value = sweep.bestOfUnit(0);
        if (!Float.isNaN(value)) return value;
        for (int t = 0; t < space.frames(); t++)
            for (int i = sweep.index(0, 0, 0, 0, 0); i < sweep.length(1); i++)
                if (Float.isNaN(sums[t][i])) throw notANumber(unit, t, i);
        throw new AssertionError("A value was NaN, but no sum is.");
    }

    private IllegalArgumentException notANumber(int unit, int t, int index) {
        return notANumber(
                scores[position(unit, t, index)],
                unit / unitsPerMap,
                layer(unit, index),
                shape(unit, index),
                t,
                sweep.row(index),
                sweep.column(index));
    }

    /** Why a map has no best tube: the sum at this cell is not a number, and maybe the score is not either. */
    static IllegalArgumentException notANumber(
            float score, int map, int layer, int shape, int frame, int row, int column) {
        String where = "layer " + layer + ", shape " + shape + ", frame " + frame + ", row " + row + ", column "
                + column + " of map " + map + " (counted from 0)";
        String what = Float.isNaN(score)
                ? "The score at " + where + " is not a number (NaN)"
                : "Infinite scores of opposite sign meet at " + where + ", and their sum is not a number (NaN)";
        return new IllegalArgumentException(
                what + ", so there is no best tube. Check the video's pixels and the model's weights.");
    }

    /** Follows a path of this value backwards from its end. */
    private Tube trace(int unit, int u, float value) {
        int first = sweep.index(u, 0, 0, 0, 0);
        int last = sweep.index(u + 1, 0, 0, 0, 0);
        int end = space.frames();
        int cell = -1;
        // Never padding: its sum is minus infinity, and if that is the value, the first cell has it in frame 0.
        for (int i = first; i < last; i++)
            if (sweep.best(i) == value)
                for (int t = 0; t < end; t++)
                    if (sums[t][i] == value) {
                        end = t;
                        cell = i;
                    }
        int start = end;
        path[end] = cell;
        while (start > 0) {
            cell = sweep.predecessor(sums[start - 1], cell);
            if (cell < 0) break;
            path[--start] = cell;
        }
        return build(unit, start, end - start + 1);
    }

    private Tube build(int unit, int start, int length) {
        int[] layers = new int[length];
        int[] shapes = new int[length];
        int[] rows = new int[length];
        int[] columns = new int[length];
        float[] contributions = new float[length];
        for (int i = 0; i < length; i++) {
            int cell = path[start + i];
            layers[i] = layer(unit, cell);
            shapes[i] = shape(unit, cell);
            rows[i] = sweep.row(cell);
            columns[i] = sweep.column(cell);
            contributions[i] = scores[position(unit, start + i, cell)];
        }
        return new Tube(start, layers, shapes, rows, columns, contributions);
    }

    private int layer(int unit, int index) {
        return movement == Movement.FIXED ? unit % unitsPerMap / space.shapes() : sweep.layer(index);
    }

    private int shape(int unit, int index) {
        return movement == Movement.FIXED ? unit % space.shapes() : sweep.shape(index);
    }

    /** Where the score of a cell lies in the array. */
    private int position(int unit, int t, int index) {
        int plane = sweep.layer(index) * space.shapes() + sweep.shape(index);
        return offset
                + unit * unitSize
                + plane * planeSize
                + t * space.cellsPerFrame()
                + sweep.row(index) * space.columns()
                + sweep.column(index);
    }
}
