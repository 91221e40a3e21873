package org.whynot.frontend.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.whynot.util.Progress;

/**
 * A video file of any length to measure with: boxes of changing number, size and speed on a fixed noise, which are quick to make and small as
 * a file.
 *
 * <pre>{@code
 * BenchmarkVideo.write(Path.of("hour.mp4"), 3600 * BenchmarkVideo.FRAMES_PER_SECOND, Progress.SILENT);
 * }</pre>
 */
public final class BenchmarkVideo {

    /** Columns of a frame, pixels. */
    public static final int WIDTH = 640;
    /** Rows of a frame, pixels. */
    public static final int HEIGHT = 360;
    /** Frames of a second. */
    public static final int FRAMES_PER_SECOND = 25;

    private static final int SECONDS_OF_A_SCENE = 20;
    private static final int BITS_PER_SECOND = 300_000;

    private BenchmarkVideo() {}

    /**
     * Writes the video, MPEG-4 in an MP4 file.
     *
     * @param file replaced if it exists
     * @param frames at least 1
     * @throws IOException if it can't be written
     * @throws java.util.concurrent.CancellationException if cancelled; an incomplete file is left
     */
    public static void write(Path file, int frames, Progress progress) throws IOException {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        byte[] ground = ground();
        try (FFmpegFrameRecorder recorder =
                        new FFmpegFrameRecorder(file.toAbsolutePath().toFile(), WIDTH, HEIGHT, 0);
                Frame frame = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 3)) {
            recorder.setFormat("mp4");
            recorder.setVideoCodecName("mpeg4");
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(FRAMES_PER_SECOND);
            recorder.setGopSize(2 * FRAMES_PER_SECOND);
            recorder.setVideoBitrate(BITS_PER_SECOND);
            recorder.start();
            byte[] picture = new byte[ground.length];
            for (int t = 0; t < frames; t++) {
                progress.check();
                System.arraycopy(ground, 0, picture, 0, ground.length);
                int scene = t / (SECONDS_OF_A_SCENE * FRAMES_PER_SECOND);
                for (int box = 0; box < 1 + scene % 5; box++) draw(picture, scene, box, t);
                ByteBuffer buffer = (ByteBuffer) frame.image[0];
                for (int y = 0; y < HEIGHT; y++) {
                    buffer.position(y * frame.imageStride);
                    buffer.put(picture, y * 3 * WIDTH, 3 * WIDTH);
                }
                buffer.position(0);
                recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
            }
            recorder.stop();
        }
    }

    private static byte[] ground() {
        byte[] ground = new byte[3 * WIDTH * HEIGHT];
        Random random = new Random(1);
        for (int y = 0; y < HEIGHT; y++)
            for (int i = 0; i < 3 * WIDTH; i++) ground[y * 3 * WIDTH + i] = (byte) (60 + y / 4 + random.nextInt(8));
        return ground;
    }

    private static void draw(byte[] picture, int scene, int box, int t) {
        int size = 20 + 17 * ((scene + 3 * box) % 7);
        double angle = (1 + box + scene % 3) * 0.02 * t;
        int left = (int) ((WIDTH - size) * (0.5 + 0.5 * Math.sin(angle + box)));
        int top = (int) ((HEIGHT - size) * (0.5 + 0.5 * Math.cos(0.7 * angle + scene)));
        for (int y = top; y < top + size; y++)
            for (int x = left; x < left + size; x++)
                for (int c = 0; c < 3; c++)
                    picture[3 * (y * WIDTH + x) + c] = (byte) (c == (scene + box) % 3 ? 230 : 30 + 60 * c);
    }
}
