package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.foreign.FeatureOutput;
import org.whynot.classifier.onnx.Fixtures;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.DataSetException;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.train.ExplainerSettings;
import org.whynot.train.ExplainerTrainer;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/** Explains videos with classifiers of others in ONNX files: with a head, and by masking where there are logits only. */
class ForeignOnnxTest {

    @TempDir
    Path folder;

    @BeforeEach
    void requireRuntime() {
        Fixtures.requireRuntime();
    }

    private static ModelCard card(String name, List<String> classes, ClipFormat input, List<FeatureOutput> layers)
            throws IOException {
        return ModelCard.ofForeign(
                name, "unknown", "", classes, input, ModelCard.ONNX, Fixtures.description(name, layers), Map.of());
    }

    @Test
    void withTheBundledHeadItFindsTheNativeTubes() throws IOException {
        BundledHead.requireNativeAnswer(withBundledHead(), TestVideo.colored(176, 132, 40));
    }

    @Test
    @Tag("slow")
    void withTheBundledHeadItFindsTheNativeTubesInAllTestClips() throws IOException, DataSetException {
        BundledHead.testClips();
        BundledHead.requireNativeAnswersForAllTestClips(withBundledHead());
    }

    private Path withBundledHead() throws IOException {
        ModelCard own = ModelCard.read(BundledHead.MODEL);
        Path classifier = Files.createDirectory(folder.resolve("classifier"));
        Files.copy(Fixtures.file("c3d"), classifier.resolve("classifier.onnx"));
        return BundledHead.on(
                classifier,
                card("c3d", own.classes(), own.input(), Fixtures.layers("c3d")),
                folder.resolve("with-head"));
    }

    /** The network with strides in time, as if nothing were known of it but its logits. */
    private Path logitsOnly() throws IOException {
        ClipFormat input = new ClipFormat(
                16, 64, 64, 1, ClipFormat.Resize.STRETCH, new float[] {0.4f, 0.4f, 0.4f}, new float[] {0.2f, 0.2f, 0.2f
                });
        ModelCard card = card("r21d", List.of("a", "b", "c", "d", "e"), input, List.of());
        ModelFolder.writeForeign(folder.resolve("model"), Fixtures.file("r21d"), card, List.of());
        return folder.resolve("model");
    }

    @Test
    void withLogitsOnlyTheAnswerComesFromMaskingAndStatesIt() throws IOException {
        try (Model model = Model.open(logitsOnly(), "cpu")) {
            int passes = model.maskingPasses(2).orElseThrow();
            assertEquals(1 + 2 * 80, passes);
            TestVideo video = TestVideo.colored(90, 70, 20);
            List<String> notes = new ArrayList<>();
            List<String> steps = new ArrayList<>();
            Progress progress = new Progress() {
                @Override
                public synchronized void report(double fraction, String message) {
                    steps.add(message);
                }

                @Override
                public synchronized void note(String sentence) {
                    notes.add(sentence);
                }

                @Override
                public boolean isCancelled() {
                    return false;
                }
            };
            Question question = new Question("predicted", "runner-up", 2, Evidence.FOR, true);
            Answer answer = new Explainer(model).explain(video, question, progress);
            assertTrue(notes.get(0).contains(passes + " passes at most"), notes.toString());
            assertTrue(steps.get(0).contains("Erasing part 1 of 160"), steps.get(0));
            assertTrue(
                    answer.sentence()
                            .contains("Found by erasing parts of the video and classifying it again (" + passes
                                    + " passes)"),
                    answer.sentence());
            assertEquals(passes, answer.settings().maskingPasses());
            assertTrue(model.pooledHead().isEmpty(), "nothing follows feature maps that there are not");
            String json = AnswerJson.write(answer, "");
            assertTrue(json.contains("\"masking_passes\": " + passes), json);
            assertEquals(answer, AnswerJson.parse(json));
            Explanation first = answer.explanations().get(0);
            assertTrue(first.score() > 0 && first.verification().isPresent());
            assertEquals(answer, new Explainer(model).explain(video, question, Progress.SILENT), "the same again");
        }
    }

    @Test
    void aNetworkWithoutGradientsHasNoGradCam() throws IOException {
        try (Model model = Model.open(withBundledHead(), "cpu")) {
            float[] clip = new float[model.classifier().input().clipLength()];
            assertEquals(Optional.empty(), model.gradCam().of(clip, 0, 1, Progress.SILENT));
        }
    }

    @Test
    void anAnswerFromFeatureMapsDoesNotMentionMasking() throws IOException {
        try (Model model = Model.open(BundledHead.MODEL, "cpu")) {
            assertTrue(model.maskingPasses(3).isEmpty());
            Answer answer =
                    new Explainer(model).explain(TestVideo.colored(176, 132, 16), Question.DEFAULT, Progress.SILENT);
            assertFalse(answer.sentence().contains("erasing"));
            assertFalse(AnswerJson.write(answer, "").contains("masking"));
        }
    }

    @Test
    void noHeadCanBeTrainedOnLogits() throws IOException, DataSetException {
        Path model = logitsOnly();
        DataSet data = DataSet.read(Path.of("test-data/cells"));
        String message = assertThrows(IOException.class, () -> new ExplainerTrainer(ExplainerSettings.DEFAULTS)
                        .train(data, model, folder.resolve("trained"), Progress.SILENT))
                .getMessage();
        assertTrue(message.contains("gives logits only"), message);
        assertFalse(Files.exists(folder.resolve("trained")));
    }

    @Test
    void maskingEndsSoonAfterItIsCancelled() throws IOException {
        try (Model model = Model.open(logitsOnly(), "cpu")) {
            AtomicInteger reports = new AtomicInteger();
            Progress progress = new Progress() {
                @Override
                public void report(double fraction, String message) {
                    reports.incrementAndGet();
                }

                @Override
                public boolean isCancelled() {
                    return reports.get() >= 3;
                }
            };
            assertThrows(CancellationException.class, () -> new Explainer(model)
                    .explain(TestVideo.colored(90, 70, 20), Question.DEFAULT, progress));
            // Of 161 passes.
            assertTrue(reports.get() < 6, reports + " passes");
        }
    }
}
