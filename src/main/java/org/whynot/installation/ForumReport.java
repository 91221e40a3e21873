package org.whynot.installation;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines for a forum post, without what identifies a person: the home folder is {@code ~}, and the user's name in other paths is
 * {@code USER}.
 *
 * @param lines as they are, one fact each
 */
public record ForumReport(List<String> lines) {

    private static final String HOME = "~";
    private static final String USER = "USER";

    /** Copies the list. */
    public ForumReport {
        lines = List.copyOf(lines);
    }

    /** The lines as they can be published, on this machine. */
    public List<String> published() {
        return published(System.getProperty("user.home"), System.getProperty("user.name"));
    }

    /**
     * The lines as they can be published.
     *
     * @param home the home folder, with slashes or backslashes
     * @param user the user's name; replaced only where it is a part of a path, as it may be an ordinary word
     */
    List<String> published(String home, String user) {
        return lines.stream().map(line -> redact(line, home, user)).toList();
    }

    private static String redact(String line, String home, String user) {
        String text = line;
        if (home != null && home.strip().length() > 1) {
            // As a path in either style, and as it is written in the address of a file.
            for (String form : List.of(home, home.replace('\\', '/'), home.replace('/', '\\'), address(home)))
                text = replace(text, form, HOME, "(?=$|[^\\p{L}\\p{N}_.-]|[.](?:\\s|$))");
        }
        if (user != null && !user.isBlank())
            text = Pattern.compile("(?<=[/\\\\])" + Pattern.quote(user) + "(?=$|[/\\\\\\s'\":;,)])", FLAGS)
                    .matcher(text)
                    .replaceAll(Matcher.quoteReplacement(USER));
        return text;
    }

    /** Windows and macOS don't tell upper from lower case in paths. */
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private static String replace(String text, String what, String with, String behind) {
        if (what.length() < 2) return text;
        return Pattern.compile(Pattern.quote(what) + behind, FLAGS)
                .matcher(text)
                .replaceAll(Matcher.quoteReplacement(with));
    }

    private static String address(String home) {
        String path = Path.of(home).toUri().getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
