package org.whynot.installation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.util.StagedFiles;

/**
 * The engine's native libraries for one kind of system: a jar of Maven Central, unpacked once into the engine's folder.
 *
 * <pre>{@code
 * EngineNatives natives = EngineNatives.of("Linux", "amd64").orElseThrow();
 * Path libraries = natives.download(EngineNatives.MAVEN_CENTRAL, cache, progress);
 * }</pre>
 *
 * @param classifier such as {@code linux-x86_64}
 * @param bytes the size of the jar
 * @param sha256 its checksum
 */
public record EngineNatives(String classifier, long bytes, String sha256) {

    /** Where the jar is fetched from. */
    public static final URI MAVEN_CENTRAL = URI.create("https://repo1.maven.org/maven2/");

    /** The version of the engine's libraries. */
    public static final String VERSION = "2.7.1";

    private static final List<EngineNatives> ALL = List.of(
            new EngineNatives(
                    "linux-x86_64", 111597418, "1769928feaaa2389b4aa68390e7787ce1707290258b167d016a200fced4b8c39"),
            new EngineNatives(
                    "linux-aarch64", 71387151, "ea7bf1da33fc4ecf310186b27f2b4afc4387e81cb76a994e5703e0e3c2c97cf6"),
            new EngineNatives(
                    "osx-aarch64", 41611143, "e1ca6c377750d31a2a791d9d2dac9efb09e39181faf84338ef0e140214979ff2"),
            new EngineNatives(
                    "win-x86_64", 75502000, "f70603e9b03cf7df1690c2b1f8edd99fcfdc4e38d639db1d3604ce22b13a38df"));

    private static final String ARTIFACT = "pytorch-native-cpu";

    /** On the class path, in every jar of native libraries. */
    private static final String PROPERTIES = "native/lib/pytorch.properties";

    /** Unpacked, they take about this many times the jar's size. */
    private static final int UNPACKED = 5;

    private static final long MB = 1 << 20;

    /**
     * Those for a system.
     *
     * @param system {@code os.name}
     * @param arch {@code os.arch}
     * @return empty if there are none, as for Macs with Intel processors
     */
    public static Optional<EngineNatives> of(String system, String arch) {
        String os = system.startsWith("Win")
                ? "win"
                : system.startsWith("Mac") ? "osx" : system.startsWith("Linux") ? "linux" : "";
        String processor =
                arch.equals("amd64") || arch.equals("x86_64") ? "x86_64" : arch.equals("arm64") ? "aarch64" : arch;
        return ALL.stream()
                .filter(natives -> natives.classifier.equals(os + "-" + processor))
                .findFirst();
    }

    /** Those for this system. */
    public static Optional<EngineNatives> here() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The jar's name, as Maven Central has it. */
    public String jar() {
        return ARTIFACT + "-" + VERSION + "-" + classifier + ".jar";
    }

    /** The size of the jar in megabytes, rounded up. */
    public long megabytes() {
        return (bytes + MB - 1) / MB;
    }

    /** Where the jar lies below a Maven repository. */
    public URI in(URI repository) {
        return repository.resolve("ai/djl/pytorch/" + ARTIFACT + "/" + VERSION + "/" + jar());
    }

    /**
     * The folder that the libraries are unpacked to.
     *
     * @param cache the engine's own folder
     */
    public Path folder(Path cache) {
        return cache.resolve(VERSION + "-cpu-" + classifier);
    }

    /** Whether they are unpacked there. */
    public boolean installed(Path cache) {
        return Files.isDirectory(folder(cache));
    }

    /** Whether a jar with them is on the class path, as in a release that has them in {@code lib/}. */
    public boolean onClassPath(ClassLoader loader) {
        try {
            for (URL url : Collections.list(loader.getResources(PROPERTIES)))
                try (InputStream in = url.openStream()) {
                    Properties properties = new Properties();
                    properties.load(in);
                    if (properties.getProperty("classifier", "").endsWith(classifier)) return true;
                }
        } catch (IOException e) {
            throw new InstallationException(
                    "The jars of the program can't be read: " + e.getMessage() + ". Install it again.", e);
        }
        return false;
    }

    /**
     * Downloads the jar, checks it and unpacks it. What was downloaded before it broke off is kept, and the next call continues there.
     *
     * @param repository of Maven's layout, with a slash at its end
     * @param cache the engine's own folder, made if missing
     * @return the folder of the libraries
     * @throws InstallationException if it can't be had; the message states what to do
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Path download(URI repository, Path cache, Progress progress) {
        requireSpace(cache);
        Path jar = cache.resolve(jar());
        try {
            Files.createDirectories(cache);
            new Download(in(repository), bytes).to(jar, progress);
            checked(jar, progress);
            Path folder = unpack(jar, cache, progress);
            Files.delete(jar);
            return folder;
        } catch (IOException e) {
            throw new InstallationException(
                    "The engine's native libraries were not installed: " + e.getMessage()
                            + " Try again; what has been downloaded is kept. Without a network, copy " + jar()
                            + " from another computer and give its folder as 'natives'.",
                    e);
        }
    }

    /**
     * Installs them from a jar, or a folder with the jar in it, that was copied from elsewhere.
     *
     * @param place the jar or its folder
     * @param cache the engine's own folder, made if missing
     * @return the folder of the libraries
     * @throws InstallationException if the jar is not there, is damaged, or can't be unpacked
     */
    public Path installFrom(Path place, Path cache, Progress progress) {
        Path jar = Files.isDirectory(place) ? place.resolve(jar()) : place;
        if (!Files.isRegularFile(jar))
            throw new InstallationException("There is no " + jar() + " in " + place
                    + ". Download it on a computer with a network from " + in(MAVEN_CENTRAL) + " and copy it there.");
        requireSpace(cache);
        try {
            Files.createDirectories(cache);
            if (!matches(jar, progress))
                throw new InstallationException(jar + " is damaged, or is another file than " + jar()
                        + ". Download it again from " + in(MAVEN_CENTRAL) + ".");
            return unpack(jar, cache, progress);
        } catch (IOException e) {
            throw new InstallationException(
                    "The engine's native libraries were not installed from " + jar + ": " + e.getMessage() + ".", e);
        }
    }

    private boolean matches(Path jar, Progress progress) throws IOException {
        progress.report(0.8, "Verifying the engine's native libraries");
        return Files.size(jar) == bytes && Sha256.of(jar, progress).equals(sha256);
    }

    private void checked(Path jar, Progress progress) throws IOException {
        if (matches(jar, progress)) return;
        // Continuing a damaged file would never end well.
        Files.delete(jar);
        throw new IOException("the file that was downloaded is damaged and was deleted.");
    }

    private void requireSpace(Path cache) {
        Path existing = cache.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) existing = existing.getParent();
        try {
            long free = existing == null
                    ? Long.MAX_VALUE
                    : Files.getFileStore(existing).getUsableSpace();
            long needed = bytes * (1 + UNPACKED);
            if (free < needed)
                throw new InstallationException(
                        "The engine's native libraries need " + needed / MB + " MB in " + cache + ", but "
                                + free / MB
                                + " MB are free. Free some, or name a folder on another disk in the environment variable"
                                + " DJL_CACHE_DIR.");
        } catch (IOException e) {
            // A file system that does not tell: unpacking will.
            return;
        }
    }

    private Path unpack(Path jar, Path cache, Progress progress) throws IOException {
        Path folder = folder(cache);
        if (Files.isDirectory(folder)) return folder;
        try {
            // Not a temporary folder, which only its owner may read: on a server others use the engine too.
            StagedFiles.writeFolder(folder, place -> unpackInto(place, jar, progress));
        } catch (IOException e) {
            // Another process may have been faster.
            if (!Files.isDirectory(folder)) throw e;
        }
        return folder;
    }

    private void unpackInto(Path place, Path jar, Progress progress) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            String prefix = "pytorch/cpu/" + classifier + "/";
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (entry.isDirectory() || !name.startsWith(prefix)) continue;
                progress.check();
                progress.report(0.9, "Unpacking " + name.substring(prefix.length()));
                try (InputStream in = zip.getInputStream(entry)) {
                    // Only the last part of the name: nothing is written elsewhere.
                    Files.copy(in, place.resolve(name.substring(name.lastIndexOf('/') + 1)));
                }
            }
        }
    }
}
