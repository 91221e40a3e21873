package org.whynot.video;

import java.io.Closeable;
import java.nio.file.Path;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** A video whose frames are decoded from a file when they are asked for. */
public abstract class FileVideo extends Video {

    private final Path file;

    /**
     * @param file absolute; its name is the video's
     * @param image lazy, X, Y, C, T
     * @param display how its values are shown
     * @param frameInterval seconds from a frame to the next, the mean where it varies, or NaN
     * @param resource closed, once, with this video
     */
    protected FileVideo(
            Path file,
            RandomAccessibleInterval<? extends RealType<?>> image,
            Display display,
            double frameInterval,
            Closeable resource) {
        super(VideoFiles.fileName(file), image, display, frameInterval, resource);
        this.file = file;
    }

    /** The file, absolute. */
    public final Path file() {
        return file;
    }

    /**
     * When a frame is shown, in seconds, or NaN where the file does not say.
     *
     * @param frame 0 to {@code frames() - 1}
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public abstract double time(int frame);

    /** Whether the time from a frame to the next varies. */
    public abstract boolean isVariableRate();

    /** The largest value that a channel of a pixel can have. */
    public abstract int largestValue();

    /** Gives the decoder and the cached frames back until a frame is read again. */
    public abstract void release();
}
