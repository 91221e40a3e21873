package org.whynot.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What becomes of the prediction when one attribute is switched off: when its kernel for the two classes no longer finds any evidence in
 * the features.
 *
 * @param attribute in words
 * @param kind what the attribute is about
 * @param positiveBefore probability of the positive class, 0 to 1
 * @param positiveAfter the same, attribute switched off
 * @param negativeBefore probability of the negative class, 0 to 1
 * @param negativeAfter the same, attribute switched off
 * @param drop by how much {@code log p(positive) - log p(negative)} falls
 * @param shuffled by how much the attribute's map changes when the frames are shuffled, relative to the map: 0 not at all; NaN where that
 *     was not tried, as in a still
 * @param spread share of the map's cells that half of its evidence lies in, 0 to 0.5
 */
public record AttributeSwitch(
        String attribute,
        Kind kind,
        double positiveBefore,
        double positiveAfter,
        double negativeBefore,
        double negativeAfter,
        double drop,
        double shuffled,
        double spread) {

    /** An attribute whose map changes by more than this when the frames are shuffled is about motion. */
    public static final double MOTION = 0.5;
    /** An attribute half of whose evidence lies in more than this share of the cells is about the scene. */
    public static final double SCENE = 0.2;

    /** What an attribute is about, as far as the model goes. */
    public enum Kind {
        /** It depends on the order of the frames. */
        MOTION,
        /** It does not, and lies in few cells. */
        OBJECT,
        /** It does not, and lies in many cells. */
        SCENE;

        /** As in files: {@code motion}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(double shuffled, double spread) {
            if (shuffled > AttributeSwitch.MOTION) return MOTION;
            return spread > AttributeSwitch.SCENE ? SCENE : OBJECT;
        }
    }

    /** By falling drop. */
    static List<AttributeSwitch> sorted(List<AttributeSwitch> switches) {
        return switches.stream()
                .sorted(Comparator.comparingDouble(AttributeSwitch::drop).reversed())
                .toList();
    }

    /**
     * The strongest in words, for example {@code mitosis, not apoptosis, rests most on: dividing nucleus (motion; switched off, mitosis
     * 0.93 to 0.41).}
     *
     * @param switches by falling drop
     * @param count how many at most; those that carry nothing are left out
     */
    public static String sentence(List<AttributeSwitch> switches, String positive, String negative, int count) {
        String strongest = switches.stream()
                .filter(s -> s.drop() > 0)
                .limit(count)
                .map(s -> s.attribute()
                        + String.format(
                                Locale.ROOT,
                                " (%s; switched off, %s %.2f to %.2f)",
                                s.kind().word(),
                                positive,
                                s.positiveBefore(),
                                s.positiveAfter()))
                .collect(Collectors.joining(", "));
        String start = positive + ", not " + negative + ", rests ";
        return start + (strongest.isEmpty() ? "on no attribute." : "most on: " + strongest + ".");
    }
}
