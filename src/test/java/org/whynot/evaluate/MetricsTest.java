package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.util.Progress;

class MetricsTest {

    private static final int CLASSES = 6;

    private static double[] probabilities(Random random) {
        double[] p = random.doubles(CLASSES).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(v -> v / sum).toArray();
    }

    private static int largest(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .max(Comparator.comparingDouble(c -> values[c]))
                .orElseThrow();
    }

    private static JudgedRegion judged(
            VideoPrediction video, int negative, int place, Method method, double[] after, int rank) {
        JudgedRegion.Concept concept =
                new JudgedRegion.Concept(new Concepts.Fit(0.5, rank), Double.NaN, new double[] {0.1, 0.2, 0.3});
        JudgedRegion.Attribute attribute = method == Method.TUBE
                ? new JudgedRegion.Attribute(rank > 0, negative % 2 == 0, Double.NaN, Double.NaN)
                : null;
        JudgedRegion judged = new JudgedRegion(
                video, negative, place, method, Optional.empty(), Optional.empty(), attribute, concept, concept);
        judged.setAfter(after);
        return judged;
    }

    private static List<Metric> metrics(List<VideoPrediction> videos, List<JudgedRegion> judgedRegions) {
        MetricTable table = new MetricTable(new Bootstrap(200, 0.95, 0), 0, Progress.SILENT);
        Metrics.add(CLASSES, videos, new JudgedRegionValues(judgedRegions), table);
        return table.metrics();
    }

    private static Metric find(List<Metric> metrics, String metric, String method, int n, int k) {
        return MetricTable.find(metrics, metric, method, n, k).orElseThrow();
    }

    @Test
    void accuraciesAreThoseOfSortedDifferences() {
        Random random = new Random(1);
        List<VideoPrediction> videos = new ArrayList<>();
        List<JudgedRegion> judgedRegions = new ArrayList<>();
        for (int v = 0; v < 40; v++) {
            double[] before = probabilities(random);
            VideoPrediction video = new VideoPrediction(
                    "v" + v,
                    random.nextInt(3) > 0 ? largest(before) : 0,
                    largest(before),
                    before,
                    v % 2 == 0,
                    v % 3 == 0);
            videos.add(video);
            for (int c = 0, place = 1; c < CLASSES; c++)
                if (c != video.predicted()) {
                    judgedRegions.add(judged(video, c, place, Method.TUBE, probabilities(random), random.nextInt(7)));
                    judgedRegions.add(judged(video, c, place, Method.CENTRE, probabilities(random), 0));
                    if (video.hasActors())
                        judgedRegions.add(judged(video, c, place, Method.ACTOR, probabilities(random), 0));
                    place++;
                }
        }
        List<Metric> metrics = metrics(videos, judgedRegions);
        for (int n = 1; n < CLASSES; n++)
            for (int k = 1; k <= 5; k++) {
                int hits = 0;
                int all = 0;
                for (JudgedRegion t : judgedRegions) {
                    if (t.method() != Method.TUBE || t.place() > n) continue;
                    all++;
                    List<Integer> order = IntStream.range(0, CLASSES)
                            .filter(c -> c != t.video().predicted())
                            .boxed()
                            .sorted(Comparator.comparingDouble(c -> t.video().before()[c] - t.after()[c]))
                            .toList();
                    if (order.subList(0, k).contains(t.negative())) hits++;
                }
                Metric m = find(metrics, "negative_class_accuracy", "tube", n, k);
                assertEquals(hits / (double) all, m.value(), 1e-12);
                assertEquals(all, m.samples());
                assertEquals(40, m.videos());
                assertTrue(m.low() <= m.value() && m.value() <= m.high());
            }
        double dropped = judgedRegions.stream()
                .filter(t -> t.method() == Method.TUBE && t.place() <= 3)
                .mapToInt(t -> t.after()[t.video().predicted()]
                                < t.video().before()[t.video().predicted()]
                        ? 1
                        : 0)
                .average()
                .orElseThrow();
        assertEquals(dropped, find(metrics, "positive_drop", "tube", 3, 0).value(), 1e-12);
        double concept = judgedRegions.stream()
                .filter(t -> t.method() == Method.TUBE
                        && t.video().truth() == t.video().predicted()
                        && t.video().hasBoxes())
                .mapToInt(t -> t.concept(Concepts.Labels.ALL).fit().rank() >= 1
                                && t.concept(Concepts.Labels.ALL).fit().rank() <= 3
                        ? 1
                        : 0)
                .average()
                .orElseThrow();
        assertEquals(concept, find(metrics, "concept_accuracy", "tube", 5, 3).value(), 1e-12);
        assertEquals(0.2, find(metrics, "concept_accuracy", "centre", 5, 3).value(), 1e-12);
        double correct = videos.stream()
                .mapToInt(v -> v.truth() == v.predicted() ? 1 : 0)
                .average()
                .orElseThrow();
        assertEquals(
                correct,
                find(metrics, "classifier_accuracy", "classifier", 0, 0).value(),
                1e-12);
    }

    @Test
    void ourNumberStandsBesideTheActorsOnTheirVideosOnly() {
        Random random = new Random(2);
        List<VideoPrediction> videos = new ArrayList<>();
        List<JudgedRegion> judgedRegions = new ArrayList<>();
        for (int v = 0; v < 10; v++) {
            VideoPrediction video = new VideoPrediction("v" + v, 0, 0, new double[] {1, 0, 0, 0, 0, 0}, false, v < 3);
            videos.add(video);
            // The positive class falls in videos with actors only.
            double[] after = v < 3 ? new double[] {0.5, 0.5, 0, 0, 0, 0} : new double[] {1, 0, 0, 0, 0, 0};
            judgedRegions.add(judged(video, 1, 1, Method.TUBE, after, 0));
            if (v < 3) judgedRegions.add(judged(video, 1, 1, Method.ACTOR, probabilities(random), 0));
        }
        List<Metric> metrics = metrics(videos, judgedRegions);
        assertEquals(0.3, find(metrics, "positive_drop", "tube", 3, 0).value(), 1e-12);
        Metric there = find(metrics, "positive_drop", Metrics.TUBE_WHERE_ACTORS, 3, 0);
        assertEquals(1, there.value());
        assertEquals(3, there.samples());
        assertEquals(
                3,
                find(metrics, "positive_drop", "tube_where_actors - actor", 3, 0)
                        .videos());
    }

    @Test
    void equalDifferencesShareAPlace() {
        VideoPrediction video =
                new VideoPrediction("v", 0, 0, new double[] {0.5, 0.1, 0.1, 0.1, 0.1, 0.1}, false, false);
        double[] after = {0.25, 0.15, 0.15, 0.25, 0.1, 0.1};
        assertEquals(2, judged(video, 1, 1, Method.TUBE, after, 0).rank());
        assertEquals(2, judged(video, 2, 2, Method.TUBE, after, 0).rank());
        assertEquals(1, judged(video, 3, 3, Method.TUBE, after, 0).rank());
        assertEquals(4, judged(video, 4, 4, Method.TUBE, after, 0).rank());
    }

    @Test
    void anUnchangedProbabilityIsNoDrop() {
        double[] p = {0.5, 0.1, 0.1, 0.1, 0.1, 0.1};
        VideoPrediction video = new VideoPrediction("v", 0, 0, p, false, false);
        assertEquals(false, judged(video, 1, 1, Method.TUBE, p.clone(), 0).isPositiveLower());
    }
}
