package org.whynot.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which key gives which class or attribute: digits for classes, letters for attributes. */
final class LabelKeys {

    private static final int MOST_CLASSES = 9;

    private LabelKeys() {}

    /** 1 for the first class, up to 9. */
    static Map<Character, String> classes(List<String> names) {
        Map<Character, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(MOST_CLASSES, names.size()); i++) keys.put((char) ('1' + i), names.get(i));
        return keys;
    }

    /** The first letter of each attribute's name that no earlier one has; any free letter where there is none. */
    static Map<Character, String> attributes(List<String> names) {
        Map<Character, String> keys = new LinkedHashMap<>();
        for (String name : names) {
            String letters = name.toLowerCase(Locale.ROOT) + "abcdefghijklmnopqrstuvwxyz";
            letters.chars()
                    .filter(c -> c >= 'a' && c <= 'z' && !keys.containsKey((char) c))
                    .findFirst()
                    .ifPresent(c -> keys.put((char) c, name));
        }
        return keys;
    }
}
