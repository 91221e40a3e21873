package org.whynot.classifier.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.Engine;

/** Gradients of TorchScript networks whose last layer is linear, so that they are its weights. */
class TorchScriptGradientTest {

    private static final int CLASSES = 6;
    private static final int POSITIVE = 4;
    private static final int NEGATIVE = 1;

    @ParameterizedTest
    @ValueSource(strings = {"c3d_dict.pt", "c3d_tuple.pt"})
    void theGradientIsThatOfTheLinearLayer(String name) throws IOException {
        Path file = ForeignFixtures.file(name);
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                TorchScriptNetwork network = TorchScriptNetwork.open(file, null, false, Engine.device("cpu"))) {
            Shape shape = new Shape(1, 3, 16, 112, 112);
            NDArray clips = manager.create(ForeignFixtures.sines((int) shape.size()), shape);
            Map<String, NDArray> plain = network.run(new NDList(clips));
            List<String> exact = new ArrayList<>();
            for (String output : plain.keySet()) {
                if (plain.get(output).getShape().dimension() != 5) continue;
                NDList found = network.gradient(new NDList(clips), output, outputs -> contrast(outputs))
                        .orElseThrow();
                assertArrayEquals(plain.get(output).toFloatArray(), found.get(0).toFloatArray(), 1e-3f, output);
                assertEquals(found.get(0).getShape(), found.get(1).getShape());
                if (isThatOfTheLinearLayer(network, found.get(1))) exact.add(output);
            }
            assertEquals(1, exact.size(), "the last layer alone is followed by a linear one: " + exact);
            assertEquals(
                    Optional.empty(), network.gradient(new NDList(clips), "nothing", outputs -> contrast(outputs)));
            // A number that was not made from the network's outputs has no gradient with respect to them.
            assertEquals(
                    Optional.empty(),
                    network.gradient(new NDList(clips), exact.get(0), outputs -> manager.ones(new Shape(1))));
        }
    }

    /** A network of the resources: logits {@code [1, 2]}, and maps {@code [1, 4, T, H, W]} as the other output. */
    private static Optional<NDList> ofSmallNetwork(Path folder, String name, String maps) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream resource = TorchScriptGradientTest.class.getResourceAsStream(name)) {
            Files.copy(resource, file);
        }
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                TorchScriptNetwork network = TorchScriptNetwork.open(file, null, false, Engine.device("cpu"))) {
            Shape shape = new Shape(1, 3, 2, 4, 5);
            float[] numbers = ForeignFixtures.sines((int) shape.size());
            NDArray clips = manager.create(numbers, shape);
            Optional<NDList> found = network.gradient(new NDList(clips), maps, outputs -> outputs.get("0")
                    .get(new NDIndex(":, 0"))
                    .sub(outputs.get("0").get(new NDIndex(":, 1")))
                    .sum());
            assertArrayEquals(numbers, clips.toFloatArray(), "the clips are not changed");
            if (found.isEmpty()) return found;
            assertEquals(new Shape(1, 4, 2, 4, 5), found.get().get(0).getShape());
            float[] gradient = found.get().get(1).toFloatArray();
            // The differences of the classes' weights, by the number of cells.
            float[] expected = {1.5f / 40, -3f / 40, -1.5f / 40, 1.25f / 40};
            for (int i = 0; i < gradient.length; i++) assertEquals(expected[i / 40], gradient[i], 1e-7f);
            return found;
        }
    }

    @Test
    void aNetworkMayChangeItsInputAndPutOutputsWithinOthers(@TempDir Path folder) throws IOException {
        assertTrue(ofSmallNetwork(folder, "in_place.pt", "1").isPresent());
        assertTrue(ofSmallNetwork(folder, "nested.pt", "1.last").isPresent());
    }

    @Test
    void whatCannotBeDifferentiatedHasNoGradient(@TempDir Path folder) throws IOException {
        assertEquals(Optional.empty(), ofSmallNetwork(folder, "detached.pt", "1"));
        assertEquals(Optional.empty(), ofSmallNetwork(folder, "unrecorded.pt", "1"));
    }

    private static NDArray contrast(Map<String, NDArray> outputs) {
        NDArray logits = outputs.values().stream()
                .filter(a -> a.getShape().equals(new Shape(1, CLASSES)))
                .findFirst()
                .orElseThrow();
        return logits.get(new NDIndex(":, {}", POSITIVE))
                .sub(logits.get(new NDIndex(":, {}", NEGATIVE)))
                .sum();
    }

    private static boolean isThatOfTheLinearLayer(TorchScriptNetwork network, NDArray gradient) {
        int channels = (int) gradient.getShape().get(1);
        int cells = (int) (gradient.size() / channels);
        float[] found = gradient.toFloatArray();
        List<float[]> weights = network.weights(CLASSES * channels);
        assertTrue(!weights.isEmpty(), "no linear layer");
        for (float[] weight : weights) {
            boolean same = true;
            for (int i = 0; i < found.length && same; i++) {
                int d = i / cells;
                double expected = (weight[POSITIVE * channels + d] - weight[NEGATIVE * channels + d]) / cells;
                same = Math.abs(found[i] - expected) <= 1e-4 * Math.max(1.0 / cells, Math.abs(expected));
            }
            if (same) return true;
        }
        return false;
    }
}
