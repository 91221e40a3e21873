package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.evaluate.MetricTable.Values;

/** Picks trials and takes a number of each. */
final class JudgedRegionValues {

    private final Map<Method, List<JudgedRegion>> trials = new EnumMap<>(Method.class);

    /** @param all every region that was judged */
    JudgedRegionValues(List<JudgedRegion> all) {
        for (JudgedRegion trial : all)
            trials.computeIfAbsent(trial.method(), m -> new ArrayList<>()).add(trial);
    }

    /**
     * The values of some trials.
     *
     * @param method of which regions
     * @param n against how many of the most probable negative classes
     * @param counts which of them
     * @param value what is taken of each; NaN counts as none
     */
    Values of(Method method, int n, Predicate<JudgedRegion> counts, ToDoubleFunction<JudgedRegion> value) {
        Values values = new Values();
        for (JudgedRegion trial : trials.getOrDefault(method, List.of())) {
            if (trial.place() > n || !counts.test(trial)) continue;
            double number = value.applyAsDouble(trial);
            if (!Double.isNaN(number)) values.add(trial.video().id(), number);
        }
        return values;
    }

    /** The trials of a method in the order in which they were made. */
    List<JudgedRegion> of(Method method) {
        return trials.getOrDefault(method, List.of());
    }
}
