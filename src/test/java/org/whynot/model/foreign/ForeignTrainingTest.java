package org.whynot.model.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.foreign.Trust;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.Evaluation;
import org.whynot.evaluate.EvaluationFiles;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.Evaluator;
import org.whynot.explain.Answer;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.model.Model;
import org.whynot.train.ExplainerSettings;
import org.whynot.train.ExplainerTrainer;
import org.whynot.train.SgdSettings;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** A head with attributes on an imported classifier, and both evaluated. */
class ForeignTrainingTest {

    private static final Path CLIPS = Path.of("test-data", "cells");

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

    private Path imported(DataSet data) throws IOException {
        Path file = ForeignFixtures.file("tokens_tuple.pt");
        Trust.give(Sha256.of(file));
        Path output = folder.resolve("imported");
        new ForeignImport(new ImportSettings(
                        file,
                        output,
                        "imported",
                        Preset.NONE,
                        ForeignImportTest.hints(data.classes(), 64),
                        null,
                        "cpu"))
                .run(Progress.SILENT);
        return output;
    }

    private static ExplainerSettings oneEpoch(ExplainerSettings.ClassKernels kernels) {
        ExplainerSettings d = ExplainerSettings.DEFAULTS;
        SgdSettings sgd = new SgdSettings(
                1,
                4,
                0.01,
                d.sgd().schedule(),
                d.sgd().momentum(),
                d.sgd().weightDecay(),
                d.sgd().gradientClip());
        return new ExplainerSettings(
                sgd,
                d.radius(),
                d.objective(),
                kernels,
                d.attributes(),
                d.shapes(),
                d.trim(),
                d.gradient(),
                d.augmentation(),
                d.checkpointMinutes(),
                0,
                "cpu");
    }

    @Test
    void aHeadGivesItWordsAndLeavesTheFileAsItIs() throws IOException {
        DataSet data = DataSet.read(CLIPS);
        Path classifier = imported(data);
        Path trained = folder.resolve("trained");
        new ExplainerTrainer(oneEpoch(ExplainerSettings.ClassKernels.LEARNED))
                .train(data, classifier, trained, Progress.SILENT);
        assertArrayEquals(
                Files.readAllBytes(ForeignFixtures.file("tokens_tuple.pt")),
                Files.readAllBytes(trained.resolve("classifier.pt")));
        Path clip = data.samples().get(0).path();
        try (Model without = Model.open(classifier, "cpu");
                Model with = Model.open(trained, "cpu");
                Video video = VideoFiles.open(clip)) {
            Answer bare = new Explainer(without).explain(video, Question.DEFAULT, Progress.SILENT);
            Answer words = new Explainer(with).explain(video, Question.DEFAULT, Progress.SILENT);
            assertEquals(bare.prediction(), words.prediction());
            assertEquals("", bare.explanations().get(0).attribute());
            assertTrue(data.attributes().contains(words.explanations().get(0).attribute()), words.sentence());
        }
    }

    private static List<float[]> classKernels(Model model) {
        return model.head().classWeights().stream().map(NDArray::toFloatArray).toList();
    }

    @Test
    void theKernelsThatTheImportFoundCanBeTheClassKernels() throws IOException {
        DataSet data = DataSet.read(CLIPS);
        Path classifier = imported(data);
        Path trained = folder.resolve("trained");
        ExplainerTrainer trainer = new ExplainerTrainer(oneEpoch(ExplainerSettings.ClassKernels.CLASSIFIER));
        trainer.train(data, classifier, trained, Progress.SILENT);
        try (Model without = Model.open(classifier, "cpu");
                Model with = Model.open(trained, "cpu")) {
            assertEquals(data.attributes(), with.card().attributes());
            List<float[]> found = classKernels(without);
            for (int l = 0; l < found.size(); l++)
                assertArrayEquals(found.get(l), classKernels(with).get(l));
            // What was read off still is, so that evidence can be swapped and attributes be switched off.
            assertTrue(without.pooledHead().isPresent());
            assertArrayEquals(
                    without.pooledHead().orElseThrow().weights().get(0)[1],
                    with.pooledHead().orElseThrow().weights().get(0)[1]);
        }
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer.train(data, trained, folder.resolve("again"), Progress.SILENT))
                .getMessage();
        assertEquals(
                "The classifier 'classifier.pt' has no evidence of its own for each class, and the model 'trained' is not as"
                        + " an import leaves it, so class_kernels=classifier can't be used with it. Use"
                        + " class_kernels=learned, or start from the folder of the import.",
                message);
        assertTrue(Files.notExists(folder.resolve("again")));
    }

    @Test
    void withoutAttributesItIsEvaluatedByEverythingElse() throws IOException {
        DataSet data = DataSet.read(CLIPS);
        try (Model model = Model.open(imported(data), "cpu")) {
            Evaluation evaluation =
                    new Evaluator(model, new EvaluationSettings("train", 5, true)).evaluate(data, Progress.SILENT);
            EvaluationFiles.write(evaluation, List.of(), folder.resolve("evaluation"), Progress.SILENT);
        }
        String metrics = Files.readString(folder.resolve("evaluation").resolve(EvaluationFiles.METRICS));
        assertTrue(metrics.contains("positive_drop,tube"), metrics);
        assertTrue(metrics.contains("negative_class_accuracy,tube"), metrics);
        assertFalse(metrics.contains("attribute_present"), metrics);
        assertFalse(metrics.contains("concept_accuracy"), metrics);
        assertFalse(metrics.contains("true_reason"), metrics);
        assertFalse(metrics.contains("NaN"), metrics);
    }
}
