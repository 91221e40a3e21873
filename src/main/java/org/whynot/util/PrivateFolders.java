package org.whynot.util;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

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
}
