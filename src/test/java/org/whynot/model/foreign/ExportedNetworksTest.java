package org.whynot.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.foreign.Trust;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.PythonPeer;
import org.whynot.util.Sha256;

/**
 * Torchvision's video networks with random weights, exported by {@code scripts/export_classifier.py} or as ONNX files, and imported,
 * give the logits that they give in Python.
 */
@Tag("slow")
@Timeout(1800)
class ExportedNetworksTest {

    private static final int CLASSES = 400;

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

    @ParameterizedTest
    @CsvSource({
        "r3d_18, 'layer4,layer3', 112",
        "mc3_18, 'layer4,layer3', 112",
        "r2plus1d_18, 'layer4,layer3', 112",
        "s3d, 'features.15,features.14', 224",
        "swin3d_t, 'norm,features.6', 224",
        "mvit_v2_s, 'norm,blocks.15', 224"
    })
    void torchScriptGivesTheLogitsOfPython(String network, String layers, int size)
            throws IOException, InterruptedException {
        Path file = export(network, layers, size, "pt", "torchvision");
        Trust.give(Sha256.of(file));
        requireSameLogits(file, ForeignImportTest.hints(null, null));
    }

    @ParameterizedTest
    @CsvSource({"r3d_18, 112", "mc3_18, 112", "r2plus1d_18, 112", "s3d, 224", "swin3d_t, 224", "mvit_v2_s, 224"})
    void onnxGivesTheLogitsOfPython(String network, int size) throws IOException, InterruptedException {
        Path file = export(network, "", size, "onnx", "torchvision", "onnx");
        Path reason = Path.of(file + ".failure.txt");
        if (Files.exists(reason)) abort(network + " can't be exported to ONNX: " + Files.readString(reason));
        requireSameLogits(file, ForeignImportTest.hints(ForeignImportTest.names(CLASSES), size));
    }

    private Path export(String network, String layers, int size, String ending, String... modules)
            throws IOException, InterruptedException {
        Path file = folder.resolve(network + "." + ending);
        PythonPeer.orSkip(folder, modules)
                .run(
                        "src/test/resources/org/whynot/model/foreign/export_torchvision.py",
                        "scripts",
                        network,
                        layers,
                        size,
                        file);
        return file;
    }

    private void requireSameLogits(Path file, ImportHints hints) throws IOException {
        Path model = folder.resolve("model");
        ForeignImport.Imported imported = new ForeignImport(
                        new ImportSettings(file, model, "imported", Preset.NONE, hints, null, "cpu"))
                .run(Progress.SILENT);
        assertEquals(CLASSES, imported.card().classes().size());
        // Of those that are proposed, the import leaves out what says little about the classes.
        assertFalse(imported.card().featureLayers().isEmpty());
        double[] expected = new Gson().fromJson(Files.readString(Path.of(file + ".logits.json")), double[].class);
        float[] actual = logits(model);
        assertEquals(expected.length, actual.length);
        for (int c = 0; c < expected.length; c++) assertEquals(expected[c], actual[c], 1e-4, "logit " + c);
    }

    private static float[] logits(Path folder) throws IOException {
        try (Model model = Model.open(folder, "cpu");
                NDManager manager = Engine.newManager(Engine.device("cpu"));
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            VideoClassifier classifier = model.classifier();
            float[] clip = ForeignFixtures.sines(classifier.input().clipLength());
            return classifier
                    .logits(manager.create(clip, new Shape(classifier.input().batchShape(1))))
                    .toFloatArray();
        }
    }
}
