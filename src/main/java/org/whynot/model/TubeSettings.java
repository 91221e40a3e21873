package org.whynot.model;

import java.util.List;

/**
 * Which tubes an explanation head was trained with, and everything that explains, evaluates or scores with it uses.
 *
 * @param radius cells that row and column of a tube may each change by from a step to the next (k), at least 0
 * @param shapes of the regions that tubes are made of (P), in the order of the P axis
 * @param trim by which share of its mean contribution a tube's cells must stand out to stay in it
 *     ({@link org.whynot.tube.Tube#trimmed}); 0: tubes are as equation 9 finds them
 */
public record TubeSettings(int radius, List<RegionShape> shapes, double trim) {

    /** A radius of 1, all four shapes, nothing trimmed, as published. */
    public static final TubeSettings PUBLISHED = new TubeSettings(1, RegionShape.ALL, 0);

    /** @throws IllegalArgumentException if a value is out of range; the end of a message about whatever has it */
    public TubeSettings {
        if (radius < 0) throw new IllegalArgumentException("has the tube radius " + radius + "; it must be 0 or more.");
        if (shapes.isEmpty() || !RegionShape.ALL.containsAll(shapes))
            throw new IllegalArgumentException(
                    "has the shapes " + shapes + "; at least one is needed, of " + RegionShape.ALL + ".");
        if (!(trim >= 0)) throw new IllegalArgumentException("has the tube trim " + trim + "; it must be 0 or more.");
        shapes = List.copyOf(shapes);
    }
}
