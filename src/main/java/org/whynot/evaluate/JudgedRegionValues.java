package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.evaluate.MetricTable.Values;

/** Picks judged regions and takes a number of each. */
final class JudgedRegionValues {

    private final Map<Method, List<JudgedRegion>> judgedRegions = new EnumMap<>(Method.class);

    /** @param all every region that was judged */
    JudgedRegionValues(List<JudgedRegion> all) {
        for (JudgedRegion judged : all)
            judgedRegions
                    .computeIfAbsent(judged.method(), m -> new ArrayList<>())
                    .add(judged);
    }

    /**
     * The values of some judged regions.
     *
     * @param method of which regions
     * @param n against how many of the most probable negative classes
     * @param counts which of them
     * @param value what is taken of each; NaN counts as none
     */
    Values of(Method method, int n, Predicate<JudgedRegion> counts, ToDoubleFunction<JudgedRegion> value) {
        Values values = new Values();
        for (JudgedRegion judged : judgedRegions.getOrDefault(method, List.of())) {
            if (judged.place() > n || !counts.test(judged)) continue;
            double number = value.applyAsDouble(judged);
            if (!Double.isNaN(number)) values.add(judged.video().id(), number);
        }
        return values;
    }

    /** The judged regions of a method in the order in which they were made. */
    List<JudgedRegion> of(Method method) {
        return judgedRegions.getOrDefault(method, List.of());
    }
}
