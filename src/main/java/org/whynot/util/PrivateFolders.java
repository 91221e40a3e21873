package org.whynot.util;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Folders of caches, whose content says which videos a user has watched. */
public final class PrivateFolders {

    private PrivateFolders() {}

    /**
     * Makes a folder, and its parents, that only their owner may list and read; one that is there stays as it is. On Windows the
     * user's own folders are private already.
     *
     * @throws IOException if it can't be made
     */
    public static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(folder, owner);
    }

    /**
     * A folder for a cache of ours: {@code whynot/KIND} in the user's cache folder ({@code XDG_CACHE_HOME}, {@code ~/.cache},
     * {@code ~/Library/Caches}, {@code %LOCALAPPDATA%}), or what the system property {@code whynot.cache} names, for all kinds.
     */
    public static Path cache(String kind) {
        String own = System.getProperty("whynot.cache");
        if (own != null) return Path.of(own);
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path caches;
        if (system.contains("win"))
            caches = named("LOCALAPPDATA", () -> home.resolve("AppData").resolve("Local"));
        else if (system.contains("mac")) caches = home.resolve("Library").resolve("Caches");
        else caches = named("XDG_CACHE_HOME", () -> home.resolve(".cache"));
        return caches.resolve("whynot").resolve(kind);
    }

    /**
     * Deletes what was not used for the longest time from the folder of a file that was just written. That file stays even where the
     * clock was set back, so that all others seem to be newer.
     *
     * @param written stays
     * @param ending of the names of the files that count
     * @param most how many stay, with that one; at least 1
     * @throws IOException if the folder can't be read, or a file not be deleted
     */
    public static void keepNewest(Path written, String ending, int most) throws IOException {
        record Kept(Path file, FileTime used) {}
        List<Kept> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(written.getParent(), "*" + ending)) {
            for (Path file : files) if (!file.equals(written)) all.add(new Kept(file, Files.getLastModifiedTime(file)));
        }
        all.sort(Comparator.comparing(Kept::used).reversed());
        for (Kept old : all.subList(Math.min(most - 1, all.size()), all.size())) Files.deleteIfExists(old.file);
    }

    private static Path named(String variable, Supplier<Path> otherwise) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise.get() : Path.of(value);
    }
}
