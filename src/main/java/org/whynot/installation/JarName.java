package org.whynot.installation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of a jar, taken apart.
 *
 * <p>{@code ffmpeg-7.1.1-1.5.12-linux-x86_64.jar} is the artifact {@code ffmpeg-linux-x86_64} in version {@code 7.1.1-1.5.12}: native
 * libraries of another platform are another artifact. A name without a version is the artifact's.
 *
 * @param file the file name, as it is
 * @param artifact the name without the version, in lower case, as Windows and macOS don't tell {@code Gson} from {@code gson}
 * @param version empty if there is none
 */
public record JarName(String file, String artifact, String version) {

    private static final Pattern NAME = Pattern.compile(
            "(.+?)-(\\d[0-9A-Za-z.+_]*(?:-\\d[0-9.]*)*(?:-SNAPSHOT)?)(-(?:linux|macosx|osx|windows|win)-.*)?");

    private static final String ENDING = ".jar";

    /** Takes a file name apart, that of any file. */
    public static JarName of(String file) {
        String name = file.toLowerCase(Locale.ROOT).endsWith(ENDING)
                ? file.substring(0, file.length() - ENDING.length())
                : file;
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) return new JarName(file, name.toLowerCase(Locale.ROOT), "");
        String natives = matcher.group(3) == null ? "" : matcher.group(3);
        return new JarName(file, (matcher.group(1) + natives).toLowerCase(Locale.ROOT), matcher.group(2));
    }

    /** Whether a file name is that of a jar. */
    public static boolean isJar(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /**
     * Whether this version is older than another jar's: compared number by number, {@code 1.10} being newer than {@code 1.9}.
     * A jar without a version is never older.
     */
    public boolean isOlderThan(JarName other) {
        if (version.isEmpty() || other.version.isEmpty()) return false;
        String[] mine = version.split("[^0-9]+");
        String[] others = other.version.split("[^0-9]+");
        for (int i = 0; i < Math.max(mine.length, others.length); i++) {
            int difference = Integer.compare(number(mine, i), number(others, i));
            if (difference != 0) return difference < 0;
        }
        return false;
    }

    private static int number(String[] parts, int index) {
        if (index >= parts.length || parts[index].isEmpty()) return 0;
        // A date as a version, 20250812123456, is larger than an int.
        return parts[index].length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(parts[index]);
    }
}
