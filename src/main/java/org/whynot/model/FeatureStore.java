package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.whynot.classifier.EngineArrays;
import org.whynot.util.Progress;

/**
 * Keeps what was computed in the passes of one video, h(x) or scores: the first ones in memory, those that follow in a
 * temporary file as the same 32-bit numbers, and of the rest only their sizes.
 *
 * <p>The file has no name on Linux and macOS, so it is gone whatever becomes of the program; on Windows it goes when it is
 * closed. When it can't grow, because the disk is full, passes are no longer kept, and the user is notified.
 */
final class FeatureStore implements AutoCloseable {

    /** A pass that is neither in memory nor in the file. */
    private static final long NOWHERE = -1;

    /**
     * A pass.
     *
     * @param clip its first clip
     * @param clips how many of its rows are clips, not padding
     * @param shapes of its arrays
     * @param arrays in memory, or null
     * @param position in the file, or {@link #NOWHERE}
     */
    record Pass(int clip, int clips, Shape[] shapes, NDList arrays, long position) {
        /** Rows, padding counted. */
        int rows() {
            return (int) shapes[0].get(0);
        }

        /** Whether it was kept. */
        boolean isKept() {
            return arrays != null || position != NOWHERE;
        }
    }

    private final NDManager manager;
    private final long memoryLimit;
    private final Path folder;
    private final Consumer<String> note;
    private final List<Pass> passes = new ArrayList<>();
    private long fileLimit;
    private long inMemory;
    private long inFile;
    private FileChannel file;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /**
     * @param manager owns what is kept in memory; closed with this
     * @param memoryLimit bytes that may be kept in memory
     * @param fileLimit bytes that may be written to the file
     * @param folder where the file is made when it is needed
     * @param note is notified in a message when the disk is full
     */
    FeatureStore(NDManager manager, long memoryLimit, long fileLimit, Path folder, Consumer<String> note) {
        this.manager = manager;
        this.memoryLimit = memoryLimit;
        this.fileLimit = fileLimit;
        this.folder = folder;
        this.note = note;
    }

    /**
     * Keeps a pass, the next in time.
     *
     * @param arrays {@code [N, …]} each, the same number and sizes in every pass; taken over or copied
     * @throws CancellationException if the thread is interrupted
     */
    void add(int clip, int clips, NDList arrays) {
        Shape[] shapes = arrays.getShapes();
        long size = 0;
        for (Shape shape : shapes) size += Float.BYTES * shape.size();
        NDList taken = null;
        long position = NOWHERE;
        if (inMemory + size <= memoryLimit) {
            taken = arrays;
            inMemory += size;
            for (NDArray array : arrays) {
                NDScope.unregister(array);
                array.attach(manager);
            }
        } else if (inFile + size <= fileLimit) {
            position = write(arrays);
        }
        passes.add(new Pass(clip, clips, shapes, taken, position));
    }

    private long write(NDList arrays) {
        long position = inFile;
        try {
            if (file == null) file = open();
            long at = position;
            for (NDArray array : arrays) {
                ByteBuffer buffer = buffer(array.getShape());
                buffer.asFloatBuffer().put(array.toFloatArray());
                while (buffer.hasRemaining()) at += file.write(buffer, at);
            }
            inFile = at;
            return position;
        } catch (ClosedByInterruptException e) {
            throw Progress.cancelled();
        } catch (IOException e) {
            fileLimit = 0;
            note.accept("The folder for temporary files, " + folder + ", has no room for "
                    + "the features of this video (" + e.getMessage()
                    + "), so parts of it have to be classified twice. Free some space there to make it faster.");
            return NOWHERE;
        }
    }

    private FileChannel open() throws IOException {
        Path path = Files.createTempFile(folder, "whynot-features", ".tmp");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        // Without a name it can't be left behind, not even by a program that is killed.
        path.toFile().delete();
        return channel;
    }

    /** Room for an array, from 0 to its size in bytes. */
    private ByteBuffer buffer(Shape shape) {
        int size = Math.toIntExact(Float.BYTES * shape.size());
        if (bytes.capacity() < size) bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        return bytes.clear().limit(size);
    }

    /** All passes, in time order. */
    List<Pass> passes() {
        return passes;
    }

    /**
     * The arrays of a pass that was kept, not to be closed.
     *
     * @throws IOException if the temporary file can't be read
     * @throws CancellationException if the thread is interrupted
     */
    NDList get(Pass pass) throws IOException {
        if (pass.arrays() != null) return pass.arrays();
        NDList arrays = new NDList();
        long at = pass.position();
        for (Shape shape : pass.shapes()) {
            ByteBuffer buffer = buffer(shape);
            try {
                while (buffer.hasRemaining()) {
                    int read = file.read(buffer, at);
                    if (read < 0) throw new IOException("its end comes too early");
                    at += read;
                }
            } catch (ClosedByInterruptException e) {
                throw Progress.cancelled();
            } catch (IOException e) {
                throw new IOException(
                        "The temporary file in " + folder + " can't be read: " + e.getMessage() + ". Try again.", e);
            }
            arrays.add(EngineArrays.copy(manager, buffer.flip(), shape));
        }
        return arrays;
    }

    @Override
    public void close() {
        manager.close();
        if (file == null) return;
        try {
            file.close();
        } catch (IOException e) {
            note.accept("A temporary file in " + folder + " could not be closed: " + e.getMessage() + ".");
        }
    }
}
