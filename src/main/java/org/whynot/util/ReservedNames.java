package org.whynot.util;

import java.util.List;
import java.util.Locale;

/**
 * Names that no class can have, because parameters use them as values of their own: {@code positive=predicted},
 * {@code why_not=runner-up}, {@code why_not=all}.
 */
public final class ReservedNames {

    private static final List<String> NAMES = List.of("predicted", "runner-up", "all");

    private ReservedNames() {}

    /** Whether a name is reserved, be its letters small or capital. */
    public static boolean contains(String name) {
        return NAMES.contains(name.strip().toLowerCase(Locale.ROOT));
    }

    /** Why a class can't have a reserved name and what to do, as a message that starts in lower case. */
    public static String advice() {
        return "no class can have this name, because it is a value of the parameters 'positive' and 'why_not' ("
                + String.join(", ", NAMES) + "). Rename the class.";
    }
}
