package org.whynot.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the cells of a simulated video do, and the attributes that every video of the class has because of it.
 *
 * <p>The attributes of a class are the true reasons: {@link #tellsApart} gives those that answer "why this class and not
 * that one?". The attributes in {@link #DISTRACTORS} go with no class.
 */
public enum CellClass {
    /** A nucleus shrinks and brightens, then breaks into small bright pieces that fade. */
    APOPTOSIS(CellClass.CONDENSING, CellClass.FRAGMENTING),
    /** A nucleus swells slowly and keeps its place. */
    INTERPHASE(CellClass.GROWING),
    /** A nucleus travels a long way, stretched along its path. */
    MIGRATION(CellClass.MOVING),
    /** A nucleus shrinks and brightens, forms a plate, and the plate splits in two daughters that move apart. */
    MITOSIS(CellClass.CONDENSING, CellClass.DIVIDING);

    /** The nucleus shrinks and brightens: apoptosis and mitosis. */
    public static final String CONDENSING = "condensing nucleus";
    /** The bright plate forms and splits in two daughters that move apart: mitosis only. */
    public static final String DIVIDING = "dividing nucleus";
    /** The nucleus breaks into several small bright pieces, which fade: apoptosis only. */
    public static final String FRAGMENTING = "fragmenting nucleus";
    /** The nucleus travels a long way, stretched along its path: migration only. */
    public static final String MOVING = "moving cell";
    /** The nucleus swells and keeps its place: interphase only. */
    public static final String GROWING = "growing nucleus";
    /** A cell that does nothing; every video has some. */
    public static final String RESTING = "resting cell";
    /** A small, very bright spot that drifts or blinks; in half of all videos, whatever the class. */
    public static final String DEBRIS = "bright debris";
    /** A strongly blurred cell above or below the plane of focus, whatever the class. */
    public static final String OUT_OF_FOCUS = "out of focus cell";
    /** The pieces of a nucleus that died before the video began and lie still, whatever the class. */
    public static final String STILL_FRAGMENTS = "still fragments";

    /** Attributes that a video has or has not by chance, whatever its class. */
    public static final List<String> DISTRACTORS = List.of(DEBRIS, OUT_OF_FOCUS, STILL_FRAGMENTS);

    /** All attributes of simulated videos, in the order of the columns of {@code attributes.csv}. */
    public static final List<String> ATTRIBUTES =
            List.of(CONDENSING, DIVIDING, FRAGMENTING, MOVING, GROWING, RESTING, DEBRIS, OUT_OF_FOCUS, STILL_FRAGMENTS);

    private final List<String> attributes;

    CellClass(String... events) {
        List<String> all = new ArrayList<>(List.of(events));
        all.add(RESTING);
        attributes = List.copyOf(all);
    }

    /** The name of the class in {@code videos.csv}, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The attributes of every video of this class, in the order in which they show; distractors are not among them. */
    public List<String> attributes() {
        return attributes;
    }

    /** The attributes that every video of this class has and no video of the other class has. */
    public Set<String> tellsApart(CellClass other) {
        Set<String> own = new LinkedHashSet<>(attributes);
        own.removeAll(other.attributes);
        return own;
    }

    /**
     * The class of a name, as {@link #label} gives it.
     *
     * @throws IllegalArgumentException if there is no such class; the message lists those there are
     */
    public static CellClass of(String label) {
        List<String> known = new ArrayList<>();
        for (CellClass c : values()) {
            if (c.label().equals(label)) return c;
            known.add(c.label());
        }
        throw new IllegalArgumentException(
                "Simulated cells have no class \"" + label + "\". Use one of " + String.join(", ", known) + ".");
    }
}
