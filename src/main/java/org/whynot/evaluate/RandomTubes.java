package org.whynot.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;

/**
 * Draws tubes for comparison: of the same layer, shape and length as a given one, from a random frame and cell on, moving at
 * random.
 */
final class RandomTubes {

    private final TubeSpace space;
    private final int radius;

    /**
     * @param space the score map {@code [L, P, T, H, W]}
     * @param radius cells that row and column may each change by from a frame to the next
     */
    RandomTubes(TubeSpace space, int radius) {
        this.space = space;
        this.radius = radius;
    }

    /**
     * A random tube.
     *
     * @param like whose layer, shape and length it gets; these don't change along it
     * @param scores the map, for the contributions
     * @param offset where the map begins in it
     */
    Tube draw(Tube like, float[] scores, int offset, SplittableRandom random) {
        int length = like.length();
        int start = random.nextInt(space.frames() - length + 1);
        int[] rows = walk(length, space.rows(), random);
        int[] columns = walk(length, space.columns(), random);
        int[] layers = new int[length];
        int[] shapes = new int[length];
        Arrays.fill(layers, like.layer(0));
        Arrays.fill(shapes, like.shape(0));
        float[] contributions = new float[length];
        for (int i = 0; i < length; i++) {
            int map = like.layer(0) * space.shapes() + like.shape(0);
            int frame = map * space.frames() + start + i;
            contributions[i] = scores[offset + (frame * space.rows() + rows[i]) * space.columns() + columns[i]];
        }
        return new Tube(start, layers, shapes, rows, columns, contributions);
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
