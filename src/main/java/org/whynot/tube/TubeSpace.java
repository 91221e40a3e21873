package org.whynot.tube;

/**
 * The size of a score map {@code [P, T, H, W]} of one feature layer, row-major: what a tube can move in.
 *
 * @param shapes region shapes (P)
 * @param frames steps of the feature map in time (T)
 * @param rows cells down (H)
 * @param columns cells across (W)
 */
public record TubeSpace(int shapes, int frames, int rows, int columns) {

    /** @throws IllegalArgumentException if a number is below 1 or their product does not fit an array */
    public TubeSpace {
        long size = 1;
        for (int n : new int[] {shapes, frames, rows, columns}) {
            if (n < 1)
                throw new IllegalArgumentException("A score map needs at least one shape, frame, row and column: ["
                        + shapes + ", " + frames + ", " + rows + ", " + columns + "].");
            size = Math.multiplyExact(size, (long) n);
        }
        if (size > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException("A score map of " + size + " cells does not fit one array.");
    }

    /** One shape: {@code [T, H, W]}. */
    public static TubeSpace of(int frames, int rows, int columns) {
        return new TubeSpace(1, frames, rows, columns);
    }

    /** The same with another number of frames. */
    public TubeSpace withFrames(int number) {
        return new TubeSpace(shapes, number, rows, columns);
    }

    /** Number of cells: P * T * H * W. */
    public int size() {
        return shapes * frames * rows * columns;
    }

    /** Cells of one frame of one shape: H * W. */
    public int cellsPerFrame() {
        return rows * columns;
    }
}
