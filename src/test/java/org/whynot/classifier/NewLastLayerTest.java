package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new last layer on a classifier with three layers on grids of their own. */
class NewLastLayerTest {

    private static final List<String> CLASSES = List.of("a", "b", "c", "d");

    @TempDir
    Path folder;

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    @Test
    void theKernelsAreWhatEachCellAddsToTheLogits() {
        float[] bias = random(4, 2);
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ToyClassifier toy = new ToyClassifier();
                NewLastLayer layer = NewLastLayer.of(toy, CLASSES, random(4 * 9, 1), bias)) {
            assertEquals(9, NewLastLayer.features(toy));
            NDArray clips = manager.create(
                    random(2 * toy.input().clipLength(), 3),
                    new Shape(toy.input().batchShape(2)));
            VideoClassifier.Output output = layer.forward(clips);
            assertEquals(new Shape(2, 4), output.logits().getShape());
            List<float[]> kernels = layer.evidence().orElseThrow().kernels();
            float[] logits = output.logits().toFloatArray();
            for (int clip = 0; clip < 2; clip++)
                for (int c = 0; c < 4; c++) {
                    double sum = bias[c];
                    for (int l = 0; l < 3; l++) sum += part(output.features(), l, clip, kernels.get(l), c);
                    assertEquals(logits[clip * 4 + c], sum, 1e-3);
                }
        }
    }

    @Test
    void theGradientIsByHowMuchTheContrastChangesWithACell() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ToyClassifier toy = new ToyClassifier();
                NewLastLayer layer = NewLastLayer.of(toy, CLASSES, random(4 * 9, 1), random(4, 2))) {
            NDArray clips = manager.create(
                    random(2 * toy.input().clipLength(), 3),
                    new Shape(toy.input().batchShape(2)));
            VideoClassifier.LayerGradient found =
                    layer.contrastGradient(clips, 2, 0).orElseThrow();
            NDArray first = layer.forward(clips).features().get(0);
            assertEquals(first, found.features());
            assertEquals(first.getShape(), found.gradient().getShape());
            float[] kernel = layer.evidence().orElseThrow().kernels().get(0);
            int channels = (int) first.getShape().get(1);
            float[] gradient = found.gradient().toFloatArray();
            int cells = gradient.length / channels / 2;
            for (int i = 0; i < gradient.length; i++) {
                int d = i / cells % channels;
                assertEquals((kernel[(2 * channels + d) * 9] - kernel[d * 9]) / 9, gradient[i], 1e-6);
            }
        }
    }

    /** The class's kernel over all cells of a layer; a region's nine taps weigh 1 together. */
    private static double part(NDList features, int layer, int clip, float[] kernel, int c) {
        NDArray map = features.get(layer).get(clip);
        int channels = (int) map.getShape().get(0);
        float[] values = map.toFloatArray();
        int cells = values.length / channels;
        double sum = 0;
        for (int d = 0; d < channels; d++)
            for (int i = 0; i < cells; i++) sum += kernel[(c * channels + d) * 9] / 9 * values[d * cells + i];
        return sum;
    }

    @Test
    void itIsReadAsItWasWrittenAndOnlyForTheSameClasses() throws IOException {
        Path file = folder.resolve("last-layer.params");
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                NewLastLayer layer = NewLastLayer.of(new ToyClassifier(), CLASSES, random(4 * 9, 1), random(4, 2))) {
            layer.write(file);
            try (NewLastLayer read = NewLastLayer.read(file, new ToyClassifier(), CLASSES)) {
                NDArray clips = manager.create(
                        random(layer.input().clipLength(), 3),
                        new Shape(layer.input().batchShape(1)));
                assertEquals(layer.forward(clips).logits(), read.forward(clips).logits());
            }
        }
        String message = assertThrows(
                        IOException.class, () -> NewLastLayer.read(file, new ToyClassifier(), List.of("a", "b"))
                                .close())
                .getMessage();
        assertTrue(message.contains("the weight 'weight' has shape (4, 9), but model.json asks for (2, 9)"), message);
    }
}
