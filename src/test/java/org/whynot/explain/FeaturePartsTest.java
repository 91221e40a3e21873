package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.classifier.ClassifierRun;
import org.whynot.frontend.UntrainedModel;
import org.whynot.model.FeatureLimits;
import org.whynot.model.FeatureParts;
import org.whynot.model.Model;
import org.whynot.util.Progress;

/** That a long video classified in parts has the answer of the whole. */
@Tag("slow")
class FeaturePartsTest {

    /** 26 clips of 8 frames, of which the last two overlap. */
    private static final int FRAMES = 203;

    private static final String KEY = "the video";

    @TempDir
    static Path models;

    private static Model model;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() throws IOException {
        model = Model.open(UntrainedModel.write(models.resolve("untrained")), "cpu");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Classifies every part by a reader of its own, as other machines do. */
    private List<Path> classify(TestVideo video, int parts) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            files.add(folder.resolve("part" + part));
            model.classifyPart(model.reader(video), part, parts, KEY, files.get(part), Progress.SILENT);
        }
        return files;
    }

    private static Answer explain(
            TestVideo video, Question question, FeatureLimits limits, List<Path> files, String key) throws IOException {
        try (FeatureParts parts = FeatureParts.open(files, key)) {
            return new Explainer(model, () -> limits).explain(video, question, parts, Progress.SILENT);
        }
    }

    private static Question question(boolean isNamed) {
        return isNamed
                ? new Question("mitosis", "apoptosis", 12, Evidence.BOTH, true)
                : new Question(Question.PREDICTED, Question.RUNNER_UP, 12, Evidence.BOTH, false);
    }

    private static int passes() {
        return ClassifierRun.passes(
                model.reader(TestVideo.grey(64, 64, FRAMES)).sampling().clips());
    }

    @ParameterizedTest
    @CsvSource({"1,true", "3,false", "8,true", "8,false", "13,true"})
    void theAnswerOfThePartsIsThatOfTheWhole(int parts, boolean isNamed) throws IOException {
        TestVideo video = TestVideo.grey(64, 64, FRAMES);
        Question question = question(isNamed);
        Answer whole = explain(video, question, FeatureLimits.ALL_IN_MEMORY, List.of(), KEY);
        List<Path> files = classify(video, parts);
        try (FeatureParts opened = FeatureParts.open(files, KEY)) {
            assertEquals(passes(), opened.passes());
        }
        for (FeatureLimits limits : List.of(FeatureLimits.ALL_IN_MEMORY, new FeatureLimits(0, 0))) {
            Answer found = explain(video, question, limits, files, KEY);
            // Tubes, scores, probabilities, the digest of the pixels and the warnings.
            assertEquals(whole, found);
        }
        if (parts > 1) assertTrue(crosses(whole, parts), "A tube lies on both sides of a seam.");
    }

    private static boolean crosses(Answer answer, int parts) {
        int clipFrames = model.card().input().frames();
        int all = passes();
        for (int part = 1; part < parts; part++) {
            int seam = ((part * all + parts - 1) / parts) * ClassifierRun.CLIPS_PER_PASS * clipFrames;
            for (Explanation e : answer.explanations())
                if (e.tube().get(0).frame() < seam
                        && e.tube().get(e.tube().size() - 1).frame() > seam) return true;
        }
        return false;
    }

    @Test
    void onlyTheFramesOfAPartAreRead() throws IOException {
        TestVideo video = TestVideo.grey(64, 64, FRAMES).broken(FRAMES / 2);
        model.classifyPart(model.reader(video), 0, 8, KEY, folder.resolve("first"), Progress.SILENT);
        model.classifyPart(model.reader(video), 7, 8, KEY, folder.resolve("last"), Progress.SILENT);
        Path broken = folder.resolve("broken");
        assertThrows(
                IOException.class, () -> model.classifyPart(model.reader(video), 3, 8, KEY, broken, Progress.SILENT));
        assertTrue(Files.notExists(broken));
        try (var left = Files.list(folder)) {
            assertEquals(2, left.count(), "nothing half-written stays");
        }
    }

    @Test
    void whatIsMissingDamagedOrOfAnotherVideoIsClassifiedAgain() throws IOException {
        TestVideo video = TestVideo.grey(64, 64, FRAMES);
        Answer whole = explain(video, question(true), FeatureLimits.ALL_IN_MEMORY, List.of(), KEY);
        List<Path> files = classify(video, 5);
        Files.delete(files.get(0));
        try (RandomAccessFile damaged = new RandomAccessFile(files.get(2).toFile(), "rw")) {
            damaged.seek(damaged.length() / 2);
            int old = damaged.read();
            damaged.seek(damaged.length() / 2);
            damaged.write(old ^ 1);
        }
        Files.write(files.get(3), new byte[0]);
        try (FeatureParts opened = FeatureParts.open(files, KEY)) {
            assertTrue(opened.passes() > 0 && opened.passes() < passes() / 2 + 2, "" + opened.passes());
        }
        assertEquals(whole, explain(video, question(true), FeatureLimits.ALL_IN_MEMORY, files, KEY));
        assertEquals(whole, explain(video, question(true), FeatureLimits.ALL_IN_MEMORY, files, "another video"));
    }

    @Test
    void thePartsAreUsed() throws IOException {
        List<Path> other = classify(TestVideo.colored(64, 64, FRAMES), 2);
        TestVideo video = TestVideo.grey(64, 64, FRAMES);
        Question question = question(false);
        assertNotEquals(
                explain(video, question, FeatureLimits.ALL_IN_MEMORY, List.of(), KEY)
                        .explanations(),
                explain(video, question, FeatureLimits.ALL_IN_MEMORY, other, KEY)
                        .explanations());
    }

    @Test
    void aPartCanBeCancelled() throws IOException {
        Path file = folder.resolve("part");
        assertThrows(
                CancellationException.class,
                () -> model.classifyPart(
                        model.reader(TestVideo.grey(64, 64, FRAMES)), 0, 1, KEY, file, Progress.quiet(() -> true)));
        assertTrue(Files.notExists(file));
    }
}
