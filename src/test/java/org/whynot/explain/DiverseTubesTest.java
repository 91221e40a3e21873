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
import org.junit.jupiter.api.Test;
import org.whynot.model.RegionShape;
import org.whynot.tube.Movement;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeOracle;
import org.whynot.tube.TubeSpace;

/** Tests {@link DiverseTubes} against taking away what overlaps and searching the whole map by the plain recurrence. */
class DiverseTubesTest {

    private static final List<RegionShape> SHAPES =
            List.of(new RegionShape(2, 2), new RegionShape(2, 3), new RegionShape(3, 3));
    private static final int TUBES = 3;

    private record Case(float[] scores, int attributes, TubeSpace space, int window) {

        static Case random(Random random) {
            int frames = 1 + random.nextInt(9);
            TubeSpace space = new TubeSpace(
                    1 + random.nextInt(2), SHAPES.size(), frames, 1 + random.nextInt(6), 1 + random.nextInt(6));
            int attributes = 1 + random.nextInt(3);
            float[] scores = new float[attributes * space.size()];
            // Few different numbers: many ties. At times all are bad, so that there is no second tube.
            int shift = random.nextInt(4);
            for (int i = 0; i < scores.length; i++) scores[i] = random.nextInt(7) - shift - 1;
            return new Case(scores, attributes, space, 1 + random.nextInt(frames));
        }

        /** Gives the clips that some frames lie in, padded at the end. */
        TubeFinder.Scores inClipsOf(int length) {
            return (from, to, listener) -> {
                for (int first = from / length * length; first < to; first += length) {
                    TubeSpace clip =
                            new TubeSpace(space.layers(), space.shapes(), length, space.rows(), space.columns());
                    int frames = Math.min(length, space.frames() - first);
                    float[] part = new float[3 + attributes * clip.size()];
                    Arrays.fill(part, 1000);
                    for (int plane = 0; plane < attributes * space.layers() * space.shapes(); plane++)
                        System.arraycopy(
                                scores,
                                (plane * space.frames() + first) * space.cellsPerFrame(),
                                part,
                                3 + plane * length * space.cellsPerFrame(),
                                frames * space.cellsPerFrame());
                    listener.clip(part, 3, clip, first, frames);
                }
            };
        }

        /** The map of an attribute in a window. */
        float[] map(int attribute, int start, int end) {
            float[] map = new float[space.layers() * space.shapes() * (end - start) * space.cellsPerFrame()];
            for (int plane = 0; plane < space.layers() * space.shapes(); plane++)
                System.arraycopy(
                        scores,
                        ((attribute * space.layers() * space.shapes() + plane) * space.frames() + start)
                                * space.cellsPerFrame(),
                        map,
                        plane * (end - start) * space.cellsPerFrame(),
                        (end - start) * space.cellsPerFrame());
            return map;
        }
    }

    /** The quarters of cells that a region covers; regions are centred on the middle of a cell. */
    private static Set<List<Integer>> quarters(int shape, int row, int column) {
        RegionShape region = SHAPES.get(shape);
        Set<List<Integer>> quarters = new HashSet<>();
        for (int y = 2 * row + 1 - region.rows(); y < 2 * row + 1 + region.rows(); y++)
            for (int x = 2 * column + 1 - region.columns(); x < 2 * column + 1 + region.columns(); x++)
                quarters.add(List.of(y, x));
        return quarters;
    }

    private static boolean overlap(Tube a, int i, int shape, int row, int column) {
        Set<List<Integer>> common = quarters(a.shape(i), a.row(i), a.column(i));
        common.retainAll(quarters(shape, row, column));
        return !common.isEmpty();
    }

    private static float sum(Tube tube, int sign) {
        return sign * tube.value() + 0f;
    }

    /** All tubes of an attribute in a window, by the plain recurrence; minima as maxima of the negated map. */
    private static List<Tube> expected(Case c, int attribute, int start, int end, int sign) {
        TubeSpace space = new TubeSpace(
                c.space().layers(),
                SHAPES.size(),
                end - start,
                c.space().rows(),
                c.space().columns());
        float[] map = c.map(attribute, start, end);
        for (int i = 0; i < map.length; i++) map[i] *= sign;
        List<Tube> tubes = new ArrayList<>();
        while (tubes.size() < TUBES) {
            Tube best = TubeOracle.byRecurrence(map, space, Explainer.RADIUS, Movement.FIXED);
            if (!tubes.isEmpty() && !(best.value() > 0)) break;
            tubes.add(best);
            int cell = 0;
            for (int layer = 0; layer < space.layers(); layer++)
                for (int shape = 0; shape < SHAPES.size(); shape++)
                    for (int t = 0; t < space.frames(); t++)
                        for (int row = 0; row < space.rows(); row++)
                            for (int column = 0; column < space.columns(); column++, cell++)
                                if (t >= best.start()
                                        && t < best.end()
                                        && overlap(best, t - best.start(), shape, row, column))
                                    map[cell] = Float.NEGATIVE_INFINITY;
        }
        return tubes;
    }

    /** Attribute, start and cells, for comparison. */
    private static String words(int attribute, Tube tube, int shift) {
        StringBuilder words = new StringBuilder(attribute + " from " + (tube.start() + shift) + ":");
        for (int i = 0; i < tube.length(); i++)
            words.append(" ").append(List.of(tube.layer(i), tube.shape(i), tube.row(i), tube.column(i)));
        return words.toString();
    }

    @Test
    void asExactAsTheFirstInAnyPiecesForAndAgainst() throws IOException {
        Random random = new Random(20261126);
        int further = 0;
        for (int round = 0; round < 600; round++) {
            Case c = Case.random(random);
            Evidence evidence = random.nextBoolean() ? Evidence.FOR : Evidence.AGAINST;
            int sign = evidence == Evidence.FOR ? 1 : -1;
            int frames = c.space().frames();
            List<String> expected = new ArrayList<>();
            List<Float> values = new ArrayList<>();
            for (int start = 0; start < frames; start += c.window())
                for (int attribute = 0; attribute < c.attributes(); attribute++)
                    for (Tube tube : expected(c, attribute, start, Math.min(frames, start + c.window()), sign)) {
                        expected.add(words(attribute, tube, start));
                        values.add(tube.value());
                    }
            values.sort(Comparator.reverseOrder());
            TubeFinder.Scores scores = c.inClipsOf(1 + random.nextInt(frames + 2));
            TubeFinder finder = new TubeFinder(evidence, c.attributes(), 1000, c.window(), () -> false);
            scores.give(0, frames, finder);
            List<TubeFinder.Found> found = new DiverseTubes(evidence, SHAPES, () -> false)
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

    @Test
    void oneTubeIsTheFirstAndNothingIsReadAgain() throws IOException {
        Case c = Case.random(new Random(3));
        TubeFinder finder =
                new TubeFinder(Evidence.FOR, c.attributes(), 2, c.space().frames(), () -> false);
        TubeFinder.Scores scores = c.inClipsOf(4);
        scores.give(0, c.space().frames(), finder);
        List<TubeFinder.Found> first = finder.found(scores);
        TubeFinder.Scores never = (from, to, listener) -> {
            throw new IOException("read again");
        };
        assertEquals(
                first,
                new DiverseTubes(Evidence.FOR, SHAPES, () -> false)
                        .of(first, 1, c.space().frames(), c.space().frames(), never));
        assertFalse(first.isEmpty());
    }
}
