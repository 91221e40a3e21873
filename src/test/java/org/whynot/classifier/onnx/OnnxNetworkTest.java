package org.whynot.classifier.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.foreign.ForeignNetworkException;

class OnnxNetworkTest {

    @TempDir
    Path folder;

    @BeforeEach
    void requireRuntime() {
        Fixtures.requireRuntime();
    }

    private static float[] sines(int count) {
        float[] sines = new float[count];
        for (int i = 0; i < count; i++) sines[i] = (float) Math.sin(i);
        return sines;
    }

    private static long[] longs(JsonArray numbers) {
        return numbers.asList().stream().mapToLong(n -> n.getAsLong()).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3d", "r21d", "tokens"})
    void itGivesWhatPythonGives(String name) throws IOException {
        JsonObject expected = ForeignFixtures.expected(name);
        try (OnnxNetwork network = OnnxNetwork.open(Fixtures.file(name), Fixtures.outputs(name), Device.cpu());
                NDManager manager = Engine.newManager(Device.cpu())) {
            Shape shape = new Shape(longs(expected.getAsJsonArray("input")));
            Map<String, NDArray> made = network.run(new NDList(manager.create(sines((int) shape.size()), shape)));
            float[] logits = made.get("logits").toFloatArray();
            JsonArray wanted = expected.getAsJsonArray("logits");
            assertEquals(wanted.size(), logits.length);
            for (int c = 0; c < logits.length; c++) assertEquals(wanted.get(c).getAsFloat(), logits[c], 1e-4);
            for (int l = 0; l < 2; l++) {
                JsonObject layer = expected.getAsJsonObject(l == 0 ? "last" : "before_last");
                NDArray map = made.get(Fixtures.layers(name).get(l).output());
                assertArrayEquals(
                        longs(layer.getAsJsonArray("shape")), map.getShape().getShape());
                float[] numbers = map.toFloatArray();
                double sum = 0;
                for (float number : numbers) sum += number;
                double each = layer.get("sum").getAsDouble() / numbers.length;
                assertEquals(each, sum / numbers.length, 1e-4);
                for (int i = 0; i < 4; i++)
                    assertEquals(layer.getAsJsonArray("first").get(i).getAsFloat(), numbers[i], 1e-4);
            }
        }
    }

    @Test
    void asAClassifierItGivesMapsOfTimeAndSpace() throws IOException {
        try (VideoClassifier classifier = Fixtures.classifier("tokens");
                NDManager manager = Engine.newManager(Device.cpu())) {
            NDArray clips = manager.create(
                    sines(classifier.input().clipLength()),
                    new Shape(classifier.input().batchShape(1)));
            NDArray map = classifier.forward(clips).features().get(0);
            assertEquals(new Shape(1, 48, 8, 8, 8), map.getShape());
            JsonArray first =
                    ForeignFixtures.expected("tokens").getAsJsonObject("last").getAsJsonArray("first");
            // The first token's channels are the first cell's.
            for (int d = 0; d < 4; d++) assertEquals(first.get(d).getAsFloat(), map.getFloat(0, d, 0, 0, 0), 1e-4);
        }
    }

    private static List<String> proposed(Path path) throws IOException {
        OnnxFile file = OnnxFile.read(path);
        return OnnxMaps.propose(file, OnnxMaps.of(file)).stream()
                .map(GraphTensor::toString)
                .toList();
    }

    @Test
    void theLastMapsWithTimeAndSpaceAreProposed() throws IOException {
        assertEquals(
                List.of(
                        "/n/n/blocks.3/Relu_1_output_0 [1, 128, 16, 7, 7]",
                        "/n/n/blocks.3/Relu_output_0 [1, 128, 16, 7, 7]"),
                proposed(Fixtures.file("c3d")));
        assertEquals(
                List.of("/n/l3/l3.5/Relu_output_0 [1, 64, 2, 4, 4]", "/n/l3/l3.2/Relu_output_0 [1, 64, 4, 4, 4]"),
                proposed(Fixtures.file("r21d")));
        assertEquals(
                List.of("/n/Add_6_output_0 [1, 512, 48]", "/n/Add_5_output_0 [1, 512, 48]"),
                proposed(Fixtures.file("tokens")));
    }

    @Test
    void everyMapIsListedWithItsShapeInTheOrderOfComputation() throws IOException {
        List<GraphTensor> maps = OnnxMaps.of(OnnxFile.read(Fixtures.file("r21d")));
        assertEquals(
                "/n/stem/stem.0/Conv_output_0 [1, 16, 16, 32, 32]", maps.get(0).toString());
        assertEquals("Relu", maps.get(maps.size() - 1).operator());
        assertEquals(16, maps.size());
    }

    @Test
    void withoutNamesItGivesItsOutputsAndTheProposedLayers() throws IOException {
        try (OnnxNetwork network = OnnxNetwork.open(Fixtures.file("r21d"), Set.of(), Device.cpu());
                NDManager manager = Engine.newManager(Device.cpu())) {
            Map<String, NDArray> made = network.run(new NDList(manager.zeros(new Shape(2, 3, 16, 64, 64))));
            assertEquals(
                    List.of("logits", "/n/l3/l3.5/Relu_output_0", "/n/l3/l3.2/Relu_output_0"),
                    List.copyOf(made.keySet()));
        }
        assertArrayEquals(
                new long[] {-1, 3, 16, 64, 64},
                OnnxNetwork.inputShapes(Fixtures.file("r21d")).get(0));
    }

    @Test
    void theWeightsOfItsLastLayerCanBeRead() throws IOException {
        try (OnnxNetwork network = OnnxNetwork.open(Fixtures.file("r21d"), Set.of("logits"), Device.cpu());
                NDManager manager = Engine.newManager(Device.cpu())) {
            List<float[]> found = network.weights(5 * 64);
            assertEquals(1, found.size());
            OnnxFile file = OnnxFile.read(Fixtures.file("r21d"));
            String pooled = file.inner().get(file.inner().size() - 1).name();
            try (OnnxNetwork whole = OnnxNetwork.open(file.path(), Set.of("logits", pooled), Device.cpu())) {
                Map<String, NDArray> made =
                        whole.run(new NDList(manager.create(sines(3 * 16 * 64 * 64), new Shape(1, 3, 16, 64, 64))));
                float[] x = made.get(pooled).toFloatArray();
                float[] logits = made.get("logits").toFloatArray();
                float[] bias = network.weights(5).get(0);
                for (int c = 0; c < 5; c++) {
                    double logit = bias[c];
                    for (int d = 0; d < 64; d++) logit += found.get(0)[64 * c + d] * x[d];
                    assertEquals(logit, logits[c], 1e-4);
                }
            }
        }
    }

    private Path write(OnnxBytes model) throws IOException {
        return model.write(folder.resolve("made.onnx"));
    }

    private String refusal(OnnxBytes model) throws IOException {
        Path file = write(model);
        String message = assertThrows(IOException.class, () -> OnnxNetwork.open(file, Set.of("y"), Device.cpu()))
                .getMessage();
        assertTrue(message.contains(file.toString()) && message.endsWith("."), message);
        return message;
    }

    @Test
    void aNewerOpsetIsNamedWithTheNewestKnown() throws IOException {
        String message = refusal(OnnxBytes.model(99, OnnxBytes.graph("", "Relu", GraphTensor.FLOAT)));
        assertTrue(message.contains("opset 99") && message.matches("(?s).*opset_version=\\d+ or lower.*"), message);
    }

    @Test
    void aNewerFileFormatIsNamed() throws IOException {
        OnnxBytes model = new OnnxBytes()
                .number(1, 999)
                .message(7, OnnxBytes.graph("", "Relu", GraphTensor.FLOAT))
                .message(8, new OnnxBytes().number(2, 17));
        assertTrue(refusal(model).contains("newer file format of ONNX (version 999)"));
    }

    @Test
    void anUnknownOperatorIsNamed() throws IOException {
        String message = refusal(OnnxBytes.model(17, OnnxBytes.graph("", "Unheard", GraphTensor.FLOAT)));
        assertTrue(message.contains("'Unheard'") && message.contains("opset 17"), message);
    }

    @Test
    void inputsOfOtherTypesAreNamed() throws IOException {
        assertTrue(refusal(OnnxBytes.model(17, OnnxBytes.graph("", "Relu", 7))).contains("'clip' as int64"));
    }

    @Test
    void aNetworkOfAnotherShapeOrNumberOfInputsIsNamed() throws IOException {
        Path file = write(OnnxBytes.model(17, OnnxBytes.graph("", "Relu", GraphTensor.FLOAT)));
        try (OnnxNetwork network = OnnxNetwork.open(file, Set.of("y"), Device.cpu());
                NDManager manager = Engine.newManager(Device.cpu())) {
            NDArray other = manager.zeros(new Shape(1, 4));
            assertTrue(assertThrows(ForeignNetworkException.class, () -> network.run(new NDList(other)))
                    .getMessage()
                    .contains("clip [?, 3], but (1, 4) is given"));
            assertTrue(assertThrows(ForeignNetworkException.class, () -> network.run(new NDList(other, other)))
                    .getMessage()
                    .contains("wants 1 input (clip [?, 3]), but 2 are given"));
        }
        assertTrue(assertThrows(IOException.class, () -> OnnxNetwork.open(file, Set.of("nothing"), Device.cpu()))
                .getMessage()
                .contains("'nothing'"));
    }

    @Test
    void aNetworkForAFixedNumberOfClipsGivesAsManyAsAsked() throws IOException {
        OnnxBytes graph = new OnnxBytes()
                .message(1, OnnxBytes.node("", "Relu", List.of("clip"), "y"))
                .message(11, OnnxBytes.value("clip", GraphTensor.FLOAT, 2, 3))
                .message(12, OnnxBytes.value("y", GraphTensor.FLOAT, 2, 3));
        Path file = write(OnnxBytes.model(17, graph));
        try (OnnxNetwork network = OnnxNetwork.open(file, Set.of("y"), Device.cpu());
                NDManager manager = Engine.newManager(Device.cpu())) {
            for (int clips = 1; clips < 6; clips++) {
                NDArray made = network.run(new NDList(manager.create(sines(3 * clips), new Shape(clips, 3))))
                        .get("y");
                assertEquals(new Shape(clips, 3), made.getShape());
                float[] numbers = made.toFloatArray();
                for (int i = 0; i < numbers.length; i++) assertEquals(Math.max(0, (float) Math.sin(i)), numbers[i]);
            }
        }
    }

    @Test
    void weightsBesideTheFileAreUsed() throws IOException {
        OnnxBytes graph = new OnnxBytes()
                .message(1, OnnxBytes.node("", "Add", List.of("clip", "w"), "y"))
                .message(5, OnnxBytes.externalWeight("w", "weights.bin", 3))
                .message(11, OnnxBytes.value("clip", GraphTensor.FLOAT, 0, 3))
                .message(12, OnnxBytes.value("y", GraphTensor.FLOAT, 0, 3));
        Path file = write(OnnxBytes.model(17, graph));
        java.nio.ByteBuffer weights = java.nio.ByteBuffer.allocate(12).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        weights.putFloat(1).putFloat(2).putFloat(3);
        Files.write(folder.resolve("weights.bin"), weights.array());
        try (OnnxNetwork network = OnnxNetwork.open(file, Set.of("y"), Device.cpu());
                NDManager manager = Engine.newManager(Device.cpu())) {
            assertArrayEquals(
                    new float[] {1, 2, 3},
                    network.run(new NDList(manager.zeros(new Shape(1, 3))))
                            .get("y")
                            .toFloatArray());
        }
    }

    @Test
    void memoryThatRunsOutIsReportedAsTheEnginesSoThatPassesAreHalved() throws IOException {
        OnnxBytes size = new OnnxBytes().number(1, 3).number(2, 7).text(8, "size");
        java.nio.ByteBuffer dimensions = java.nio.ByteBuffer.allocate(24).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        dimensions.putLong(1 << 20).putLong(1 << 21).putLong(3);
        OnnxBytes graph = new OnnxBytes()
                .message(1, OnnxBytes.node("", "Expand", List.of("clip", "size"), "y"))
                .message(5, size.bytes(9, dimensions.array()))
                .message(11, OnnxBytes.value("clip", GraphTensor.FLOAT, 0, 3))
                .message(12, OnnxBytes.value("y", GraphTensor.FLOAT, 1 << 20, 1 << 21, 3));
        Path file = write(OnnxBytes.model(17, graph));
        try (OnnxNetwork network = OnnxNetwork.open(file, Set.of("y"), Device.cpu());
                NDManager manager = Engine.newManager(Device.cpu())) {
            String message = assertThrows(
                            ai.djl.engine.EngineException.class,
                            () -> network.run(new NDList(manager.zeros(new Shape(1, 3)))))
                    .getMessage();
            assertTrue(message.contains("allocate memory"), message);
        }
    }

    @Test
    void itReportsThatItWorks() {
        OnnxRuntime.Report report = OnnxRuntime.report();
        assertTrue(report.isUsable(), report.verdict());
        assertEquals(OnnxRuntime.VERSION, report.version());
    }
}
