package org.whynot.tube;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/**
 * Finds the tube whose scores have the largest, or smallest, sum: the exact maximum subpath.
 *
 * <pre>{@code
 * TubeSearch search = new TubeSearch(1, Movement.FIXED);
 * TubeSpace space = new TubeSpace(2, 4, 16, 7, 7);       // layers, shapes, frames, rows, columns
 * Tube best = search.maximum(scores, 0, space);          // scores: float[2 * 4 * 16 * 7 * 7], row-major
 * Tube[] all = search.maxima(scores, attributes, space, threads, progress::isCancelled);
 * }</pre>
 *
 * <p>A tube has one cell in every frame of one run of consecutive frames; from a frame to the next its row and its column
 * each change by at most the radius k. With M the scores of one layer and shape, {@code s_1 = M_1}, {@code s_t = M_t +
 * relu(maxpool_{2k+1}(s_{t-1}))}, and the value is the maximum of s over all frames and cells: section 3.5 of Kanehira,
 * Takemoto, Inayoshi, Harada: <i>Multimodal Explanations by Predicting Counterfactuality in Videos</i>, CVPR 2019, after
 * Kadane's algorithm; layers and shapes are those of section 3.6. The minimum is that of the negated scores, negated.
 * Time is O(L P T H W log k), memory the sums of a few maps, or of one if it is large.
 *
 * <p>Sums are single precision, taken in time order, so a tube's {@link Tube#value()} is bit for bit the value found. Of
 * tubes with equal values, the one whose last cell has the smallest frame, then row, then column wins; the cell before it
 * is that of the largest sum in the window, of equals the one with the smallest row, then column; and a tube goes back to
 * an earlier frame only for a positive sum. Among the layers and shapes of a map the smaller layer, then the smaller
 * shape wins; under {@link Movement#ADJACENT}, where a tube moves through them, they come before row and column in the
 * order just given. -0 counts as 0.
 *
 * <p>Maps that are too long to be in memory as a whole are searched by {@link #streamOfMaxima}.
 *
 * <p>Scores may be infinite. A NaN, or infinities of opposite sign that meet in a sum, are refused, naming the map and
 * the cell. Immutable, so safe for use by several threads.
 */
public final class TubeSearch {

    /** About how many cells a thread takes at a time. */
    private static final int TASK_CELLS = 1 << 17;

    private final int radius;
    private final Movement movement;

    /**
     * A search for tubes that move like this.
     *
     * @param radius k: how many cells row and column may each change by from a frame to the next; 0 or more
     * @param movement whether a tube keeps its layer and shape
     * @throws IllegalArgumentException if the radius is negative
     */
    public TubeSearch(int radius, Movement movement) {
        if (radius < 0)
            throw new IllegalArgumentException("The radius is " + radius
                    + ", but a tube cannot move by fewer than 0 cells a frame. Give 0 or more.");
        this.radius = radius;
        this.movement = Objects.requireNonNull(movement, "movement");
    }

    /**
     * The tube with the largest sum in one score map.
     *
     * @param scores holds the map {@code [L, P, T, H, W]}, row-major
     * @param offset index of the map's first cell in the array
     * @param space the size of the map
     * @throws IllegalArgumentException if the map does not lie within the array, or has no value because of a NaN
     * @throws CancellationException if the thread is interrupted
     */
    public Tube maximum(float[] scores, int offset, TubeSpace space) {
        return tubes(scores, offset, 1, space, 1, 1, () -> false)[0];
    }

    /**
     * The tube with the smallest sum in one score map; see {@link #maximum(float[], int, TubeSpace)}.
     *
     * @param scores holds the map {@code [L, P, T, H, W]}, row-major
     * @param offset index of the map's first cell in the array
     * @param space the size of the map
     * @throws IllegalArgumentException if the map does not lie within the array, or has no value because of a NaN
     * @throws CancellationException if the thread is interrupted
     */
    public Tube minimum(float[] scores, int offset, TubeSpace space) {
        return tubes(scores, offset, 1, space, -1, 1, () -> false)[0];
    }

    /**
     * The tube with the largest sum in each of several score maps: over its layers, shapes and tubes. The result does
     * not depend on the number of threads.
     *
     * @param scores the maps {@code [count, L, P, T, H, W]}, row-major, from index 0
     * @param count number of maps, 0 or more
     * @param space the size of one map
     * @param threads how many to use, 1 or more; the calling thread is one of them
     * @param cancelled asked every few milliseconds, from any of the threads, whether to stop
     * @return a tube a map
     * @throws IllegalArgumentException if the array is too short, a number is out of range, or a map has no value because
     *     of a NaN (the first such map is named)
     * @throws CancellationException if cancelled, or if the calling thread is interrupted
     */
    public Tube[] maxima(float[] scores, int count, TubeSpace space, int threads, BooleanSupplier cancelled) {
        return tubes(scores, 0, count, space, 1, threads, cancelled);
    }

    /**
     * The tube with the smallest sum in each of several score maps; see {@link #maxima}.
     *
     * @param scores the maps {@code [count, L, P, T, H, W]}, row-major, from index 0
     * @param count number of maps, 0 or more
     * @param space the size of one map
     * @param threads how many to use, 1 or more; the calling thread is one of them
     * @param cancelled asked every few milliseconds, from any of the threads, whether to stop
     * @return a tube a map
     * @throws IllegalArgumentException if the array is too short, a number is out of range, or a map has no value because
     *     of a NaN (the first such map is named)
     * @throws CancellationException if cancelled, or if the calling thread is interrupted
     */
    public Tube[] minima(float[] scores, int count, TubeSpace space, int threads, BooleanSupplier cancelled) {
        return tubes(scores, 0, count, space, -1, threads, cancelled);
    }

    /**
     * The largest sum of a tube in each of several score maps, without the tubes: in less time and memory than {@link
     * #maxima}, and bit for bit the same values.
     *
     * @param scores the maps {@code [count, L, P, T, H, W]}, row-major, from index 0
     * @param count number of maps, 0 or more
     * @param space the size of one map
     * @param threads how many to use, 1 or more; the calling thread is one of them
     * @param cancelled asked every few milliseconds, from any of the threads, whether to stop
     * @return a value a map
     * @throws IllegalArgumentException if the array is too short, a number is out of range, or a map has no value because
     *     of a NaN (the first such map is named)
     * @throws CancellationException if cancelled, or if the calling thread is interrupted
     */
    public float[] maximumValues(float[] scores, int count, TubeSpace space, int threads, BooleanSupplier cancelled) {
        float[] values = new float[requireMaps(scores, 0, count, space)];
        search(scores, 0, space, 1, threads, cancelled, values, null);
        return values;
    }

    /**
     * A search for the tubes with the largest sums in score maps that come piece by piece in time.
     *
     * @param count number of maps, 0 or more
     * @param space the size of a piece of one map; its frames do not count
     * @throws IllegalArgumentException if the count is negative, or one frame of all maps does not fit an array
     */
    public TubeStream streamOfMaxima(int count, TubeSpace space) {
        return new TubeStream(this, count, space, 1);
    }

    /**
     * A search for the tubes with the smallest sums in score maps that come piece by piece in time.
     *
     * @param count number of maps, 0 or more
     * @param space the size of a piece of one map; its frames do not count
     * @throws IllegalArgumentException if the count is negative, or one frame of all maps does not fit an array
     */
    public TubeStream streamOfMinima(int count, TubeSpace space) {
        return new TubeStream(this, count, space, -1);
    }

    int radius() {
        return radius;
    }

    Movement movement() {
        return movement;
    }

    /**
     * The tube with the largest sum in a score map given as an image, of any ImgLib2 kind, views included.
     *
     * @param scores axes X (column), Y (row), T, or X, Y, T, shape, layer; values are read in single precision. Rows,
     *     columns and frames of the tube count from the image's minimum, wherever that lies.
     * @throws IllegalArgumentException if the image has another number of axes, is empty, does not fit one array, or has
     *     no value because of a NaN
     * @throws CancellationException if the thread is interrupted
     */
    public Tube maximum(RandomAccessibleInterval<? extends RealType<?>> scores) {
        TubeSpace space = space(scores);
        return maximum(read(scores, space), 0, space);
    }

    /**
     * The tube with the smallest sum in a score map given as an image; see {@link #maximum(RandomAccessibleInterval)}.
     *
     * @param scores axes X (column), Y (row), T, or X, Y, T, shape, layer
     * @throws IllegalArgumentException if the image has another number of axes, is empty, does not fit one array, or has
     *     no value because of a NaN
     * @throws CancellationException if the thread is interrupted
     */
    public Tube minimum(RandomAccessibleInterval<? extends RealType<?>> scores) {
        TubeSpace space = space(scores);
        return minimum(read(scores, space), 0, space);
    }

    private Tube[] tubes(
            float[] scores, int offset, int count, TubeSpace space, int sign, int threads, BooleanSupplier cancelled) {
        Tube[] tubes = new Tube[requireMaps(scores, offset, count, space)];
        search(scores, offset, space, sign, threads, cancelled, new float[count], tubes);
        return tubes;
    }

    private void search(
            float[] scores,
            int offset,
            TubeSpace space,
            int sign,
            int threads,
            BooleanSupplier cancelled,
            float[] values,
            Tube[] tubes) {
        if (threads < 1)
            throw new IllegalArgumentException("The search cannot run on " + threads + " threads. Give 1 or more.");
        Objects.requireNonNull(cancelled, "cancelled");
        int count = values.length;
        int step = Math.max(1, TASK_CELLS / space.size());
        int tasks = (int) (((long) count + step - 1) / step);
        Parallel.run(tasks, threads, cancelled, stop -> {
            MapSearch search = new MapSearch(
                    scores, offset, space, radius, movement, sign, tubes != null, Math.min(step, count), stop);
            return task -> {
                int first = task * step;
                search.search(first, first + Math.min(step, count - first), values, tubes);
            };
        });
    }

    private static int requireMaps(float[] scores, int offset, int count, TubeSpace space) {
        if (count < 0) throw new IllegalArgumentException("There cannot be " + count + " score maps.");
        if (offset < 0) throw new IllegalArgumentException("A score map cannot begin at index " + offset + ".");
        long end = offset + (long) count * space.size();
        if (end > scores.length)
            throw new IllegalArgumentException(count + " score maps of " + space + " from index " + offset + " need "
                    + end + " numbers, but the array holds " + scores.length + ".");
        return count;
    }

    private static TubeSpace space(RandomAccessibleInterval<?> scores) {
        int axes = scores.numDimensions();
        if (axes != 3 && axes != 5)
            throw new IllegalArgumentException(
                    "A score map has the axes X, Y, T, or X, Y, T, shape, layer, but this image has " + axes
                            + " axes.");
        int[] size = new int[] {1, 1, 1, 1, 1};
        for (int d = 0; d < axes; d++) {
            if (scores.dimension(d) > Integer.MAX_VALUE)
                throw new IllegalArgumentException("Axis " + d + " of the score map has " + scores.dimension(d)
                        + " cells, which does not fit one array.");
            size[d] = (int) scores.dimension(d);
        }
        return new TubeSpace(size[4], size[3], size[2], size[1], size[0]);
    }

    private static float[] read(RandomAccessibleInterval<? extends RealType<?>> scores, TubeSpace space) {
        float[] flat = new float[space.size()];
        int i = 0;
        for (RealType<?> score : Views.flatIterable(scores)) flat[i++] = score.getRealFloat();
        return flat;
    }
}
