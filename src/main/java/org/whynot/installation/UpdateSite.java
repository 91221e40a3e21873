package org.whynot.installation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.whynot.util.StagedFiles;

/**
 * The folder of a Fiji update site, for any web server: {@code db.xml.gz}, and every file under its path with a time stamp behind it, as
 * ImageJ's updater asks for it.
 *
 * <pre>{@code
 * new UpdateSite(Path.of("site"), System.out::println).write(Release.running(), null);
 * }</pre>
 *
 * Written over an earlier site it keeps what is unchanged, and remembers the earlier versions, so that the updater knows an old file from
 * one that the user has changed. The engine's native libraries are not part of it: Check Installation fetches them.
 */
public final class UpdateSite {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    /** How the native libraries' names end, and the updater's name for that platform. */
    private static final Map<String, String> PLATFORMS = Map.of(
            "-linux-x86_64", "linux64",
            "-linux-arm64", "linux-arm64",
            "-macosx-arm64", "macosx",
            "-windows-x86_64", "win64");

    /** Libraries with a jar of native code per platform. */
    private static final List<String> WITH_NATIVES = List.of("ffmpeg", "javacpp");

    private static final String ENGINE_NATIVES = "pytorch-native-";
    private static final Set<String> NOT_FOR_FIJI = Set.of("slf4j-simple");

    /** In the build's folder: native libraries of all platforms, which the Maven profile update-site puts there. */
    private static final String NATIVES = "natives";

    private final Path folder;
    private final Consumer<String> out;
    private final Clock clock;

    /**
     * @param folder made if missing
     * @param out takes one line per file
     */
    public UpdateSite(Path folder, Consumer<String> out) {
        this(folder, out, Clock.systemUTC());
    }

    UpdateSite(Path folder, Consumer<String> out, Clock clock) {
        this.folder = folder;
        this.out = out;
        this.clock = clock;
    }

    /**
     * Writes the site; the index last, so that a site that is being written is never inconsistent.
     *
     * @param fiji what it has is left out; null for what a list says that Fiji ships
     * @throws InstallationException if it can't be written
     */
    public void write(Release release, FijiFolder fiji) {
        try {
            Set<String> has = fiji == null ? listed() : artifacts(fiji);
            SiteIndex old = SiteIndex.read(folder);
            SiteIndex index = new SiteIndex();
            long now = now(old);
            Map<String, Path> files = files(release, has);
            Map<String, Long> needed = new TreeMap<>();
            for (Path library : release.libraries()) {
                String artifact = JarName.of(library.getFileName().toString()).artifact();
                if (has.contains(artifact)) needed.put(FijiFolder.JARS + "/" + artifact + ".jar", 0L);
            }
            String plugin = FijiFolder.JARS + "/" + release.plugin().getFileName();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                if (file.getKey().equals(plugin)) continue;
                SiteIndex.Entry entry = entry(file.getKey(), file.getValue(), old, now, "", Map.of());
                index.put(entry);
                // Those for another system are left alone by the updater.
                needed.put(entry.path(), entry.current().timestamp());
            }
            // The plugin depends on the rest, so choosing it is enough, as is removing it.
            index.put(entry(
                    plugin, release.plugin(), old, now, "Why did the video classifier call it A and not B?", needed));
            keepObsolete(old, index, now);
            StagedFiles.write(folder, SiteIndex.FILE, index.toBytes());
            reportMissing(files.keySet());
            out.accept("The update site is in " + folder + ": " + files.size()
                    + " files. Copy the folder to a web server.");
        } catch (IOException e) {
            throw new InstallationException("The update site was not written: " + StagedFiles.reason(e), e);
        }
    }

    private static Set<String> artifacts(FijiFolder fiji) throws IOException {
        Set<String> artifacts = new HashSet<>();
        for (Path jar : fiji.jars()) {
            String artifact = JarName.of(jar.getFileName().toString()).artifact();
            // A Fiji that WhyNot was installed in has it already, and what belongs to it.
            if (!FijiInstaller.ofOneVersion(artifact)) artifacts.add(artifact);
        }
        return artifacts;
    }

    private static Set<String> listed() throws IOException {
        try (InputStream in = UpdateSite.class.getResourceAsStream("fiji-components.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(HashSet::new, Set::add, Set::addAll);
        }
    }

    /** Later than all there is, however fast two versions follow one another. */
    private long now(SiteIndex old) {
        long now = Long.parseLong(
                LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).format(TIMESTAMP));
        for (SiteIndex.Entry entry : old.entries().values()) {
            if (entry.current() != null) now = Math.max(now, entry.current().timestamp() + 1);
            for (SiteIndex.Version version : entry.previous()) now = Math.max(now, version.obsolete() + 1);
        }
        return now;
    }

    /** The files of the site by their paths in Fiji's folder. */
    private static Map<String, Path> files(Release release, Set<String> has) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put(FijiFolder.JARS + "/" + release.plugin().getFileName(), release.plugin());
        List<Path> libraries = new ArrayList<>(release.libraries());
        Path natives = release.plugin().resolveSibling(NATIVES);
        if (Files.isDirectory(natives))
            try (Stream<Path> jars = Files.list(natives)) {
                jars.filter(jar -> JarName.isJar(jar.getFileName().toString()))
                        .sorted()
                        .forEach(libraries::add);
            }
        for (Path library : libraries) {
            String artifact = JarName.of(library.getFileName().toString()).artifact();
            if (has.contains(artifact) || NOT_FOR_FIJI.contains(artifact) || artifact.startsWith(ENGINE_NATIVES))
                continue;
            files.put(FijiFolder.JARS + "/" + library.getFileName(), library);
        }
        for (Path model : release.models())
            for (Path file : Release.files(model))
                files.put(FijiFolder.PLUGINS + "/models/" + model.getFileName() + "/" + file.getFileName(), file);
        return files;
    }

    private SiteIndex.Entry entry(
            String path, Path file, SiteIndex old, long now, String description, Map<String, Long> dependencies)
            throws IOException {
        String checksum = UpdaterChecksum.of(path, file);
        SiteIndex.Entry before = old.entries().get(SiteIndex.key(path));
        SiteIndex.Version current = new SiteIndex.Version(path, checksum, now, Files.size(file), 0);
        List<SiteIndex.Version> previous = before == null ? new ArrayList<>() : new ArrayList<>(before.previous());
        if (before != null && before.current() != null) {
            if (before.current().checksum().equals(checksum)
                    && before.current().path().equals(path)) current = before.current();
            else previous.add(ended(before.current(), now));
        }
        // A version that was there before, and is current again, is not an earlier one.
        String again = current.checksum();
        previous.removeIf(version -> version.checksum().equals(again));
        Path place = folder.resolve(path + "-" + current.timestamp());
        if (!Files.exists(place)) {
            Files.createDirectories(place.getParent());
            Path part = place.resolveSibling(place.getFileName() + ".part");
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            out.accept("Wrote " + path);
        }
        return new SiteIndex.Entry(path, current, previous, description, platforms(path), dependencies);
    }

    private static SiteIndex.Version ended(SiteIndex.Version version, long now) {
        return new SiteIndex.Version(version.path(), version.checksum(), version.timestamp(), version.size(), now);
    }

    static List<String> platforms(String path) {
        String name = path.substring(0, path.length() - Math.min(path.length(), ".jar".length()));
        for (Map.Entry<String, String> platform : PLATFORMS.entrySet())
            if (name.endsWith(platform.getKey())) return List.of(platform.getValue());
        return List.of();
    }

    /** What was on the site and is not any more; the updater then offers to remove it. */
    private static void keepObsolete(SiteIndex old, SiteIndex index, long now) {
        old.entries().forEach((key, before) -> {
            if (index.entries().containsKey(key)) return;
            List<SiteIndex.Version> previous = new ArrayList<>(before.previous());
            if (before.current() != null) previous.add(ended(before.current(), now));
            index.put(new SiteIndex.Entry(before.path(), null, previous, "", List.of(), Map.of()));
        });
    }

    private void reportMissing(Set<String> paths) {
        Set<String> missing = new TreeSet<>();
        for (String library : WITH_NATIVES)
            for (String platform : PLATFORMS.keySet())
                if (paths.stream().noneMatch(path -> SiteIndex.key(path).endsWith("/" + library + platform + ".jar")))
                    missing.add(platform.substring(1));
        if (!missing.isEmpty())
            out.accept(
                    "Note: videos can't be read on " + String.join(", ", missing)
                            + ", as FFmpeg's native libraries for them are not here. 'mvn -P update-site package' fetches them.");
    }
}
