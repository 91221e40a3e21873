package org.whynot.model.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.onnx.Fixtures;
import org.whynot.model.Model;
import org.whynot.util.Progress;

/** ONNX files become model folders, without being asked whether they are trusted. */
class OnnxImportTest {

    @TempDir
    Path folder;

    @BeforeEach
    void requireRuntime() {
        Fixtures.requireRuntime();
    }

    private ForeignImport.Imported run(Path file, ImportHints given) throws IOException {
        return new ForeignImport(
                        new ImportSettings(file, folder.resolve("model"), "imported", Preset.NONE, given, null, "auto"))
                .run(Progress.SILENT);
    }

    @ParameterizedTest
    @CsvSource({"c3d, 112", "r21d, 64", "tokens, 64"})
    void anImportedFileGivesWhatItGivesInPython(String name, int size) throws IOException {
        double[] expected = ForeignFixtures.numbers(ForeignFixtures.expected(name), "logits");
        run(Fixtures.file(name), ForeignImportTest.hints(ForeignImportTest.names(expected.length), size));
        Path copy = folder.resolve("model").resolve("classifier.onnx");
        assertArrayEquals(Files.readAllBytes(Fixtures.file(name)), Files.readAllBytes(copy));
        try (Model model = Model.open(folder.resolve("model"), "auto");
                NDManager manager = Engine.newManager(Engine.device("cpu"));
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            VideoClassifier classifier = model.classifier();
            assertTrue(classifier.layers().size() >= 1, classifier.layers().toString());
            float[] sines = ForeignFixtures.sines(classifier.input().clipLength());
            float[] logits = classifier
                    .logits(manager.create(sines, new Shape(classifier.input().batchShape(1))))
                    .toFloatArray();
            for (int c = 0; c < logits.length; c++) assertEquals(expected[c], logits[c], 1e-4);
        }
    }

    @Test
    void anInnerTensorCanBeChosenByItsName() throws IOException {
        ImportHints hints = new ImportHints(
                ForeignImportTest.names(5),
                null,
                null,
                null,
                null,
                64,
                64,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of("/n/l2/l2.5/Relu_output_0"),
                null,
                null,
                null);
        ForeignImport.Imported imported = run(Fixtures.file("r21d"), hints);
        assertEquals(List.of("/n/l2/l2.5/Relu_output_0"), imported.card().featureLayers());
    }

    @Test
    void aFileThatCantBeUsedIsNamedAndNothingIsWritten() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.file("r21d"));
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        Path other = Files.writeString(folder.resolve("other.onnx"), "PK not this");
        for (Path file : List.of(cut, other)) {
            String message = assertThrows(
                            IOException.class, () -> run(file, ForeignImportTest.hints(ForeignImportTest.names(5), 64)))
                    .getMessage();
            assertTrue(message.contains(file.toString()), message);
            assertTrue(message.contains(file == cut ? "is cut short" : "is not an ONNX file"), message);
        }
        String size = assertThrows(
                        IOException.class,
                        () -> run(Fixtures.file("r21d"), ForeignImportTest.hints(ForeignImportTest.names(5), 48)))
                .getMessage();
        assertTrue(size.contains("clip [?, 3, 16, 64, 64]"), size);
        assertFalse(Files.exists(folder.resolve("model")));
    }

    @Test
    void aFileThatIsRemovedMeanwhileIsNamedAndNothingIsWritten() throws IOException {
        Path file = Files.copy(Fixtures.file("r21d"), folder.resolve("moved.onnx"));
        ImportHints given = ForeignImportTest.hints(ForeignImportTest.names(5), 64);
        Path output = folder.resolve("model");
        ForeignImport importer =
                new ForeignImport(new ImportSettings(file, output, "imported", Preset.NONE, given, null, "auto"));
        Progress removing = new Progress() {
            @Override
            public void report(double fraction, String message) {
                if (message.contains("class kernels"))
                    assertTrue(!Files.exists(file) || file.toFile().delete());
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        String message =
                assertThrows(IOException.class, () -> importer.run(removing)).getMessage();
        assertTrue(message.contains(file + "' was changed, moved or removed while it was imported"), message);
        assertFalse(Files.exists(output));
    }
}
