package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.whynot.tube.Movement;

/** Tests {@link ExplanationHead}, {@link RegionShape} and {@link ExplanationLoss}. */
class ExplanationHeadTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Engine.newManager(Engine.device("cpu"));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void masksAreThoseOfTheReference() throws IOException {
        float[] expected = HeadVectors.read().masks.data();
        for (int p = 0; p < 4; p++)
            for (int tap = 0; tap < 9; tap++)
                assertEquals(expected[9 * p + tap], RegionShape.ALL.get(p).mask()[tap], 1e-7);
    }

    @Test
    void scoresAreThoseOfTheReference() throws IOException {
        HeadVectors vectors = HeadVectors.read();
        try (ExplanationHead head = vectors.head(manager)) {
            int classes = (int) vectors.wc.shape[1];
            NDList all = new NDList();
            for (int c = 0; c < classes; c++) all.add(head.scores(vectors.features(manager), c));
            // [C, N, S, L, P, T, H, W] to [N, C, S, L, P, T, H, W]
            float[] actual =
                    NDArrays.stack(all).transpose(1, 0, 2, 3, 4, 5, 6, 7).toFloatArray();
            assertArrayEquals(vectors.m.data(), actual, 1e-4f);
        }
    }

    @Test
    void differencesBestAndLowestAreThoseOfTheReference() throws IOException {
        HeadVectors vectors = HeadVectors.read();
        MaximumSubpathPooling pooling = new MaximumSubpathPooling(1, Movement.FIXED);
        try (ExplanationHead head = vectors.head(manager)) {
            int classes = (int) vectors.wc.shape[1];
            int attributes = (int) vectors.ws.shape[1];
            int perPair = vectors.delta.data().length / vectors.positive.length / classes;
            for (int n = 0; n < vectors.positive.length; n++)
                for (int c = 0; c < classes; c++) {
                    if (c == vectors.positive[n]) continue;
                    NDArray delta = head.differences(vectors.features(manager), vectors.positive[n], c)
                            .get(n);
                    float[] expected = new float[perPair];
                    System.arraycopy(vectors.delta.data(), (n * classes + c) * perPair, expected, 0, perPair);
                    assertArrayEquals(expected, delta.toFloatArray(), 1e-4f);
                    float[] best = pooling.maximum(delta).toFloatArray();
                    float[] lowest = pooling.minimum(delta).toFloatArray();
                    for (int s = 0; s < attributes; s++) {
                        int at = (n * classes + c) * attributes + s;
                        assertEquals(vectors.best.data()[at], best[s], 1e-4);
                        assertEquals(vectors.lowest.data()[at], lowest[s], 1e-4);
                    }
                }
        }
    }

    @Test
    void lossAndGradientsAreThoseOfTheReferenceEvenWhenGarbageIsCollected() throws IOException {
        HeadVectors vectors = HeadVectors.read();
        try (ExplanationHead head = vectors.head(manager)) {
            head.weights().setTrainable(true);
            ExplanationLoss loss = new ExplanationLoss(new MaximumSubpathPooling(1, Movement.FIXED));
            try (GradientCollector collector = Engine.start().newGradientCollector()) {
                NDArray value = loss.of(
                        head.classWeights(),
                        head.attributeWeights(),
                        vectors.features(manager),
                        vectors.positive,
                        vectors.attributeIndices(),
                        vectors.frames());
                for (int i = 0; i < 3; i++) System.gc();
                collector.backward(value);
                assertEquals(vectors.loss, value.getFloat(), 1e-4);
            }
            assertArrayEquals(
                    vectors.grad_wc.data(), head.classWeights().getGradient().toFloatArray(), 1e-4f);
            assertArrayEquals(
                    vectors.grad_ws.data(),
                    head.attributeWeights().getGradient().toFloatArray(),
                    1e-4f);
        }
    }

    @Test
    void ninePlainConvolutionsGiveTheSameMaps() {
        Random random = new Random(5);
        int channels = 3;
        int rows = 4;
        int columns = 5;
        float[] kernel = draw(random, channels * 9);
        float[] features = draw(random, channels * rows * columns);
        NDArray maps = ExplanationHead.maps(
                manager.create(kernel, new Shape(1, 1, channels, 3, 3)),
                new NDList(manager.create(features, new Shape(1, channels, 1, rows, columns))),
                RegionShape.ALL);
        assertEquals(new Shape(1, 1, 1, 4, 1, rows, columns), maps.getShape());
        float[] actual = maps.toFloatArray();
        for (int p = 0; p < 4; p++) {
            float[] mask = RegionShape.ALL.get(p).mask();
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) {
                    double expected = 0;
                    for (int d = 0; d < channels; d++)
                        for (int tap = 0; tap < 9; tap++) {
                            int y = i + tap / 3 - 1;
                            int x = j + tap % 3 - 1;
                            if (y < 0 || y >= rows || x < 0 || x >= columns) continue;
                            expected += kernel[d * 9 + tap] * mask[tap] * features[(d * rows + y) * columns + x];
                        }
                    assertEquals(expected, actual[(p * rows + i) * columns + j], 1e-5);
                }
        }
    }

    private static float[] draw(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    /** A head of some shapes gives the very maps that one of all shapes gives for these. */
    @Test
    void someShapesAloneAreThoseOfAll() {
        List<RegionShape> some = RegionShape.of("3x3, 2X3");
        assertEquals(List.of(new RegionShape(2, 3), new RegionShape(3, 3)), some);
        Architecture architecture = new Architecture(new int[] {2, 2, 2, 2, 5}, 1);
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ExplanationHead head = ExplanationHead.random(architecture, 3, 2, manager, new Random(4))) {
            float[] values = new float[5 * 3 * 4 * 6];
            Random random = new Random(5);
            for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
            NDArray h = manager.create(values, new Shape(1, 5, 3, 4, 6));
            NDList features = new NDList(h, h);
            NDArray all = head.differences(features, 0, 2);
            NDArray fewer = head.withShapes(some).differences(features, 0, 2);
            assertEquals(new Shape(1, 2, 2, 2, 3, 4, 6), fewer.getShape());
            assertArrayEquals(
                    all.get(":, :, :, 1").toFloatArray(),
                    fewer.get(":, :, :, 0").toFloatArray());
            assertArrayEquals(
                    all.get(":, :, :, 3").toFloatArray(),
                    fewer.get(":, :, :, 1").toFloatArray());
        }
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RegionShape.of("3x3,4x4"));
        assertTrue(e.getMessage().contains("'4x4'"), e.getMessage());
    }
}
