package org.whynot.model.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.foreign.Trust;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;

/**
 * Torchvision's video networks, exported by {@code scripts/export_classifier.py} and imported, give the logits that they give in
 * Python. Skips where the Python in the environment variable {@code WHYNOT_PYTHON} ({@code python3} if there is none) has no
 * torchvision.
 */
@Tag("slow")
class ExportedNetworksTest {

    private static final int LIMIT_MINUTES = 5;

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
    void givesTheLogitsOfPython(String network, String layers, int size) throws IOException, InterruptedException {
        assumeTrue(python("-c", "import torch, torchvision") == 0, "Skipped: no Python with torchvision.");
        Path file = folder.resolve(network + ".pt");
        Path script = Path.of("src/test/resources/org/whynot/model/foreign/export_torchvision.py");
        assertEquals(
                0,
                python(script.toString(), "scripts", network, layers, String.valueOf(size), file.toString()),
                () -> log());
        Trust.give(Sha256.of(file));
        Path model = folder.resolve("model");
        ImportHints hints = ForeignImportTest.hints(null, null);
        ForeignImport.Imported imported = new ForeignImport(
                        new ImportSettings(file, model, network, Preset.NONE, hints, null, "cpu"))
                .run(Progress.SILENT);
        assertEquals(400, imported.card().classes().size());
        assertEquals(2, imported.card().featureLayers().size());
        double[] expected = new Gson().fromJson(Files.readString(Path.of(file + ".logits.json")), double[].class);
        float[] actual = logits(model);
        for (int c = 0; c < expected.length; c++) assertEquals(expected[c], actual[c], 1e-4, network);
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

    /** Runs Python and returns its exit code; what it prints goes to a file. */
    private int python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getenv().getOrDefault("WHYNOT_PYTHON", "python3")));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("python.log").toFile())
                    .start();
        } catch (IOException e) {
            // There is no such program.
            return -1;
        }
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("Python did not end within " + LIMIT_MINUTES + " minutes: " + log());
        }
        return process.exitValue();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("python.log"));
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
