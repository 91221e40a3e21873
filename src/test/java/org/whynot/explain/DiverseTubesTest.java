package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.LayerSampling;
import org.whynot.model.ClipScores;
import org.whynot.model.RegionShape;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeOracle;
import org.whynot.tube.TubeSpace;
import org.whynot.video.ClipFormat;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;

/** Tests {@link DiverseTubes} against taking away what overlaps and searching the whole map by the plain recurrence. */
class DiverseTubesTest {

    private static final List<RegionShape> SHAPES =
            List.of(new RegionShape(2, 2), new RegionShape(2, 3), new RegionShape(3, 3));
    private static final int TUBES = 3;
    private static final int RADIUS = 1;

    /** Units of a frame's side: each of up to six cells has a whole and even number of them. */
    private static final int UNITS = 120;

    private record Case(List<float[]> scores, int attributes, List<TubeSpace> spaces, int window) {

        static Case random(Random random) {
            int frames = 1 + random.nextInt(9);
            int attributes = 1 + random.nextInt(3);
            // Few different numbers: many ties. At times all are bad, so that there is no second tube.
            int shift = random.nextInt(4);
            List<TubeSpace> spaces = new ArrayList<>();
            List<float[]> all = new ArrayList<>();
            int layers = 1 + random.nextInt(2);
            for (int l = 0; l < layers; l++) {
                TubeSpace space = new TubeSpace(SHAPES.size(), frames, 1 + random.nextInt(6), 1 + random.nextInt(6));
                float[] scores = new float[attributes * space.size()];
                for (int i = 0; i < scores.length; i++) scores[i] = random.nextInt(7) - shift - 1;
                spaces.add(space);
                all.add(scores);
            }
            return new Case(all, attributes, spaces, 1 + random.nextInt(frames));
        }

        int frames() {
            return spaces.get(0).frames();
        }

        List<LayerSampling> times(int length) {
            FrameSampling sampling = new FrameSampling(frames(), 1, length);
            return spaces.stream()
                    .map(space -> new LayerSampling(
                            sampling, new FeatureLayer("l", 1, length, space.rows(), space.columns())))
                    .toList();
        }

        TubeGeometry geometry(int length) {
            ClipFormat format = new ClipFormat(
                    length, UNITS, UNITS, 1, ClipFormat.Resize.STRETCH, new float[3], new float[] {1, 1, 1});
            return new TubeGeometry(new FrameGeometry(UNITS, UNITS, format), 1, times(length), spaces, SHAPES);
        }

        /** Gives the clips that some frames lie in; what does not count of a clip has high scores. */
        TubeFinder.Rereading inClipsOf(int length) {
            FrameSampling sampling = new FrameSampling(frames(), 1, length);
            return (from, to) -> {
                int[] next = {from / length};
                return () -> next[0] < sampling.clips() && sampling.firstNewOf(next[0]) < to
                        ? clip(next[0]++, length, sampling)
                        : null;
            };
        }

        private ClipScores clip(int clip, int length, FrameSampling sampling) {
            List<ClipScores.Layer> layers = new ArrayList<>();
            for (int l = 0; l < spaces.size(); l++) {
                LayerSampling time = times(length).get(l);
                TubeSpace space = spaces.get(l);
                TubeSpace own = space.withFrames(length);
                float[] part = new float[3 + attributes * own.size()];
                Arrays.fill(part, 1000);
                for (int plane = 0; plane < attributes * space.shapes(); plane++)
                    System.arraycopy(
                            scores.get(l),
                            (plane * space.frames() + sampling.firstNewOf(clip)) * space.cellsPerFrame(),
                            part,
                            3 + (plane * length + time.from(clip)) * space.cellsPerFrame(),
                            sampling.newFramesOf(clip) * space.cellsPerFrame());
                layers.add(new ClipScores.Layer(part, 3, own, time.from(clip), time.to(clip), time.firstStep(clip)));
            }
            return new ClipScores(sampling.firstNewOf(clip), layers);
        }

        /** The map of an attribute in a window, in one layer. */
        float[] map(int layer, int attribute, int start, int end) {
            TubeSpace space = spaces.get(layer);
            float[] map = new float[space.withFrames(end - start).size()];
            for (int shape = 0; shape < space.shapes(); shape++)
                System.arraycopy(
                        scores.get(layer),
                        ((attribute * space.shapes() + shape) * space.frames() + start) * space.cellsPerFrame(),
                        map,
                        shape * (end - start) * space.cellsPerFrame(),
                        (end - start) * space.cellsPerFrame());
            return map;
        }
    }

    /** The units that a region covers along an axis; regions are centred on the middle of a cell. */
    private static Set<Integer> units(int cell, int cells, int grid) {
        int half = UNITS / 2 / grid;
        Set<Integer> units = new HashSet<>();
        for (int u = (2 * cell + 1 - cells) * half; u < (2 * cell + 1 + cells) * half; u++) units.add(u);
        return units;
    }

    private static boolean meet(int a, int cellsA, int gridA, int b, int cellsB, int gridB) {
        Set<Integer> common = units(a, cellsA, gridA);
        common.retainAll(units(b, cellsB, gridB));
        return !common.isEmpty();
    }

    private static boolean overlap(Case c, Tube tube, int i, int layer, int shape, int row, int column) {
        TubeSpace its = c.spaces().get(tube.layer());
        TubeSpace own = c.spaces().get(layer);
        RegionShape taken = SHAPES.get(tube.shape());
        RegionShape asked = SHAPES.get(shape);
        return meet(tube.row(i), taken.rows(), its.rows(), row, asked.rows(), own.rows())
                && meet(tube.column(i), taken.columns(), its.columns(), column, asked.columns(), own.columns());
    }

    private static float sum(Tube tube, int sign) {
        return sign * tube.value() + 0f;
    }

    /** All tubes of an attribute in a window, by the plain recurrence; minima as maxima of the negated maps. */
    private static List<Tube> expected(Case c, int attribute, int start, int end, int sign) {
        List<float[]> maps = new ArrayList<>();
        for (int l = 0; l < c.spaces().size(); l++) {
            float[] map = c.map(l, attribute, start, end);
            for (int i = 0; i < map.length; i++) map[i] *= sign;
            maps.add(map);
        }
        List<Tube> tubes = new ArrayList<>();
        while (tubes.size() < TUBES) {
            Tube best = null;
            for (int l = 0; l < maps.size(); l++) {
                Tube own = TubeOracle.byRecurrence(
                                maps.get(l), c.spaces().get(l).withFrames(end - start), RADIUS)
                        .inLayer(l);
                if (best == null || own.value() > best.value()) best = own;
            }
            if (!tubes.isEmpty() && !(best.value() > 0)) break;
            tubes.add(best);
            for (int l = 0; l < maps.size(); l++) takeAway(c, best, l, maps.get(l), end - start);
        }
        return tubes;
    }

    private static void takeAway(Case c, Tube tube, int layer, float[] map, int frames) {
        TubeSpace space = c.spaces().get(layer);
        int cell = 0;
        for (int shape = 0; shape < SHAPES.size(); shape++)
            for (int t = 0; t < frames; t++)
                for (int row = 0; row < space.rows(); row++)
                    for (int column = 0; column < space.columns(); column++, cell++)
                        if (t >= tube.start()
                                && t < tube.end()
                                && overlap(c, tube, t - tube.start(), layer, shape, row, column))
                            map[cell] = Float.NEGATIVE_INFINITY;
    }

    /** Attribute, start and cells, for comparison. */
    private static String words(int attribute, Tube tube, int shift) {
        StringBuilder words = new StringBuilder(attribute + " from " + (tube.start() + shift) + " in layer "
                + tube.layer() + ", shape " + tube.shape() + ":");
        for (int i = 0; i < tube.length(); i++) words.append(" ").append(List.of(tube.row(i), tube.column(i)));
        return words.toString();
    }

    @Test
    @Tag("slow")
    void asExactAsTheFirstInAnyPiecesForAndAgainst() throws IOException {
        Random random = new Random(20261126);
        int further = 0;
        for (int round = 0; round < 600; round++) {
            Case c = Case.random(random);
            Evidence evidence = random.nextBoolean() ? Evidence.FOR : Evidence.AGAINST;
            int sign = evidence == Evidence.FOR ? 1 : -1;
            int frames = c.frames();
            List<String> expected = new ArrayList<>();
            List<Float> values = new ArrayList<>();
            for (int start = 0; start < frames; start += c.window())
                for (int attribute = 0; attribute < c.attributes(); attribute++)
                    for (Tube tube : expected(c, attribute, start, Math.min(frames, start + c.window()), sign)) {
                        expected.add(words(attribute, tube, start));
                        values.add(tube.value());
                    }
            values.sort(Comparator.reverseOrder());
            int length = 1 + random.nextInt(frames + 2);
            TubeFinder.Rereading scores = c.inClipsOf(length);
            TubeFinder finder =
                    new TubeFinder(evidence, RADIUS, c.times(length), c.attributes(), 1000, c.window(), () -> false);
            addAll(scores, frames, finder);
            List<TubeFinder.Found> found = new DiverseTubes(evidence, RADIUS, c.geometry(length), () -> false)
                    .of(finder.found(scores), TUBES, c.window(), frames, scores);
            assertEquals(
                    expected.stream().sorted().toList(),
                    found.stream()
                            .map(f -> words(f.attribute(), f.tube(), 0))
                            .sorted()
                            .toList(),
                    "round " + round);
            assertEquals(values, found.stream().map(f -> sum(f.tube(), sign)).toList(), "strongest first");
            further += found.size() - c.attributes() * ((frames + c.window() - 1) / c.window());
        }
        assertTrue(further > 500, "Only " + further + " further tubes were tested.");
    }

    private static void addAll(TubeFinder.Rereading scores, int frames, TubeFinder finder) throws IOException {
        ClipScores.Source clips = scores.scores(0, frames);
        for (ClipScores clip = clips.next(); clip != null; clip = clips.next()) finder.add(clip);
    }

    @Test
    void oneTubeIsTheFirstAndNothingIsReadAgain() throws IOException {
        Case c = Case.random(new Random(3));
        TubeFinder finder =
                new TubeFinder(Evidence.FOR, RADIUS, c.times(4), c.attributes(), 2, c.frames(), () -> false);
        TubeFinder.Rereading scores = c.inClipsOf(4);
        addAll(scores, c.frames(), finder);
        List<TubeFinder.Found> first = finder.found(scores);
        TubeFinder.Rereading never = (from, to) -> {
            throw new AssertionError("read again");
        };
        assertEquals(
                first,
                new DiverseTubes(Evidence.FOR, RADIUS, c.geometry(4), () -> false)
                        .of(first, 1, c.frames(), c.frames(), never));
        assertFalse(first.isEmpty());
    }
}
