package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
import org.whynot.tube.ScoreMaps;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/** Tests {@link Explainer} with the bundled model on simulated videos. */
class ExplainerTest {

    private static final int MITOSIS = 3;

    private static Model model;

    @BeforeAll
    static void open() throws IOException {
        model = Model.open(ModelFolders.find("cells"), "cpu");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ImagePlus mitosis(int frames) {
        return new CellSimulator(new SimulationSettings(4, frames, 77))
                .simulate(MITOSIS)
                .toImage();
    }

    private static Answer explain(ImagePlus image, Question question) throws IOException {
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
            return new Explainer(model).explain(video, question, Progress.SILENT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 20, 75})
    void contributionsAddUpTubesAreConnectedAndStayInTheVideo(int frames) throws IOException {
        Answer answer = explain(mitosis(frames), new Question("mitosis", "apoptosis", 20, Evidence.BOTH, false));
        int attributes = model.card().attributes().size();
        assertEquals(2 * attributes, answer.explanations().size());
        double cell = 128 / 7.0;
        for (Explanation e : answer.explanations()) {
            double sum = e.tube().stream().mapToDouble(TubeBox::contribution).sum();
            assertEquals(e.score(), sum, 1e-4 * Math.max(1, Math.abs(sum)));
            assertEquals(1 / (1 + Math.exp(-e.score())), e.counterfactuality(), 1e-12);
            assertTrue(e.lastFrame() < frames);
            for (int i = 0; i < e.tube().size(); i++) {
                Box box = e.tube().get(i).box();
                assertTrue(box.x() >= 0 && box.y() >= 0 && box.right() <= 128.0001 && box.bottom() <= 128.0001);
                assertTrue(box.area() > 0);
                if (i == 0) continue;
                Box before = e.tube().get(i - 1).box();
                assertEquals(
                        model.card().input().frameStep(),
                        e.tube().get(i).frame() - e.tube().get(i - 1).frame());
                assertTrue(Math.abs(box.x() - before.x()) <= cell + 1e-6);
                assertTrue(Math.abs(box.bottom() - before.bottom()) <= cell + 1e-6);
            }
        }
        // That the order is that of the whole tubes' scores, LongVideosTest shows; this model trims them.
        for (Evidence evidence : new Evidence[] {Evidence.FOR, Evidence.AGAINST}) {
            List<Explanation> ranked = answer.of(evidence);
            for (int i = 0; i < ranked.size(); i++)
                assertEquals(i + 1, ranked.get(i).rank());
            assertEquals(
                    attributes,
                    ranked.stream().map(Explanation::attribute).distinct().count());
        }
        assertEquals(
                1,
                answer.prediction().stream()
                        .mapToDouble(ClassProbability::probability)
                        .sum(),
                1e-9);
    }

    @Test
    void theVerificationComesBackWhenTheTubeIsErasedByHand() throws IOException {
        ImagePlus image = mitosis(32);
        Answer answer = explain(image, new Question("mitosis", "apoptosis", 2, Evidence.FOR, true));
        for (Explanation e : answer.explanations()) {
            Verification verification = e.verification().orElseThrow();
            ImagePlus erased = image.duplicate();
            for (TubeBox tube : e.tube()) erase(erased.getStack().getProcessor(tube.frame() + 1), tube.box());
            Answer after = explain(erased, new Question("mitosis", "apoptosis", 1, Evidence.FOR, false));
            assertEquals(answer.probability("mitosis"), verification.positiveBefore());
            assertEquals(answer.probability("apoptosis"), verification.negativeBefore());
            assertEquals(after.probability("mitosis"), verification.positiveAfter());
            assertEquals(after.probability("apoptosis"), verification.negativeAfter());
            long above = model.card().classes().stream()
                    .filter(c -> !c.equals("mitosis") && !c.equals("apoptosis"))
                    .filter(c -> after.probability(c) - answer.probability(c)
                            > after.probability("apoptosis") - answer.probability("apoptosis"))
                    .count();
            assertEquals(above + 1, verification.negativeRank());
        }
    }

    private static void erase(ImageProcessor frame, Box box) {
        for (int y = 0; y < frame.getHeight(); y++)
            for (int x = 0; x < frame.getWidth(); x++)
                if (x + 0.5 >= box.x() && x + 0.5 < box.right() && y + 0.5 >= box.y() && y + 0.5 < box.bottom())
                    frame.set(x, y, 0);
    }

    @Test
    @Tag("slow")
    void theSameQuestionGetsTheSameAnswerEveryTime() throws IOException {
        Question question = new Question(Question.PREDICTED, Question.RUNNER_UP, 3, Evidence.BOTH, true);
        Answer first = explain(mitosis(40), question);
        explain(mitosis(9), question);
        assertEquals(first, explain(mitosis(40), question));
        assertEquals(first.prediction().get(0).name(), first.positive());
        assertEquals(first.prediction().get(1).name(), first.negative());
    }

    @Test
    void theFirstHalfOfAVideoGivesTheSameMapsAloneAsWithTheRest() throws IOException {
        int clip = model.card().input().frames() * model.card().input().frameStep();
        ImagePlus whole = mitosis(3 * clip);
        ImagePlus firstClip = new ij.plugin.Duplicator().run(whole, 1, 1, 1, 1, 1, clip);
        try (ImagePlusVideo a = ImagePlusVideo.of(whole, TimeAxis.AUTO, note -> {});
                ImagePlusVideo b = ImagePlusVideo.of(firstClip, TimeAxis.AUTO, note -> {});
                var all = model.features(model.reader(a), () -> false);
                var part = model.features(model.reader(b), () -> false)) {
            List<ScoreMaps> long3 = all.differences(0, 1, () -> false);
            List<ScoreMaps> short1 = part.differences(0, 1, () -> false);
            for (int l = 0; l < short1.size(); l++) {
                float[] shorter = short1.get(l).values();
                int inLong =
                        long3.get(l).space().frames() * long3.get(l).space().cellsPerFrame();
                int inShort =
                        short1.get(l).space().frames() * short1.get(l).space().cellsPerFrame();
                for (int i = 0; i < shorter.length; i++)
                    assertEquals(shorter[i], long3.get(l).values()[i / inShort * inLong + i % inShort]);
            }
        }
    }

    @Test
    void aStillIsExplainedAsOne() throws IOException {
        Answer answer = explain(mitosis(8).crop("1-1"), Question.DEFAULT);
        for (Explanation e : answer.explanations()) assertEquals(0, e.lastFrame());
        assertTrue(answer.sentence().contains("(frame 1)"), answer.sentence());
    }

    @Test
    void unknownAndEqualClassesAreNamed() {
        ImagePlus image = mitosis(8);
        String unknown = assertThrows(
                        IllegalArgumentException.class,
                        () -> explain(image, new Question("mitosis", "apoptosi", 1, Evidence.FOR, false)))
                .getMessage();
        assertTrue(unknown.contains("why_not='apoptosi'") && unknown.contains("Use one of: apoptosis,"), unknown);
        String equal = assertThrows(
                        IllegalArgumentException.class,
                        () -> explain(image, new Question("mitosis", "mitosis", 1, Evidence.FOR, false)))
                .getMessage();
        assertTrue(equal.contains("two different classes"), equal);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 21, 10000, -1})
    void numbersOfExplanationsOutOfRangeAreNamed(int explanations) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Question("a", "b", explanations, Evidence.FOR, false))
                .getMessage();
        assertTrue(message.contains("explanations=" + explanations), message);
    }

    @Test
    void aPixelThatIsNotANumberIsAnError() {
        FloatProcessor pixels = new FloatProcessor(32, 32);
        pixels.setf(3, 4, Float.NaN);
        IOException e =
                assertThrows(IOException.class, () -> explain(new ImagePlus("broken", pixels), Question.DEFAULT));
        assertTrue(e.getMessage().contains("3") && e.getMessage().contains("4"), e.getMessage());
    }

    @Test
    void cancellingEndsTheWork() throws IOException {
        Progress cancelled = new Progress() {
            private volatile boolean stop;

            @Override
            public void report(double fraction, String message) {
                stop |= fraction > 0.3;
            }

            @Override
            public boolean isCancelled() {
                return stop;
            }
        };
        try (ImagePlusVideo video = ImagePlusVideo.of(mitosis(32), TimeAxis.AUTO, note -> {})) {
            assertThrows(CancellationException.class, () -> new Explainer(model)
                    .explain(video, Question.DEFAULT, cancelled));
        }
    }
}
