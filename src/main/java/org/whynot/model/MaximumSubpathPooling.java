package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import org.whynot.tube.Movement;

/**
 * The maximum-subpath pooling layer on arrays (section 3.5, figure 3): the largest sum over all tubes, with its gradient.
 *
 * <pre>{@code
 * NDArray best = new MaximumSubpathPooling(1, Movement.FIXED).maximum(maps); // [N, L, P, T, H, W] -> [N]
 * }</pre>
 *
 * <p>{@code s_1 = M_1, s_t = M_t + relu(maxpool(s_{t-1}))}, the value is the largest s anywhere. Its derivative with respect to
 * M is 1 on the tube and 0 elsewhere; ties give the tube that {@link org.whynot.tube.TubeSearch} gives. It costs O(T H W) a
 * map, as many small operations as there are frames, and runs wherever the arrays live; for inference on the CPU the search
 * in {@code org.whynot.tube} is several times faster.
 */
public final class MaximumSubpathPooling {

    private final int radius;
    private final Movement movement;

    /**
     * @param radius cells that row and column may change by from a frame to the next (k), at least 0
     * @param movement whether layer and shape may change too
     */
    public MaximumSubpathPooling(int radius, Movement movement) {
        if (radius < 0) throw new IllegalArgumentException("The radius must be at least 0, it is " + radius + ".");
        this.radius = radius;
        this.movement = movement;
    }

    /**
     * The largest sum over all tubes of each map.
     *
     * @param maps {@code [N, L, P, T, H, W]}
     * @return {@code [N]}
     * @throws IllegalArgumentException if the array has another number of axes
     */
    public NDArray maximum(NDArray maps) {
        Shape shape = maps.getShape();
        if (shape.dimension() != 6)
            throw new IllegalArgumentException("Score maps must be [N, L, P, T, H, W], not " + shape + ".");
        long n = shape.get(0);
        long frames = shape.get(3);
        NDList sums = new NDList();
        NDArray sum = null;
        for (long t = 0; t < frames; t++) {
            NDArray frame = maps.get(new NDIndex(":, :, :, {}:{}", t, t + 1));
            sum = sum == null ? frame : frame.add(Activation.relu(neighbourhood(sum)));
            sums.add(sum);
        }
        // Concatenating a single array would cut its gradient.
        NDArray all = frames == 1 ? sum : NDArrays.concat(sums, 3);
        // Axes in the order in which ties are decided: the map before the frame when a tube keeps its map.
        if (movement == Movement.ADJACENT) all = all.transpose(0, 3, 1, 2, 4, 5);
        return all.reshape(n, -1).max(new int[] {1});
    }

    /**
     * The smallest sum over all tubes of each map.
     *
     * @param maps {@code [N, L, P, T, H, W]}
     * @return {@code [N]}
     */
    public NDArray minimum(NDArray maps) {
        return maximum(maps.neg()).neg();
    }

    /** The largest value in the window round each cell; {@code [N, L, P, 1, H, W]} to the same shape. */
    private NDArray neighbourhood(NDArray sum) {
        Shape shape = sum.getShape();
        long n = shape.get(0);
        long layers = shape.get(1);
        long shapes = shape.get(2);
        long rows = shape.get(4);
        long columns = shape.get(5);
        if (movement == Movement.FIXED) {
            NDArray plane = sum.reshape(n * layers * shapes, 1, rows, columns);
            return window(plane, 1).reshape(shape);
        }
        NDArray volume = sum.reshape(n * layers, shapes, rows, columns);
        NDArray acrossShapes = window(volume.reshape(n * layers, 1, shapes, rows, columns), 2);
        NDArray lines = acrossShapes.reshape(n, 1, layers, shapes * rows * columns);
        return Pool.maxPool2d(lines, new Shape(3, 1), new Shape(1, 1), new Shape(1, 0), false)
                .reshape(shape);
    }

    private NDArray window(NDArray x, int leading) {
        int side = 2 * radius + 1;
        if (leading == 1)
            return Pool.maxPool2d(x, new Shape(side, side), new Shape(1, 1), new Shape(radius, radius), false);
        return Pool.maxPool3d(x, new Shape(3, side, side), new Shape(1, 1, 1), new Shape(1, radius, radius), false);
    }
}
