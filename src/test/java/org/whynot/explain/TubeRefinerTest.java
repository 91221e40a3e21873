package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.LayerSampling;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.model.RegionShape;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.ClipFormat;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;

/** Tests {@link TubeRefiner} with drops that are known, and with the bundled model against erasing each place by hand. */
class TubeRefinerTest {

    private static final Question ON_CELLS = new Question("mitosis", "apoptosis", 2, Evidence.BOTH, false);

    /** A video of 160x112 pixels of which the network sees the middle 112x112, in cells of 16 pixels. */
    private static TubeGeometry cropped(int frames) {
        ClipFormat format =
                new ClipFormat(frames, 112, 112, 1, ClipFormat.Resize.CROP, new float[3], new float[] {1, 1, 1});
        List<LayerSampling> times = List.of(
                new LayerSampling(new FrameSampling(frames, 1, frames), new FeatureLayer("l", 1, frames, 7, 7)));
        return new TubeGeometry(
                new FrameGeometry(160, 112, format),
                1,
                times,
                List.of(new TubeSpace(1, frames, 7, 7)),
                List.of(new RegionShape(3, 3)));
    }

    /** Refines a tube that goes a cell to the right in two frames, where the drop is largest at some pixels from it. */
    private static Refinement refined(Evidence evidence, int row, int column, double bestX, double bestY)
            throws IOException {
        Tube tube = new Tube(0, 0, 0, new int[] {row, row}, new int[] {column, column + 1}, new float[] {1, 1});
        Explanation e = Explanation.of(1, evidence, "a", tube, cropped(2));
        int sign = evidence == Evidence.AGAINST ? -1 : 1;
        int[] erasures = new int[1];
        Explanation moved = new TubeRefiner(cropped(2)).refine(e, at -> {
            erasures[0]++;
            double x = at.tube().get(1).box().x() - e.tube().get(1).box().x() - bestX;
            double y = at.tube().get(1).box().y() - e.tube().get(1).box().y() - bestY;
            return -sign * (x * x + y * y);
        });
        Refinement how = moved.refinement().orElseThrow();
        assertEquals(erasures[0], how.erasures());
        assertEquals(-sign * (bestX * bestX + bestY * bestY), how.found(), 1e-9);
        for (int i = 0; i < 2; i++) {
            Box from = e.tube().get(i).box();
            assertEquals(
                    new Box(from.x() + how.x(), from.y() + how.y(), from.width(), from.height()),
                    moved.tube().get(i).box());
        }
        return how;
    }

    @ParameterizedTest
    @EnumSource(names = {"FOR", "AGAINST"})
    void firstItGoesHalfACellThenAQuarter(Evidence evidence) throws IOException {
        Refinement how = refined(evidence, 3, 3, 10, -5);
        assertEquals(8, how.x());
        assertEquals(-4, how.y());
        assertEquals(TubeRefiner.MOST_ERASURES, how.erasures());
        assertEquals(evidence == Evidence.AGAINST ? 5 : -5, how.refined(), 1e-9);
    }

    @Test
    void whereEveryPlaceIsWorseItStays() throws IOException {
        Refinement how = refined(Evidence.FOR, 3, 3, 0, 0);
        assertEquals(0, how.x());
        assertEquals(0, how.y());
        assertEquals(how.found(), how.refined());
    }

    /** The video goes on there, but the network does not see it. */
    @Test
    void noBoxLeavesWhatTheNetworkSees() throws IOException {
        Refinement how = refined(Evidence.FOR, 3, 0, -10, 0);
        assertEquals(0, how.x());
        assertEquals(0, how.y());
        assertEquals(TubeRefiner.MOST_ERASURES - 2, how.erasures());
    }

    private static ImagePlus simulated(int index) {
        return new CellSimulator(new SimulationSettings(8, 32, 77))
                .simulate(index)
                .toImage();
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(ints = {0, 2, 3, 7})
    void aTubeIsMovedAsAWholeToWhereErasingItChangesMost(int index) throws IOException {
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ImagePlusVideo video = ImagePlusVideo.of(simulated(index), TimeAxis.AUTO, note -> {});
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            Answer found = classified.answer(ON_CELLS, Progress.SILENT);
            Answer answer = classified.answer(ON_CELLS.withRefinement(true), Progress.SILENT);
            assertEquals(found.explanations().size(), answer.explanations().size());
            double before = contrast(answer.prediction(), answer);
            boolean moved = false;
            for (int i = 0; i < answer.explanations().size(); i++) {
                Explanation onCells = found.explanations().get(i);
                Explanation refined = answer.explanations().get(i);
                Refinement how = refined.refinement().orElseThrow();
                assertEquals(onCells.score(), refined.score());
                assertEquals(onCells.tube().size(), refined.tube().size());
                for (int k = 0; k < refined.tube().size(); k++)
                    assertShifted(onCells.tube().get(k), refined.tube().get(k), how, video.width(), video.height());
                assertEquals(before - after(classified, answer, onCells), how.found(), 1e-9);
                assertEquals(before - after(classified, answer, refined), how.refined(), 1e-9);
                assertTrue(how.erasures() >= 1 && how.erasures() <= TubeRefiner.MOST_ERASURES, how.toString());
                int sign = refined.evidence() == Evidence.AGAINST ? -1 : 1;
                assertTrue(sign * how.refined() >= sign * how.found(), how.toString());
                assertNoHalfCellIsBetter(classified, answer, onCells, how, before);
                moved |= how.x() != 0 || how.y() != 0;
            }
            assertTrue(moved, "no tube was moved at all");
            assertTrue(answer.sentence().contains(" erasures)."), answer.sentence());
            assertFalse(found.sentence().contains("moved"), found.sentence());
            assertEquals(answer, AnswerJson.parse(AnswerJson.write(answer, "")));
            assertEquals(answer, new Explainer(model).explain(video, ON_CELLS.withRefinement(true), Progress.SILENT));
        }
    }

    private static void assertShifted(TubeBox from, TubeBox to, Refinement how, int width, int height) {
        assertEquals(from.frame(), to.frame());
        assertEquals(from.contribution(), to.contribution());
        Box box = to.box();
        assertEquals(from.box().x() + how.x(), box.x(), 1e-5);
        assertEquals(from.box().y() + how.y(), box.y(), 1e-5);
        assertEquals(from.box().width(), box.width(), 1e-5);
        assertEquals(from.box().height(), box.height(), 1e-5);
        assertTrue(
                box.x() >= 0 && box.y() >= 0 && box.right() <= width + 1e-9 && box.bottom() <= height + 1e-9,
                box.toString());
    }

    /** The result is at least as good as each place half a cell beside the tube that was found. */
    private static void assertNoHalfCellIsBetter(
            ClassifiedVideo classified, Answer answer, Explanation onCells, Refinement how, double before)
            throws IOException {
        int sign = onCells.evidence() == Evidence.AGAINST ? -1 : 1;
        Box cell = classified.tubeGeometry().cell(onCells.layer());
        for (int[] direction : new int[][] {{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
            double x = direction[0] * cell.width() / 2;
            double y = direction[1] * cell.height() / 2;
            List<TubeBox> tube = onCells.tube().stream()
                    .map(b -> new TubeBox(
                            b.frame(),
                            new Box(
                                    b.box().x() + x,
                                    b.box().y() + y,
                                    b.box().width(),
                                    b.box().height()),
                            b.contribution()))
                    .toList();
            if (tube.stream().anyMatch(b -> !isInside(b.box(), answer.video()))) continue;
            Explanation beside = onCells.withTube(tube);
            double drop = before - after(classified, answer, beside);
            assertTrue(sign * drop <= sign * how.refined() + 1e-9, drop + " beside " + how);
        }
    }

    private static boolean isInside(Box box, Answer.VideoInfo video) {
        return box.x() >= 0 && box.y() >= 0 && box.right() <= video.width() && box.bottom() <= video.height();
    }

    private static double after(ClassifiedVideo classified, Answer answer, Explanation e) throws IOException {
        return contrast(classified.erased(e::boxAt, e.firstFrame(), e.lastFrame(), Progress.SILENT), answer);
    }

    private static double contrast(List<ClassProbability> prediction, Answer answer) {
        return Math.log(probability(prediction, answer.positive()))
                - Math.log(probability(prediction, answer.negative()));
    }

    private static double probability(List<ClassProbability> prediction, String name) {
        Optional<ClassProbability> found =
                prediction.stream().filter(c -> c.name().equals(name)).findFirst();
        return found.orElseThrow().probability();
    }

    @Test
    @Tag("slow")
    void verifyingIsOfTheMovedTubeAndChanceOfTheOneThatWasFound() throws IOException {
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ImagePlusVideo video = ImagePlusVideo.of(simulated(3), TimeAxis.AUTO, note -> {})) {
            Explainer explainer = new Explainer(model);
            Question question = new Question("mitosis", "apoptosis", 1, Evidence.FOR, true);
            Explanation plain = only(explainer, video, question.withConfidence(Confidence.LEAST));
            Explanation refined = only(
                    explainer, video, question.withConfidence(Confidence.LEAST).withRefinement(true));
            Refinement how = refined.refinement().orElseThrow();
            assertEquals(plain.confidence(), refined.confidence());
            assertEquals(how.found(), plain.confidence().orElseThrow().drop(), 1e-9);
            Verification verification = refined.verification().orElseThrow();
            double before = Math.log(verification.positiveBefore() / verification.negativeBefore());
            double after = Math.log(verification.positiveAfter() / verification.negativeAfter());
            assertEquals(before - after, how.refined(), 1e-9);
            if (how.x() != 0 || how.y() != 0) assertNotEquals(plain.verification(), refined.verification());
        }
    }

    private static Explanation only(Explainer explainer, ImagePlusVideo video, Question question) throws IOException {
        return explainer
                .explain(video, question, Progress.SILENT)
                .explanations()
                .get(0);
    }

    @Test
    @Tag("slow")
    void nothingIsMovedWhereErasingChangesNothing() throws IOException {
        ImagePlus black = simulated(3);
        for (int i = 1; i <= black.getStackSize(); i++)
            black.getStack().getProcessor(i).set(0);
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ImagePlusVideo video = ImagePlusVideo.of(black, TimeAxis.AUTO, note -> {})) {
            Answer answer = new Explainer(model).explain(video, ON_CELLS.withRefinement(true), Progress.SILENT);
            for (Explanation e : answer.explanations()) {
                Refinement how = e.refinement().orElseThrow();
                assertEquals(0, how.x());
                assertEquals(0, how.y());
                assertEquals(how.found(), how.refined());
            }
        }
    }
}
