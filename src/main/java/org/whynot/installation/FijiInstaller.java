package org.whynot.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.whynot.util.StagedFiles;

/**
 * Installs a release in a Fiji folder, and removes it again so that Fiji is what it was, byte for byte.
 *
 * <pre>{@code
 * new FijiInstaller(FijiFolder.find(Path.of("/opt/Fiji")), System.out::println).install(Release.running(), false);
 * }</pre>
 *
 * The plugin and the libraries that Fiji lacks go to {@code jars/}, the models to {@code plugins/models/}. A library that Fiji has in
 * another version is left alone, unless its Java code and its native code have to be of one version.
 */
public final class FijiInstaller {

    /** A second binding of the logging library would only make Fiji's own complain. */
    private static final Set<String> NOT_FOR_FIJI = Set.of("slf4j-simple");

    /** Java code and native code of one version: these can't be mixed with Fiji's. */
    private static final List<String> OF_ONE_VERSION = List.of("ffmpeg", "javacpp", "javacv", "pytorch-");

    /** The engine's Java interface, whose artifact has a common name. */
    private static final String ENGINE_API = "api";

    private static final String MODELS = FijiFolder.PLUGINS + "/models";

    private final FijiFolder fiji;
    private final Consumer<String> out;
    private final InstalledFiles installed;

    /** @param out takes one line per file */
    public FijiInstaller(FijiFolder fiji, Consumer<String> out) {
        this(fiji, out, (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    FijiInstaller(FijiFolder fiji, Consumer<String> out, InstalledFiles.Mover mover) {
        this.fiji = fiji;
        this.out = out;
        installed = new InstalledFiles(fiji, mover);
    }

    /** Whether a library has to be exactly of the version that WhyNot needs. */
    static boolean ofOneVersion(String artifact) {
        return artifact.equals(ENGINE_API) || OF_ONE_VERSION.stream().anyMatch(artifact::startsWith);
    }

    /**
     * Installs a release; an older one that was installed by this class is removed first.
     *
     * @param replace whether libraries of Fiji's that have to be of another version are moved to {@code WhyNot.replaced} until WhyNot
     *     is removed; otherwise they are reported and nothing is changed
     * @throws InstallationException if it can't be installed; the message states what to do
     */
    public void install(Release release, boolean replace) {
        requireWritable();
        try {
            boolean again = installed.exists();
            Set<String> ours = again ? installed.paths() : Set.of();
            List<Path> jars = fiji.jars().stream()
                    .filter(jar -> !ours.contains(InstalledFiles.slashes(jar)))
                    .toList();
            refuseForeign(jars);
            boolean moves = replace || again && installed.movedAny();
            Map<Path, String> clashing = clashing(release, jars);
            if (!clashing.isEmpty() && !moves) throw clash(clashing);
            if (again) {
                out.accept("Another WhyNot is installed; it is replaced.");
                installed.remove(out);
                // What was moved away is Fiji's again, and so the same is found as the first time.
                jars = fiji.jars();
                clashing = clashing(release, jars);
            }
            installed.start();
            for (Path jar : clashing.keySet()) {
                installed.moveAway(jar);
                out.accept("Moved " + InstalledFiles.slashes(jar) + " to " + InstalledFiles.REPLACED);
            }
            warnOfDependents(clashing, jars);
            copyJars(release, fiji.jars());
            for (Path model : release.models()) copyModel(model);
            out.accept("WhyNot is installed in " + fiji.root()
                    + ". Restart Fiji, then choose Plugins > WhyNot > Check Installation.");
        } catch (IOException e) {
            throw new InstallationException(
                    "WhyNot was not installed whole: " + StagedFiles.reason(e)
                            + " If the disk is full or Fiji is running, change that; --remove undoes what was copied.",
                    e);
        }
    }

    /**
     * Removes what {@link #install} has put there, and puts back what it moved away.
     *
     * @throws InstallationException if nothing was installed, or a file can't be removed
     */
    public void remove() {
        if (!installed.exists())
            throw new InstallationException("WhyNot was not installed in '" + fiji.root()
                    + "' by this script: there is no plugins/WhyNot.installed.");
        requireWritable();
        try {
            installed.remove(out);
        } catch (IOException e) {
            throw new InstallationException("WhyNot was not removed whole: " + StagedFiles.reason(e), e);
        }
        out.accept("WhyNot is removed. Restart Fiji.");
    }

    private void requireWritable() {
        for (String name : List.of(FijiFolder.JARS, FijiFolder.PLUGINS))
            if (!Files.isWritable(fiji.root().resolve(name)))
                throw new InstallationException("'" + fiji.root().resolve(name)
                        + "' can't be written to. Install as the user that Fiji belongs to.");
    }

    private void refuseForeign(List<Path> jars) {
        for (Path jar : jars)
            if (name(jar).artifact().equals("whynot_"))
                throw new InstallationException(
                        "There is already '" + fiji.root().resolve(jar)
                                + "', which this script did not put there. Remove it first, or the update site it came from.");
    }

    private static JarName name(Path jar) {
        return JarName.of(jar.getFileName().toString());
    }

    /** Fiji's jars whose version has to be ours and is not, each with ours. */
    private static Map<Path, String> clashing(Release release, List<Path> jars) {
        Map<Path, String> clashing = new LinkedHashMap<>();
        for (Path library : release.libraries()) {
            JarName ours = name(library);
            if (!ofOneVersion(ours.artifact())) continue;
            for (Path jar : jars) {
                JarName theirs = name(jar);
                if (theirs.artifact().equals(ours.artifact()) && !theirs.file().equalsIgnoreCase(ours.file()))
                    clashing.put(jar, ours.file());
            }
        }
        return clashing;
    }

    private static InstallationException clash(Map<Path, String> clashing) {
        List<String> pairs = new ArrayList<>();
        clashing.forEach(
                (theirs, ours) -> pairs.add("Fiji has " + InstalledFiles.slashes(theirs) + ", WhyNot needs " + ours));
        return new InstallationException(String.join("; ", pairs)
                + ". Java code and native code of these libraries have to be of one version. Turn off the update site they came with,"
                + " or run this again with --replace, which keeps Fiji's files in the folder '"
                + InstalledFiles.REPLACED
                + "' and puts them back with --remove. Nothing was changed.");
    }

    /** Names the libraries of Fiji's that were built for the version of JavaCPP that was moved away. */
    private void warnOfDependents(Map<Path, String> clashing, List<Path> jars) {
        for (Path moved : clashing.keySet()) {
            JarName javacpp = name(moved);
            if (!javacpp.artifact().equals("javacpp")) continue;
            for (Path jar : jars)
                if (!clashing.containsKey(jar) && name(jar).version().endsWith("-" + javacpp.version()))
                    out.accept("Note: " + name(jar).file() + " needs " + javacpp.file()
                            + " and may not work until WhyNot is removed.");
        }
    }

    private void copyJars(Release release, List<Path> jars) throws IOException {
        Map<String, JarName> theirs = new LinkedHashMap<>();
        for (Path jar : jars) theirs.put(name(jar).artifact(), name(jar));
        // In plugins/ Fiji would read the menu of plain ImageJ too, and log a line for each of its entries.
        copy(release.plugin(), FijiFolder.JARS);
        for (Path library : release.libraries()) {
            JarName ours = name(library);
            JarName other = theirs.get(ours.artifact());
            if (NOT_FOR_FIJI.contains(ours.artifact())) continue;
            if (other == null) copy(library, FijiFolder.JARS);
            else if (other.isOlderThan(ours))
                out.accept("Fiji has " + other.file() + ", older than " + ours.file()
                        + ", which was tested. If something fails, update Fiji (Help > Update...).");
            else out.accept("Fiji has " + other.file());
        }
    }

    private void copy(Path file, String folder) throws IOException {
        String path = folder + "/" + file.getFileName();
        installed.copy(file, path);
        out.accept("Copied " + path);
    }

    private void copyModel(Path model) throws IOException {
        String path = MODELS + "/" + model.getFileName();
        if (Files.exists(fiji.root().resolve(path))) {
            out.accept("Kept the model " + model.getFileName() + ", which was there.");
            return;
        }
        for (Path file : Release.files(model)) copy(file, path);
    }
}
