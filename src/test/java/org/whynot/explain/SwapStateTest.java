package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.PooledHead;

/** Tests {@link SwapState} on tiny grids, where every subset of cells can be tried. */
class SwapStateTest {

    private static final int CELLS = 11;
    private static final int CHANNELS = 3;
    private static final ClassPair PAIR = new ClassPair(0, 1);

    /** A random problem with one clip whose class 0 is the predicted one. */
    private static final class Problem {
        final PooledHead head;
        final double[] means = new double[CHANNELS];
        final double[][] change = new double[CELLS][CHANNELS];
        final double[] before;

        Problem(long seed, int classes, int layers) {
            Random random = new Random(seed);
            List<double[][]> weights = new ArrayList<>();
            List<double[]> biases = new ArrayList<>();
            int from = CHANNELS;
            for (int layer = 0; layer < layers; layer++) {
                int to = layer == layers - 1 ? classes : 5;
                weights.add(gaussian(random, to, from));
                biases.add(gaussian(random, 1, to)[0]);
                from = to;
            }
            for (int d = 0; d < CHANNELS; d++) means[d] = random.nextDouble();
            for (double[] cell : change) for (int d = 0; d < CHANNELS; d++) cell[d] = random.nextGaussian() / 2;
            double[] logits = new PooledHead(weights, biases).logits(means);
            // The class that is predicted comes first.
            int largest = ClipIndex.largest(logits);
            double[][] last = weights.get(layers - 1);
            double[] row = last[0];
            last[0] = last[largest];
            last[largest] = row;
            double[] bias = biases.get(layers - 1);
            double first = bias[0];
            bias[0] = bias[largest];
            bias[largest] = first;
            head = new PooledHead(weights, biases);
            before = softmax(head.logits(means));
            assertEquals(0, ClipIndex.largest(before));
        }

        SwapState state() {
            return new SwapState(
                    head, new double[][] {before}, new double[] {1}, new double[][] {means}, new int[CELLS], change);
        }

        /** p(c|x) with the cells of a bit set replaced, computed from scratch. */
        double[] probabilities(int set) {
            double[] moved = means.clone();
            for (int cell = 0; cell < CELLS; cell++)
                if ((set >> cell & 1) == 1) for (int d = 0; d < CHANNELS; d++) moved[d] += change[cell][d];
            return softmax(head.logits(moved));
        }

        /** The size of the smallest set that makes class 1 the most probable; -1 if none does. */
        int smallest() {
            int smallest = -1;
            for (int set = 0; set < 1 << CELLS; set++)
                if (ClipIndex.largest(probabilities(set)) == 1 && (smallest < 0 || Integer.bitCount(set) < smallest))
                    smallest = Integer.bitCount(set);
            return smallest;
        }
    }

    private static double[][] gaussian(Random random, int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) for (int i = 0; i < columns; i++) row[i] = random.nextGaussian();
        return matrix;
    }

    private static double[] softmax(double[] logits) {
        double sum = 0;
        double[] softmax = new double[logits.length];
        for (double logit : logits) sum += Math.exp(logit);
        for (int c = 0; c < logits.length; c++) softmax[c] = Math.exp(logits[c]) / sum;
        return softmax;
    }

    private static List<Integer> all() {
        return IntStream.range(0, CELLS).boxed().toList();
    }

    private static int bits(List<Integer> cells) {
        return cells.stream().mapToInt(cell -> 1 << cell).sum();
    }

    @Test
    void withTwoClassesAndOneLayerTheOrderByGainNeedsTheFewestCells() {
        int flips = 0;
        for (long seed = 0; seed < 100; seed++) {
            Problem problem = new Problem(seed, 2, 1);
            SwapState state = problem.state();
            int needed = state.needed(state.byGain(all(), PAIR), 1);
            assertEquals(problem.smallest(), needed, "seed " + seed);
            if (needed > 0) flips++;
        }
        assertTrue(flips > 30, flips + " problems have a solution");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void withMoreClassesAndLayersWhatIsFoundIsEnoughAndNoneOfItCanBeLeftOut(int layers) {
        int flips = 0;
        for (long seed = 0; seed < 60; seed++) {
            Problem problem = new Problem(seed, 4, layers);
            SwapState state = problem.state();
            List<Integer> order = state.byGain(all(), PAIR);
            int needed = state.needed(order, 1);
            if (needed <= 0) continue;
            flips++;
            List<Integer> found = state.pruned(order.subList(0, needed), 1);
            assertTrue(found.size() >= problem.smallest(), "seed " + seed);
            assertEquals(1, ClipIndex.largest(problem.probabilities(bits(found))));
            for (Integer cell : found)
                assertTrue(ClipIndex.largest(problem.probabilities(bits(found) - (1 << cell))) != 1, "seed " + seed);
        }
        assertTrue(flips > 5, flips + " problems have a solution");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theProbabilitiesAreThoseOfTheReplacedMeansInAnyOrder(int layers) {
        Problem problem = new Problem(5, 3, layers);
        SwapState state = problem.state();
        assertArrayEquals(problem.before, state.probabilities(), 1e-12);
        List<Integer> cells = new ArrayList<>(all());
        Collections.shuffle(cells, new Random(1));
        for (int i = 0; i < CELLS; i++) {
            state.toggle(cells.get(i));
            assertArrayEquals(problem.probabilities(bits(cells.subList(0, i + 1))), state.probabilities(), 1e-9);
        }
        cells.forEach(state::toggle);
        assertArrayEquals(problem.before, state.probabilities(), 1e-9);
    }

    @Test
    void oneCellThatProvablyFlipsTheClassIsFound() {
        // logit 0 = mean 0, logit 1 = mean 1; only cell 7 turns 2 : 1 into 1 : 2.
        double[][] change = new double[CELLS][2];
        for (double[] cell : change) cell[0] = 0.01;
        change[7] = new double[] {-1, 1};
        PooledHead head = PooledHead.linear(new double[][] {{1, 0}, {0, 1}}, new double[2]);
        double[] means = {2, 1};
        SwapState state = new SwapState(
                head,
                new double[][] {softmax(means)},
                new double[] {1},
                new double[][] {means},
                new int[CELLS],
                change);
        List<Integer> order = state.byGain(all(), PAIR);
        assertEquals(7, order.get(0));
        assertEquals(1, state.needed(order, 1));
        assertEquals(8, state.needed(all(), 1));
        assertEquals(List.of(7), state.pruned(all().subList(0, 8), 1));
        assertEquals(-1, state.needed(all().subList(0, 7), 1));
        assertEquals(0, state.needed(all(), 0));
    }

    @Test
    void clipsWithoutReplaceableCellsKeepTheirPart() {
        PooledHead head = PooledHead.linear(new double[][] {{1}, {-1}}, new double[2]);
        double[][] before = {softmax(new double[] {1, -1}), {0.2, 0.8}};
        SwapState state = new SwapState(
                head, before, new double[] {0.75, 0.25}, new double[][] {{1}, null}, new int[] {0}, new double[][] {{-2}
                });
        state.toggle(0);
        double[] own = softmax(new double[] {-1, 1});
        assertArrayEquals(
                new double[] {0.75 * own[0] + 0.25 * 0.2, 0.75 * own[1] + 0.25 * 0.8}, state.probabilities(), 1e-12);
    }
}
