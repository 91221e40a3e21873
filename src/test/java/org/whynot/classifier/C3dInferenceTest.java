package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link C3dInference} computes what its network computes, and the same bits whatever else is in a pass. */
class C3dInferenceTest {

    private static final int CLASSES = 5;
    private final NDManager manager = Engine.newManager(Engine.device("cpu"));

    @AfterEach
    void close() {
        manager.close();
    }

    /** A network whose batch normalisation does something: random scales, offsets, means and variances. */
    private C3dResNet network(Architecture architecture) {
        C3dResNet network = C3dResNet.random(architecture, CLASSES, manager, new Random(1));
        Random random = new Random(2);
        network.weights().all().forEach((name, array) -> {
            float[] values = array.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                if (name.endsWith(".gamma") || name.endsWith(".variance")) values[i] = 0.5f + random.nextFloat();
                if (name.endsWith(".beta") || name.endsWith(".mean")) values[i] = 0.2f * (float) random.nextGaussian();
            }
            array.set(values);
        });
        network.weights().setTrainable(false);
        return network;
    }

    private NDArray noise(long seed, int clips) {
        Random random = new Random(seed);
        float[] values = new float[clips * 3 * 4 * 64 * 48];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return manager.create(values, new Shape(clips, 3, 4, 64, 48));
    }

    private static void assertClose(NDArray expected, NDArray actual) {
        assertEquals(expected.getShape(), actual.getShape());
        float[] numbers = expected.toFloatArray();
        float largest = 0;
        for (float number : numbers) largest = Math.max(largest, Math.abs(number));
        assertTrue(largest > 0.1, "The network gives nothing but zeros.");
        assertArrayEquals(numbers, actual.toFloatArray(), 1e-5f * largest);
    }

    @ParameterizedTest
    @CsvSource({"1,16,1", "3,16,2", "2,8,3"})
    void itGivesTheOutputsOfItsNetwork(int fullyConnected, int cellSize, int clips) {
        C3dResNet network = network(new Architecture(new int[] {4, 4, 8, 16, 24}, fullyConnected, cellSize));
        NDArray x = noise(3, clips);
        VideoClassifier.Output expected = network.forward(x, false);
        float[] before = x.toFloatArray();
        VideoClassifier.Output actual = new C3dInference(network, manager).forward(x);
        assertClose(expected.logits(), actual.logits());
        for (int layer = 0; layer < 2; layer++)
            assertClose(expected.features().get(layer), actual.features().get(layer));
        assertArrayEquals(before, x.toFloatArray(), "The clips were changed.");
    }

    @Test
    void itKeepsTheWeightsThatTheNetworkHadWhenItWasMade() {
        C3dResNet network = network(Architecture.LAPTOP);
        C3dInference inference = new C3dInference(network, manager);
        NDArray x = noise(4, 2);
        float[] before = inference.forward(x).logits().toFloatArray();
        network.forward(x, true);
        network.weights().get("fc1.bias").addi(1);
        assertArrayEquals(before, inference.forward(x).logits().toFloatArray());
        float[] after = new C3dInference(network, manager).forward(x).logits().toFloatArray();
        assertFalse(Arrays.equals(before, after));
    }

    /** The neighbours in a pass and the clip's place change no bit; another number of clips may be rounded otherwise. */
    @Test
    void aClipsOutputDependsNeitherOnItsPlaceInThePassNorOnItsNeighbours() {
        C3dInference inference = new C3dInference(network(Architecture.LAPTOP), manager);
        NDArray a = noise(11, 1);
        NDArray b = noise(12, 1);
        NDArray c = noise(13, 1);
        float[] expected = features(inference, a.concat(b, 0), 0);
        assertArrayEquals(expected, features(inference, a.concat(b, 0), 0));
        assertArrayEquals(expected, features(inference, a.concat(a.zerosLike(), 0), 0));
        assertArrayEquals(expected, features(inference, b.concat(a, 0), 1));
        float[] ofThree = features(inference, b.concat(c, 0).concat(a, 0), 2);
        assertArrayEquals(expected, ofThree, 1e-3f);
        assertArrayEquals(ofThree, features(inference, a.concat(c, 0).concat(b, 0), 0));
        assertArrayEquals(expected, features(inference, a, 0), 1e-3f);
    }

    private static float[] features(C3dInference inference, NDArray clips, int index) {
        return inference.forward(clips).features().get(0).get(index).toFloatArray();
    }

    @Test
    void nothingButTheOutputsStaysBehind() {
        C3dInference inference = new C3dInference(network(Architecture.LAPTOP), manager);
        NDArray x = noise(5, 2);
        // Of the averaging and the last layer two small arrays stay until the pass is closed.
        int before = manager.getManagedArrays().size();
        inference.forward(x);
        assertTrue(manager.getManagedArrays().size() <= before + 5, "Arrays of a pass are not freed.");
    }
}
