package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search of a given length against an enumeration of all tubes of that length. */
class FixedLengthSearchTest {

    private static final TubeSpace SPACE = TubeSpace.of(5, 3, 4);

    private static Tube like(int length) {
        return new Tube(0, 1, 2, new int[length], new int[length], new float[length]);
    }

    private static float[] noise(long seed, float offset) {
        Random random = new Random(seed);
        float[] map = new float[SPACE.size()];
        for (int i = 0; i < map.length; i++) map[i] = offset + (float) random.nextGaussian();
        return map;
    }

    /** The largest sum of a tube that goes on for so many frames from a cell on. */
    private static double best(float[] map, int frame, int row, int column, int length, int radius) {
        double own = map[(frame * SPACE.rows() + row) * SPACE.columns() + column];
        if (length == 1) return own;
        double next = Double.NEGATIVE_INFINITY;
        for (int y = Math.max(0, row - radius); y <= Math.min(SPACE.rows() - 1, row + radius); y++)
            for (int x = Math.max(0, column - radius); x <= Math.min(SPACE.columns() - 1, column + radius); x++)
                next = Math.max(next, best(map, frame + 1, y, x, length - 1, radius));
        return own + next;
    }

    private static double best(float[] map, int length, int radius) {
        double best = Double.NEGATIVE_INFINITY;
        for (int frame = 0; frame + length <= SPACE.frames(); frame++)
            for (int row = 0; row < SPACE.rows(); row++)
                for (int column = 0; column < SPACE.columns(); column++)
                    best = Math.max(best, best(map, frame, row, column, length, radius));
        return best;
    }

    @Test
    void itFindsTheBestOfAllTubesOfThatLength() {
        for (int seed = 0; seed < 20; seed++)
            for (float offset : new float[] {0, -5, 5})
                for (int radius = 0; radius <= 2; radius++)
                    for (int length = 1; length <= SPACE.frames(); length++) {
                        float[] map = noise(seed, offset);
                        Tube tube = new FixedLengthSearch(radius).maximum(map, SPACE, like(length));
                        assertEquals(length, tube.length());
                        assertTrue(tube.isConnected(radius));
                        assertEquals(best(map, length, radius), tube.value(), 1e-4);
                        assertEquals(1, tube.layer());
                        assertEquals(2, tube.shape());
                        assertEquals(
                                tube.inLayer(0).value(),
                                new Tube(tube.start(), 0, 0, rows(tube), columns(tube), new float[tube.length()])
                                        .scored(map, 0, SPACE)
                                        .value());
                    }
    }

    private static int[] rows(Tube tube) {
        int[] rows = new int[tube.length()];
        Arrays.setAll(rows, tube::row);
        return rows;
    }

    private static int[] columns(Tube tube) {
        int[] columns = new int[tube.length()];
        Arrays.setAll(columns, tube::column);
        return columns;
    }

    @Test
    void ofEqualsTheEarliestWins() {
        Tube tube = new FixedLengthSearch(1).maximum(new float[SPACE.size()], SPACE, like(3));
        assertEquals(0, tube.start());
        assertEquals(3, tube.length());
        assertEquals(0, tube.value());
    }

    @Test
    void whatCantBeIsRefused() {
        FixedLengthSearch search = new FixedLengthSearch(1);
        float[] broken = noise(1, 0);
        broken[7] = Float.NaN;
        for (Runnable wrong : new Runnable[] {
            () -> search.maximum(broken, SPACE, like(2)),
            () -> search.maximum(noise(1, 0), SPACE, like(6)),
            () -> search.maximum(new float[3], SPACE, like(2))
        }) {
            String message =
                    assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
            assertTrue(message.endsWith("."), message);
        }
    }
}
