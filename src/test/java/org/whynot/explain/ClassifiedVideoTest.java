package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.Video;

/** Tests {@link ClassifiedVideo} with the bundled model on simulated videos. */
@Tag("slow")
class ClassifiedVideoTest {

    private static final int MITOSIS = 3;
    private static final int FRAMES = 75;

    private static Model model;

    @BeforeAll
    static void open() throws IOException {
        model = Model.open(ModelFolders.find("cells"), "cpu");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ImagePlus mitosis() {
        return new CellSimulator(new SimulationSettings(4, FRAMES, 77))
                .simulate(MITOSIS)
                .toImage();
    }

    private static Video video(ImagePlus image) {
        return ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
    }

    @Test
    void everyQuestionHasTheAnswerOfAnExplainer() throws IOException {
        Explainer explainer = new Explainer(model);
        try (Video video = video(mitosis());
                ClassifiedVideo seen = explainer.classify(video, Progress.SILENT)) {
            List<Question> questions = List.of(
                    Question.DEFAULT,
                    new Question("mitosis", "apoptosis", 20, Evidence.BOTH, false),
                    new Question("apoptosis", Question.RUNNER_UP, 2, Evidence.AGAINST, true),
                    new Question(Question.PREDICTED, "migration", 3, Evidence.FOR, true, Window.of("20 frames")),
                    new Question("mitosis", "migration", 2, Evidence.BOTH, false, Window.of("20 frames"), 3),
                    Question.DEFAULT);
            for (Question question : questions)
                assertEquals(
                        explainer.explain(video, question, Progress.SILENT), seen.answer(question, Progress.SILENT));
        }
    }

    @Test
    void furtherTubesOfAnAttributeOverlapTheFirstNowhere() throws IOException {
        try (Video video = video(mitosis());
                ClassifiedVideo seen = new Explainer(model).classify(video, Progress.SILENT)) {
            Question one = new Question("mitosis", "apoptosis", 4, Evidence.FOR, false);
            Question three = new Question("mitosis", "apoptosis", 4, Evidence.FOR, false, Window.WHOLE, 3);
            List<Explanation> first = seen.answer(one, Progress.SILENT).explanations();
            List<Explanation> all = seen.answer(three, Progress.SILENT).explanations();
            assertTrue(all.size() > first.size(), "no further tube");
            List<List<TubeBox>> tubes = all.stream().map(Explanation::tube).toList();
            for (Explanation e : first) assertTrue(tubes.contains(e.tube()), e.attribute());
            for (Explanation a : all)
                for (Explanation b : all)
                    if (a != b && a.attribute().equals(b.attribute()))
                        for (TubeBox box : a.tube())
                            for (TubeBox other : b.tube())
                                assertTrue(
                                        box.frame() != other.frame()
                                                || box.box().overlap(other.box()) < 1e-6,
                                        a.attribute() + " twice in frame " + box.frame());
        }
    }

    @Test
    void erasingGivesWhatClassifyingTheErasedVideoGives() throws IOException {
        Explainer explainer = new Explainer(model);
        try (Video video = video(mitosis());
                ClassifiedVideo seen = explainer.classify(video, Progress.SILENT)) {
            int first = 33;
            int last = 50;
            Video erased = video.erase(
                    frame -> frame < first || frame > last ? Optional.empty() : Optional.of(new Box(0, 0, 128, 100)));
            double[] expected = model.probabilities(model.reader(erased), () -> false);
            double[] actual = seen
                    .erased(
                            frame -> frame < first || frame > last
                                    ? Optional.empty()
                                    : Optional.of(new Box(0, 0, 128, 100)),
                            first,
                            last,
                            Progress.SILENT)
                    .stream()
                    .mapToDouble(ClassProbability::probability)
                    .toArray();
            assertArrayEquals(expected, actual, 0);
        }
    }

    @Test
    void erasingBetweenSampledFramesChangesNothing() throws IOException {
        try (Video video = video(mitosis());
                ClassifiedVideo seen = new Explainer(model).classify(video, Progress.SILENT)) {
            int step = seen.sampling().frameStep();
            assertTrue(step > 1, "the model looks at every frame");
            List<ClassProbability> after =
                    seen.erased(frame -> Optional.of(new Box(0, 0, 128, 128)), step + 1, step + 1, Progress.SILENT);
            for (ClassProbability before : seen.prediction())
                assertTrue(after.stream()
                        .anyMatch(c -> c.name().equals(before.name())
                                && Math.abs(c.probability() - before.probability()) < 1e-12));
        }
    }

    @Test
    void aChangedFrameIsNoticedWhereItIsLookedAtAgain() throws IOException {
        ImagePlus image = mitosis();
        try (Video video = video(image);
                ClassifiedVideo seen = new Explainer(model).classify(video, Progress.SILENT)) {
            Answer before = seen.answer(Question.DEFAULT, Progress.SILENT);
            image.getStack()
                    .getProcessor(1)
                    .set(5, 5, 255 - image.getStack().getProcessor(1).get(5, 5));
            assertEquals(before, seen.answer(Question.DEFAULT, Progress.SILENT));
            IllegalStateException changed = assertThrows(
                    IllegalStateException.class,
                    () -> seen.erased(frame -> Optional.of(new Box(0, 0, 9, 9)), 0, 0, Progress.SILENT));
            assertTrue(changed.getMessage().startsWith("Frame 1 of"), changed.getMessage());
        }
    }
}
