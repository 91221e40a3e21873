package org.whynot.installation;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * WhyNot as it lies in a folder: in a release with its jars in {@code lib/}, in a clone of the source, after a build, in {@code target/}.
 *
 * @param plugin the jar of WhyNot itself
 * @param libraries the jars it needs, sorted by name
 * @param models the model folders, sorted by name
 */
public record Release(Path plugin, List<Path> libraries, List<Path> models) {

    /** The file that makes a folder a model folder. */
    private static final String CARD = "model.json";

    /** Copies the lists. */
    public Release {
        libraries = List.copyOf(libraries);
        models = List.copyOf(models);
    }

    /**
     * The one that is running.
     *
     * @throws InstallationException if it does not run from a release or a build
     */
    public static Release running() {
        CodeSource source = Release.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = source == null ? null : Path.of(source.getLocation().toURI());
            if (jar == null || !Files.isRegularFile(jar))
                throw new InstallationException(
                        "WhyNot does not run from a jar here, so it can't be installed from here. Use the scripts in its folder 'scripts'.");
            return of(jar);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new InstallationException(
                    "The folder that WhyNot runs from is not known (" + source.getLocation()
                            + "). Use the scripts in its folder 'scripts'.",
                    e);
        }
    }

    /**
     * The one that a jar of WhyNot belongs to.
     *
     * @param jar in {@code lib/} of a release, or in {@code target/} of a build
     * @throws InstallationException if its libraries are not there
     */
    public static Release of(Path jar) {
        Path folder = jar.toAbsolutePath().getParent();
        Path libraries = folder.endsWith("lib") ? folder : folder.resolve("dependency");
        if (!Files.isDirectory(libraries))
            throw new InstallationException("The libraries of WhyNot are not beside it: there is no folder '"
                    + libraries + "'. Unpack the release again, or start scripts/whynot once, which builds it.");
        try {
            List<Path> jars = new ArrayList<>();
            for (Path file : sorted(libraries))
                if (JarName.isJar(file.getFileName().toString())
                        && !JarName.of(file.getFileName().toString()).artifact().equals("whynot_")) jars.add(file);
            List<Path> models = new ArrayList<>();
            Path places = folder.resolveSibling("models");
            if (Files.isDirectory(places))
                for (Path model : sorted(places)) if (Files.isRegularFile(model.resolve(CARD))) models.add(model);
            return new Release(jar, jars, models);
        } catch (IOException e) {
            throw new InstallationException(
                    "The folder of WhyNot, " + folder + ", can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** The files of a model folder, sorted by name; hidden ones are left out. */
    static List<Path> files(Path model) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path file : sorted(model))
            if (Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".")) files.add(file);
        return files;
    }
}
