package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link C3dEvidence} against the classifier itself. */
class C3dEvidenceTest {

    private static final int CLASSES = 3;
    private static final int CHANNELS = 6;
    private static final int FRAMES = 5;
    private static final double SCALE = 9.0 / (49 * FRAMES);

    /** With one layer the logit is a sum over cells: the kernels' taps, summed over all cells, must give it back. */
    @Test
    void theEvidenceOfAllCellsAddsUpToTheLogit() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = network(1, manager)) {
            VideoClassifier.Output output = network.forward(noise(manager, 3), false);
            C3dEvidence evidence = new C3dEvidence(network, CLASSES, FRAMES);
            evidence.add(output.features());
            float[] kernels = evidence.kernels().get(0);
            float[] h = output.features().get(0).get(0).toFloatArray();
            int cells = h.length / CHANNELS;
            float[] bias = network.weights().get("fc1.bias").toFloatArray();
            for (int c = 0; c < CLASSES; c++) {
                double sum = 0;
                for (int d = 0; d < CHANNELS; d++)
                    for (int i = 0; i < cells; i++) sum += kernels[(c * CHANNELS + d) * 9] * h[d * cells + i];
                double logit = output.logits().get(0).toFloatArray()[c] - bias[c];
                assertEquals(logit * SCALE * cells, sum, 1e-4 * Math.max(1, Math.abs(sum)));
            }
        }
    }

    /** With more layers it is the mean gradient of the logits, which differences of the layers' outputs show. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void moreLayersGiveTheMeanGradient(int fullyConnected) {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = network(fullyConnected, manager)) {
            NDList features = network.forward(noise(manager, 4), false).features();
            C3dEvidence evidence = new C3dEvidence(network, CLASSES, FRAMES);
            evidence.add(features);
            float[] kernels = evidence.kernels().get(0);
            NDArray means = features.get(0).reshape(4, CHANNELS, -1).mean(new int[] {2});
            float step = 1e-2f;
            for (int d = 0; d < CHANNELS; d++) {
                float[] direction = new float[CHANNELS];
                direction[d] = step;
                NDArray moved = manager.create(direction, new Shape(1, CHANNELS));
                float[] up = logits(network, means.add(moved), fullyConnected);
                float[] down = logits(network, means.sub(moved), fullyConnected);
                for (int c = 0; c < CLASSES; c++) {
                    double slope = 0;
                    for (int n = 0; n < 4; n++) slope += (up[n * CLASSES + c] - down[n * CLASSES + c]) / (2 * step) / 4;
                    assertEquals(slope * SCALE, kernels[(c * CHANNELS + d) * 9 + 4], 5e-4);
                }
            }
        }
    }

    /** What a kernel of the layer before the last finds, summed over cells, is what the last convolution passes on. */
    @Test
    void theLayerBeforeTheLastIsSeenThroughTheConvolution() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = network(1, manager)) {
            NDList features = network.forward(noise(manager, 2), false).features();
            C3dEvidence evidence = new C3dEvidence(network, CLASSES, FRAMES);
            evidence.add(features);
            float[] kernels = evidence.kernels().get(1);
            Weights weights = network.weights();
            float[] gamma = weights.get("block4.second.gamma").toFloatArray();
            float[] variance = weights.get("block4.second.variance").toFloatArray();
            float[] convolution = weights.get("block4.second.weight").toFloatArray();
            float[] fc = weights.get("fc1.weight").toFloatArray();
            float[] h = features.get(0).toFloatArray();
            int cells = h.length / CHANNELS / 2;
            Random random = new Random(8);
            for (int trial = 0; trial < 50; trial++) {
                int c = random.nextInt(CLASSES);
                int in = random.nextInt(CHANNELS);
                int tap = random.nextInt(9);
                double expected = 0;
                for (int out = 0; out < CHANNELS; out++) {
                    int open = 0;
                    for (int n = 0; n < 2; n++)
                        for (int i = 0; i < cells; i++) if (h[(n * CHANNELS + out) * cells + i] > 0) open++;
                    double taps = 0;
                    for (int t = 0; t < 3; t++) taps += convolution[((out * CHANNELS + in) * 3 + t) * 9 + tap];
                    expected += fc[c * CHANNELS + out]
                            * gamma[out]
                            / Math.sqrt(variance[out] + 1e-5)
                            * open
                            / (2.0 * cells)
                            * taps;
                }
                expected *= 9 * SCALE;
                float found = kernels[(c * CHANNELS + in) * 9 + tap];
                assertEquals(expected, found, 1e-5 * Math.max(1, Math.abs(expected)));
            }
        }
    }

    @Test
    void withoutClipsThereIsNoEvidence() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = network(2, manager)) {
            IllegalStateException e = assertThrows(
                    IllegalStateException.class, () -> new C3dEvidence(network, CLASSES, FRAMES).kernels());
            assertTrue(e.getMessage().contains("at least one clip"), e.getMessage());
        }
    }

    private static C3dResNet network(int fullyConnected, NDManager manager) {
        Architecture architecture = new Architecture(new int[] {2, 2, 4, 4, CHANNELS}, fullyConnected);
        return C3dResNet.random(architecture, CLASSES, manager, new Random(fullyConnected));
    }

    private static NDArray noise(NDManager manager, int clips) {
        Random random = new Random(clips);
        float[] values = new float[clips * 3 * FRAMES * 32 * 48];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        return manager.create(values, new Shape(clips, 3, FRAMES, 32, 48));
    }

    private static float[] logits(C3dResNet network, NDArray x, int layers) {
        for (int layer = 1; layer <= layers; layer++) {
            x = x.matMul(network.weights().get("fc" + layer + ".weight").transpose())
                    .add(network.weights().get("fc" + layer + ".bias"));
            if (layer < layers) x = x.maximum(0);
        }
        return x.toFloatArray();
    }
}
