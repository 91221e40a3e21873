package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.PooledHead;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.foreign.Trust;
import org.whynot.classifier.peer.ClipHeat;
import org.whynot.classifier.peer.GradCam;
import org.whynot.dataset.DataSetException;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.foreign.ForeignImport;
import org.whynot.model.foreign.ImportHints;
import org.whynot.model.foreign.ImportSettings;
import org.whynot.model.foreign.Preset;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.video.ClipFormat;

/** Explains videos with imported TorchScript files: with the bundled head, and without attributes. */
class ForeignTorchScriptTest {

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

    private static List<Double> three(float[] values) {
        return List.of((double) values[0], (double) values[1], (double) values[2]);
    }

    /** Imports a file with the input of the bundled model. */
    private Path imported(String name, List<String> classes, int size) throws IOException {
        Path file = ForeignFixtures.file(name);
        Trust.give(Sha256.of(file));
        ClipFormat input = ModelCard.read(BundledHead.MODEL).input();
        ImportHints hints = new ImportHints(
                classes,
                "NCTHW",
                16,
                input.frameStep(),
                null,
                size,
                size,
                "stretch",
                "rgb",
                "0-1",
                three(input.mean()),
                three(input.deviation()),
                "logits",
                null,
                null,
                null,
                null,
                null);
        Path output = folder.resolve("imported");
        new ForeignImport(new ImportSettings(file, output, "foreign", Preset.NONE, hints, null, "cpu"))
                .run(Progress.SILENT);
        return output;
    }

    /** The imported classifier with the bundled head. */
    private Path withBundledHead(String name) throws IOException {
        Path classifier = imported(name, ModelCard.read(BundledHead.MODEL).classes(), 112);
        return BundledHead.on(classifier, ModelCard.read(classifier), folder.resolve("with-head"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3d_tuple.pt", "c3d_dict.pt"})
    void withTheBundledHeadItFindsTheNativeTubes(String name) throws IOException {
        BundledHead.requireNativeAnswer(withBundledHead(name), TestVideo.colored(176, 132, 40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3d_tuple.pt", "c3d_dict.pt"})
    @Tag("slow")
    void theTubesAreTheNativeOnesOnAllTestClips(String name) throws IOException, DataSetException {
        BundledHead.testClips();
        BundledHead.requireNativeAnswersForAllTestClips(withBundledHead(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3d_tuple.pt", "c3d_dict.pt"})
    void gradCamIsThatOfTheNativeNetwork(String name) throws IOException {
        Path folder = withBundledHead(name);
        try (Model own = Model.open(BundledHead.MODEL, "cpu");
                Model foreign = Model.open(folder, "cpu")) {
            float[] clip = new float[own.classifier().input().clipLength()];
            own.reader(TestVideo.colored(176, 132, 40)).read(1, clip, 0);
            for (int[] pair : new int[][] {{4, 1}, {1, 4}, {0, 5}}) {
                ClipHeat.Heat expected = own.gradCam()
                        .of(clip, pair[0], pair[1], Progress.SILENT)
                        .orElseThrow();
                GradCam gradCam = foreign.gradCam();
                ClipHeat.Heat found =
                        gradCam.of(clip, pair[0], pair[1], Progress.SILENT).orElseThrow();
                assertEquals(1, gradCam.passes());
                float most = 0;
                for (float value : expected.values()) most = Math.max(most, value);
                assertTrue(most > 1e-3, "The heat is nothing but zeros.");
                assertArrayEquals(expected.values(), found.values(), 1e-4f * most);
            }
        }
    }

    @Test
    void aNetworkThatGivesNothingButLogitsHasNoGradCam() throws IOException {
        try (Model model = Model.open(imported("r21d_logits.pt", List.of("a", "b", "c", "d", "e"), 64), "cpu")) {
            float[] clip = new float[model.classifier().input().clipLength()];
            GradCam gradCam = model.gradCam();
            assertEquals(Optional.empty(), gradCam.of(clip, 0, 1, Progress.SILENT));
            assertEquals(0, gradCam.passes());
        }
    }

    @Test
    void withoutAttributesTheAnswerHasTubesAndNumbersInPlaceOfWords() throws IOException {
        Path model = imported("r21d_tuple.pt", List.of("a", "b", "c", "d", "e"), 64);
        try (Model foreign = Model.open(model, "cpu")) {
            Question question = new Question("a", "b", 2, Evidence.FOR, true);
            Answer answer = new Explainer(foreign).explain(TestVideo.colored(90, 70, 40), question, Progress.SILENT);
            assertFalse(answer.explanations().isEmpty());
            Explanation first = answer.explanations().get(0);
            assertEquals("", first.attribute());
            assertEquals("region 1", first.label());
            assertTrue(first.verification().isPresent());
            assertTrue(answer.sentence().startsWith("a, not b, because of: "), answer.sentence());
            assertTrue(answer.sentence().contains("region 1 (frame"), answer.sentence());
            assertEquals("r21d_tuple.pt", answer.model().imported().origin());
            assertEquals(
                    Sha256.of(ForeignFixtures.file("r21d_tuple.pt")),
                    answer.model().imported().sha256());
            assertEquals(answer, AnswerJson.parse(AnswerJson.write(answer, "")));
        }
    }

    @Test
    void whatWasReadOffContinuesItsForwardPassUpToAConstantOfEachClass() throws IOException {
        Path model = imported("r21d_tuple.pt", List.of("a", "b", "c", "d", "e"), 64);
        try (Model foreign = Model.open(model, "cpu")) {
            assertTrue(foreign.classifier().pooledHead().isEmpty());
            PooledHead head = foreign.pooledHead().orElseThrow();
            List<double[]> constants = new ArrayList<>();
            for (int frames : new int[] {16, 9})
                try (ClassifiedVideo video =
                        new Explainer(foreign).classify(TestVideo.colored(90, 70, frames), Progress.SILENT)) {
                    double[] p = video.features().clipProbabilities()[0];
                    float[] map = video.features().features(0);
                    double[] means = new double[head.channels()];
                    for (int i = 0; i < map.length; i++)
                        means[i * means.length / map.length] += map[i] * (double) means.length / map.length;
                    double[] logits = head.logits(means);
                    double[] constant = new double[p.length];
                    for (int c = 0; c < p.length; c++)
                        constant[c] = Math.log(p[c]) - logits[c] - (Math.log(p[0]) - logits[0]);
                    constants.add(constant);
                }
            assertArrayEquals(constants.get(0), constants.get(1), 1e-3);
            ModelCard card = foreign.card();
            assertTrue(card.isReadOff());
            Map<String, Object> training = new LinkedHashMap<>(card.training());
            training.put(ModelCard.CLASS_KERNELS, "learned");
            assertFalse(
                    card.withHead(List.of("round"), card.tube(), training).isReadOff(),
                    "kernels that were learned afterwards are not the network's own");
        }
    }

    @Test
    void whereNothingWasReadOffNothingIsSwappedOrSwitched() throws IOException {
        try (Model foreign = Model.open(withBundledHead("c3d_tuple.pt"), "cpu");
                ClassifiedVideo video =
                        new Explainer(foreign).classify(TestVideo.colored(90, 70, 16), Progress.SILENT)) {
            assertTrue(foreign.pooledHead().isEmpty());
            String message = assertThrows(IllegalArgumentException.class, () -> EvidenceSwap.requirePossible(video))
                    .getMessage();
            assertTrue(message.startsWith("Evidence of the model 'foreign' can't be swapped: "), message);
            assertThrows(IllegalArgumentException.class, () -> new AttributeSwitches(video));
        }
    }

    @Test
    void aRegionIsScoredAsEvidenceForTheClasses() throws IOException {
        Path model = imported("r21d_tuple.pt", List.of("a", "b", "c", "d", "e"), 64);
        try (Model foreign = Model.open(model, "cpu");
                ClassifiedVideo video =
                        new Explainer(foreign).classify(TestVideo.colored(90, 70, 20), Progress.SILENT)) {
            Region region = Region.throughout(new org.whynot.video.Box(10, 10, 40, 40), 20);
            RegionScore score = new RegionScorer(video).score(region, "a", "b", Progress.SILENT);
            assertEquals(1, score.attributes().size());
            assertTrue(score.sentence().startsWith("The region (frames 1 to 20) "), score.sentence());
        }
    }
}
