package org.whynot.tube;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws tubes for comparison: of the same layer, shape and length as a given one, from a random frame and cell on, moving at
 * random; or standing still at a given place.
 */
public final class RandomTubes {

    private final TubeSpace space;
    private final int radius;

    /**
     * @param space the score map {@code [P, T, H, W]} of the layer that the tubes are in
     * @param radius cells that row and column may each change by from a frame to the next
     */
    public RandomTubes(TubeSpace space, int radius) {
        this.space = space;
        this.radius = radius;
    }

    /**
     * The cells of a random tube, whose contributions are left 0.
     *
     * @param like whose layer, shape and length it gets
     * @param random the source of chance
     */
    public Tube draw(Tube like, SplittableRandom random) {
        int length = like.length();
        int start = random.nextInt(space.frames() - length + 1);
        int[] rows = walk(length, space.rows(), random);
        int[] columns = walk(length, space.columns(), random);
        return new Tube(start, like.layer(), like.shape(), rows, columns, new float[length]);
    }

    /**
     * A random tube with its contributions.
     *
     * @param like whose layer, shape and length it gets
     * @param scores the map, for the contributions
     * @param offset where the map begins in it
     * @param random the source of chance
     */
    public Tube draw(Tube like, float[] scores, int offset, SplittableRandom random) {
        return draw(like, random).scored(scores, offset, space);
    }

    /**
     * A tube that stands still, whose contributions are left 0.
     *
     * @param like whose layer, shape, frames and length it gets
     * @param row of every cell, 0-based
     * @param column of every cell, 0-based
     */
    public static Tube still(Tube like, int row, int column) {
        int[] rows = new int[like.length()];
        int[] columns = new int[like.length()];
        Arrays.fill(rows, row);
        Arrays.fill(columns, column);
        return new Tube(like.start(), like.layer(), like.shape(), rows, columns, new float[like.length()]);
    }

    /** From a place drawn evenly, every step drawn evenly among those that stay inside. */
    private int[] walk(int length, int places, SplittableRandom random) {
        int[] walk = new int[length];
        walk[0] = random.nextInt(places);
        for (int i = 1; i < length; i++) {
            int least = Math.max(0, walk[i - 1] - radius);
            int most = Math.min(places - 1, walk[i - 1] + radius);
            walk[i] = least + random.nextInt(most - least + 1);
        }
        return walk;
    }
}
