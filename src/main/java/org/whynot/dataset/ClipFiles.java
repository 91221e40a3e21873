package org.whynot.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Opens the clips of a data set one after the other. A file that several of them are segments of stays open in between, with
 * the frames last read in memory, so that frames which neighbours share are read once.
 *
 * <pre>{@code
 * try (ClipFiles files = new ClipFiles()) {
 *     for (Sample sample : data.samples())
 *         try (Video clip = files.open(sample)) { … }
 * }
 * }</pre>
 *
 * <p>Any thread may use it.
 */
public final class ClipFiles implements Closeable {

    /** Files that stay open though no clip of them is. */
    private static final int MOST_IDLE = 2;

    /** Memory for decoded frames of an open file, megabytes. */
    private static final int CACHE_MB = 128;

    /** Opens a file. */
    @FunctionalInterface
    interface Opener {
        Video open(Path file) throws IOException;
    }

    /** An open file and how many clips of it are. */
    private static final class Shared {
        final Video video;
        int clips;

        Shared(Video video) {
            this.video = video;
        }
    }

    private final Opener opener;

    /** The least recently opened first. */
    private final Map<Path, Shared> files = new LinkedHashMap<>(16, 0.75f, true);

    private boolean closed;

    /** Opens files as {@link VideoFiles} does. */
    public ClipFiles() {
        this(file -> VideoFiles.open(file, CACHE_MB, sentence -> {}, Progress.SILENT));
    }

    ClipFiles(Opener opener) {
        this.opener = opener;
    }

    /**
     * Opens a clip.
     *
     * @throws IOException as {@link Sample#open} does
     */
    public synchronized Video open(Sample sample) throws IOException {
        // A file with one clip is not read again.
        if (sample.segment().isWhole()) return sample.open();
        if (closed) throw new IOException("The clip '" + sample.id() + "' is not read: its data set was closed.");
        Path path = sample.path();
        Shared file = files.get(path);
        if (file == null) {
            file = new Shared(opener.open(path));
            files.put(path, file);
        }
        file.clips++;
        Shared opened = file;
        try {
            return sample.part(file.video, () -> release(opened));
        } catch (IOException e) {
            release(opened);
            throw e;
        }
    }

    private synchronized void release(Shared file) throws IOException {
        file.clips--;
        trim(closed ? 0 : MOST_IDLE);
    }

    /** Closes the files that were opened the longest ago of those without clips. */
    private void trim(int most) throws IOException {
        long idle = files.values().stream().filter(file -> file.clips == 0).count();
        Iterator<Shared> oldest = files.values().iterator();
        while (idle > most) {
            Shared file = oldest.next();
            if (file.clips > 0) continue;
            oldest.remove();
            idle--;
            file.video.close();
        }
    }

    /** Closes the files, those of clips that are still open with the last of these. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        trim(0);
    }
}
