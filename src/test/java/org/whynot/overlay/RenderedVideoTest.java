package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.util.Progress;
import org.whynot.video.Box;

@Tag("slow")
class RenderedVideoTest {

    @TempDir
    Path folder;

    /** Width, height, frames, seconds a frame; then the size and rate to be found in the file. */
    @ParameterizedTest
    @CsvSource({
        "128, 128, 24, 0.04, 128, 128, 25",
        "176, 132, 9, 0.1, 176, 132, 10",
        "64, 64, 7, 0.0333666667, 64, 64, 29.97",
        "63, 41, 7, 0.0333333, 64, 42, 30",
        "512, 300, 5, NaN, 512, 300, 10",
        "500, 301, 5, 300, 500, 302, 10",
        "160, 120, 1, 0.001, 160, 120, 10",
        "1920, 1080, 2, 0.0166667, 1920, 1080, 60",
        "2000, 1000, 2, 0.5, 2000, 1000, 2",
        "4200, 2400, 1, 0.04, 2100, 1200, 25",
        "3, 2000, 2, 0.04, 16, 2000, 25",
        "1, 1, 2, 0.04, 16, 16, 25"
    })
    void hasEveryFrameTheSizeAndTheRateOfTheVideo(
            int width, int height, int frames, double interval, int fileWidth, int fileHeight, double rate)
            throws Exception {
        TestVideo video = TestVideo.colored(width, height, frames).withInterval(interval);
        Answer answer = TestAnswers.following(width, height, frames, false);
        Path file = folder.resolve("clip.mp4");
        RenderedVideo.write(answer, video, file, Progress.SILENT);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.setImageMode(FrameGrabber.ImageMode.RAW);
            grabber.start();
            assertEquals(avcodec.AV_CODEC_ID_H264, grabber.getVideoCodec());
            assertEquals(avutil.AV_PIX_FMT_YUV420P, grabber.getPixelFormat());
            int count = 0;
            while (grabber.grabImage() != null) count++;
            assertEquals(frames, count);
            assertEquals(rate, grabber.getVideoFrameRate(), 0.001 * rate);
            assertEquals(fileWidth, grabber.getImageWidth());
            assertEquals(fileHeight, grabber.getImageHeight());
        }
        assertIndexFirst(file);
    }

    /** A player on the net needs the part moov, the index, before mdat, the frames. */
    private static void assertIndexFirst(Path file) throws IOException {
        List<String> parts = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        for (int at = 0; at + 8 <= bytes.limit(); at += bytes.getInt(at)) {
            byte[] name = new byte[4];
            bytes.get(at + 4, name);
            parts.add(new String(name, StandardCharsets.US_ASCII));
        }
        assertTrue(parts.contains("moov") && parts.indexOf("moov") < parts.indexOf("mdat"), parts.toString());
    }

    /** The decoded picture is the video's outside of boxes and labels, and has a box's colour where a box's edge is. */
    @Test
    void showsTheVideoAndTheBoxes() throws Exception {
        TestVideo video = TestVideo.colored(320, 320, 12);
        Answer answer = TestAnswers.following(320, 320, 12, false);
        Path file = folder.resolve("clip.mp4");
        RenderedVideo.write(answer, video, file, Progress.SILENT);
        List<ExplanationStyle> styles = ExplanationStyle.of(answer);
        ExplanationStyle style = styles.get(0);
        Explanation explanation = style.explanation();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_BGR24);
            grabber.start();
            for (int i = 0; i < 12; i++) {
                Frame frame = grabber.grabImage();
                double[] blob = TestVideo.center(0, i / 12.0);
                int[] center = color(frame, (int) (blob[0] * 320), (int) (blob[1] * 320));
                assertTrue(center[0] < 100 && center[1] > 170 && center[2] > 170, "a cyan blob in frame " + i);
                if (explanation.boxAt(i).isEmpty()) continue;
                Box box = explanation.boxAt(i).get();
                int[] edge = color(frame, (int) (box.x() + box.width() / 2), (int) box.bottom());
                // 4:2:0 colour blurs a thin line, so the test is which colour it is, not how strong.
                ExplanationStyle nearest = styles.stream()
                        .min(Comparator.comparingDouble(other -> distance(other.color(), edge)))
                        .orElseThrow();
                assertEquals(style, nearest, "frame " + i);
                assertTrue(edge[0] > 100, "brighter than the ground in frame " + i);
            }
        }
    }

    @Test
    void rateIsTheVideosOwnWhereItCanBeWatched() {
        TestVideo video = TestVideo.grey(8, 8, 2);
        assertEquals(25, RenderedVideo.rate(video), 1e-9);
        assertEquals(1, RenderedVideo.rate(video.withInterval(1)), 1e-9);
        for (double interval : new double[] {Double.NaN, 0, -1, 60, 1e-6, Double.POSITIVE_INFINITY})
            assertEquals(RenderedVideo.DEFAULT_RATE, RenderedVideo.rate(video.withInterval(interval)));
    }

    private static double distance(Color color, int[] rgb) {
        return Math.hypot(Math.hypot(color.getRed() - rgb[0], color.getGreen() - rgb[1]), color.getBlue() - rgb[2]);
    }

    private static int[] color(Frame frame, int x, int y) {
        ByteBuffer pixels = (ByteBuffer) frame.image[0];
        int at = y * frame.imageStride + 3 * x;
        return new int[] {pixels.get(at + 2) & 255, pixels.get(at + 1) & 255, pixels.get(at) & 255};
    }
}
