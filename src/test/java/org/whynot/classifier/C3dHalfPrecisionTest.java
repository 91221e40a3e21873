package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.video.ClipFormat;

/** {@link C3dHalfPrecision} beside single precision: near it, not equal to it, and the same bits again. */
class C3dHalfPrecisionTest {

    /** Of the largest number: eight bits, rounded a few times. */
    private static final double TOLERANCE = 0.03;

    private static final ClipFormat INPUT = new ClipFormat(
            4, 64, 48, 1, ClipFormat.Resize.STRETCH, new float[] {0.4f, 0.4f, 0.4f}, new float[] {0.3f, 0.3f, 0.3f});

    private final NDManager manager = Engine.newManager(Engine.device("cpu"));

    @AfterEach
    void close() {
        manager.close();
    }

    private VideoClassifier classifier(Architecture architecture) {
        C3dResNet network = C3dResNet.random(architecture, 3, manager, new Random(1));
        return C3dClassifier.of(network, INPUT, List.of("a", "b", "c"), manager);
    }

    private NDArray noise(int clips) {
        Random random = new Random(3);
        float[] values = new float[clips * INPUT.clipLength()];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return manager.create(values, new Shape(INPUT.batchShape(clips)));
    }

    private static void assertNear(NDArray expected, NDArray actual) {
        assertEquals(expected.getShape(), actual.getShape());
        assertEquals(DataType.FLOAT32, actual.getDataType());
        float[] numbers = expected.toFloatArray();
        float largest = 0;
        for (float number : numbers) largest = Math.max(largest, Math.abs(number));
        assertTrue(largest > 0.1, "The network gives nothing but zeros.");
        assertArrayEquals(numbers, actual.toFloatArray(), (float) (TOLERANCE * largest));
        assertFalse(Arrays.equals(numbers, actual.toFloatArray()), "This is single precision.");
    }

    @ParameterizedTest
    @CsvSource({"1,16,1", "3,16,2", "2,8,3"})
    void itGivesNearlyTheOutputsOfSinglePrecision(int fullyConnected, int cellSize, int clips) {
        try (VideoClassifier exact =
                        classifier(new Architecture(new int[] {4, 4, 8, 16, 24}, fullyConnected, cellSize));
                VideoClassifier half = exact.halfPrecision().orElseThrow()) {
            NDArray x = noise(clips);
            float[] before = x.toFloatArray();
            VideoClassifier.Output expected = exact.forward(x);
            VideoClassifier.Output actual = half.forward(x);
            assertNear(expected.logits(), actual.logits());
            for (int layer = 0; layer < 2; layer++)
                assertNear(expected.features().get(layer), actual.features().get(layer));
            assertArrayEquals(before, x.toFloatArray(), "The clips were changed.");
            assertArrayEquals(
                    actual.logits().toFloatArray(), half.forward(x).logits().toFloatArray());
            assertEquals(exact.layers(), half.layers());
            assertEquals(exact.classes(), half.classes());
        }
    }

    @Test
    void theOneItWasMadeFromStaysAsItWas() {
        try (VideoClassifier exact = classifier(Architecture.LAPTOP)) {
            NDArray x = noise(2);
            float[] before = exact.forward(x).logits().toFloatArray();
            try (VideoClassifier half = exact.halfPrecision().orElseThrow()) {
                half.forward(x);
            }
            assertArrayEquals(before, exact.forward(x).logits().toFloatArray());
        }
    }

    @Test
    void aNewLastLayerHasAHalfPreciseBackbone() {
        try (VideoClassifier exact = classifier(Architecture.LAPTOP)) {
            int features =
                    exact.layers().stream().mapToInt(FeatureLayer::channels).sum();
            float[] weight = new float[2 * features];
            Arrays.fill(weight, 0.01f);
            try (VideoClassifier whole = NewLastLayer.of(exact, List.of("a", "b"), weight, new float[] {0, 1});
                    VideoClassifier half = whole.halfPrecision().orElseThrow()) {
                NDArray x = noise(2);
                assertNear(whole.forward(x).logits(), half.forward(x).logits());
                assertEquals(List.of("a", "b"), half.classes());
            }
        }
    }
}
