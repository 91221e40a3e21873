package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.whynot.evaluate.EvaluatedVideo.JudgedTube;
import org.whynot.explain.TubeBox;

/**
 * What happens to p(pos) as a tube is erased, or put back, box by box, those that contribute most first (after Petsiuk, Das,
 * Saenko: RISE, 2018).
 */
final class Curve {

    /** Equal steps from nothing to the whole tube. */
    static final int STEPS = 4;

    /** From which end. */
    enum Kind {
        /** The whole video first, the whole tube erased at the end: a good tube makes it fall soon. */
        DELETION,
        /** The video without the tube first, the whole video at the end: a good tube makes it rise soon. */
        INSERTION;

        /** As in files. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final JudgedRegion judged;
    private final Kind kind;
    /** p(c|x) after 1, 2, … boxes' worth of steps, without both ends. */
    private final double[][] between;

    private Curve(JudgedRegion judged, Kind kind) {
        this(judged, kind, new double[STEPS - 1][]);
    }

    /** @param between p(c|x) after the inner steps, {@code [STEPS - 1][C]} */
    Curve(JudgedRegion judged, Kind kind, double[][] between) {
        this.judged = judged;
        this.kind = kind;
        this.between = between;
    }

    /** Queues the steps between both ends, which the judged region knows. */
    static Curve of(EvaluatedVideo evaluated, JudgedTube tube, Kind kind) {
        Curve curve = new Curve(tube.judged(), kind);
        List<TubeBox> strongest = new ArrayList<>(tube.explanation().tube());
        strongest.sort(Comparator.comparingDouble(b -> -b.contribution()));
        for (int step = 1; step < STEPS; step++) {
            int at = step - 1;
            evaluated.erase(EvaluatedVideo.part(erased(strongest, kind, step)), p -> curve.between[at] = p);
        }
        return curve;
    }

    /**
     * The boxes that are erased at a step.
     *
     * @param strongest all boxes of a tube, those that contribute most first
     * @param step 0 to {@link #STEPS}
     */
    static List<TubeBox> erased(List<TubeBox> strongest, Kind kind, int step) {
        int count = (int) Math.ceil(strongest.size() * step / (double) STEPS);
        return List.copyOf(
                kind == Kind.DELETION ? strongest.subList(0, count) : strongest.subList(count, strongest.size()));
    }

    /** The region whose end points these are. */
    JudgedRegion judged() {
        return judged;
    }

    /** p(c|x) after the inner steps, {@code [STEPS - 1][C]}. */
    double[][] between() {
        return between;
    }

    /** From which end. */
    Kind kind() {
        return kind;
    }

    /** p(c|x), {@code [C]}, after a step from 0 to {@link #STEPS}. */
    double[] at(int step) {
        double[] whole = judged.video().before();
        double[] without = judged.after();
        if (step == 0) return kind == Kind.DELETION ? whole : without;
        if (step == STEPS) return kind == Kind.DELETION ? without : whole;
        return between[step - 1];
    }

    /** The area under p(pos), by trapezoids; the share of boxes runs from 0 to 1. */
    double area() {
        int positive = judged.video().predicted();
        double area = (at(0)[positive] + at(STEPS)[positive]) / 2;
        for (double[] p : between) area += p[positive];
        return area / STEPS;
    }
}
