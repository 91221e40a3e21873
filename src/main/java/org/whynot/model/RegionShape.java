package org.whynot.model;

import java.util.List;
import java.util.Locale;

/**
 * A region's size in cells, and how much each tap of a 3x3 kernel counts for it (figure 4, section 3.6).
 *
 * <p>The weight of a tap is the overlap of a centred region with the tap's cell, and all nine sum to 1. It is the product of a
 * row and a column weight: a side of two cells overlaps by 1/2, 1, 1/2, a side of three by 1, 1, 1.
 *
 * @param rows 2 or 3
 * @param columns 2 or 3
 */
public record RegionShape(int rows, int columns) {

    /** The four shapes of the paper, in the order of every P axis: 2x2, 2x3, 3x2, 3x3. */
    public static final List<RegionShape> ALL =
            List.of(new RegionShape(2, 2), new RegionShape(2, 3), new RegionShape(3, 2), new RegionShape(3, 3));

    /** @throws IllegalArgumentException if a side is not 2 or 3 */
    public RegionShape {
        if (rows < 2 || rows > 3 || columns < 2 || columns > 3)
            throw new IllegalArgumentException(
                    "A region has 2 or 3 rows and columns, not " + rows + "x" + columns + ".");
    }

    /**
     * The shapes that a user's value names, in the order of {@link #ALL}.
     *
     * @param words {@code all}, or shapes such as {@code 2x2,3x3} (rows x columns)
     * @throws IllegalArgumentException if a value is none of these
     */
    public static List<RegionShape> of(String words) {
        if (words.trim().equalsIgnoreCase("all")) return ALL;
        List<String> named = List.of(words.trim().toLowerCase(Locale.ROOT).split("\\s*,\\s*"));
        List<String> known = ALL.stream().map(RegionShape::toString).toList();
        for (String name : named)
            if (!known.contains(name))
                throw new IllegalArgumentException(
                        "shapes='" + words + "': '" + name + "' is not known. Use 'all', or some of "
                                + String.join(", ", known) + " with commas between them.");
        return ALL.stream().filter(shape -> named.contains(shape.toString())).toList();
    }

    /** Rows x columns, {@code 2x3}. */
    @Override
    public String toString() {
        return rows + "x" + columns;
    }

    /** Weights of the nine taps {@code [3, 3]}, row-major, summing to 1. */
    public float[] mask() {
        float[] rowWeights = side(rows);
        float[] columnWeights = side(columns);
        float[] mask = new float[9];
        for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) mask[3 * i + j] = rowWeights[i] * columnWeights[j];
        return mask;
    }

    /** Weights of three taps in a line, summing to 1. */
    private static float[] side(int cells) {
        return cells == 2 ? new float[] {0.25f, 0.5f, 0.25f} : new float[] {1 / 3f, 1 / 3f, 1 / 3f};
    }
}
