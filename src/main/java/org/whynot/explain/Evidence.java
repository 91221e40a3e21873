package org.whynot.explain;

/** Which tubes are asked for, and which kind an explanation is. */
public enum Evidence {
    /** Supports the positive class and contradicts the negative one: the largest scores (equation 9). */
    FOR,
    /** Speaks against the positive class and for the negative one: the smallest scores. */
    AGAINST,
    /** Asks for both; no explanation is of this kind. */
    BOTH;

    /** The value used in macros, the shell and files: {@code for}, {@code against} or {@code both}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The evidence that a value names, in any letter case.
     *
     * @throws IllegalArgumentException if it names none; the message lists the values
     */
    public static Evidence of(String word) {
        for (Evidence evidence : values()) if (evidence.word().equalsIgnoreCase(word.trim())) return evidence;
        throw new IllegalArgumentException("evidence='" + word + "' is not known. Use 'for', 'against' or 'both'.");
    }
}
