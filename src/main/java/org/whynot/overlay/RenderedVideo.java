package org.whynot.overlay;

import java.io.IOException;
import java.nio.file.Path;
import org.whynot.explain.Answer;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * An explained video as an MP4 file: tubes, labels, a legend and the class probabilities drawn in.
 *
 * <p>It has the size of the video (an odd side gets one black row or column more), as many frames, and its rate, see
 * {@link #rate}. H.264 with 4:2:0 colour and the index at the front, so that browsers and players open it.
 */
public final class RenderedVideo {

    /** Frames per second of a video without a rate, or whose own rate can't be watched. */
    public static final double DEFAULT_RATE = 10;

    private static final double SLOWEST_RATE = 1;
    private static final double FASTEST_RATE = 240;

    /** The video encoder can't be used on this machine at all. */
    static final class Unavailable extends IOException {
        private static final long serialVersionUID = 1;

        Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private RenderedVideo() {}

    /**
     * Writes the file.
     *
     * @param answer what to draw
     * @param video the video that it explains
     * @param file where to; replaced if it is there. After an exception it may be there half-written: {@link AnswerFiles}
     *     cares for that
     * @param progress told of every frame
     * @throws IOException if a frame can't be read, the file not be written, or the encoder is missing on this platform
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static void write(Answer answer, Video video, Path file, Progress progress) throws IOException {
        try {
            // All of FFmpeg is behind this call: without its jars or natives it fails, but this class still loads.
            Mp4Recorder.record(answer, video, file, progress);
        } catch (LinkageError e) {
            throw new Unavailable(
                    file.getFileName()
                            + " was not written: the video encoder (FFmpeg) is not installed for this platform"
                            + " (" + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                            + "). Everything else works without it.",
                    e);
        }
    }

    /**
     * Frames per second at which a video is shown: its own, or {@link #DEFAULT_RATE} where it is not known, or a time lapse
     * of less than one frame or a high-speed recording of more than 240 frames a second.
     */
    public static double rate(Video video) {
        double rate = 1 / video.frameInterval();
        return rate >= SLOWEST_RATE && rate <= FASTEST_RATE ? rate : DEFAULT_RATE;
    }
}
