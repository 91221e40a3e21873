package org.whynot.frontend;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options of a macro: {@code run("Explain Video...", "model=cells why_not=[cell death] explanations=3");}
 *
 * <pre>{@code
 * String options = MacroLine.options(Map.of("why_not", "cell death"));  // why_not=[cell death]
 * Map<String, String> words = MacroLine.parse(options);                 // {why_not=cell death}
 * }</pre>
 *
 * Written and read as ImageJ does: pairs with spaces between them, values with spaces in brackets or single quotes, a
 * bare word is a flag.
 */
public final class MacroLine {

    private MacroLine() {}

    /** The line that runs a command again with the given values, as it stands in a macro. */
    public static String run(String label, Map<String, ?> values) {
        String options = options(values);
        return "run(" + quoted(label) + (options.isEmpty() ? "" : ", " + quoted(options)) + ");";
    }

    /** The values as the options of a macro's {@code run}, in their order; empty ones and nulls are left out. */
    public static String options(Map<String, ?> values) {
        StringBuilder options = new StringBuilder();
        values.forEach((key, value) -> {
            String text = text(value);
            if (!text.isEmpty())
                options.append(options.length() == 0 ? "" : " ")
                        .append(key)
                        .append('=')
                        .append(bracketed(text));
        });
        return options.toString();
    }

    /**
     * Reads the options of a macro's {@code run}.
     *
     * @return lower-case keys with their values, in order; a flag has the value {@code yes}
     * @throws UsageException if a bracket or quote is not closed, or a key is there twice
     */
    public static Map<String, String> parse(String options) {
        Map<String, String> words = new LinkedHashMap<>();
        int i = 0;
        while (i < options.length()) {
            if (Character.isWhitespace(options.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            while (end < options.length() && options.charAt(end) != '=' && !Character.isWhitespace(options.charAt(end)))
                end++;
            String key = options.substring(i, end).toLowerCase(java.util.Locale.ROOT);
            String value = "yes";
            if (end < options.length() && options.charAt(end) == '=') {
                int close = valueEnd(options, end + 1, key);
                value = options.substring(end + 1, close);
                boolean wrapped = !value.isEmpty() && (value.charAt(0) == '[' || value.charAt(0) == '\'');
                if (wrapped) value = value.substring(1, value.length() - 1);
                end = close;
            }
            if (words.put(key, value) != null) throw new UsageException("'" + key + "' is given twice. Give it once.");
            i = end;
        }
        return words;
    }

    private static int valueEnd(String options, int start, String key) {
        char first = start < options.length() ? options.charAt(start) : ' ';
        int end = start;
        if (first == '[') {
            for (int depth = 0; end < options.length(); end++) {
                if (options.charAt(end) == '[') depth++;
                if (options.charAt(end) == ']' && --depth == 0) return end + 1;
            }
            throw new UsageException("The bracket after '" + key + "=' is not closed. Write " + key + "=[a value].");
        }
        if (first == '\'') {
            end = options.indexOf('\'', start + 1);
            if (end < 0) throw new UsageException("The quote after '" + key + "=' is not closed.");
            return end + 1;
        }
        while (end < options.length() && !Character.isWhitespace(options.charAt(end))) end++;
        return end;
    }

    private static String text(Object value) {
        if (value == null) return "";
        // Backslashes would have to be doubled in a macro; every platform understands slashes.
        if (value instanceof File) return ((File) value).getPath().replace('\\', '/');
        return value.toString();
    }

    private static String bracketed(String text) {
        boolean plain = text.chars().noneMatch(Character::isWhitespace) && "['".indexOf(text.charAt(0)) < 0;
        if (plain) return text;
        int depth = 0;
        for (int i = 0; i < text.length() && depth >= 0; i++)
            depth += text.charAt(i) == '[' ? 1 : text.charAt(i) == ']' ? -1 : 0;
        return depth == 0 ? "[" + text + "]" : "'" + text + "'";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
