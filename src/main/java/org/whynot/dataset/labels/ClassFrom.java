package org.whynot.dataset.labels;

/**
 * What becomes the class of a clip.
 *
 * @param attribute the value of this attribute or modifier, or null for the label or behaviour itself
 */
public record ClassFrom(String attribute) {

    /** The label of a track, the behaviour of an ethogram. */
    public static final ClassFrom LABEL = new ClassFrom(null);

    private static final String ATTRIBUTE = "attribute ";

    /**
     * Reads the words of a parameter: {@code label}, {@code behaviour} or {@code attribute NAME}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static ClassFrom of(String words) {
        String text = words.strip();
        if (text.equalsIgnoreCase("label") || text.equalsIgnoreCase("behaviour") || text.equalsIgnoreCase("behavior"))
            return LABEL;
        if (text.toLowerCase(java.util.Locale.ROOT).startsWith(ATTRIBUTE) && text.length() > ATTRIBUTE.length())
            return new ClassFrom(text.substring(ATTRIBUTE.length()).strip());
        throw new IllegalArgumentException("class_from='" + words
                + "' is not known. Use label, behaviour, or attribute and its name: attribute event.");
    }

    /** The class of an event; empty if it has none. */
    String of(LabelEvent event) {
        return attribute == null ? event.label() : event.values().getOrDefault(attribute, "");
    }
}
