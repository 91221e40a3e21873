package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.video.Box;
import org.whynot.video.Progress;

class RenderedVideoTest {

    @TempDir
    Path folder;

    /** Width, height, frames, seconds a frame; then the scale and rate to be found in the file. */
    @ParameterizedTest
    @CsvSource({
        "128, 128, 24, 0.04, 4, 25",
        "176, 132, 9, 0.1, 3, 10",
        "63, 41, 7, 0.0333333, 8, 30",
        "512, 300, 5, NaN, 1, 10",
        "500, 301, 5, 300, 1, 10",
        "160, 120, 1, 0.001, 3, 10",
        "2000, 1000, 2, 0.5, 0.96, 2",
        "3, 2000, 2, 0.04, 0.72, 25",
        "1, 1, 2, 0.04, 480, 25"
    })
    void hasEveryFrameTheRightSizeAndRate(int width, int height, int frames, double interval, double scale, double rate)
            throws Exception {
        TestVideo video = TestVideo.colored(width, height, frames).withInterval(interval);
        Answer answer = TestAnswers.following(width, height, frames, false);
        Path file = folder.resolve("clip.mp4");
        RenderedVideo.write(answer, video, file, Progress.SILENT);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.start();
            assertEquals(avcodec.AV_CODEC_ID_H264, grabber.getVideoCodec());
            int count = 0;
            while (grabber.grabImage() != null) count++;
            assertEquals(frames, count);
            assertEquals(rate, grabber.getVideoFrameRate(), 0.01 * rate);
            assertEquals(0, grabber.getImageWidth() % 2);
            assertEquals(0, grabber.getImageHeight() % 2);
            assertEquals(Math.max(480, width * scale), grabber.getImageWidth(), 1.5);
            assertTrue(grabber.getImageHeight() > height * Math.min(scale, 1), "a legend below the picture");
        }
    }

    /** The decoded picture is the video's outside of boxes and labels, and has a box's colour where a box's edge is. */
    @Test
    void showsTheVideoAndTheBoxes() throws Exception {
        TestVideo video = TestVideo.colored(160, 160, 12);
        Answer answer = TestAnswers.following(160, 160, 12, false);
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
                int[] center = color(frame, (int) (blob[0] * 480), (int) (blob[1] * 480));
                assertTrue(center[0] < 100 && center[1] > 170 && center[2] > 170, "a cyan blob in frame " + i);
                if (explanation.boxAt(i).isEmpty()) continue;
                Box box = explanation.boxAt(i).get();
                int[] edge = color(frame, (int) (3 * (box.x() + box.width() / 2)), (int) (3 * box.bottom()));
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
