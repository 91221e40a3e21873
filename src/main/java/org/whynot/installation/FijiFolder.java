package org.whynot.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder that Fiji was unpacked to: the older {@code Fiji.app}, or the newer {@code Fiji}, in which {@code Fiji.app} is only what
 * macOS starts.
 *
 * @param root holds {@code jars} and {@code plugins}; an absolute path without links
 */
public record FijiFolder(Path root) {

    /** In Fiji's folder: its libraries, and those of update sites. */
    public static final String JARS = "jars";
    /** In Fiji's folder: the plugins. */
    public static final String PLUGINS = "plugins";

    /**
     * Finds Fiji's folder from what a user names: the folder itself, the one it lies in, or {@code Fiji.app} inside it.
     *
     * @throws InstallationException if it is none
     */
    public static FijiFolder find(Path given) {
        Path absolute = given.toAbsolutePath().normalize();
        List<Path> candidates =
                new ArrayList<>(List.of(absolute, absolute.resolve("Fiji.app"), absolute.resolve("Fiji")));
        // Also when Fiji.app/Contents/MacOS, or the launcher itself, was dragged into the terminal.
        for (Path up = absolute.getParent(); up != null && candidates.size() < 7; up = up.getParent())
            candidates.add(up);
        for (Path candidate : candidates)
            if (Files.isDirectory(candidate.resolve(JARS)) && Files.isDirectory(candidate.resolve(PLUGINS))) {
                try {
                    return new FijiFolder(candidate.toRealPath());
                } catch (IOException e) {
                    throw new InstallationException("'" + candidate + "' can't be read: " + e.getMessage() + ".", e);
                }
            }
        throw new InstallationException(
                "'" + given + "' is no Fiji folder: it has no 'jars' and 'plugins' in it. Give the folder"
                        + " that Fiji was unpacked to.");
    }

    /**
     * The jars in {@code jars}, its folders per platform, and {@code plugins}, as paths relative to the root, sorted.
     *
     * @throws IOException if a folder can't be listed
     */
    public List<Path> jars() throws IOException {
        Set<Path> jars = new TreeSet<>();
        for (String name : List.of(JARS, PLUGINS))
            try (Stream<Path> files = Files.walk(root.resolve(name), 2)) {
                files.filter(file -> JarName.isJar(file.getFileName().toString()) && Files.isRegularFile(file))
                        .map(root::relativize)
                        .forEach(jars::add);
            }
        return List.copyOf(jars);
    }
}
