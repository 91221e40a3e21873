package org.whynot.util;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

    /** The file of a lock of a whole folder. */
    public static final String FILE = ".whynot.lock";

    /**
     * The locks of this very program. Looked at before a lock's file is opened: POSIX gives up all locks of a process on a file
     * as soon as the process closes the file anywhere.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** So often another program may have removed the file under our hands before it counts as taken. */
    private static final int ATTEMPTS = 100;

    private final Path file;
    private final FileChannel channel;
    /** The same file once more; closing it would give the lock up. */
    private final FileChannel witness;

    private FolderLock(Path file, FileChannel channel, FileChannel witness) {
        this.file = file;
        this.channel = channel;
        this.witness = witness;
    }

    /**
     * Takes the lock of a folder.
     *
     * @param folder made if it is missing
     * @return empty if another program, or another part of this one, has it
     * @throws IOException if nothing can be written there, as the operating system reports it
     */
    public static Optional<FolderLock> take(Path folder) throws IOException {
        return take(folder, FILE);
    }

    /**
     * Takes one of several locks of a folder, for programs that share it.
     *
     * @param folder made if it is missing
     * @param name of the lock's file
     * @return as of {@link #take(Path)}
     * @throws IOException as {@link #take(Path)}
     */
    public static Optional<FolderLock> take(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        // One name per folder, whichever way it was reached.
        Path file = folder.toRealPath().resolve(name);
        if (!HELD.add(file)) return Optional.empty();
        Optional<FolderLock> lock = Optional.empty();
        try {
            for (int attempt = 0; attempt < ATTEMPTS && lock.isEmpty(); attempt++) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                try {
                    if (channel.tryLock() == null) return Optional.empty();
                    lock = witnessed(file, channel);
                } catch (IOException e) {
                    if (e instanceof FileSystemException) throw e;
                    // Some network disks know no locks; there a second program is not noticed.
                    lock = Optional.of(new FolderLock(file, channel, channel));
                } finally {
                    if (lock.isEmpty()) channel.close();
                }
            }
            return lock;
        } finally {
            if (lock.isEmpty()) HELD.remove(file);
        }
    }

    /**
     * The lock, if its file is still the one with its name: whoever had it before may have removed the file after we opened it and
     * before we locked it, and a third program may have locked a new one.
     */
    private static Optional<FolderLock> witnessed(Path file, FileChannel channel) throws IOException {
        FileChannel witness;
        try {
            witness = FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
        boolean isSame = false;
        try {
            witness.tryLock();
        } catch (OverlappingFileLockException ourOwn) {
            isSame = true;
        } finally {
            if (!isSame) witness.close();
        }
        return isSame ? Optional.of(new FolderLock(file, channel, witness)) : Optional.empty();
    }

    /**
     * Whether somebody holds a lock.
     *
     * @param file of the lock; need not exist
     * @throws IOException if it can't be opened
     */
    public static boolean isTaken(Path file) throws IOException {
        try {
            Path real = file.toRealPath();
            if (HELD.contains(real)) return true;
            try (FileChannel other = FileChannel.open(real, StandardOpenOption.READ)) {
                // Shared, so that many may look at the same time.
                return other.tryLock(0, Long.MAX_VALUE, true) == null;
            }
        } catch (NoSuchFileException nobodys) {
            return false;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Some network disks know no locks.
            return false;
        }
    }

    /** Whether the folder is still the one whose lock was taken. */
    public boolean isThere() {
        return Files.exists(file);
    }

    /** Gives the folder to others. */
    @Override
    public void close() throws IOException {
        // Removed while it is held: whoever comes next makes a new one.
        try {
            Files.deleteIfExists(file);
        } finally {
            witness.close();
            channel.close();
            HELD.remove(file);
        }
    }
}
