package org.whynot.overlay;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;
import org.whynot.explain.Answer;
import org.whynot.video.Progress;
import org.whynot.video.Video;

/**
 * An explained video as an MP4 file: tubes and labels drawn in, a legend below the picture.
 *
 * <p>H.264 with 4:2:0 colour and even sizes, the index at the front, so that browsers and players open it. It has as many
 * frames as the video and its rate, see {@link #rate}.
 */
public final class RenderedVideo {

    /** Frames per second of a video that does not say, or whose own rate can't be watched. */
    public static final double DEFAULT_RATE = 10;

    private static final double SLOWEST_RATE = 1;
    private static final double FASTEST_RATE = 120;
    /** Enough for sharp text at any rate: bits for a pixel of a frame. */
    private static final double BITS_PER_PIXEL = 0.4;

    private static final int LOWEST_BIT_RATE = 1_500_000;

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
            // Whatever FFmpeg has to complain about arrives as an exception; standard error is the user's.
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            record(answer, video, file, progress);
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
     * of less than one frame or a high-speed recording of more than 120 frames a second.
     */
    public static double rate(Video video) {
        double rate = 1 / video.frameInterval();
        return rate >= SLOWEST_RATE && rate <= FASTEST_RATE ? rate : DEFAULT_RATE;
    }

    private static void record(Answer answer, Video video, Path file, Progress progress) throws IOException {
        FramePainter painter = new FramePainter(answer);
        float[] rgb = new float[video.frameLength()];
        try (FFmpegFrameRecorder recorder = recorder(file, painter, rate(video))) {
            recorder.start();
            try (Frame frame = new Frame(painter.width(), painter.height(), Frame.DEPTH_UBYTE, 3)) {
                for (int i = 0; i < video.frames(); i++) {
                    progress.check();
                    video.read(i, rgb);
                    copy(painter.paint(i, rgb), frame);
                    recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
                    progress.report((i + 1.0) / video.frames(), "Drawing the tubes, frame " + (i + 1));
                }
            }
            recorder.stop();
        } catch (FrameRecorder.Exception e) {
            throw new IOException(file.getFileName() + " could not be written: " + e.getMessage(), e);
        }
        checkComplete(file, video.frames());
    }

    private static FFmpegFrameRecorder recorder(Path file, FramePainter painter, double rate) {
        FFmpegFrameRecorder recorder =
                new FFmpegFrameRecorder(file.toAbsolutePath().toFile(), painter.width(), painter.height(), 0);
        recorder.setFormat("mp4");
        recorder.setOption("movflags", "+faststart");
        recorder.setVideoCodecName("libopenh264");
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.setFrameRate(rate);
        // A key frame every ten, so that a player can step to and fro.
        recorder.setGopSize(10);
        double bits = BITS_PER_PIXEL * painter.width() * painter.height() * rate;
        recorder.setVideoBitrate((int) Math.min(Integer.MAX_VALUE, Math.max(LOWEST_BIT_RATE, bits)));
        // The conversion from RGB is BT.601; without saying so, players guess by the picture's height.
        recorder.setVideoOption("colorspace", "smpte170m");
        recorder.setVideoOption("color_range", "tv");
        return recorder;
    }

    private static void copy(BufferedImage image, Frame frame) {
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        ByteBuffer buffer = (ByteBuffer) frame.image[0];
        int row = image.getWidth() * 3;
        for (int y = 0; y < image.getHeight(); y++) {
            buffer.position(y * frame.imageStride);
            buffer.put(pixels, y * row, row);
        }
        buffer.position(0);
    }

    /** FFmpeg does not report a full disk when it closes a file: the index at the end is just missing. */
    private static void checkComplete(Path file, int frames) throws IOException {
        String reason = null;
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.start();
            if (grabber.getLengthInVideoFrames() != frames)
                reason = "it has " + grabber.getLengthInVideoFrames() + " frames instead of " + frames;
        } catch (IOException e) {
            reason = "it can't be opened again";
        }
        if (reason != null)
            throw new IOException(file.getFileName() + " was not written completely (" + reason + ", "
                    + (Files.exists(file) ? Files.size(file) : 0) + " bytes). Is the disk full?");
    }
}
