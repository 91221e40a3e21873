package org.whynot.evaluate;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.whynot.evaluate.Concepts.Labels;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.evaluate.MetricTable.Values;

/** Metrics beyond the paper, from the rows of {@code explanations.csv} and {@code curves.csv} and nothing else. */
final class CheckMetrics {

    private static final Predicate<JudgedRegion> ALL = t -> true;
    private static final Predicate<JudgedRegion> CONCEPT =
            t -> t.video().isCorrect() && t.video().hasBoxes();

    private final int classes;
    private final MetricTable table;
    private final JudgedRegionValues judgedRegions;

    private CheckMetrics(int classes, JudgedRegionValues judgedRegions, MetricTable table) {
        this.classes = classes;
        this.judgedRegions = judgedRegions;
        this.table = table;
    }

    /**
     * Computes all of them.
     *
     * @param classes number of classes
     * @param judgedRegions every region that was judged
     * @param curves deletion and insertion; empty if they were not made
     * @param table receives the metrics
     */
    static void add(int classes, JudgedRegionValues judgedRegions, List<Curve> curves, MetricTable table) {
        CheckMetrics metrics = new CheckMetrics(classes, judgedRegions, table);
        for (int n : Metrics.averages(classes)) {
            metrics.places(n);
            metrics.reasons(n);
            metrics.strength(n);
            metrics.stability(n);
        }
        for (Curve.Kind kind : Curve.Kind.values()) metrics.curves(kind, curves);
        int hardest = Math.min(EvaluationSettings.HARDEST, classes - 1);
        metrics.untrained(hardest, Method.RANDOM_HEAD, Method.RANDOM_HEAD_RANDOM_TUBE);
        metrics.untrained(hardest, Method.RANDOM_CLASSIFIER, Method.RANDOM_CLASSIFIER_RANDOM_TUBE);
    }

    /** Tube IoU and pointing game, where the video has boxes of the explanation's attribute. */
    private void places(int n) {
        for (Labels labels : Labels.values()) {
            pair(suffixed("tube_iou", labels), n, 0, Method.TUBE, Method.RANDOM_TUBE, ALL, iou(labels));
            pair(suffixed("tube_iou", labels), n, 0, Method.BOXED_TUBE, Method.BOXED_RANDOM_TUBE, ALL, iou(labels));
            pair(suffixed("pointing_game", labels), n, 0, Method.TUBE, Method.RANDOM_TUBE, ALL, pointing(labels));
            pair(
                    suffixed("pointing_game", labels),
                    n,
                    0,
                    Method.BOXED_TUBE,
                    Method.BOXED_RANDOM_TUBE,
                    ALL,
                    pointing(labels));
        }
    }

    /** Where the true reasons are known: of correctly classified videos, is the attribute one of them, and the tube at it. */
    private void reasons(int n) {
        Values own = judgedRegions.of(Method.TUBE, n, ALL, JudgedRegion::reason);
        Values drawn = judgedRegions.of(Method.TUBE, n, ALL, JudgedRegion::reasonByChance);
        table.add("true_reason", Method.TUBE.word(), n, 0, own);
        table.add("true_reason", "random_attribute", n, 0, drawn);
        table.addDifference("true_reason", "tube - random_attribute", n, 0, own, drawn);
        Predicate<JudgedRegion> isReason = t -> t.reason() == 1;
        pair("true_reason_iou", n, 0, Method.TUBE, Method.RANDOM_TUBE, isReason, iou(Labels.ALL));
        pair("true_reason_pointing_game", n, 0, Method.TUBE, Method.RANDOM_TUBE, isReason, pointing(Labels.ALL));
    }

    /** How the score, and what erasing does, stand among random tubes. */
    private void strength(int n) {
        String tube = Method.TUBE.word();
        table.add("score_beats_95_percent_of_random_tubes", tube, n, 0, judgedRegions.of(Method.TUBE, n, ALL, t -> {
            return t.strength().beaten() >= EvaluationSettings.CONFIDENCE ? 1 : 0;
        }));
        table.add("score_margin_over_random_tubes", tube, n, 0, judgedRegions.of(Method.TUBE, n, ALL, t -> t.strength()
                .margin()));
        pair("positive_change", n, 0, Method.TUBE, Method.RANDOM_TUBE, ALL, t -> {
            int positive = t.video().predicted();
            return t.after()[positive] - t.video().before()[positive];
        });
    }

    private void stability(int n) {
        Predicate<JudgedRegion> shifted = t -> t.shifted() != null;
        table.add(
                "shift_same_attribute",
                Method.TUBE.word(),
                n,
                0,
                judgedRegions.of(
                        Method.TUBE,
                        n,
                        shifted,
                        t -> t.shifted()
                                        .attribute()
                                        .equals(t.explanation().orElseThrow().attribute())
                                ? 1
                                : 0));
        Values own = judgedRegions.of(Method.TUBE, n, shifted, t -> t.shifted().iou());
        Values random =
                judgedRegions.of(Method.TUBE, n, shifted, t -> t.shifted().randomIou());
        table.add("shift_tube_iou", Method.TUBE.word(), n, 0, own);
        table.add("shift_tube_iou", Method.RANDOM_TUBE.word(), n, 0, random);
        table.addDifference("shift_tube_iou", "tube - random_tube", n, 0, own, random);
    }

    private void curves(Curve.Kind kind, List<Curve> curves) {
        curves(kind, kind.word() + "_area", curves, Curve::area);
        // Insertion begins at the erased tube, lower for a tube that matters: only the rise above that can be compared.
        if (kind == Curve.Kind.INSERTION)
            curves(
                    kind,
                    "insertion_gain",
                    curves,
                    c -> c.area() - c.at(0)[c.judged().video().predicted()]);
        for (int step = 0; step <= Curve.STEPS; step++)
            for (Method method : List.of(Method.TUBE, Method.RANDOM_TUBE)) {
                int at = step;
                Values p = values(
                        kind, method, curves, c -> c.at(at)[c.judged().video().predicted()]);
                // k is the share of boxes in percent.
                table.add(kind.word() + "_probability", method.word(), 1, 100 * step / Curve.STEPS, p);
            }
    }

    private void curves(Curve.Kind kind, String metric, List<Curve> curves, ToDoubleFunction<Curve> value) {
        Values own = values(kind, Method.TUBE, curves, value);
        Values random = values(kind, Method.RANDOM_TUBE, curves, value);
        add(metric, 1, 0, Method.TUBE, own, Method.RANDOM_TUBE, random);
    }

    private static Values values(Curve.Kind kind, Method method, List<Curve> curves, ToDoubleFunction<Curve> value) {
        Values values = new Values();
        for (Curve curve : curves)
            if (curve.kind() == kind && curve.judged().method() == method)
                values.add(curve.judged().video().id(), value.applyAsDouble(curve));
        return values;
    }

    /** The same metrics of explanations by untrained weights: they should be those of random tubes. */
    private void untrained(int n, Method method, Method beside) {
        for (int k = 1; k <= Math.min(Metrics.MOST_TOP, classes - 1); k++) {
            int top = k;
            pair("negative_class_accuracy", n, k, method, beside, ALL, t -> t.rank() <= top ? 1 : 0);
        }
        pair("positive_drop", n, 0, method, beside, ALL, t -> t.isPositiveLower() ? 1 : 0);
        for (Labels labels : Labels.values()) {
            for (int i = 0; i < Metrics.CONCEPT_TOP.length; i++) {
                int k = Metrics.CONCEPT_TOP[i];
                int at = i;
                Values own = judgedRegions.of(
                        method, n, CONCEPT, t -> t.concept(labels).fit().hit(k));
                Values drawn = judgedRegions.of(
                        beside, n, CONCEPT, t -> t.concept(labels).chance()[at]);
                add(suffixed("concept_accuracy", labels), n, k, method, own, beside, drawn);
            }
            pair(suffixed("tube_iou", labels), n, 0, method, beside, ALL, iou(labels));
            pair(suffixed("pointing_game", labels), n, 0, method, beside, ALL, pointing(labels));
        }
        Values present = judgedRegions.of(method, n, ALL, JudgedRegion::present);
        table.add("attribute_present", method.word(), n, 0, present);
        Values reason = judgedRegions.of(method, n, ALL, JudgedRegion::reason);
        table.add("true_reason", method.word(), n, 0, reason);
    }

    private void pair(
            String metric,
            int n,
            int k,
            Method method,
            Method beside,
            Predicate<JudgedRegion> counts,
            ToDoubleFunction<JudgedRegion> value) {
        add(
                metric,
                n,
                k,
                method,
                judgedRegions.of(method, n, counts, value),
                beside,
                judgedRegions.of(beside, n, counts, value));
    }

    private void add(String metric, int n, int k, Method method, Values own, Method beside, Values others) {
        table.add(metric, method.word(), n, k, own);
        table.add(metric, beside.word(), n, k, others);
        table.addDifference(metric, method.word() + " - " + beside.word(), n, k, own, others);
    }

    private static String suffixed(String metric, Labels labels) {
        return metric + (labels == Labels.KEYFRAMES ? "_keyframes" : "");
    }

    private static ToDoubleFunction<JudgedRegion> iou(Labels labels) {
        return t -> t.concept(labels).fit().iou();
    }

    private static ToDoubleFunction<JudgedRegion> pointing(Labels labels) {
        return t -> t.concept(labels).pointing();
    }
}
