package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.classifier.Engine;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;

/** Compares {@link MaximumSubpathPooling} with the search in Java, bit for bit. */
class MaximumSubpathPoolingTest {

    private static final int CASES = 60;

    @Test
    void valueAndGradientAreTheSearchsValueAndTubeBitForBit() {
        Random random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            int layers = 1 + random.nextInt(3);
            int radius = random.nextInt(3);
            int maps = 1 + random.nextInt(3);
            List<ScoreMaps> scores = new ArrayList<>();
            for (int l = 0; l < layers; l++) {
                TubeSpace space = new TubeSpace(
                        1 + random.nextInt(4), 1 + random.nextInt(6), 1 + random.nextInt(6), 1 + random.nextInt(6));
                float[] values = new float[maps * space.size()];
                // Few different values, so that there are many ties; every other case is continuous.
                for (int j = 0; j < values.length; j++)
                    values[j] = i % 2 == 0 ? random.nextInt(5) - 2.5f : (float) random.nextGaussian();
                scores.add(new ScoreMaps(values, maps, space));
            }
            check(scores, maps, radius);
        }
    }

    private static Shape shape(int maps, TubeSpace space) {
        return new Shape(maps, space.shapes(), space.frames(), space.rows(), space.columns());
    }

    private static void check(List<ScoreMaps> scores, int maps, int radius) {
        Tube[] tubes = new TubeSearch(radius).maxima(scores, 1, () -> false);
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            NDList arrays = new NDList();
            for (ScoreMaps layer : scores) {
                NDArray array = manager.create(layer.values(), shape(maps, layer.space()));
                array.setRequiresGradient(true);
                arrays.add(array);
            }
            NDArray value;
            try (GradientCollector collector = Engine.start().newGradientCollector()) {
                value = new MaximumSubpathPooling(radius).maximum(arrays);
                collector.backward(value.sum());
            }
            for (int map = 0; map < maps; map++)
                assertEquals(Float.floatToIntBits(tubes[map].value()), Float.floatToIntBits(value.toFloatArray()[map]));
            for (int l = 0; l < scores.size(); l++) {
                TubeSpace space = scores.get(l).space();
                float[] expected = new float[maps * space.size()];
                for (int map = 0; map < maps; map++) {
                    Tube tube = tubes[map];
                    if (tube.layer() != l) continue;
                    for (int i = 0; i < tube.length(); i++) {
                        int frame = (map * space.shapes() + tube.shape()) * space.frames() + tube.start() + i;
                        expected[(frame * space.rows() + tube.row(i)) * space.columns() + tube.column(i)] = 1;
                    }
                }
                assertArrayEquals(expected, arrays.get(l).getGradient().toFloatArray(), space + " radius " + radius);
            }
        }
    }

    @Test
    void minimumIsMinusTheMaximumOfTheNegative() {
        Random random = new Random(2);
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            TubeSpace space = new TubeSpace(4, 3, 4, 5);
            float[] scores = new float[2 * space.size()];
            for (int i = 0; i < scores.length; i++) scores[i] = (float) random.nextGaussian();
            NDArray maps = manager.create(scores, shape(2, space));
            float[] expected = new TubeSearch(1).maximumValues(maps.neg().toFloatArray(), 2, space, 1, () -> false);
            float[] actual =
                    new MaximumSubpathPooling(1).minimum(new NDList(maps)).toFloatArray();
            for (int i = 0; i < 2; i++) assertEquals(-expected[i], actual[i]);
        }
    }

    @Test
    void otherNumbersOfAxesAreRefused() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            NDList flat = new NDList(manager.zeros(new Shape(2, 3, 4)));
            assertThrows(IllegalArgumentException.class, () -> new MaximumSubpathPooling(1).maximum(flat));
        }
    }
}
