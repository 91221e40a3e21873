package org.whynot.batch;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.whynot.util.Progress;

/**
 * A text file that grows line by line and whose lines are read by their places in it.
 *
 * <p>A line counts once it ends with a line feed: what a program that was killed had begun to write does not. Reads and writes are
 * not ended by an interrupt, which would close the file for the videos that follow.
 */
final class LineFile implements Closeable {

    private static final int CHUNK = 1 << 18;

    /**
     * A line's place.
     *
     * @param file in which it is
     * @param number counted from 1
     * @param start of its first byte
     * @param length in bytes, without the line feed
     */
    record Place(LineFile file, long number, long start, int length) {

        /** The line's bytes, without the line feed. */
        byte[] read() throws IOException {
            return file.read(start, length);
        }
    }

    /** Is given every line. */
    @FunctionalInterface
    interface Visitor {

        /** A line, without its line feed. */
        void visit(Place place, byte[] line) throws IOException;
    }

    private final Path path;
    private final RandomAccessFile file;
    /** Of the last whole line. */
    private long end;
    /** How many there are up to there. */
    private long lines;

    private LineFile(Path path, String mode) throws IOException {
        this.path = path;
        file = new RandomAccessFile(path.toFile(), mode);
        end = file.length();
    }

    /** Opens a file that is there, only to read it; somebody else may append lines to it. */
    static LineFile open(Path path) throws IOException {
        return new LineFile(path, "r");
    }

    /** Opens a file to append lines to it; it is made if missing. */
    static LineFile openToAppend(Path path) throws IOException {
        return new LineFile(path, "rw");
    }

    Path path() {
        return path;
    }

    /** How many bytes the whole lines take. */
    synchronized long length() {
        return end;
    }

    /** Whether something follows the last whole line. */
    synchronized boolean isCutShort() throws IOException {
        return file.length() > end;
    }

    /**
     * Gives all whole lines to a visitor, the first one first.
     *
     * @param progress asked whether to continue
     */
    synchronized void visit(Visitor visitor, Progress progress) throws IOException {
        byte[] chunk = new byte[CHUNK];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long start = 0;
        long at = 0;
        lines = 0;
        file.seek(0);
        for (int count = file.read(chunk); count >= 0; count = file.read(chunk)) {
            progress.check();
            int from = 0;
            for (int i = 0; i < count; i++) {
                if (chunk[i] != '\n') continue;
                line.write(chunk, from, i - from);
                visitor.visit(new Place(this, ++lines, start, line.size()), line.toByteArray());
                line.reset();
                from = i + 1;
                start = at + from;
            }
            line.write(chunk, from, count - from);
            at += count;
        }
        end = start;
    }

    private synchronized byte[] read(long start, int length) throws IOException {
        byte[] line = new byte[length];
        file.seek(start);
        file.readFully(line);
        return line;
    }

    /**
     * Appends a line.
     *
     * @param line without a line feed in it or at its end
     * @throws IOException if it can't be written; the lines before are still there, and the next one takes its place
     */
    synchronized Place append(byte[] line) throws IOException {
        byte[] ended = new byte[line.length + 1];
        System.arraycopy(line, 0, ended, 0, line.length);
        ended[line.length] = '\n';
        // Whatever follows the last whole line is overwritten, and cut off if it is longer.
        try {
            if (file.length() > end) file.setLength(end);
            file.seek(end);
            file.write(ended);
        } catch (IOException e) {
            try {
                file.setLength(end);
            } catch (IOException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
        Place place = new Place(this, ++lines, end, line.length);
        end += ended.length;
        return place;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
