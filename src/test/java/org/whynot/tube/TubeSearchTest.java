package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.tube.TubeOracle.negated;
import static org.whynot.tube.TubeOracle.randomScores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** That the search finds the best tube, the same one always: against brute force, and by what must hold for any map. */
class TubeSearchTest {

    private static final TubeSpace[] TINY = {
        TubeSpace.of(1, 1, 1),
        TubeSpace.of(6, 1, 1),
        TubeSpace.of(1, 3, 4),
        TubeSpace.of(5, 1, 4),
        TubeSpace.of(5, 4, 1),
        TubeSpace.of(4, 3, 3),
        TubeSpace.of(3, 2, 4),
        new TubeSpace(2, 3, 2, 2),
        new TubeSpace(3, 3, 2, 2),
        new TubeSpace(6, 3, 1, 2),
        new TubeSpace(9, 3, 1, 1),
    };

    private static void assertBitwise(float expected, float actual) {
        assertEquals(
                Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual), () -> expected + ", " + actual);
    }

    @Test
    void findsWhatEnumerationFinds() {
        Random random = new Random(1);
        for (TubeSpace space : TINY)
            for (int radius = 0; radius <= 3; radius++)
                for (int round = 0; round < 12; round++) {
                    float[] scores = randomScores(random, space.size(), round % 2 == 0);
                    Tube expected = TubeOracle.byEnumeration(scores, space, radius);
                    assertEquals(expected, new TubeSearch(radius).maximum(scores, 0, space));
                    assertEquals(expected, TubeOracle.byRecurrence(scores, space, radius));
                }
    }

    @Test
    void findsWhatThePlainRecurrenceFinds() {
        Random random = new Random(2);
        for (int round = 0; round < 150; round++) {
            TubeSpace space = new TubeSpace(
                    1 + random.nextInt(12), 1 + random.nextInt(5), 1 + random.nextInt(7), 1 + random.nextInt(7));
            int radius = random.nextInt(9);
            float[] scores = randomScores(random, space.size(), round % 2 == 0);
            Tube expected = TubeOracle.byRecurrence(scores, space, radius);
            assertEquals(expected, new TubeSearch(radius).maximum(scores, 0, space), space + " " + radius);
        }
    }

    @Test
    void findsTheSameForEveryMapOfManyThatAreSearchedSideBySide() {
        Random random = new Random(3);
        TubeSpace space = new TubeSpace(6, 3, 4, 5);
        int maps = 1000; // several tasks, each of several batches, whose borders fall within maps
        float[] scores = randomScores(random, maps * space.size(), true);
        TubeSearch search = new TubeSearch(1);
        Tube[] maxima = search.maxima(scores, maps, space, 1, () -> false);
        Tube[] minima = search.minima(scores, maps, space, 1, () -> false);
        float[] values = search.maximumValues(scores, maps, space, 1, () -> false);
        for (int map = 0; map < maps; map++) {
            float[] alone = Arrays.copyOfRange(scores, map * space.size(), (map + 1) * space.size());
            assertEquals(search.maximum(alone, 0, space), maxima[map]);
            assertEquals(search.maximum(scores, map * space.size(), space), maxima[map]);
            assertEquals(search.minimum(alone, 0, space), minima[map]);
            assertBitwise(maxima[map].value(), values[map]);
            if (map % 50 == 0) assertEquals(TubeOracle.byRecurrence(alone, space, 1), maxima[map]);
        }
    }

    @Test
    void tubesAreConnectedAndSumUpToTheValue() {
        Random random = new Random(4);
        TubeSpace space = new TubeSpace(8, 16, 7, 9);
        for (int radius = 0; radius <= 3; radius++) {
            float[] scores = randomScores(random, 5 * space.size(), false);
            TubeSearch search = new TubeSearch(radius);
            Tube[] tubes = search.maxima(scores, 5, space, 1, () -> false);
            float[] values = search.maximumValues(scores, 5, space, 1, () -> false);
            for (int map = 0; map < 5; map++) {
                Tube tube = tubes[map];
                assertTrue(tube.isConnected(radius), tube.toString());
                assertBitwise(values[map], tube.value());
                for (int i = 0; i < tube.length(); i++) {
                    int plane = map * space.shapes() + tube.shape();
                    int line = (plane * space.frames() + tube.start() + i) * space.rows() + tube.row(i);
                    assertBitwise(scores[line * space.columns() + tube.column(i)], tube.contribution(i));
                }
            }
        }
    }

    @Test
    void theMinimumIsTheNegatedMaximumOfTheNegated() {
        Random random = new Random(5);
        TubeSpace space = new TubeSpace(4, 6, 5, 4);
        TubeSearch search = new TubeSearch(1);
        for (int round = 0; round < 40; round++) {
            float[] scores = randomScores(random, space.size(), round % 2 == 0);
            Tube minimum = search.minimum(scores, 0, space);
            Tube mirrored = search.maximum(negated(scores), 0, space);
            assertBitwise(0f - mirrored.value(), minimum.value());
            assertEquals(mirrored.start(), minimum.start());
            assertEquals(mirrored.length(), minimum.length());
            assertEquals(mirrored.shape(), minimum.shape());
            for (int i = 0; i < minimum.length(); i++) {
                assertEquals(mirrored.row(i), minimum.row(i));
                assertEquals(mirrored.column(i), minimum.column(i));
                assertBitwise(-mirrored.contribution(i), minimum.contribution(i));
            }
        }
    }

    @Test
    void mirroringAndTransposingKeepTheValue() {
        Random random = new Random(6);
        TubeSpace space = new TubeSpace(6, 5, 4, 6);
        TubeSpace transposed = new TubeSpace(6, 5, 6, 4);
        TubeSearch search = new TubeSearch(1);
        for (int round = 0; round < 20; round++) {
            float[] scores = randomScores(random, space.size(), false);
            float[] acrossFlipped = new float[scores.length];
            float[] downFlipped = new float[scores.length];
            float[] turned = new float[scores.length];
            for (int i = 0; i < scores.length; i++) {
                int column = i % 6;
                int row = i / 6 % 4;
                int frame = i - i % 24;
                acrossFlipped[frame + row * 6 + 5 - column] = scores[i];
                downFlipped[frame + (3 - row) * 6 + column] = scores[i];
                turned[frame + column * 4 + row] = scores[i];
            }
            float value = search.maximum(scores, 0, space).value();
            assertBitwise(value, search.maximum(acrossFlipped, 0, space).value());
            assertBitwise(value, search.maximum(downFlipped, 0, space).value());
            assertBitwise(value, search.maximum(turned, 0, transposed).value());
        }
    }

    @Test
    void aMapMovedWithinALargerOneOfLowScoresMovesItsTube() {
        Random random = new Random(7);
        TubeSpace small = TubeSpace.of(4, 3, 5);
        TubeSpace large = TubeSpace.of(9, 8, 11);
        TubeSearch search = new TubeSearch(1);
        for (int round = 0; round < 30; round++) {
            float[] scores = randomScores(random, small.size(), round % 2 == 0);
            int later = random.nextInt(6);
            int down = random.nextInt(6);
            int right = random.nextInt(7);
            float[] wide = new float[large.size()];
            Arrays.fill(wide, -1000f);
            for (int i = 0; i < scores.length; i++)
                wide[((i / 15 + later) * 8 + i / 5 % 3 + down) * 11 + i % 5 + right] = scores[i];
            Tube before = search.maximum(scores, 0, small);
            Tube after = search.maximum(wide, 0, large);
            assertBitwise(before.value(), after.value());
            assertEquals(before.start() + later, after.start());
            assertEquals(before.length(), after.length());
            for (int i = 0; i < before.length(); i++) {
                assertEquals(before.row(i) + down, after.row(i));
                assertEquals(before.column(i) + right, after.column(i));
            }
        }
    }

    @Test
    void anEarlierStartNeedsAPositiveSum() {
        TubeSearch search = new TubeSearch(0);
        assertEquals(
                2,
                search.maximum(new float[] {1, -1, 3}, 0, TubeSpace.of(3, 1, 1)).start());
        assertEquals(
                0,
                search.maximum(new float[] {2, -1, 3}, 0, TubeSpace.of(3, 1, 1)).start());
        Tube zeros = search.maximum(new float[4], 0, TubeSpace.of(4, 1, 1));
        assertEquals(0, zeros.start());
        assertEquals(1, zeros.length());
    }

    @Test
    void negativeScoresEverywhereGiveTheLeastNegativeCell() {
        float[] scores = {-3, -2, -5, -2, -2, -7};
        Tube tube = new TubeSearch(1).maximum(scores, 0, TubeSpace.of(2, 1, 3));
        assertEquals(-2f, tube.value());
        assertEquals(0, tube.start());
        assertEquals(1, tube.length());
        assertEquals(1, tube.column(0));
    }

    @Test
    void ofEqualMapsTheSmallerShapeWins() {
        // The tie in shape 1 ends later than those in shapes 2 and 3, and still wins.
        TubeSpace space = new TubeSpace(4, 2, 1, 1);
        float[] scores = {-9, -9, -9, 5, 5, -9, 5, -9};
        Tube tube = new TubeSearch(1).maximum(scores, 0, space);
        assertEquals(1, tube.shape());
        assertEquals(1, tube.start());
    }

    @Test
    void ofSeveralLayersTheOneWithTheBestTubeWins() {
        Random random = new Random(11);
        TubeSpace[] grids = {new TubeSpace(2, 6, 4, 3), new TubeSpace(2, 3, 2, 5), new TubeSpace(2, 12, 1, 1)};
        TubeSearch search = new TubeSearch(1);
        int maps = 7;
        for (int round = 0; round < 40; round++) {
            List<ScoreMaps> layers = new ArrayList<>();
            for (TubeSpace grid : grids)
                layers.add(new ScoreMaps(randomScores(random, maps * grid.size(), round % 2 == 0), maps, grid));
            Tube[] largest = search.maxima(layers, 2, () -> false);
            Tube[] smallest = search.minima(layers, 1, () -> false);
            for (int map = 0; map < maps; map++)
                for (int layer = 0; layer < grids.length; layer++) {
                    float[] values = layers.get(layer).values();
                    Tube maximum = search.maximum(values, map * grids[layer].size(), grids[layer]);
                    Tube minimum = search.minimum(values, map * grids[layer].size(), grids[layer]);
                    if (layer == largest[map].layer()) assertEquals(maximum.inLayer(layer), largest[map]);
                    else if (layer < largest[map].layer()) assertTrue(maximum.value() < largest[map].value());
                    else assertTrue(maximum.value() <= largest[map].value());
                    if (layer == smallest[map].layer()) assertEquals(minimum.inLayer(layer), smallest[map]);
                    else if (layer < smallest[map].layer()) assertTrue(minimum.value() > smallest[map].value());
                    else assertTrue(minimum.value() >= smallest[map].value());
                }
        }
    }

    @Test
    void minusZeroCountsAsZero() {
        Random random = new Random(8);
        TubeSpace space = new TubeSpace(4, 4, 3, 3);
        TubeSearch search = new TubeSearch(1);
        for (int round = 0; round < 60; round++) {
            float[] plus = new float[space.size()];
            for (int i = 0; i < plus.length; i++) plus[i] = random.nextInt(3) - (round % 3 == 0 ? 2 : 1);
            float[] signed = plus.clone();
            for (int i = 0; i < signed.length; i++) if (plus[i] == 0 && random.nextBoolean()) signed[i] = -0f;
            Tube expected = search.maximum(plus, 0, space);
            Tube tube = search.maximum(signed, 0, space);
            assertEquals(path(expected), path(tube));
            assertBitwise(expected.value(), tube.value());
            assertBitwise(tube.value(), search.maximumValues(signed, 1, space, 1, () -> false)[0]);
            assertEquals(path(search.minimum(plus, 0, space)), path(search.minimum(signed, 0, space)));
        }
    }

    private static String path(Tube tube) {
        return tube.toString();
    }

    @Test
    void aRadiusBeyondTheMapReachesAllOfIt() {
        TubeSpace space = TubeSpace.of(5, 3, 4);
        float[] scores = randomScores(new Random(9), space.size(), false);
        Tube expected = new TubeSearch(3).maximum(scores, 0, space);
        assertEquals(expected, new TubeSearch(Integer.MAX_VALUE).maximum(scores, 0, space));
        float sum = 0;
        for (int t = 0; t < 5; t++) {
            float best = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < 12; i++) best = Math.max(best, scores[t * 12 + i]);
            sum += best;
        }
        assertBitwise(sum, expected.value());
    }

    @Test
    void longAndWideMapsThatNeedABatchOfTheirOwn() {
        TubeSpace space = TubeSpace.of(40, 60, 70);
        float[] scores = randomScores(new Random(10), space.size(), false);
        // A bright path that wanders by two cells a frame.
        int row = 5;
        int column = 60;
        float sum = 0;
        for (int t = 0; t < 40; t++) {
            scores[(t * 60 + row) * 70 + column] = 1000 + t;
            sum += 1000 + t;
            row = Math.min(59, row + t % 3);
            column = Math.max(0, column - 2 + t % 2);
        }
        Tube tube = new TubeSearch(2).maximum(scores, 0, space);
        assertEquals(40, tube.length());
        assertBitwise(sum, tube.value());
        assertEquals(5, tube.row(0));
        assertEquals(60, tube.column(0));
    }
}
