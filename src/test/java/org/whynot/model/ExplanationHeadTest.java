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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.ConvolutionGuard;
import org.whynot.classifier.Engine;
import org.whynot.classifier.FeatureLayer;

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
            for (int c = 0; c < classes; c++) all.add(NDArrays.stack(head.scores(vectors.features(manager), c), 2));
            // [C, N, S, L, P, T, H, W] to [N, C, S, L, P, T, H, W]
            float[] actual =
                    NDArrays.stack(all).transpose(1, 0, 2, 3, 4, 5, 6, 7).toFloatArray();
            assertArrayEquals(vectors.m.data(), actual, 1e-4f);
        }
    }

    @Test
    void differencesBestAndLowestAreThoseOfTheReference() throws IOException {
        HeadVectors vectors = HeadVectors.read();
        MaximumSubpathPooling pooling = new MaximumSubpathPooling(1);
        try (ExplanationHead head = vectors.head(manager)) {
            int classes = (int) vectors.wc.shape[1];
            int attributes = (int) vectors.ws.shape[1];
            int perPair = vectors.delta.data().length / vectors.positive.length / classes;
            for (int n = 0; n < vectors.positive.length; n++)
                for (int c = 0; c < classes; c++) {
                    if (c == vectors.positive[n]) continue;
                    NDList delta = new NDList();
                    for (NDArray layer : head.differences(vectors.features(manager), vectors.positive[n], c))
                        delta.add(layer.get(n));
                    float[] expected = new float[perPair];
                    System.arraycopy(vectors.delta.data(), (n * classes + c) * perPair, expected, 0, perPair);
                    assertArrayEquals(expected, NDArrays.stack(delta, 1).toFloatArray(), 1e-4f);
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
            ExplanationLoss loss = new ExplanationLoss(new MaximumSubpathPooling(1));
            try (ConvolutionGuard guard = ConvolutionGuard.ofAnyChannels();
                    GradientCollector collector = Engine.start().newGradientCollector()) {
                NDArray value = loss.of(
                        head.classWeights(),
                        head.attributeWeights(),
                        vectors.features(manager),
                        vectors.positive,
                        vectors.attributeIndices(),
                        vectors.steps());
                for (int i = 0; i < 3; i++) System.gc();
                collector.backward(value);
                assertEquals(vectors.loss, value.getFloat(), 1e-4);
            }
            assertArrayEquals(vectors.grad_wc.data(), gradient(head.classWeights()), 1e-4f);
            assertArrayEquals(vectors.grad_ws.data(), gradient(head.attributeWeights()), 1e-4f);
        }
    }

    private static float[] gradient(NDList layers) {
        NDList gradients = new NDList();
        for (NDArray layer : layers) gradients.add(layer.getGradient());
        return NDArrays.stack(gradients).toFloatArray();
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
                        new NDList(manager.create(kernel, new Shape(1, channels, 3, 3))),
                        new NDList(manager.create(features, new Shape(1, channels, 1, rows, columns))),
                        RegionShape.ALL)
                .singletonOrThrow();
        assertEquals(new Shape(1, 1, 4, 1, rows, columns), maps.getShape());
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
        List<FeatureLayer> layers =
                List.of(new FeatureLayer("coarse", 5, 3, 4, 6), new FeatureLayer("fine", 2, 6, 8, 3));
        try (ExplanationHead head =
                ExplanationHead.random(layers, 3, 2, 0.5, RegionShape.ALL, manager, new Random(4))) {
            NDList features = new NDList(
                    manager.create(draw(new Random(5), 5 * 3 * 4 * 6), new Shape(1, 5, 3, 4, 6)),
                    manager.create(draw(new Random(6), 2 * 6 * 8 * 3), new Shape(1, 2, 6, 8, 3)));
            NDList all = head.differences(features, 0, 2);
            NDList fewer = head.withShapes(some).differences(features, 0, 2);
            assertEquals(new Shape(1, 2, 2, 3, 4, 6), fewer.get(0).getShape());
            assertEquals(new Shape(1, 2, 2, 6, 8, 3), fewer.get(1).getShape());
            for (int l = 0; l < 2; l++) {
                assertArrayEquals(
                        all.get(l).get(":, :, 1").toFloatArray(),
                        fewer.get(l).get(":, :, 0").toFloatArray());
                assertArrayEquals(
                        all.get(l).get(":, :, 3").toFloatArray(),
                        fewer.get(l).get(":, :, 1").toFloatArray());
            }
        }
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RegionShape.of("3x3,4x4"));
        assertTrue(e.getMessage().contains("'4x4'"), e.getMessage());
    }

    /** Layers with equally many channels are kept in one array each, as they always were; others in one per layer. */
    @Test
    void itIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
        for (int channels : new int[] {5, 2}) {
            List<FeatureLayer> layers =
                    List.of(new FeatureLayer("a", 5, 3, 4, 6), new FeatureLayer("b", channels, 6, 8, 3));
            try (ExplanationHead head =
                    ExplanationHead.random(layers, 3, 2, 0.5, RegionShape.ALL, manager, new Random(4))) {
                Path file = folder.resolve(channels + ".params");
                head.write(file);
                assertEquals(
                        channels == 5,
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains("\"class\""));
                try (ExplanationHead again = ExplanationHead.read(file, layers, 3, 2, RegionShape.of("2x2"), manager)) {
                    head.weights()
                            .all()
                            .forEach((name, weight) -> assertArrayEquals(
                                    weight.toFloatArray(),
                                    again.weights().get(name).toFloatArray(),
                                    name));
                    assertEquals(RegionShape.of("2x2"), again.shapes());
                }
                assertThrows(
                        IOException.class, () -> ExplanationHead.read(file, layers, 4, 2, RegionShape.ALL, manager));
            }
        }
    }
}
