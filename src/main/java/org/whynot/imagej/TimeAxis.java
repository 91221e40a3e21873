package org.whynot.imagej;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which dimension of an ImageJ stack is time. */
public enum TimeAxis {
    /** The frames; the slices where there is one frame and several slices. */
    AUTO,
    /** Always the frames (T). */
    FRAMES,
    /** Always the slices (Z). */
    SLICES;

    /**
     * The axis that a word of a dialog, macro or shell command stands for.
     *
     * @param word {@code auto}, {@code frames} or {@code slices}, in any case
     * @throws IllegalArgumentException if it is none of these; the message lists them
     */
    public static TimeAxis of(String word) {
        for (TimeAxis axis : values())
            if (word != null && axis.word().equals(word.trim().toLowerCase(Locale.ROOT))) return axis;
        throw new IllegalArgumentException("The time axis can't be '" + word + "': choose one of "
                + Arrays.stream(values()).map(TimeAxis::word).collect(Collectors.joining(", ")) + ".");
    }

    /** The word for it: {@code auto}, {@code frames} or {@code slices}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
