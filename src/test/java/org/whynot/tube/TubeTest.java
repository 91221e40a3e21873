package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TubeTest {

    private static int[] at(int... indices) {
        return indices;
    }

    @Test
    void tellsItsFramesAndCells() {
        Tube tube = new Tube(3, 1, 2, at(4, 5), at(6, 7), new float[] {1.5f, -0.5f});
        assertEquals(3, tube.start());
        assertEquals(2, tube.length());
        assertEquals(5, tube.end());
        assertEquals(1, tube.layer());
        assertEquals(2, tube.shape());
        assertEquals(5, tube.row(1));
        assertEquals(7, tube.column(1));
        assertEquals(-0.5f, tube.contribution(1));
        assertEquals(1f, tube.value());
    }

    private static float sum(float... contributions) {
        int[] zeros = new int[contributions.length];
        return new Tube(0, 0, 0, zeros, zeros, contributions).value();
    }

    @Test
    void sumsInSinglePrecisionAndInTimeOrder() {
        // From the left 1 is lost beside 1e8; from the right, or in double precision, it is not.
        assertEquals(0f, sum(1f, 1e8f, -1e8f));
        assertEquals(1f, sum(-1e8f, 1e8f, 1f));
    }

    @Test
    void valueIsNeverMinusZero() {
        assertEquals(0, Float.floatToRawIntBits(sum(-0f)));
    }

    @Test
    void keepsItsOwnCopies() {
        int[] rows = {1, 2};
        Tube tube = new Tube(0, 0, 0, rows, at(0, 0), new float[] {1f, 1f});
        rows[1] = 9;
        assertEquals(2, tube.row(1));
    }

    private static String refusal(int start, int layer, int shape, int[] rows, int[] columns, float... contributions) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new Tube(start, layer, shape, rows, columns, contributions))
                .getMessage();
    }

    @Test
    void refusesWhatIsNoTube() {
        refusal(0, 0, 0, at(), at());
        refusal(0, 0, 0, at(0, 1), at(0), 1f);
        refusal(0, 0, 0, at(0), at(0), 1f, 1f);
        refusal(-1, 0, 0, at(0), at(0), 1f);
        refusal(0, -1, 0, at(0), at(0), 1f);
        refusal(0, 0, -1, at(0), at(0), 1f);
        String message = refusal(0, 0, 0, at(0), at(-2), 1f);
        assertTrue(message.contains("column -2"), message);
    }

    @Test
    void knowsWhetherItIsConnected() {
        assertTrue(new Tube(0, 1, 2, at(3, 3), at(4, 4), new float[2]).isConnected(0));
        Tube moving = new Tube(0, 1, 2, at(3, 5), at(4, 3), new float[2]);
        assertFalse(moving.isConnected(1));
        assertTrue(moving.isConnected(2));
    }

    private static Tube one(int start, int layer, int shape, int row, int column, float contribution) {
        return new Tube(start, layer, shape, at(row), at(column), new float[] {contribution});
    }

    @Test
    void equalsByContent() {
        Tube tube = one(1, 0, 1, 2, 3, 4f);
        Tube same = one(1, 0, 1, 2, 3, 4f);
        assertEquals(tube, same);
        assertEquals(tube.hashCode(), same.hashCode());
        assertEquals(tube.toString(), same.toString());
        assertEquals(one(1, 3, 1, 2, 3, 4f), tube.inLayer(3));
        assertNotEquals(tube, one(2, 0, 1, 2, 3, 4f));
        assertNotEquals(tube, one(1, 1, 1, 2, 3, 4f));
        assertNotEquals(tube, one(1, 0, 0, 2, 3, 4f));
        assertNotEquals(tube, one(1, 0, 1, 0, 3, 4f));
        assertNotEquals(tube, one(1, 0, 1, 2, 0, 4f));
        assertNotEquals(tube, one(1, 0, 1, 2, 3, 5f));
    }

    /** Every run of a few hundred random tubes is tried. */
    @Test
    void trimmingKeepsTheRunThatStandsOutMost() {
        Random random = new Random(4);
        for (int trial = 0; trial < 300; trial++) {
            int length = 1 + random.nextInt(9);
            float[] contributions = new float[length];
            for (int i = 0; i < length; i++) contributions[i] = random.nextInt(9) - 3;
            double share = random.nextInt(4) / 2.0;
            int[] zeros = new int[length];
            int[] rows = IntStream.range(0, length).toArray();
            Tube tube = new Tube(5, 0, 0, rows, zeros, contributions);
            Tube trimmed = tube.trimmed(share);
            int sign = tube.value() < 0 ? -1 : 1;
            double least = share * tube.value() / length;
            double best = Double.NEGATIVE_INFINITY;
            for (int from = 0; from < length; from++) {
                double sum = 0;
                for (int to = from; to < length; to++) {
                    sum += sign * (contributions[to] - least);
                    best = Math.max(best, sum);
                }
            }
            double kept = 0;
            for (int i = 0; i < trimmed.length(); i++) {
                kept += sign * (trimmed.contribution(i) - least);
                int cell = trimmed.start() + i - tube.start();
                assertEquals(tube.row(cell), trimmed.row(i));
                assertEquals(tube.contribution(cell), trimmed.contribution(i));
            }
            assertEquals(best, kept, 1e-9);
        }
    }

    @Test
    void trimmingCutsWeakEndsAndLeavesAnEvenTubeAsItIs() {
        int[] zeros = new int[6];
        Tube event = new Tube(2, 0, 0, zeros, zeros, new float[] {1, 0, 6, 7, 0, 1});
        assertEquals(4, event.trimmed(1).start());
        assertEquals(2, event.trimmed(1).length());
        assertEquals(13f, event.trimmed(1).value());
        Tube even = new Tube(2, 0, 0, zeros, zeros, new float[] {2, 2, 2, 2, 2, 2});
        assertSame(even, even.trimmed(0.7));
        Tube against = new Tube(0, 0, 0, zeros, zeros, new float[] {-1, 0, -6, -7, 0, 1});
        assertEquals(2, against.trimmed(1).start());
        assertEquals(-13f, against.trimmed(1).value());
    }
}
