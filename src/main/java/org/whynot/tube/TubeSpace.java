package org.whynot.tube;

/**
 * The size of a score map {@code [L, P, T, H, W]}, row-major: what a tube can move in.
 *
 * @param layers feature layers (L)
 * @param shapes region shapes (P)
 * @param frames sampled frames (T)
 * @param rows cells down (H)
 * @param columns cells across (W)
 */
public record TubeSpace(int layers, int shapes, int frames, int rows, int columns) {

    /** @throws IllegalArgumentException if a number is below 1 or their product does not fit an array */
    public TubeSpace {
        long size = 1;
        for (int n : new int[] {layers, shapes, frames, rows, columns}) {
            if (n < 1)
                throw new IllegalArgumentException(
                        "A score map needs at least one layer, shape, frame, row and column: [" + layers + ", " + shapes
                                + ", " + frames + ", " + rows + ", " + columns + "].");
            size = Math.multiplyExact(size, (long) n);
        }
        if (size > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException("A score map of " + size + " cells does not fit one array.");
    }

    /** One layer and one shape: {@code [T, H, W]}. */
    public static TubeSpace of(int frames, int rows, int columns) {
        return new TubeSpace(1, 1, frames, rows, columns);
    }

    /** Number of cells: L * P * T * H * W. */
    public int size() {
        return layers * shapes * frames * rows * columns;
    }

    /** Cells of one frame of one layer and shape: H * W. */
    public int cellsPerFrame() {
        return rows * columns;
    }
}
