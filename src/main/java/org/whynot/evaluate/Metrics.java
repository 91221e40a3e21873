package org.whynot.evaluate;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.whynot.evaluate.Concepts.Labels;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.evaluate.MetricTable.Values;

/** The paper's metrics (sections 4.1 to 4.4), from the rows of {@code explanations.csv} and nothing else. */
final class Metrics {

    /** The largest k of the negative class accuracy. */
    static final int MOST_TOP = 5;
    /** The values of k of the concept accuracy (table 3). */
    static final int[] CONCEPT_TOP = {1, 3, 5};
    /** Our tube on the videos with actors only, to be compared with the actors' boxes. */
    static final String TUBE_WHERE_ACTORS = "tube_where_actors";

    /** A random tube with the attribute of the explanation that it is like. */
    static final String RANDOM_TUBE_SAME_ATTRIBUTE = "random_tube_same_attribute";

    private static final String MINUS = " - ";

    private final int classes;
    private final MetricTable table;
    private final JudgedRegionValues judgedRegions;

    private Metrics(int classes, JudgedRegionValues judgedRegions, MetricTable table) {
        this.classes = classes;
        this.table = table;
        this.judgedRegions = judgedRegions;
    }

    /**
     * Computes all metrics.
     *
     * @param classes number of classes
     * @param videos every video of the split
     * @param judgedRegions every region that was judged
     * @param table receives them
     */
    static void add(int classes, List<VideoPrediction> videos, JudgedRegionValues judgedRegions, MetricTable table) {
        Metrics metrics = new Metrics(classes, judgedRegions, table);
        metrics.classifier(videos);
        for (int k = 1; k <= Math.min(MOST_TOP, classes - 1); k++) metrics.negativeClass(k);
        metrics.forEveryN("positive_drop", 0, t -> t.isPositiveLower() ? 1 : 0);
        metrics.attributes();
        for (Labels labels : Labels.values()) for (int i = 0; i < CONCEPT_TOP.length; i++) metrics.concept(labels, i);
    }

    private void classifier(List<VideoPrediction> videos) {
        Values correct = new Values();
        for (VideoPrediction video : videos) correct.add(video.id(), video.isCorrect() ? 1 : 0);
        table.add("classifier_accuracy", "classifier", 0, 0, correct);
    }

    /** Figure 5: is the negative class among the k whose probability rises most. */
    private void negativeClass(int k) {
        forEveryN("negative_class_accuracy", k, t -> t.rank() <= k ? 1 : 0);
    }

    private void forEveryN(String metric, int k, ToDoubleFunction<JudgedRegion> value) {
        for (int n = 1; n < classes; n++) {
            Values tube = values(Method.TUBE, n, t -> true, value);
            Values withActors = values(Method.TUBE, n, t -> t.video().hasActors(), value);
            Values centre = values(Method.CENTRE, n, t -> true, value);
            Values random = values(Method.RANDOM_TUBE, n, t -> true, value);
            Values actor = values(Method.ACTOR, n, t -> true, value);
            table.add(metric, Method.TUBE.word(), n, k, tube);
            table.add(metric, Method.CENTRE.word(), n, k, centre);
            table.add(metric, Method.RANDOM_TUBE.word(), n, k, random);
            table.add(metric, TUBE_WHERE_ACTORS, n, k, withActors);
            table.add(metric, Method.ACTOR.word(), n, k, actor);
            difference(metric, n, k, Method.TUBE.word(), tube, Method.CENTRE.word(), centre);
            difference(metric, n, k, Method.TUBE.word(), tube, Method.RANDOM_TUBE.word(), random);
            difference(metric, n, k, TUBE_WHERE_ACTORS, withActors, Method.ACTOR.word(), actor);
        }
    }

    private void difference(String metric, int n, int k, String method, Values values, String other, Values others) {
        table.addDifference(metric, method + MINUS + other, n, k, values, others);
    }

    /** How often the video truly has the attribute of its explanation. */
    private void attributes() {
        for (int n : averages())
            for (Method method : List.of(Method.TUBE, Method.BOXED_TUBE)) {
                ToDoubleFunction<JudgedRegion> present = JudgedRegion::present;
                table.add("attribute_present", method.word(), n, 0, values(method, n, t -> true, present));
                table.add(
                        "attribute_present_of_boxed",
                        method.word(),
                        n,
                        0,
                        values(method, n, t -> t.boxed() == 1, present));
                table.add("attribute_boxed", method.word(), n, 0, values(method, n, t -> true, JudgedRegion::boxed));
            }
    }

    /** Table 3: of correctly classified videos with boxes, does the region show its attribute better than others. */
    private void concept(Labels labels, int i) {
        int k = CONCEPT_TOP[i];
        String metric = "concept_accuracy" + (labels == Labels.KEYFRAMES ? "_keyframes" : "");
        Predicate<JudgedRegion> counts = t -> t.video().isCorrect() && t.video().hasBoxes();
        ToDoubleFunction<JudgedRegion> own = t -> t.concept(labels).fit().hit(k);
        ToDoubleFunction<JudgedRegion> chance = t -> t.concept(labels).chance()[i];
        for (int n : averages()) {
            Values tube = values(Method.TUBE, n, counts, own);
            table.add(metric, Method.TUBE.word(), n, k, tube);
            Values drawn = values(Method.TUBE, n, counts, chance);
            table.add(metric, "tube_random_attribute", n, k, drawn);
            difference(metric, n, k, Method.TUBE.word(), tube, "tube_random_attribute", drawn);
            for (Method method : List.of(Method.CENTRE, Method.RANDOM_TUBE)) {
                Values baseline = values(method, n, counts, chance);
                table.add(metric, method.word(), n, k, baseline);
                difference(metric, n, k, Method.TUBE.word(), tube, method.word(), baseline);
            }
            Values same = values(Method.RANDOM_TUBE, n, counts, own);
            table.add(metric, RANDOM_TUBE_SAME_ATTRIBUTE, n, k, same);
            difference(metric, n, k, Method.TUBE.word(), tube, RANDOM_TUBE_SAME_ATTRIBUTE, same);
            Values withActors = values(Method.TUBE, n, counts.and(t -> t.video().hasActors()), own);
            Values actor = values(Method.ACTOR, n, counts, chance);
            table.add(metric, TUBE_WHERE_ACTORS, n, k, withActors);
            table.add(metric, Method.ACTOR.word(), n, k, actor);
            difference(metric, n, k, TUBE_WHERE_ACTORS, withActors, Method.ACTOR.word(), actor);
            Values boxedTube = values(Method.BOXED_TUBE, n, counts, own);
            Values boxedDrawn = values(Method.BOXED_TUBE, n, counts, chance);
            table.add(metric, Method.BOXED_TUBE.word(), n, k, boxedTube);
            table.add(metric, "boxed_tube_random_attribute", n, k, boxedDrawn);
            difference(metric, n, k, Method.BOXED_TUBE.word(), boxedTube, "boxed_tube_random_attribute", boxedDrawn);
        }
    }

    private int[] averages() {
        return averages(classes);
    }

    /** The numbers of negative classes that tables average over: the hardest few, and all. */
    static int[] averages(int classes) {
        int all = classes - 1;
        return all > EvaluationSettings.HARDEST ? new int[] {EvaluationSettings.HARDEST, all} : new int[] {all};
    }

    private Values values(Method method, int n, Predicate<JudgedRegion> counts, ToDoubleFunction<JudgedRegion> value) {
        return judgedRegions.of(method, n, counts, value);
    }
}
