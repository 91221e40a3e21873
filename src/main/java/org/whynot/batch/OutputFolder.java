package org.whynot.batch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.whynot.util.FolderLock;
import org.whynot.util.Shard;
import org.whynot.util.StagedFiles;

/**
 * The folder that results are written to, kept to one run: a second one would do the same videos again. Runs that do different
 * shards of the videos may share it, and nobody else with them.
 *
 * <p>The operating system gives the lock up when the program ends, however it ends.
 */
public final class OutputFolder implements VideoExplainer.Guard, AutoCloseable {

    /** What the name of a shard's lock begins with. */
    private static final String SHARD_LOCK = FolderLock.FILE + ".";
    /** With less room than this there is no point in continuing, bytes. */
    private static final long LEAST_ROOM = 64L << 20;

    private static final int PROBE_BYTES = 1 << 20;

    private final Path folder;
    private final FolderLock lock;

    private OutputFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Opens the folder for a run over all videos. */
    public static OutputFolder open(Path folder) throws IOException {
        return open(folder, Shard.WHOLE);
    }

    /**
     * Makes the folder if it is missing, and clears away what a run that was killed has left half-written; a shard leaves that to
     * the merge, as others may be writing.
     *
     * @throws IOException if nothing can be written there or another run is at it; a sentence
     */
    static OutputFolder open(Path folder, Shard shard) throws IOException {
        Optional<FolderLock> lock;
        try {
            lock = FolderLock.take(folder, shard.isWhole() ? FolderLock.FILE : shard.fileName(FolderLock.FILE, ""));
        } catch (IOException e) {
            throw new IOException(
                    "Nothing can be written to the folder " + folder + ": " + StagedFiles.reason(e)
                            + " Choose another folder for output.",
                    e);
        }
        if (lock.isEmpty()) throw taken(folder);
        OutputFolder output = new OutputFolder(folder, lock.get());
        try {
            // Each has its own lock before it looks for the other's, so that of two at least one notices.
            if (output.isTakenByOthers(shard)) throw taken(folder);
            if (shard.isWhole()) output.removeLeftovers();
            return output;
        } catch (IOException e) {
            output.close();
            throw e;
        }
    }

    private static IOException taken(Path folder) {
        return new IOException("Another run is writing to " + folder
                + ". Wait until it has ended, or choose another folder for output.");
    }

    /** Whether a run over all videos is going on, or for such a run one over a shard. Locks that nobody holds go. */
    private boolean isTakenByOthers(Shard shard) throws IOException {
        if (!shard.isWhole()) return FolderLock.isTaken(folder.resolve(FolderLock.FILE));
        boolean taken = false;
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder, SHARD_LOCK + "*")) {
            for (Path other : locks)
                if (FolderLock.isTaken(other)) taken = true;
                else Files.deleteIfExists(other);
        }
        return taken;
    }

    /** Whether a run over all videos has a folder open, on this machine or another that shares the folder. */
    public static boolean isOpen(Path folder) {
        return Files.exists(folder.resolve(FolderLock.FILE));
    }

    /**
     * Clears away what has been left half-written, while nobody else writes.
     *
     * @throws IOException if something can't be moved or removed
     */
    public void removeLeftovers() throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                StagedFiles.removeLeftovers(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Checks that the folder is still the one that was opened.
     *
     * @throws IOException if it was removed; a sentence
     */
    public void requireThere() throws IOException {
        if (!lock.isThere())
            throw new IOException("The folder " + folder
                    + " was moved or removed while results were written to it. Start again to make what is missing.");
    }

    /**
     * Checks, after something could not be written, whether anything can.
     *
     * @throws IOException if not; a sentence
     */
    public static void requireRoom(Path folder) throws IOException {
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < LEAST_ROOM)
            throw new IOException("There is no room for more results: the disk of " + folder + " has " + (room >> 20)
                    + " MB left. Make room and start again; what is done is kept.");
        try (StagedFiles probe = new StagedFiles(folder)) {
            Files.write(probe.path("probe"), new byte[PROBE_BYTES]);
        } catch (IOException e) {
            throw new IOException(
                    "No more results can be written to " + folder + ": " + StagedFiles.reason(e)
                            + " Fix this and start again; what is done is kept.",
                    e);
        }
    }

    @Override
    public void beforeWriting() throws IOException {
        requireThere();
    }

    @Override
    public void beforeCommit() {}

    @Override
    public void afterFailure() throws IOException {
        requireThere();
        requireRoom(folder);
    }

    /** Releases the folder for other runs. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
