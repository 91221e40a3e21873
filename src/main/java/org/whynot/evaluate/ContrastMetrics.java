package org.whynot.evaluate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.whynot.evaluate.ContrastTube.Method;
import org.whynot.evaluate.MetricTable.Values;

/** Metrics of tubes by how the contrast falls without them, from the rows of {@code contrast.csv} and nothing else. */
final class ContrastMetrics {

    private final MetricTable table;
    private final Map<Method, List<ContrastTube>> methods = new EnumMap<>(Method.class);

    private ContrastMetrics(List<ContrastTube> tubes, MetricTable table) {
        this.table = table;
        for (Method method : Method.values()) {
            List<ContrastTube> own =
                    tubes.stream().filter(t -> t.method() == method).toList();
            if (!own.isEmpty()) methods.put(method, own);
        }
    }

    /**
     * Computes all of them; the n of each is 1, the most probable negative class.
     *
     * @param tubes of all videos and methods; may be empty
     * @param table receives the metrics
     */
    static void add(List<ContrastTube> tubes, MetricTable table) {
        ContrastMetrics metrics = new ContrastMetrics(tubes, table);
        for (Erasure erasure : Erasure.values())
            metrics.compare("contrast_drop_" + erasure.word(), t -> t.drop(erasure));
        metrics.compare("contrast_deletion", t -> t.area(Curve.Kind.DELETION));
        metrics.compare("contrast_insertion", t -> t.area(Curve.Kind.INSERTION));
        for (Curve.Kind kind : Curve.Kind.values()) metrics.steps(kind);
        metrics.compare("anything_iou", t -> t.place().iou());
        metrics.compare("anything_pointing_game", t -> t.place().pointing());
        metrics.methods.forEach((method, tubesOf) -> {
            if (method != Method.RANDOM_TUBE && method != Method.CENTRE_TUBE)
                table.add("clips_classified_per_explanation", method.word(), 1, 0, values(tubesOf, t -> t.cost()
                        .passes()));
        });
    }

    /** The drop of the contrast along a curve; k is the step in percent. */
    private void steps(Curve.Kind kind) {
        for (int step = 0; step <= Curve.STEPS; step++) {
            int at = step;
            methods.forEach((method, own) -> table.add(
                    "contrast_drop_" + kind.word(),
                    method.word(),
                    1,
                    100 * at / Curve.STEPS,
                    values(own, t -> t.dropAt(kind, at))));
        }
    }

    /** A number of every method, and its differences to random tubes and to the explanation's. */
    private void compare(String metric, ToDoubleFunction<ContrastTube> value) {
        Map<Method, Values> all = new EnumMap<>(Method.class);
        methods.forEach((method, own) -> all.put(method, values(own, value)));
        all.forEach((method, own) -> table.add(metric, method.word(), 1, 0, own));
        Values random = all.get(Method.RANDOM_TUBE);
        Values tube = all.get(Method.TUBE);
        all.forEach((method, own) -> {
            if (method != Method.RANDOM_TUBE) difference(metric, method, own, Method.RANDOM_TUBE, random);
        });
        all.forEach((method, own) -> {
            if (method != Method.RANDOM_TUBE && method != Method.TUBE)
                difference(metric, Method.TUBE, tube, method, own);
        });
    }

    private void difference(String metric, Method method, Values own, Method beside, Values others) {
        table.addDifference(metric, method.word() + " - " + beside.word(), 1, 0, own, others);
    }

    /** NaN counts as none. */
    private static Values values(List<ContrastTube> tubes, ToDoubleFunction<ContrastTube> value) {
        Values values = new Values();
        for (ContrastTube tube : tubes) {
            double number = value.applyAsDouble(tube);
            if (!Double.isNaN(number)) values.add(tube.video().id(), number);
        }
        return values;
    }
}
