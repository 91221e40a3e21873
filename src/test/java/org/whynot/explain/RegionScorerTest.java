package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.ClipScores;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.Video;

/** Tests {@link RegionScorer} with the bundled model on a simulated video. */
class RegionScorerTest {

    private static Model model;
    private static Video video;
    private static ClassifiedVideo seen;
    private static RegionScorer scorer;

    @BeforeAll
    static void open() throws IOException {
        model = Model.open(ModelFolders.find("cells"), "cpu");
        ImagePlus image =
                new CellSimulator(new SimulationSettings(4, 60, 3)).simulate(3).toImage();
        video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
        seen = new Explainer(model).classify(video, Progress.SILENT);
        scorer = new RegionScorer(seen);
    }

    @AfterAll
    static void close() throws IOException {
        seen.close();
        video.close();
        model.close();
    }

    private static RegionScore score(Region region) throws IOException {
        return scorer.score(region, "mitosis", "apoptosis", Progress.SILENT);
    }

    private static RegionScore.Attribute attribute(RegionScore score, String name) {
        return score.attributes().stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anExplanationsOwnBoxesHaveItsScore() throws IOException {
        Answer answer = seen.answer(new Question("mitosis", "apoptosis", 9, Evidence.FOR, false), Progress.SILENT);
        for (Explanation e : answer.explanations()) {
            Region region = new Region(e.tube().stream()
                    .map(box -> new Region.Key(box.frame(), box.box()))
                    .toList());
            RegionScore score = score(region);
            assertEquals(1, score.overlap(), 1e-9);
            assertTrue(score.connected());
            RegionScore.Attribute same = attribute(score, e.attribute());
            // Another layer may say more about the same place.
            assertTrue(same.score() >= e.score() - 1e-4, e.attribute());
            assertTrue(same.score() <= same.bestScore() + 1e-4);
            assertEquals(e.firstFrame(), score.firstFrame());
            assertEquals(e.lastFrame(), score.lastFrame());
        }
    }

    @Test
    void theScoreIsTheSumOverTheCellsThatOverlapMost() throws IOException {
        Box box = new Box(37, 51, 30, 22);
        RegionScore score = score(new Region(List.of(new Region.Key(10, box), new Region.Key(30, box))));
        float[][] all =
                sums(10 / seen.sampling().frameStep(), 30 / seen.sampling().frameStep());
        TubeSpace space = seen.spaces().get(0);
        int row = 0;
        int column = 0;
        double largest = -1;
        var shape = model.card().tube().shapes().get(0);
        for (int r = 0; r < space.rows(); r++)
            for (int c = 0; c < space.columns(); c++) {
                double iou = seen.geometry()
                        .cellBox(r, c, space.rows(), space.columns(), shape.rows(), shape.columns())
                        .iou(box);
                if (iou > largest) {
                    largest = iou;
                    row = r;
                    column = c;
                }
            }
        assertEquals(largest, score.overlap(), 1e-9);
        for (RegionScore.Attribute a : score.attributes()) {
            int s = model.card().attributes().indexOf(a.name());
            double best = Double.NEGATIVE_INFINITY;
            for (float[] layer : all) best = Math.max(best, layer[(s * space.rows() + row) * space.columns() + column]);
            assertEquals(best, a.score(), 1e-4, a.name());
        }
    }

    /** The scores of the first shape summed over some sampled frames, {@code [S, H, W]} per layer. */
    private static float[][] sums(int first, int last) throws IOException {
        float[][] sums = new float[seen.spaces().size()][];
        ClipScores.Source clips = seen.scores("mitosis", "apoptosis", first, last + 1, Progress.SILENT);
        for (ClipScores clip = clips.next(); clip != null; clip = clips.next())
            for (int l = 0; l < sums.length; l++) {
                ClipScores.Layer layer = clip.layers().get(l);
                int cells = layer.space().cellsPerFrame();
                int attributes = model.card().attributes().size();
                if (sums[l] == null) sums[l] = new float[attributes * cells];
                for (int s = 0; s < attributes; s++) {
                    float[] map = new float[(last + 1 - first) * cells];
                    layer.copy(s, 0, first, last + 1, map);
                    for (int i = 0; i < map.length; i++) sums[l][s * cells + i % cells] += map[i];
                }
            }
        return sums;
    }

    @Test
    void aRegionBetweenTwoSampledFramesTakesTheNearest() throws IOException {
        Box box = new Box(40, 40, 24, 24);
        assertEquals(2, seen.sampling().frameStep());
        RegionScore between = score(new Region(List.of(new Region.Key(7, box))));
        RegionScore before = score(new Region(List.of(new Region.Key(6, box))));
        assertEquals(before, between);
    }

    @Test
    void aRegionThatJumpsIsSaidToMoveFasterThanTubes() throws IOException {
        Region jump = new Region(
                List.of(new Region.Key(10, new Box(0, 0, 24, 24)), new Region.Key(12, new Box(100, 100, 24, 24))));
        assertFalse(score(jump).connected());
        assertTrue(score(jump).sentence().contains("moves faster"));
    }

    @Test
    void whatCannotBeScoredIsSaidInASentence() {
        Box outside = new Box(500, 500, 20, 20);
        assertThrows(IllegalArgumentException.class, () -> score(new Region(List.of(new Region.Key(0, outside)))));
        Box inside = new Box(5, 5, 20, 20);
        assertThrows(IllegalArgumentException.class, () -> score(new Region(List.of(new Region.Key(60, inside)))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Region(List.of(new Region.Key(1, inside), new Region.Key(1, inside))));
        assertThrows(IllegalArgumentException.class, () -> new Region(List.of(new Region.Key(1, new Box(5, 5, 0, 9)))));
    }

    @Test
    void erasingARegionIsErasingItsOwnBoxes() throws IOException {
        Region region = Region.throughout(new Box(30, 30, 60, 60), video.frames());
        assertEquals(
                seen.erased(region::boxAt, 0, video.frames() - 1, Progress.SILENT),
                scorer.erased(region, Progress.SILENT));
    }

    @Test
    void theWordsOfErasingNameEveryClassBeforeAndAfter() throws IOException {
        Region region = Region.throughout(new Box(30, 30, 60, 60), video.frames());
        List<ClassProbability> after = scorer.erased(region, Progress.SILENT);
        String words = scorer.erasedWords(region, Progress.SILENT);
        assertTrue(words.startsWith("With " + Region.words(region.name()) + " erased: "), words);
        for (ClassProbability before : seen.prediction()) {
            double left = after.stream()
                    .filter(c -> c.name().equals(before.name()))
                    .findFirst()
                    .orElseThrow()
                    .probability();
            String change = String.format(Locale.ROOT, "%s %.4f to %.4f", before.name(), before.probability(), left);
            assertTrue(words.contains(change), words + " has not: " + change);
        }
    }

    @Test
    void againstAllIsAgainstEachOtherClass() throws IOException {
        Region region = Region.throughout(new Box(30, 30, 60, 60), video.frames());
        String predicted = seen.prediction().get(0).name();
        List<RegionScore> expected = new ArrayList<>();
        for (ClassProbability other : seen.prediction().subList(1, 4))
            expected.add(scorer.score(region, predicted, other.name(), Progress.SILENT));
        List<RegionScore> all = scorer.scores(region, Question.PREDICTED, RegionScorer.ALL, Progress.SILENT);
        assertEquals(
                expected.stream().map(RegionScore::sentence).toList(),
                all.stream().map(RegionScore::sentence).toList());
    }
}
