package org.whynot.util;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
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

    private static Path named(String variable, Supplier<Path> otherwise) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise.get() : Path.of(value);
    }
}
