package org.whynot.classifier;

import java.util.Locale;

/** With how many bits a classifier computes. */
public enum Precision {
    /** Single precision: 32 bits. */
    EXACT,
    /**
     * Half precision inside of the convolutions where the hardware is faster with it: bfloat16 on processors, IEEE half precision on
     * graphics cards. All that follows from the feature maps is computed as in {@link #EXACT}.
     */
    FAST;

    /**
     * The precision of a user's word.
     *
     * @param word {@code exact} or {@code fast}
     * @throws IllegalArgumentException if it is neither; a sentence
     */
    public static Precision of(String word) {
        for (Precision precision : values()) if (precision.word().equals(word.strip())) return precision;
        throw new IllegalArgumentException("precision='" + word + "' is not known. Use 'exact' or 'fast'.");
    }

    /** As users write it: {@code exact} or {@code fast}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
