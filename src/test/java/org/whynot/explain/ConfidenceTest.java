package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/** Tests {@link Confidence}, {@link ConfidenceCheck} and {@link Stability}, the latter two with the bundled model. */
class ConfidenceTest {

    private static final int MITOSIS = 3;
    private static final int TUBES = Confidence.LEAST;

    private static ImagePlus mitosis() {
        return new CellSimulator(new SimulationSettings(4, 32, 77))
                .simulate(MITOSIS)
                .toImage();
    }

    private static Question question(Evidence evidence) {
        return new Question("mitosis", "apoptosis", 1, evidence, true).withConfidence(TUBES);
    }

    @Test
    void pIsTheShareOfTubesThatDoAsWellTheExplanationItselfCounted() {
        List<Double> drops = IntStream.range(0, 19).mapToObj(i -> (double) i).toList();
        assertEquals(0.05, Confidence.of(Evidence.FOR, 18.5, drops).p(), 1e-12);
        assertEquals(0.05, Confidence.of(Evidence.FOR, 18.5, drops).resolution(), 1e-12);
        assertTrue(Confidence.of(Evidence.FOR, 18.5, drops).isBetterThanChance());
        // A tube that does exactly as well is not beaten.
        assertEquals(0.10, Confidence.of(Evidence.FOR, 18, drops).p(), 1e-12);
        assertFalse(Confidence.of(Evidence.FOR, 18, drops).isBetterThanChance());
        assertEquals(1, Confidence.of(Evidence.FOR, -1, drops).p());
        assertEquals(0.05, Confidence.of(Evidence.AGAINST, -1, drops).p(), 1e-12);
        assertEquals(1, Confidence.of(Evidence.AGAINST, 18, drops).p());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 18, 100})
    void tooFewAndTooManyRandomTubesAreRefused(int tubes) {
        String message = assertThrows(IllegalArgumentException.class, () -> Question.DEFAULT.withConfidence(tubes))
                .getMessage();
        assertTrue(
                message.startsWith("confidence=" + tubes + " is out of range. Use 0 for none, or 19 to 99"), message);
    }

    @Test
    void theContrastOfAnImpossibleClassIsFinite() {
        assertEquals(Math.log(3), new ClassPair(0, 1).contrast(new double[] {0.75, 0.25}), 1e-12);
        assertTrue(Double.isFinite(new ClassPair(0, 1).contrast(new double[] {1, 0})));
    }

    @Test
    void theIouOfATubeWithItselfIsOneWhereverTheVideoBegins() {
        Explanation tube = at(4, 10, 10);
        assertEquals(1, Stability.iou(tube, tube, 0, 0, 0), 1e-12);
        assertEquals(1, Stability.iou(tube, at(3, 8, 7), 1, 2, 3), 1e-12);
        assertEquals(0, Stability.iou(tube, at(4, 60, 60), 0, 0, 0));
        // Two frames of four in common, the boxes the same there.
        assertEquals(2 / 4.0, Stability.iou(tube, at(5, 10, 10), 0, 0, 0), 1e-12);
    }

    /** A tube of three frames. */
    private static Explanation at(int frame, double x, double y) {
        List<TubeBox> boxes = IntStream.range(frame, frame + 3)
                .mapToObj(f -> new TubeBox(f, new Box(x, y, 20, 30), 1))
                .toList();
        return new Explanation(1, Evidence.FOR, "a", 3, 0.95, 0, 2, 2, boxes, Optional.empty());
    }

    @Test
    @Tag("slow")
    void theDropsAreThoseOfTheErasedVideosAndTheSameEveryTime() throws IOException {
        ImagePlus image = mitosis();
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
            Explainer explainer = new Explainer(model);
            Answer answer = explainer.explain(video, question(Evidence.BOTH), Progress.SILENT);
            assertEquals(TUBES, answer.settings().confidence());
            assertEquals(answer, AnswerJson.parse(AnswerJson.write(answer, "")));
            for (Explanation e : answer.explanations()) {
                Confidence confidence = e.confidence().orElseThrow();
                Verification verification = e.verification().orElseThrow();
                double before = Math.log(verification.positiveBefore() / verification.negativeBefore());
                double after = Math.log(verification.positiveAfter() / verification.negativeAfter());
                assertEquals(before - after, confidence.drop(), 1e-9);
                assertEquals(TUBES, confidence.randomDrops().size());
                assertTrue(
                        confidence.randomDrops().stream().distinct().count() > TUBES / 2, "other tubes, other drops");
                assertTrue(confidence.shiftIou() > 0 && confidence.shiftIou() <= 1);
                assertTrue(confidence.cropIou() > 0 && confidence.cropIou() <= 1);
            }
            Explanation best = answer.explanations().get(0);
            assertTrue(best.confidence().orElseThrow().isBetterThanChance(), answer.sentence());
            assertTrue(answer.sentence().contains("beats 19 of 19 random tubes, p 0.05"), answer.sentence());
            try (ClassifiedVideo classified = explainer.classify(video, Progress.SILENT)) {
                assertEquals(answer, classified.answer(question(Evidence.BOTH), Progress.SILENT));
                Answer without = classified.answer(question(Evidence.BOTH).withConfidence(0), Progress.SILENT);
                assertNotEquals(answer, without);
                assertEquals(
                        answer.explanations().stream().map(Explanation::tube).toList(),
                        without.explanations().stream().map(Explanation::tube).toList());
            }
        }
    }

    @Test
    void aVideoWithNothingToEraseIsExplainedNoBetterThanByChance() throws IOException {
        ImagePlus black = mitosis();
        for (int i = 1; i <= black.getStackSize(); i++)
            black.getStack().getProcessor(i).set(0);
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ImagePlusVideo video = ImagePlusVideo.of(black, TimeAxis.AUTO, note -> {})) {
            Answer answer = new Explainer(model).explain(video, question(Evidence.FOR), Progress.SILENT);
            for (Explanation e : answer.explanations()) {
                Confidence confidence = e.confidence().orElseThrow();
                assertEquals(0, confidence.drop());
                assertEquals(Collections.nCopies(TUBES, 0.0), confidence.randomDrops());
                assertEquals(1, confidence.p());
            }
            assertTrue(answer.sentence().contains("because of: nothing better than chance: "), answer.sentence());
        }
    }
}
