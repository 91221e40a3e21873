package org.whynot.video;

/** Titles as they can stand in file names, and text of files as it can stand in messages. */
public final class Names {

    private Names() {}

    /**
     * A title without folder-like parts, extension and characters that some file system refuses; {@code video} if nothing is
     * left.
     */
    public static String clean(String title) {
        String name = title == null ? "" : title.strip();
        // An extension is short, has no space and at least one letter: "clip.avi" has one, "dose 0.5" has none.
        name = name.replaceFirst("(?i)(?<=.)\\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$", "");
        name = name.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
        // Windows drops dots and spaces at the end, and a dot in front hides a file.
        name = name.replaceAll("^[. ]+|[. ]+$", "");
        return name.isEmpty() ? "video" : name;
    }

    /**
     * Text from a file, which may be damaged, with a question mark for each character that can't be printed or that turns the
     * direction of writing.
     */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009F\\uFFFD\\u202A-\\u202E\\u2066-\\u2069]", "?");
    }
}
