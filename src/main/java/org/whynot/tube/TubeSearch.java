package org.whynot.tube;

import java.util.List;
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
 * TubeSearch search = new TubeSearch(1);
 * TubeSpace space = new TubeSpace(4, 16, 7, 7);            // shapes, frames, rows, columns
 * Tube best = search.maximum(scores, 0, space);          // scores: float[4 * 16 * 7 * 7], row-major
 * Tube[] all = search.maxima(scores, attributes, space, threads, progress::isCancelled);
 * }</pre>
 *
 * <p>A tube has one cell in every frame of one run of consecutive frames; from a frame to the next its row and its column
 * each change by at most the radius k. With M the scores of one shape, {@code s_1 = M_1}, {@code s_t = M_t +
 * relu(maxpool_{2k+1}(s_{t-1}))}, and the value is the maximum of s over all frames and cells: section 3.5 of Kanehira,
 * Takemoto, Inayoshi, Harada: <i>Multimodal Explanations by Predicting Counterfactuality in Videos</i>, CVPR 2019, after
 * Kadane's algorithm; shapes are those of section 3.6. The minimum is that of the negated scores, negated.
 * Time is O(P T H W log k), memory the sums of a few maps, or of one if it is large.
 *
 * <p>Sums are single precision, taken in time order, so a tube's {@link Tube#value()} is bit for bit the value found. Of
 * tubes with equal values, the one whose last cell has the smallest frame, then row, then column wins; the cell before it
 * is that of the largest sum in the window, of equals the one with the smallest row, then column; and a tube goes back to
 * an earlier frame only for a positive sum. Among the shapes of a map the smaller one wins. -0 counts as 0.
 *
 * <p>Maps are those of one feature layer. Where there are several layers, each on a grid of its own, every layer is searched
 * and the best tube of all taken, of equals that of the first layer: {@link #maxima(List, int, BooleanSupplier)}.
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

    /**
     * A search for tubes that move like this.
     *
     * @param radius k: how many cells row and column may each change by from a frame to the next; 0 or more
     * @throws IllegalArgumentException if the radius is negative
     */
    public TubeSearch(int radius) {
        if (radius < 0)
            throw new IllegalArgumentException("The radius is " + radius
                    + ", but a tube cannot move by fewer than 0 cells a frame. Give 0 or more.");
        this.radius = radius;
    }

    /**
     * The tube with the largest sum in one score map.
     *
     * @param scores holds the map {@code [P, T, H, W]}, row-major
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
     * @param scores holds the map {@code [P, T, H, W]}, row-major
     * @param offset index of the map's first cell in the array
     * @param space the size of the map
     * @throws IllegalArgumentException if the map does not lie within the array, or has no value because of a NaN
     * @throws CancellationException if the thread is interrupted
     */
    public Tube minimum(float[] scores, int offset, TubeSpace space) {
        return tubes(scores, offset, 1, space, -1, 1, () -> false)[0];
    }

    /**
     * The tube with the largest sum in each of several score maps: over its shapes and tubes. The result does
     * not depend on the number of threads.
     *
     * @param scores the maps {@code [count, P, T, H, W]}, row-major, from index 0
     * @param count number of maps, 0 or more
     * @param space the size of one map
     * @param threads how many to use, 1 or more; the calling thread is one of them
     * @param cancelled asked every few milliseconds, from any of the threads, whether to stop
     * @return one tube per map
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
     * @param scores the maps {@code [count, P, T, H, W]}, row-major, from index 0
     * @param count number of maps, 0 or more
     * @param space the size of one map
     * @param threads how many to use, 1 or more; the calling thread is one of them
     * @param cancelled asked every few milliseconds, from any of the threads, whether to stop
     * @return one tube per map
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
     * @param scores the maps {@code [count, P, T, H, W]}, row-major, from index 0
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
     * The tube with the largest sum of each map over several feature layers.
     *
     * @param layers the maps of every layer, of the same number of maps, at least one layer
     * @param threads how many to use, 1 or more; the calling thread is one of them
     * @param cancelled asked every few milliseconds, from any of the threads, whether to stop
     * @return a tube per map, in frames and cells of its layer; of equals that of the first layer
     * @throws IllegalArgumentException if a number is out of range, or a map has no value because of a NaN
     * @throws CancellationException if cancelled, or if the calling thread is interrupted
     */
    public Tube[] maxima(List<ScoreMaps> layers, int threads, BooleanSupplier cancelled) {
        return best(layers, 1, threads, cancelled);
    }

    /**
     * The tube with the smallest sum of each map over several feature layers; see {@link #maxima(List, int,
     * BooleanSupplier)}.
     *
     * @param layers the maps of every layer, of the same number of maps, at least one layer
     * @param threads how many to use, 1 or more; the calling thread is one of them
     * @param cancelled asked every few milliseconds, from any of the threads, whether to stop
     * @return a tube per map, in frames and cells of its layer; of equals that of the first layer
     * @throws IllegalArgumentException if a number is out of range, or a map has no value because of a NaN
     * @throws CancellationException if cancelled, or if the calling thread is interrupted
     */
    public Tube[] minima(List<ScoreMaps> layers, int threads, BooleanSupplier cancelled) {
        return best(layers, -1, threads, cancelled);
    }

    private Tube[] best(List<ScoreMaps> layers, int sign, int threads, BooleanSupplier cancelled) {
        Tube[] best = new Tube[layers.get(0).count()];
        for (int layer = 0; layer < layers.size(); layer++) {
            ScoreMaps maps = layers.get(layer);
            Tube[] found = tubes(maps.values(), 0, maps.count(), maps.space(), sign, threads, cancelled);
            for (int i = 0; i < best.length; i++)
                if (best[i] == null || sign * found[i].value() > sign * best[i].value())
                    best[i] = found[i].inLayer(layer);
        }
        return best;
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

    /**
     * The tube with the largest sum in a score map given as an image, of any ImgLib2 kind, views included.
     *
     * @param scores axes X (column), Y (row), T, or X, Y, T, shape; values are read in single precision. Rows,
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
     * @param scores axes X (column), Y (row), T, or X, Y, T, shape
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
            int kept = tubes != null ? space.frames() : 1;
            PlaneSearch search = new PlaneSearch(
                    scores, offset, space, radius, sign, kept, Math.min(step, count) * space.shapes(), stop);
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
        if (axes != 3 && axes != 4)
            throw new IllegalArgumentException(
                    "A score map has the axes X, Y, T, or X, Y, T, shape, but this image has " + axes + " axes.");
        int[] size = {1, 1, 1, 1};
        for (int d = 0; d < axes; d++) {
            if (scores.dimension(d) > Integer.MAX_VALUE)
                throw new IllegalArgumentException("Axis " + d + " of the score map has " + scores.dimension(d)
                        + " cells, which does not fit one array.");
            size[d] = (int) scores.dimension(d);
        }
        return new TubeSpace(size[3], size[2], size[1], size[0]);
    }

    private static float[] read(RandomAccessibleInterval<? extends RealType<?>> scores, TubeSpace space) {
        float[] flat = new float[space.size()];
        int i = 0;
        for (RealType<?> score : Views.flatIterable(scores)) flat[i++] = score.getRealFloat();
        return flat;
    }
}
