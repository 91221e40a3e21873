package org.whynot.frontend;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/** Turns text into the typed values of a command's parameters, and checks values against what the command declares. */
public final class Values {

    private static final List<Class<?>> TYPES = List.of(
            String.class, File.class, int.class, long.class, double.class, Integer.class, Long.class, Double.class);

    /** The value of a parameter whose check box is ticked. */
    public static final String YES = "yes";

    /** The value of a parameter whose check box is not ticked. */
    public static final String NO = "no";

    private Values() {}

    static boolean supports(Class<?> type) {
        return TYPES.contains(type);
    }

    /**
     * Values for all parameters of a command: those given as text, the declared defaults for the others.
     *
     * @param words parameter names and values, as typed by the user; {@code -} in a name is taken for {@code _}
     * @return in declared order; parameters without value and default are left out
     * @throws UsageException if a name is not known or a value is not a number where one is needed
     */
    public static Map<String, Object> of(ModuleInfo info, Map<String, String> words) {
        Map<String, ModuleItem<?>> parameters = CommandCatalog.parameters(info);
        Map<String, String> given = new LinkedHashMap<>();
        words.forEach((name, word) -> {
            String key = name.replace('-', '_');
            if (!parameters.containsKey(key))
                throw new UsageException("'" + info.getMenuPath().getLeaf().getName() + "' has no parameter '" + name
                        + "'. "
                        + (parameters.isEmpty() ? "It has none." : Messages.nearest(name, parameters.keySet())));
            given.put(key, word);
        });
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, item) -> {
            Object value = given.containsKey(name) ? typed(item, given.get(name)) : defaultValue(item);
            if (value != null) values.put(name, value);
        });
        return values;
    }

    /** A parameter's declared default, or null. */
    public static Object defaultValue(ModuleItem<?> item) {
        return item.getDefaultValue();
    }

    /** The type of value a parameter takes, for help texts: {@code number}, {@code file}, {@code folder}, {@code text}. */
    public static String kind(ModuleItem<?> item) {
        if (item.getType() == File.class) return isFolder(item) ? "folder" : "file";
        return item.getType() == String.class ? "text" : "number";
    }

    /** Whether a file parameter means a folder. */
    public static boolean isFolder(ModuleItem<?> item) {
        return item.getWidgetStyle() != null && item.getWidgetStyle().contains("directory");
    }

    /** A parameter's choices as text, empty if anything goes. */
    public static List<String> choices(ModuleItem<?> item) {
        return item.getChoices() == null
                ? List.of()
                : item.getChoices().stream().map(String::valueOf).toList();
    }

    /** Whether a parameter is either {@code yes} or {@code no}: a check box in a dialog. */
    public static boolean isYesOrNo(ModuleItem<?> item) {
        return Set.copyOf(choices(item)).equals(Set.of(YES, NO));
    }

    /**
     * Checks a value against the declared choices and range, which SciJava itself does not.
     *
     * @return the value; a choice in another letter case becomes the declared one
     * @throws CommandException if it is none of the choices or out of range; the message names parameter, value and what
     *     is allowed
     */
    public static Object checked(ModuleItem<?> item, Object value) {
        List<String> choices = choices(item);
        if (value instanceof String && !choices.isEmpty()) {
            String word = ((String) value).strip();
            return choices.stream()
                    .filter(word::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> new CommandException(Messages.unknown(item.getName(), word, choices)));
        }
        if (value instanceof Number) {
            double number = ((Number) value).doubleValue();
            double low = bound(item.getMinimumValue(), Double.NEGATIVE_INFINITY);
            double high = bound(item.getMaximumValue(), Double.POSITIVE_INFINITY);
            if (!(number >= low && number <= high))
                throw new CommandException(item.getName() + "=" + value + " is out of range. Use "
                        + (high == Double.POSITIVE_INFINITY
                                ? item.getMinimumValue() + " or more."
                                : low == Double.NEGATIVE_INFINITY
                                        ? item.getMaximumValue() + " or less."
                                        : item.getMinimumValue() + " to " + item.getMaximumValue() + "."));
        }
        return value;
    }

    private static double bound(Object declared, double none) {
        return declared instanceof Number ? ((Number) declared).doubleValue() : none;
    }

    private static Object typed(ModuleItem<?> item, String word) {
        Class<?> type = item.getType();
        String text = word.strip();
        if (type == String.class) return text;
        if (type == File.class) return text.isEmpty() ? null : new File(text);
        boolean whole = type != double.class && type != Double.class;
        try {
            if (!whole) return Double.valueOf(text);
            if (type == long.class || type == Long.class) return Long.valueOf(text);
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new UsageException(item.getName() + "='" + word + "' is not a " + (whole ? "whole " : "") + "number"
                    + (text.matches("[+-]?\\d{10,}") ? " in range" : "") + ".");
        }
    }
}
