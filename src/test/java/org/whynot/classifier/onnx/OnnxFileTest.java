package org.whynot.classifier.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("classifier.onnx"), bytes);
    }

    private String refusal(byte[] bytes) throws IOException {
        Path file = file(bytes);
        String message =
                assertThrows(IOException.class, () -> OnnxFile.read(file)).getMessage();
        assertTrue(message.contains(file.toString()), message);
        assertTrue(message.endsWith("."), message);
        return message;
    }

    private static byte[] plain() {
        return OnnxBytes.model(17, OnnxBytes.graph("", "Relu", GraphTensor.FLOAT))
                .bytes();
    }

    @Test
    void inputsOutputsAndInnerTensorsAreFound() throws IOException {
        OnnxBytes graph = OnnxBytes.graph("", "Relu", GraphTensor.FLOAT)
                .message(13, OnnxBytes.value("inner", GraphTensor.FLOAT, 0, 3))
                .message(5, OnnxBytes.weight("w", new float[] {1, 2}, 2))
                .message(11, OnnxBytes.value("w", GraphTensor.FLOAT, 2))
                .message(1, OnnxBytes.node("", "Constant", List.of(), "constant"));
        OnnxFile read = OnnxFile.read(file(OnnxBytes.model(17, graph).bytes()));
        assertEquals(Map.of("", 17L), read.opsets());
        assertEquals("test", read.producer());
        assertEquals(List.of(new GraphTensor("clip", "", GraphTensor.FLOAT, List.of(-1L, 3L))), read.inputs());
        assertEquals(List.of(new GraphTensor("y", "Relu", GraphTensor.FLOAT, List.of(-1L, 3L))), read.outputs());
        assertEquals(List.of(new GraphTensor("inner", "Relu", GraphTensor.FLOAT, List.of(-1L, 3L))), read.inner());
        assertEquals(java.util.Set.of("n"), read.symbols());
        assertEquals("y [?, 3]", read.outputs().get(0).toString());
    }

    @Test
    void anAppendedOutputIsPartOfTheSameGraph() throws IOException {
        OnnxFile before = OnnxFile.read(file(plain()));
        byte[] more = before.withOutputs(List.of("inner", "y", "inner"));
        assertArrayEquals(plain(), Arrays.copyOf(more, plain().length));
        OnnxFile after = OnnxFile.read(file(more));
        assertEquals(
                List.of("y", "inner"),
                after.outputs().stream().map(GraphTensor::name).toList());
        assertEquals(List.of(), after.inner());
        assertEquals(before.inputs(), after.inputs());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> before.withOutputs(List.of("nothing")))
                .getMessage()
                .contains("'nothing'"));
    }

    @Test
    void theNameOfAnAppendedOutputMayBeLong() throws IOException {
        String name = "a/".repeat(150);
        OnnxBytes graph = OnnxBytes.graph("", "Relu", GraphTensor.FLOAT)
                .message(1, OnnxBytes.node("", "Relu", List.of("inner"), name));
        OnnxFile before = OnnxFile.read(file(OnnxBytes.model(17, graph).bytes()));
        OnnxFile after = OnnxFile.read(file(before.withOutputs(List.of(name))));
        assertEquals(name, after.outputs().get(1).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PK\u0003\u0004 a zip file such as TorchScript", "version https://git-lfs", "<html>", "\u0000"})
    void otherFilesAreNamedAsSuch(String content) throws IOException {
        assertTrue(refusal(content.getBytes(StandardCharsets.ISO_8859_1)).contains("is not an ONNX file"));
    }

    @Test
    void emptyFilesAndFoldersAreNamedAsSuch() throws IOException {
        assertTrue(refusal(new byte[0]).contains("is empty"));
        assertTrue(assertThrows(IOException.class, () -> OnnxFile.read(folder))
                .getMessage()
                .contains("is not a file"));
        assertTrue(refusal(new OnnxBytes().number(1, 8).text(2, "test").bytes()).contains("is not an ONNX file"));
    }

    @Test
    void aFileCutShortAnywhereIsRefusedInOneSentence() throws IOException {
        byte[] whole = plain();
        for (int length = 1; length < whole.length; length++) {
            String message = refusal(Arrays.copyOf(whole, length));
            if (length > 12) assertTrue(message.contains("is cut short"), "of " + length + " bytes: " + message);
        }
    }

    @Test
    void noDamageGivesAnotherExceptionThanASentence() throws IOException {
        byte[] whole = OnnxBytes.model(
                        17,
                        OnnxBytes.graph("", "Relu", GraphTensor.FLOAT)
                                .message(5, OnnxBytes.weight("w", new float[20], 4, 5)))
                .bytes();
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k <= i % 3; k++) damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Path file = file(damaged);
            try {
                OnnxFile.read(file);
            } catch (IOException e) {
                assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 500, refused + " of 3000 refused");
    }

    @Test
    void messagesThatLieTooDeepAreRefused() throws IOException {
        OnnxBytes graph = OnnxBytes.graph("", "Relu", GraphTensor.FLOAT);
        for (int i = 0; i < 200; i++)
            graph = OnnxBytes.graph("", "Relu", GraphTensor.FLOAT)
                    .message(1, new OnnxBytes().text(2, "o" + i).message(5, new OnnxBytes().message(6, graph)));
        assertTrue(refusal(OnnxBytes.model(17, graph).bytes()).contains("deep"));
    }

    @Test
    void operatorsOfOthersAreNamed() throws IOException {
        String message = refusal(OnnxBytes.model(17, OnnxBytes.graph("mmdeploy", "GridSampler", GraphTensor.FLOAT))
                .bytes());
        assertTrue(message.contains("mmdeploy::GridSampler"), message);
        // Those of ONNX Runtime itself, and those that the file defines, are no obstacle.
        OnnxFile.read(file(OnnxBytes.model(17, OnnxBytes.graph("com.microsoft", "Gelu", GraphTensor.FLOAT))
                .bytes()));
        OnnxBytes function = new OnnxBytes().text(1, "Twice").text(10, "own");
        OnnxFile.read(file(OnnxBytes.model(17, OnnxBytes.graph("own", "Twice", GraphTensor.FLOAT))
                .message(25, function)
                .bytes()));
    }

    @Test
    void operatorsOfOthersInABranchAreNamed() throws IOException {
        OnnxBytes branch = new OnnxBytes().message(1, OnnxBytes.node("mmdeploy", "Roi", List.of("clip"), "b"));
        OnnxBytes graph = OnnxBytes.graph("", "Relu", GraphTensor.FLOAT)
                .message(
                        1,
                        OnnxBytes.node("", "If", List.of("clip"), "c")
                                .message(
                                        5,
                                        new OnnxBytes().text(1, "then_branch").message(6, branch)));
        assertTrue(refusal(OnnxBytes.model(17, graph).bytes()).contains("mmdeploy::Roi"));
    }

    @ParameterizedTest
    @ValueSource(ints = {GraphTensor.FLOAT16, GraphTensor.BFLOAT16})
    void halfPrecisionIsRefused(int type) throws IOException {
        String message =
                refusal(OnnxBytes.model(17, OnnxBytes.graph("", "Relu", type)).bytes());
        assertTrue(
                message.contains("half precision") && message.contains("'clip'") && message.contains("float16"),
                message);
    }

    private byte[] withWeightsIn(String location) {
        return OnnxBytes.model(
                        17,
                        OnnxBytes.graph("", "Relu", GraphTensor.FLOAT)
                                .message(5, OnnxBytes.externalWeight("w", location, 4)))
                .bytes();
    }

    @Test
    void weightsMayLieBesideTheFileAndNowhereElse() throws IOException {
        Files.write(folder.resolve("weights.bin"), new byte[16]);
        assertEquals(16, OnnxFile.read(file(withWeightsIn("weights.bin"))).externalBytes());
        Path elsewhere = Files.createDirectory(folder.resolve("inner"));
        Path inside = Files.write(elsewhere.resolve("classifier.onnx"), withWeightsIn("../weights.bin"));
        String above =
                assertThrows(IOException.class, () -> OnnxFile.read(inside)).getMessage();
        assertTrue(above.contains("outside its folder") && above.contains("'../weights.bin'"), above);
        String absolute = refusal(
                withWeightsIn(folder.resolve("weights.bin").toAbsolutePath().toString()));
        assertTrue(absolute.contains("outside its folder"), absolute);
        assertTrue(refusal(withWeightsIn("missing.bin")).contains("'missing.bin'"));
    }

    @Test
    void weightsThatALinkLeadsToAreOutside() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.write(folder.resolve("weights.bin"), new byte[16]);
        Files.createSymbolicLink(inner.resolve("weights.bin"), folder.resolve("weights.bin"));
        Path file = Files.write(inner.resolve("classifier.onnx"), withWeightsIn("weights.bin"));
        assertTrue(assertThrows(IOException.class, () -> OnnxFile.read(file))
                .getMessage()
                .contains("outside its folder"));
    }

    @Test
    void aFileBeyondProtobufsLimitIsTooLarge() throws IOException {
        Path file = folder.resolve("large.onnx");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.write(plain());
            large.setLength(3L << 30);
        }
        String message =
                assertThrows(IOException.class, () -> OnnxFile.read(file)).getMessage();
        assertTrue(message.contains("3072 MB"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3d", "r21d", "tokens"})
    void theFixturesAreRead(String name) throws IOException {
        OnnxFile file = OnnxFile.read(Fixtures.file(name));
        assertEquals(1, file.inputs().size());
        assertEquals("clip", file.inputs().get(0).name());
        assertEquals(
                List.of("logits"),
                file.outputs().stream().map(GraphTensor::name).toList());
        assertEquals(Map.of("", 17L), file.opsets());
        assertEquals(0, file.externalBytes());
        assertTrue(file.inner().size() > 10);
    }
}
