package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.ClassifierRun;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.ClipScores;
import org.whynot.model.FeatureLimits;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.model.VideoFeatures;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/** That an answer does not depend on how much fits in memory, and what windows are. */
@Tag("slow")
class LongVideosTest {

    private static final int MITOSIS = 3;
    /** About the features of a pass of two clips, in bytes. */
    private static final long PASS = 1_700_000;

    private static Model model;
    private static ImagePlus image;

    @BeforeAll
    static void open() throws IOException {
        model = Model.open(ModelFolders.find("cells"), "cpu");
        image = new CellSimulator(new SimulationSettings(4, 70 * step() - 3, 78))
                .simulate(MITOSIS)
                .toImage();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static int step() {
        return model.card().input().frameStep();
    }

    private static Video video() {
        return ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
    }

    private static Answer explain(Question question, FeatureLimits limits) throws IOException {
        try (Video video = video()) {
            return new Explainer(model, () -> limits).explain(video, question, Progress.SILENT);
        }
    }

    private static Set<String> temporaryFiles() {
        String[] names =
                new File(System.getProperty("java.io.tmpdir")).list((folder, name) -> name.startsWith("whynot"));
        return new HashSet<>(List.of(names));
    }

    @Test
    void theAnswerDoesNotDependOnHowMuchIsKeptNorOnWhenTheClassesAreKnown() throws IOException {
        Question asked = new Question(Question.PREDICTED, Question.RUNNER_UP, 20, Evidence.BOTH, false);
        Answer inMemory = explain(asked, FeatureLimits.ALL_IN_MEMORY);
        Question named = new Question(inMemory.positive(), inMemory.negative(), 20, Evidence.BOTH, false);
        for (FeatureLimits limits : List.of(
                FeatureLimits.usual(),
                new FeatureLimits(0, Long.MAX_VALUE),
                new FeatureLimits(PASS, PASS),
                new FeatureLimits(0, 0))) {
            assertEquals(inMemory, explain(asked, limits), limits.toString());
            assertEquals(inMemory, explain(named, limits), limits.toString());
        }
    }

    @Test
    void theTubesAreThoseThatAreFoundInMemory() throws IOException {
        Question question = new Question("mitosis", "migration", 20, Evidence.FOR, false);
        Answer answer = explain(question, new FeatureLimits(0, Long.MAX_VALUE));
        try (Video video = video();
                VideoFeatures features = model.features(model.reader(video), () -> false)) {
            Tube[] tubes = tubes(features, 0, features.sampling().sampled());
            for (Explanation e : answer.explanations()) assertSame(e, tubes, 0);
        }
    }

    @Test
    void whatWasKeptForTwoClassesTellsOfOthersToo() throws IOException {
        try (Video video = video();
                VideoFeatures all = model.features(model.reader(video), () -> false)) {
            for (FeatureLimits limits : List.of(FeatureLimits.ALL_IN_MEMORY, new FeatureLimits(0, Long.MAX_VALUE))) {
                int frames = 0;
                try (VideoFeatures two = model.features(model.reader(video), limits, note -> {});
                        ClassifierRun.Passes passes = two.passes(() -> false)) {
                    for (ClassifierRun.Pass pass = passes.next(); pass != null; pass = passes.next())
                        for (ClipScores clip : two.keep(pass, 1, 0))
                            frames += clip.layers().get(0).to()
                                    - clip.layers().get(0).from();
                    assertEquals(all.spaces(), two.spaces());
                    assertEquals(all.sampling().sampled(), frames);
                    assertArrayEquals(all.probabilities(), two.probabilities());
                    for (int[] pair : new int[][] {{1, 0}, {0, 2}, {0, 1}}) {
                        List<ScoreMaps> expected = all.differences(pair[0], pair[1], () -> false);
                        List<ScoreMaps> found = two.differences(pair[0], pair[1], () -> false);
                        for (int l = 0; l < expected.size(); l++)
                            assertArrayEquals(
                                    expected.get(l).values(), found.get(l).values(), limits + "");
                    }
                }
            }
        }
    }

    /** The best tubes of all attributes for mitosis against migration in some sampled frames. */
    private static Tube[] tubes(VideoFeatures features, int from, int to) throws IOException {
        List<ScoreMaps> cut = new ArrayList<>();
        for (ScoreMaps maps : features.differences(
                model.card().classes().indexOf("mitosis"),
                model.card().classes().indexOf("migration"),
                () -> false)) {
            TubeSpace space = maps.space();
            TubeSpace part = space.withFrames(to - from);
            float[] values = new float[maps.count() * part.size()];
            int frame = space.cellsPerFrame();
            for (int plane = 0; plane < maps.count() * space.shapes(); plane++)
                System.arraycopy(
                        maps.values(),
                        (plane * space.frames() + from) * frame,
                        values,
                        plane * part.frames() * frame,
                        part.frames() * frame);
            cut.add(new ScoreMaps(values, maps.count(), part));
        }
        return new TubeSearch(model.card().tube().radius()).maxima(cut, 1, () -> false);
    }

    private static Tube trimmed(Tube tube) {
        return tube.trimmed(model.card().tube().trim());
    }

    private static void assertSame(Explanation e, Tube[] tubes, int from) {
        Tube tube = trimmed(tubes[model.card().attributes().indexOf(e.attribute())]);
        assertEquals(tube.value(), e.score());
        assertEquals(tube.layer(), e.layer());
        assertEquals(tube.length(), e.tube().size());
        for (int i = 0; i < tube.length(); i++) {
            assertEquals((from + tube.start() + i) * step(), e.tube().get(i).frame());
            assertEquals(tube.contribution(i), e.tube().get(i).contribution());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 16, 40, 1000})
    void everyWindowHasItsOwnTubesAndTheStrongestOfAllAreGiven(int windowFrames) throws IOException {
        Question question =
                new Question("mitosis", "migration", 12, Evidence.FOR, false, new Window(windowFrames * step(), true));
        Answer answer = explain(question, new FeatureLimits(PASS, Long.MAX_VALUE));
        List<Tube> all = new ArrayList<>();
        try (Video video = video();
                VideoFeatures features = model.features(model.reader(video), () -> false)) {
            int sampled = features.sampling().sampled();
            for (int from = 0; from < sampled; from += windowFrames) {
                int to = Math.min(sampled, from + windowFrames);
                Tube[] tubes = tubes(features, from, to);
                all.addAll(List.of(tubes));
                for (Explanation e : answer.explanations())
                    if (e.firstFrame() / step() >= from && e.firstFrame() / step() < to) assertSame(e, tubes, from);
            }
        }
        all.sort((a, b) -> Float.compare(b.value(), a.value()));
        assertEquals(Math.min(12, all.size()), answer.explanations().size());
        for (int i = 0; i < answer.explanations().size(); i++) {
            assertEquals(
                    trimmed(all.get(i)).value(), answer.explanations().get(i).score());
            assertEquals(i + 1, answer.explanations().get(i).rank());
        }
        for (Explanation a : answer.explanations())
            for (Explanation b : answer.explanations())
                if (a != b && a.attribute().equals(b.attribute()))
                    assertTrue(a.lastFrame() < b.firstFrame() || b.lastFrame() < a.firstFrame());
        assertEquals(windowFrames * step(), answer.settings().window().length());
    }

    @Test
    void whatIsVerifiedIsVerifiedAsIfAllOfTheVideoWereClassifiedAgain() throws IOException {
        Question question = new Question("mitosis", "migration", 2, Evidence.FOR, true, new Window(16 * step(), true));
        for (Explanation e : explain(question, FeatureLimits.usual()).explanations()) {
            Video erased = video().erase(e::boxAt);
            double[] after = model.probabilities(model.reader(erased), () -> false);
            assertEquals(
                    after[model.card().classes().indexOf("mitosis")],
                    e.verification().orElseThrow().positiveAfter());
        }
    }

    @Test
    void aWindowInSecondsNeedsAFrameInterval() throws IOException {
        Question question = new Question("mitosis", "migration", 3, Evidence.FOR, false, Window.of("2"));
        ImagePlus timeless = image.duplicate();
        timeless.getCalibration().frameInterval = 0;
        timeless.getCalibration().fps = 0;
        try (Video video = ImagePlusVideo.of(timeless, TimeAxis.AUTO, note -> {})) {
            String message = assertThrows(IllegalArgumentException.class, () -> new Explainer(model)
                            .explain(video, question, Progress.SILENT))
                    .getMessage();
            assertTrue(message.contains("window=2 ") && message.contains("40 frames"), message);
        }
        timeless.getCalibration().frameInterval = 0.1 / step();
        timeless.getCalibration().setTimeUnit("sec");
        Question frames = new Question("mitosis", "migration", 3, Evidence.FOR, false, new Window(20 * step(), true));
        try (Video video = ImagePlusVideo.of(timeless, TimeAxis.AUTO, note -> {})) {
            assertEquals(
                    explain(frames, FeatureLimits.usual()).explanations(),
                    new Explainer(model)
                            .explain(video, question, Progress.SILENT)
                            .explanations());
        }
    }

    @Test
    void progressOnlyGrowsAndNothingIsLeftBehind() throws IOException {
        Set<String> before = temporaryFiles();
        List<Double> fractions = new ArrayList<>();
        Set<String> words = new HashSet<>();
        Progress progress = new Progress() {
            @Override
            public synchronized void report(double fraction, String message) {
                fractions.add(fraction);
                words.add(message.split("\\W")[0]);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        Question question = new Question(Question.PREDICTED, Question.RUNNER_UP, 2, Evidence.BOTH, true);
        try (Video video = video()) {
            new Explainer(model, () -> new FeatureLimits(0, Long.MAX_VALUE)).explain(video, question, progress);
        }
        for (int i = 1; i < fractions.size(); i++)
            assertTrue(
                    fractions.get(i) >= fractions.get(i - 1) - 1e-12, fractions.get(i - 1) + ", " + fractions.get(i));
        assertEquals(1, fractions.get(fractions.size() - 1));
        assertTrue(words.containsAll(Arrays.asList("Classifying", "Searching", "Erasing")), words.toString());
        assertEquals(before, temporaryFiles());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.88, 0.93})
    void cancellingInAnyPhaseEndsTheWork(double at) throws IOException {
        Set<String> before = temporaryFiles();
        Progress cancelled = new Progress() {
            private volatile boolean stop;

            @Override
            public void report(double fraction, String message) {
                stop |= fraction >= at;
            }

            @Override
            public boolean isCancelled() {
                return stop;
            }
        };
        try (Video video = video()) {
            assertThrows(
                    CancellationException.class, () -> new Explainer(model, () -> new FeatureLimits(0, Long.MAX_VALUE))
                            .explain(video, Question.DEFAULT, cancelled));
        }
        Set<String> left = temporaryFiles();
        left.removeAll(before);
        assertEquals(Set.of(), left);
    }
}
