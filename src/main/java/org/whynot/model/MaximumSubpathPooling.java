package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;

/**
 * The maximum-subpath pooling layer on arrays (section 3.5, figure 3): the largest sum over all tubes, with its gradient.
 *
 * <pre>{@code
 * NDArray best = new MaximumSubpathPooling(1).maximum(new NDList(maps)); // [N, P, T, H, W] per layer -> [N]
 * }</pre>
 *
 * <p>{@code s_1 = M_1, s_t = M_t + relu(maxpool(s_{t-1}))}, the value is the largest s anywhere. Its derivative with respect to
 * M is 1 on the tube and 0 elsewhere; ties give the tube that {@link org.whynot.tube.TubeSearch} gives. It costs O(T H W) a
 * map, as many small operations as there are frames, and runs wherever the arrays live; for inference on the CPU the search
 * in {@code org.whynot.tube} is several times faster.
 */
public final class MaximumSubpathPooling {

    private final int radius;

    /** @param radius cells that row and column may change by from a frame to the next (k), at least 0 */
    public MaximumSubpathPooling(int radius) {
        if (radius < 0) throw new IllegalArgumentException("The radius must be at least 0, it is " + radius + ".");
        this.radius = radius;
    }

    /**
     * The largest sum over all tubes of each map, over all layers.
     *
     * @param layers {@code [N, P, T, H, W]} for each feature layer, each with a T, H and W of its own
     * @return {@code [N]}
     * @throws IllegalArgumentException if an array has another number of axes
     */
    public NDArray maximum(NDList layers) {
        NDList sums = new NDList();
        for (NDArray maps : layers) sums.add(sums(maps));
        // Concatenating a single array would cut its gradient.
        NDArray all = sums.size() == 1 ? sums.get(0) : NDArrays.concat(sums, 1);
        return all.max(new int[] {1});
    }

    /** The largest sum of a tube that ends in each cell, {@code [N, P, T, H, W]} to {@code [N, P T H W]}. */
    private NDArray sums(NDArray maps) {
        Shape shape = maps.getShape();
        if (shape.dimension() != 5)
            throw new IllegalArgumentException("Score maps must be [N, P, T, H, W], not " + shape + ".");
        long frames = shape.get(2);
        NDList sums = new NDList();
        NDArray sum = null;
        for (long t = 0; t < frames; t++) {
            NDArray frame = maps.get(new NDIndex(":, :, {}:{}", t, t + 1));
            sum = sum == null ? frame : frame.add(Activation.relu(neighbourhood(sum)));
            sums.add(sum);
        }
        NDArray all = frames == 1 ? sum : NDArrays.concat(sums, 2);
        return all.reshape(shape.get(0), -1);
    }

    /**
     * The smallest sum over all tubes of each map, over all layers.
     *
     * @param layers {@code [N, P, T, H, W]} for each feature layer
     * @return {@code [N]}
     */
    public NDArray minimum(NDList layers) {
        NDList negated = new NDList();
        for (NDArray maps : layers) negated.add(maps.neg());
        return maximum(negated).neg();
    }

    /** The largest value in the window round each cell; {@code [N, P, 1, H, W]} to the same shape. */
    private NDArray neighbourhood(NDArray sum) {
        Shape shape = sum.getShape();
        int side = 2 * radius + 1;
        NDArray planes = sum.reshape(shape.get(0) * shape.get(1), 1, shape.get(3), shape.get(4));
        return Pool.maxPool2d(planes, new Shape(side, side), new Shape(1, 1), new Shape(radius, radius), false)
                .reshape(shape);
    }
}
