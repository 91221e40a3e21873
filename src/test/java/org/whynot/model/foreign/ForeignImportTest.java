package org.whynot.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.classifier.Engine;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.foreign.Trust;
import org.whynot.classifier.foreign.UntrustedFileException;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;

class ForeignImportTest {

    @TempDir
    Path folder;

    @BeforeEach
    void keepsTheUsersListAsItIs() {
        System.setProperty(Trust.FOLDER_PROPERTY, folder.resolve("settings").toString());
    }

    @AfterEach
    void forgetsTheOtherList() {
        System.clearProperty(Trust.FOLDER_PROPERTY);
    }

    static List<String> names(int count) {
        return IntStream.range(0, count)
                .mapToObj(c -> "class " + (char) ('a' + c))
                .toList();
    }

    static ImportHints hints(List<String> classes, Integer size) {
        return new ImportHints(
                classes, null, null, null, null, size, size, null, null, null, null, null, null, null, null, null, null,
                null);
    }

    private ForeignImport.Imported run(Path file, ImportHints given) throws IOException {
        return new ForeignImport(
                        new ImportSettings(file, folder.resolve("model"), "imported", Preset.NONE, given, null, "cpu"))
                .run(Progress.SILENT);
    }

    private ForeignImport.Imported importTrusted(Path file, ImportHints given) throws IOException {
        Trust.give(Sha256.of(file));
        return run(file, given);
    }

    @ParameterizedTest
    @CsvSource({"c3d, 112", "r21d, 64", "tokens, 64"})
    void anImportedFileGivesWhatItGivesInPython(String network, int size) throws IOException {
        for (String form : List.of("tuple", "dict", "logits")) {
            JsonObject expected = ForeignFixtures.expected(network);
            double[] logits = ForeignFixtures.numbers(expected, "logits");
            Path file = ForeignFixtures.file(network + "_" + form + ".pt");
            ForeignImport.Imported imported = importTrusted(file, hints(names(logits.length), size));
            assertEquals(
                    form.equals("logits") ? 0 : 2,
                    imported.card().featureLayers().size(),
                    network + form);
            if (!form.equals("logits")) assertOutputs(expected, logits);
            else assertFalse(Files.exists(folder.resolve("model").resolve(Model.EXPLAINER_FILE)));
            deleteModel();
        }
    }

    private void deleteModel() throws IOException {
        try (var files = Files.list(folder.resolve("model"))) {
            for (Path file : files.toList()) Files.delete(file);
        }
    }

    private void assertOutputs(JsonObject expected, double[] logits) throws IOException {
        try (Model model = Model.open(folder.resolve("model"), "cpu");
                NDManager manager = Engine.newManager(Engine.device("cpu"));
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            VideoClassifier classifier = model.classifier();
            float[] input = ForeignFixtures.sines(classifier.input().clipLength());
            VideoClassifier.Output output = classifier.forward(
                    manager.create(input, new Shape(classifier.input().batchShape(1))));
            float[] actual = output.logits().toFloatArray();
            for (int c = 0; c < logits.length; c++) assertEquals(logits[c], actual[c], 1e-4);
            for (int l = 0; l < 2; l++) {
                FeatureLayer layer = classifier.layers().get(l);
                JsonObject described =
                        nearest(expected, output.features().get(l).toFloatArray());
                assertNotNull(described, "no map has the sum of layer " + layer);
            }
        }
    }

    /** The described map with this sum; maps of tokens are rearranged, which leaves the sum. */
    private static JsonObject nearest(JsonObject expected, float[] map) {
        double sum = 0;
        for (float value : map) sum += value;
        for (String key : List.of("last", "before_last")) {
            JsonObject layer = expected.getAsJsonObject(key);
            double wanted = layer.get("sum").getAsDouble();
            if (Math.abs(wanted - sum) <= 1e-4 * Math.max(1, Math.abs(wanted))
                    && Arrays.stream(ForeignFixtures.numbers(layer, "shape")).reduce(1, (a, b) -> a * b) == map.length)
                return layer;
        }
        return null;
    }

    @Test
    void aFileThatNobodyAgreedToIsNotOpened() throws IOException {
        Path file = ForeignFixtures.file("r21d_tuple.pt");
        UntrustedFileException refused =
                assertThrows(UntrustedFileException.class, () -> run(file, hints(names(5), 64)));
        assertEquals(Sha256.of(file), refused.sha256());
        assertFalse(Files.exists(folder.resolve("model")));
        importTrusted(file, hints(names(5), 64));
        System.setProperty(Trust.FOLDER_PROPERTY, folder.resolve("another user").toString());
        assertThrows(UntrustedFileException.class, () -> Model.open(folder.resolve("model"), "cpu"));
    }
}
