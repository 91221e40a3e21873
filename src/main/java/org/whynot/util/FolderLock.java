package org.whynot.util;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a folder to one program at a time, by a hidden file in it.
 *
 * <pre>{@code
 * try (FolderLock lock = FolderLock.take(folder).orElseThrow()) { … }
 * }</pre>
 *
 * <p>The operating system gives the lock up when the program ends, however it ends.
 */
public final class FolderLock implements AutoCloseable {

    private static final String LOCK = ".whynot.lock";

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder.
     *
     * @param folder made if it is missing
     * @return empty if another program, or another part of this one, has it
     * @throws IOException if nothing can be written there, as the operating system reports it
     */
    public static Optional<FolderLock> take(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (isFree(channel)) return Optional.of(new FolderLock(folder, channel));
        channel.close();
        return Optional.empty();
    }

    private static boolean isFree(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Taken in this very program.
            return false;
        } catch (IOException e) {
            // Some network disks know no locks; there a second program is not noticed.
            return true;
        }
    }

    /** Whether the folder is still the one whose lock was taken. */
    public boolean isThere() {
        return Files.exists(folder.resolve(LOCK));
    }

    /** Gives the folder to others. */
    @Override
    public void close() throws IOException {
        // Removed while it is held: whoever comes next makes a new one.
        Files.deleteIfExists(folder.resolve(LOCK));
        channel.close();
    }
}
