package org.whynot.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Helps a user who misspelt a name. */
public final class Names {

    private Names() {}

    /**
     * The known names, the ones most like a word first.
     *
     * @param word what the user typed
     * @param known what could have been meant
     */
    public static List<String> nearestFirst(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .sorted(Comparator.comparingInt((String name) -> distance(lower, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /**
     * The index of a name.
     *
     * @param parameter what the user filled in, for the message
     * @throws IllegalArgumentException if it is not among the known ones; the message lists them, nearest first
     */
    public static int indexOf(String parameter, String word, List<String> known) {
        int index = known.indexOf(word);
        if (index < 0)
            throw new IllegalArgumentException(parameter + "='" + word + "' is not known. Use one of: "
                    + String.join(", ", nearestFirst(word, known)) + ".");
        return index;
    }

    /** Levenshtein's distance: the fewest letters to insert, delete or change. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
