package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.whynot.tube.Movement;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;

/** Holds {@link MaximumSubpathPooling} against the search in Java, bit for bit. */
class MaximumSubpathPoolingTest {

    private static final int CASES = 60;

    @ParameterizedTest
    @EnumSource(Movement.class)
    void valueAndGradientAreTheSearchsValueAndTubeBitForBit(Movement movement) {
        Random random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            TubeSpace space = new TubeSpace(
                    1 + random.nextInt(3),
                    1 + random.nextInt(4),
                    1 + random.nextInt(6),
                    1 + random.nextInt(6),
                    1 + random.nextInt(6));
            int radius = random.nextInt(3);
            int maps = 1 + random.nextInt(3);
            float[] scores = new float[maps * space.size()];
            // Few different values, so that there are many ties; every other case is continuous.
            for (int j = 0; j < scores.length; j++)
                scores[j] = i % 2 == 0 ? random.nextInt(5) - 2.5f : (float) random.nextGaussian();
            check(scores, maps, space, radius, movement);
        }
    }

    private static void check(float[] scores, int maps, TubeSpace space, int radius, Movement movement) {
        Tube[] tubes = new TubeSearch(radius, movement).maxima(scores, maps, space, 1, () -> false);
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            NDArray array = manager.create(
                    scores,
                    new Shape(maps, space.layers(), space.shapes(), space.frames(), space.rows(), space.columns()));
            array.setRequiresGradient(true);
            NDArray value;
            try (GradientCollector collector = Engine.start().newGradientCollector()) {
                value = new MaximumSubpathPooling(radius, movement).maximum(array);
                collector.backward(value.sum());
            }
            float[] gradient = array.getGradient().toFloatArray();
            float[] expected = new float[scores.length];
            for (int map = 0; map < maps; map++) {
                Tube tube = tubes[map];
                assertEquals(
                        Float.floatToIntBits(tube.value()),
                        Float.floatToIntBits(value.toFloatArray()[map]),
                        () -> space + " " + movement);
                for (int i = 0; i < tube.length(); i++) {
                    int plane = (map * space.layers() + tube.layer(i)) * space.shapes() + tube.shape(i);
                    int frame = plane * space.frames() + tube.start() + i;
                    expected[(frame * space.rows() + tube.row(i)) * space.columns() + tube.column(i)] = 1;
                }
            }
            assertArrayEquals(expected, gradient, () -> space + " radius " + radius + " " + movement);
        }
    }

    @Test
    void minimumIsMinusTheMaximumOfTheNegative() {
        Random random = new Random(2);
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            float[] scores = new float[2 * 2 * 2 * 3 * 4 * 5];
            for (int i = 0; i < scores.length; i++) scores[i] = (float) random.nextGaussian();
            NDArray maps = manager.create(scores, new Shape(2, 2, 2, 3, 4, 5));
            float[] expected = new TubeSearch(1, Movement.FIXED)
                    .maximumValues(maps.neg().toFloatArray(), 2, new TubeSpace(2, 2, 3, 4, 5), 1, () -> false);
            float[] actual =
                    new MaximumSubpathPooling(1, Movement.FIXED).minimum(maps).toFloatArray();
            for (int i = 0; i < 2; i++) assertEquals(-expected[i], actual[i]);
        }
    }

    @Test
    void otherNumbersOfAxesAreRefused() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            NDArray flat = manager.zeros(new Shape(2, 3, 4));
            assertThrows(
                    IllegalArgumentException.class, () -> new MaximumSubpathPooling(1, Movement.FIXED).maximum(flat));
        }
    }
}
