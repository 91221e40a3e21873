package org.whynot.batch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.whynot.util.FolderLock;
import org.whynot.util.StagedFiles;

/**
 * The folder that results are written to, kept to one run: a second one would do the same videos again. */
final class OutputFolder implements AutoCloseable {

    /** With less room than this there is no point in continuing, bytes. */
    private static final long LEAST_ROOM = 64L << 20;

    private static final int PROBE_BYTES = 1 << 20;

    private final Path folder;
    private final FolderLock lock;

    private OutputFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is missing, and clears away what a run that was killed has left half-written.
     *
     * @throws IOException if nothing can be written there or another run is at it; a sentence
     */
    static OutputFolder open(Path folder) throws IOException {
        Optional<FolderLock> lock;
        try {
            lock = FolderLock.take(folder);
        } catch (IOException e) {
            throw new IOException(
                    "Nothing can be written to the folder " + folder + ": " + StagedFiles.reason(e)
                            + " Choose another folder for output.",
                    e);
        }
        if (lock.isEmpty())
            throw new IOException("Another run is writing to " + folder
                    + ". Wait until it has ended, or choose another folder for output.");
        OutputFolder output = new OutputFolder(folder, lock.get());
        try {
            output.removeLeftovers();
            return output;
        } catch (IOException e) {
            output.close();
            throw e;
        }
    }

    private void removeLeftovers() throws IOException {
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
    void requireThere() throws IOException {
        if (!lock.isThere())
            throw new IOException("The folder " + folder
                    + " was moved or removed while results were written to it. Start again to make what is missing.");
    }

    /**
     * Checks, after something could not be written, whether anything can.
     *
     * @throws IOException if not; a sentence
     */
    void requireRoom() throws IOException {
        requireThere();
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

    /** Releases the folder for other runs. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
