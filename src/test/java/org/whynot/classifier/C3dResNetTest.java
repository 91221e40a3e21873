package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link C3dResNet}. */
class C3dResNetTest {

    private static final Architecture SMALL = new Architecture(new int[] {2, 2, 4, 4, 6}, 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void timeKeepsItsLengthAndACellIsSixteenPixels(int fullyConnected) {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network =
                        C3dResNet.random(new Architecture(SMALL.widths(), fullyConnected), 5, manager, new Random(1))) {
            VideoClassifier.Output output = network.forward(manager.zeros(new Shape(2, 3, 7, 48, 32)), false);
            assertEquals(new Shape(2, 5), output.logits().getShape());
            for (NDArray layer : output.features()) assertEquals(new Shape(2, 6, 7, 3, 2), layer.getShape());
            assertEquals(2, output.features().size());
        }
    }

    @Test
    void smallerCellsMakeTwiceAsManyRowsAndColumnsOfTheSameWeights() {
        Architecture fine = new Architecture(SMALL.widths(), 1, 8);
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = C3dResNet.random(fine, 5, manager, new Random(1))) {
            VideoClassifier.Output output = network.forward(manager.zeros(new Shape(1, 3, 7, 48, 32)), false);
            for (NDArray layer : output.features()) assertEquals(new Shape(1, 6, 7, 6, 4), layer.getShape());
            assertEquals(SMALL.weights(5).keySet(), fine.weights(5).keySet());
        }
        String message = assertThrows(IllegalArgumentException.class, () -> new Architecture(SMALL.widths(), 1, 12))
                .getMessage();
        assertTrue(message.contains("not 12"), message);
    }

    @Test
    void theLogitsAreMadeFromTheFirstFeatureLayer() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = C3dResNet.random(SMALL, 3, manager, new Random(1))) {
            VideoClassifier.Output output = network.forward(noise(manager, 1, 1), false);
            float[] expected = output.features()
                    .get(0)
                    .reshape(1, 6, -1)
                    .mean(new int[] {2})
                    .matMul(network.weights().get("fc1.weight").transpose())
                    .add(network.weights().get("fc1.bias"))
                    .toFloatArray();
            assertArrayEquals(expected, output.logits().toFloatArray(), 1e-5f);
            for (NDArray layer : output.features())
                assertTrue(layer.min().getFloat() >= 0, "Feature layers are taken after their ReLU.");
        }
    }

    @Test
    void aClipsOutputDependsNeitherOnItsPlaceInThePassNorOnItsNeighbour() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = C3dResNet.random(Architecture.LAPTOP, 4, manager, new Random(3))) {
            NDArray a = noise(manager, 11, 1);
            NDArray b = noise(manager, 12, 1);
            NDArray nothing = a.zerosLike();
            float[] withB = features(network, a.concat(b, 0), 0);
            float[] withNothing = features(network, a.concat(nothing, 0), 0);
            float[] second = features(network, b.concat(a, 0), 1);
            assertArrayEquals(withB, withNothing);
            assertArrayEquals(withB, second);
        }
    }

    private static float[] features(C3dResNet network, NDArray clips, int index) {
        return network.forward(clips, false).features().get(0).get(index).toFloatArray();
    }

    @Test
    void inferenceLeavesEveryWeightAsItIsAndTrainingMovesTheStatistics() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = C3dResNet.random(SMALL, 3, manager, new Random(1))) {
            float[] before = network.weights().get("stem.mean").toFloatArray();
            network.forward(noise(manager, 1, 2), false);
            assertArrayEquals(before, network.weights().get("stem.mean").toFloatArray());
            network.forward(noise(manager, 1, 2), true);
            assertFalse(Arrays.equals(before, network.weights().get("stem.mean").toFloatArray()));
        }
    }

    @Test
    void theLaptopWidthsHaveNineHundredThousandWeights() {
        long sum = Architecture.LAPTOP.weights(6).values().stream()
                .mapToLong(shape -> new Shape(shape).size())
                .sum();
        assertEquals(0.9e6, sum, 0.02e6);
    }

    private static NDArray noise(NDManager manager, long seed, int clips) {
        Random random = new Random(seed);
        float[] values = new float[clips * 3 * 4 * 32 * 32];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return manager.create(values, new Shape(clips, 3, 4, 32, 32));
    }

    /** A block of DJL: its parameters are known, its shapes are told, and it runs within another block. */
    @Test
    void itIsABlockOfDjlLikeAnyOther() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = C3dResNet.random(SMALL, 3, manager, new Random(1))) {
            assertEquals(network.weights().all().size(), network.getParameters().size());
            assertTrue(network.isInitialized());
            Shape[] shapes = network.getOutputShapes(new Shape[] {new Shape(2, 3, 4, 48, 32)});
            NDArray clips = manager.zeros(new Shape(2, 3, 4, 48, 32));
            SequentialBlock logitsOnly = new SequentialBlock()
                    .add(network)
                    .add(list -> new NDList(list.get(0).softmax(1)));
            NDList whole = network.forward(new ParameterStore(manager, false), new NDList(clips), false);
            assertArrayEquals(shapes, whole.getShapes());
            NDList soft = logitsOnly.forward(new ParameterStore(manager, false), new NDList(clips), false);
            assertArrayEquals(
                    network.forward(clips, false).logits().softmax(1).toFloatArray(),
                    soft.singletonOrThrow().toFloatArray());
        }
    }
}
