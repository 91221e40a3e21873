package org.whynot.classifier.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.C3dClassifier;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.CheckedClassifier;
import org.whynot.classifier.Engine;
import org.whynot.classifier.ToyClassifier;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.VideoClassifier.LayerGradient;
import org.whynot.util.Progress;
import org.whynot.util.Threads;
import org.whynot.video.ClipFormat;

/** Gradients and Grad-CAM against finite differences, and against what can be worked out by hand. */
class GradCamTest {

    private static final ClipFormat INPUT =
            new ClipFormat(4, 48, 32, 1, ClipFormat.Resize.STRETCH, new float[3], new float[] {1, 1, 1});
    private static final List<String> CLASSES = List.of("a", "b", "c");

    private final NDManager manager = Engine.newManager(Engine.device("cpu"));

    @AfterEach
    void close() {
        manager.close();
    }

    private C3dResNet network(int fullyConnected) {
        C3dResNet network = C3dResNet.random(
                new Architecture(new int[] {3, 3, 4, 5, 6}, fullyConnected), CLASSES.size(), manager, new Random(7));
        Random random = new Random(8);
        network.weights().all().forEach((name, array) -> {
            float[] values = array.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                if (name.startsWith("fc")) values[i] = name.endsWith(".bias") ? 1 : (float) random.nextGaussian();
                if (name.endsWith(".beta")) values[i] = 0.3f * (float) random.nextGaussian();
            }
            array.set(values);
        });
        network.weights().setTrainable(false);
        return network;
    }

    private static float[] noise(long seed, int clips) {
        Random random = new Random(seed);
        float[] values = new float[clips * INPUT.clipLength()];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    /** The logits of features {@code [D, cells]} by the fully connected layers, in double precision. */
    private static double[] logits(C3dResNet network, double[] features) {
        int channels = network.architecture().featureChannels();
        int cells = features.length / channels;
        double[] x = new double[channels];
        for (int i = 0; i < features.length; i++) x[i / cells] += features[i] / cells;
        int layers = network.architecture().fullyConnected();
        for (int layer = 1; layer <= layers; layer++) {
            float[] weight = network.weights().get("fc" + layer + ".weight").toFloatArray();
            float[] bias = network.weights().get("fc" + layer + ".bias").toFloatArray();
            double[] y = new double[bias.length];
            for (int row = 0; row < y.length; row++) {
                y[row] = bias[row];
                for (int i = 0; i < x.length; i++) y[row] += weight[row * x.length + i] * x[i];
                if (layer < layers) y[row] = Math.max(0, y[row]);
            }
            x = y;
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void gradientsAreThoseOfFiniteDifferences(int fullyConnected) {
        C3dResNet network = network(fullyConnected);
        VideoClassifier classifier = C3dClassifier.of(network, INPUT, CLASSES, manager);
        NDArray clips = manager.create(noise(1, 2), new Shape(INPUT.batchShape(2)));
        LayerGradient found = classifier.contrastGradient(clips, 2, 0).orElseThrow();
        float[] features = found.features().toFloatArray();
        assertArrayEquals(classifier.forward(clips).features().get(0).toFloatArray(), features);
        float[] gradient = found.gradient().toFloatArray();
        int each = features.length / 2;
        double largest = 0;
        for (int clip = 0; clip < 2; clip++)
            for (int i = 0; i < each; i += 5) {
                double[] moved = new double[each];
                for (int k = 0; k < each; k++) moved[k] = features[clip * each + k];
                double step = 1e-4;
                moved[i] += step;
                double[] up = logits(network, moved);
                moved[i] -= 2 * step;
                double[] down = logits(network, moved);
                double expected = (up[2] - up[0] - down[2] + down[0]) / (2 * step);
                assertEquals(expected, gradient[clip * each + i], 1e-5, "clip " + clip + ", number " + i);
                largest = Math.max(largest, Math.abs(expected));
            }
        assertTrue(largest > 1e-3, "The gradient is nothing but zeros.");
    }

    /** With one fully connected layer the gradient is its weights by the number of cells, and the heat follows. */
    @Test
    void heatIsThatOfTheLastLayersWeights() {
        C3dResNet network = network(1);
        VideoClassifier classifier = C3dClassifier.of(network, INPUT, CLASSES, manager);
        float[] clip = noise(2, 1);
        ClipHeat.Heat heat =
                new GradCam(classifier, manager).of(clip, 1, 2, Progress.SILENT).orElseThrow();
        assertEquals(List.of(4, 3, 2), List.of(heat.steps(), heat.rows(), heat.columns()));
        float[] weight = network.weights().get("fc1.weight").toFloatArray();
        float[] features = classifier
                .forward(manager.create(clip, new Shape(INPUT.batchShape(1))))
                .features()
                .get(0)
                .toFloatArray();
        int channels = 6;
        int cells = features.length / channels;
        float[] expected = new float[cells];
        for (int cell = 0; cell < cells; cell++) {
            double sum = 0;
            for (int d = 0; d < channels; d++)
                sum += (weight[channels + d] - weight[2 * channels + d]) / cells * features[d * cells + cell];
            expected[cell] = (float) Math.max(0, sum);
        }
        assertArrayEquals(expected, heat.values(), 1e-6f);
        float most = 0;
        for (float value : expected) most = Math.max(most, value);
        assertTrue(most > 1e-3, "The heat is nothing but zeros.");
    }

    @Test
    void heatOfASmallExampleIsThatByHand() {
        // Two channels of three cells; the gradients' means are 2 and -1.
        float[] features = {1, 0, 2, 3, 1, 0};
        float[] gradient = {1, 2, 3, -1, -2, 0};
        assertArrayEquals(new float[] {0, 0, 4}, GradCam.heat(features, gradient, 2));
    }

    @Test
    void itCountsOnePassPerClip() {
        GradCam gradCam = new GradCam(C3dClassifier.of(network(2), INPUT, CLASSES, manager), manager);
        ClipHeat.Heat first = gradCam.of(noise(3, 1), 0, 1, Progress.SILENT).orElseThrow();
        ClipHeat.Heat again = gradCam.of(noise(3, 1), 0, 1, Progress.SILENT).orElseThrow();
        assertEquals(2, gradCam.passes());
        assertArrayEquals(first.values(), again.values());
    }

    /** As where a machine of a cluster evaluates several videos at once; the engine itself differentiates for one thread only. */
    @Test
    void severalThreadsMayDifferentiateAtOnce() throws Exception {
        float[] clip = noise(5, 1);
        ExecutorService threads = Threads.pool("Grad-CAM", 3);
        try {
            List<Future<List<float[]>>> heats = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                GradCam own = new GradCam(C3dClassifier.of(network(2), INPUT, CLASSES, manager), manager);
                heats.add(threads.submit(() -> {
                    List<float[]> values = new ArrayList<>();
                    for (int i = 0; i < 20; i++)
                        values.add(own.of(clip, 0, 1, Progress.SILENT)
                                .orElseThrow()
                                .values());
                    return values;
                }));
            }
            float[] expected = heats.get(0).get().get(0);
            for (Future<List<float[]>> all : heats) for (float[] heat : all.get()) assertArrayEquals(expected, heat);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aPassAfterwardsIsWithoutGradients() {
        VideoClassifier classifier = C3dClassifier.of(network(1), INPUT, CLASSES, manager);
        NDArray clips = manager.create(noise(4, 1), new Shape(INPUT.batchShape(1)));
        NDArray before = classifier.forward(clips).logits();
        classifier.contrastGradient(clips, 0, 1);
        VideoClassifier.Output after = classifier.forward(clips);
        assertArrayEquals(before.toFloatArray(), after.logits().toFloatArray());
        assertTrue(!after.features().get(0).hasGradient());
    }

    @Test
    void aClassifierWithoutGradientsHasNone() {
        ToyClassifier toy = new ToyClassifier();
        float[] clip = new float[toy.input().clipLength()];
        GradCam gradCam = new GradCam(new CheckedClassifier(toy), manager);
        assertEquals(Optional.empty(), gradCam.of(clip, 0, 1, Progress.SILENT));
        assertEquals(0, gradCam.passes());
    }
}
