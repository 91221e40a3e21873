package org.whynot.overlay;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;
import org.whynot.explain.Answer;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/** Encodes painted frames with FFmpeg. Nothing else in this package touches FFmpeg. */
final class Mp4Recorder {

    /** Enough for sharp text at any rate: bits for a pixel of a frame. */
    private static final double BITS_PER_PIXEL = 0.4;

    private static final int LOWEST_BIT_RATE = 1_500_000;

    private Mp4Recorder() {}

    /**
     * Writes the file, frame by frame.
     *
     * @throws IOException if a frame can't be read or the file not be written; the message states why, not which file
     * @throws LinkageError if FFmpeg is missing on this platform
     */
    static void record(Answer answer, Video video, Path file, Progress progress) throws IOException {
        // Whatever FFmpeg has to complain about arrives as an exception; standard error is the user's.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        FramePainter painter = new FramePainter(answer);
        float[] rgb = new float[video.frameLength()];
        try (FFmpegFrameRecorder recorder = recorder(file, painter, RenderedVideo.rate(video))) {
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
            throw new IOException("the video could not be encoded: " + reason(e), e);
        }
        checkComplete(file, video.frames());
    }

    /** JavaCV gives only FFmpeg's error number; FFmpeg has words for it. */
    private static String reason(FrameRecorder.Exception e) {
        Matcher number = Pattern.compile("error (-\\d+)").matcher(e.getMessage());
        if (!number.find()) return e.getMessage();
        byte[] words = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(Integer.parseInt(number.group(1)), words, words.length);
        int length = 0;
        while (length < words.length && words[length] != 0) length++;
        return new String(words, 0, length, StandardCharsets.UTF_8);
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
        // The conversion from RGB is BT.601; without stating it, players guess by the image's height.
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
            throw new IOException("the video is not complete (" + reason + ", "
                    + (Files.exists(file) ? Files.size(file) : 0) + " bytes). Is the disk full?");
    }
}
