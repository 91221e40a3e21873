package org.whynot.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.video.TestVideos.read;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.imagej.ImageFiles;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Colours come back as they were drawn, whichever way the file stores them; pictures are turned as the file asks. */
class FrameColourTest {

    private static final int[] COLOURS = {
        0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0x808080, 0xffff00, 0x00ffff, 0xff00ff, 0x804020, 0x2060c0,
        0xe0a080
    };

    private static final int PATCH = 16;

    @TempDir
    Path folder;

    /** Patches of all colours, one below the other, over and over. */
    private static int[] patches(int width, int height) {
        int[] pixels = new int[width * height];
        for (int i = 0; i < pixels.length; i++) pixels[i] = COLOURS[i / width / PATCH % COLOURS.length];
        return pixels;
    }

    static Stream<Arguments> storages() {
        int p8 = avutil.AV_PIX_FMT_YUV420P;
        int p422 = avutil.AV_PIX_FMT_YUV422P;
        int p444 = avutil.AV_PIX_FMT_YUV444P;
        int p10 = avutil.AV_PIX_FMT_YUV420P10LE;
        int bt601 = avutil.AVCOL_SPC_SMPTE170M;
        int bt709 = avutil.AVCOL_SPC_BT709;
        int bt2020 = avutil.AVCOL_SPC_BT2020_NCL;
        int low = PATCH * COLOURS.length;
        // matrix, full range, says nothing, height, pixel format
        return Stream.of(
                Arguments.of(bt601, false, false, low, p8),
                Arguments.of(bt709, false, false, low, p8),
                Arguments.of(bt601, true, false, low, p422),
                Arguments.of(bt709, true, false, low, p444),
                Arguments.of(bt709, false, false, low, p10),
                Arguments.of(bt2020, false, false, low, p10),
                Arguments.of(bt601, false, false, 720, p8),
                Arguments.of(bt601, false, true, 704, p8),
                Arguments.of(bt709, false, true, 720, p8),
                Arguments.of(bt709, false, true, 720, p10));
    }

    @ParameterizedTest
    @MethodSource("storages")
    void coloursAreThoseThatWereDrawn(int matrix, boolean full, boolean silent, int height, int format)
            throws IOException {
        Path file = new TestEncoder("ffv1", "matroska")
                .size(32, height)
                .format(format)
                .colour(matrix, full, silent)
                .picture(n -> patches(32, height))
                .write(folder.resolve("colours.mkv"), 1);
        assertColours(file, height, 2);
    }

    @Test
    void motionJpegHasTheFullRange() throws IOException {
        int height = PATCH * COLOURS.length;
        Path file = new TestEncoder("mjpeg", "mov")
                .size(32, height)
                .format(avutil.AV_PIX_FMT_YUVJ444P)
                .bitRate(20_000_000)
                .option("qmin", "1")
                .colour(avutil.AVCOL_SPC_SMPTE170M, true, false)
                .picture(n -> patches(32, height))
                .write(folder.resolve("colours.mov"), 1);
        assertColours(file, height, 6);
    }

    private static void assertColours(Path file, int height, int tolerance) throws IOException {
        try (Video video = VideoFiles.open(file)) {
            float[] rgb = read(video, 0);
            int n = 32 * height;
            for (int y = PATCH / 2; y < height; y += PATCH)
                for (int c = 0; c < 3; c++)
                    assertEquals(
                            COLOURS[y / PATCH % COLOURS.length] >> (16 - 8 * c) & 255,
                            255 * rgb[c * n + y * 32 + 16],
                            tolerance,
                            "row " + y + ", colour " + c);
        }
    }

    /** Chroma that is stored for every other pixel lies where the file says, so an edge does not wander. */
    @Test
    void chromaIsInterpolatedFromItsPlace() throws IOException {
        Path file = new TestEncoder("ffv1", "matroska")
                .size(64, 32)
                .format(avutil.AV_PIX_FMT_YUV420P)
                .picture(n -> {
                    int[] pixels = new int[64 * 32];
                    for (int i = 0; i < pixels.length; i++) {
                        int x = i % 64;
                        pixels[i] = 4 * x << 16 | 255 - 4 * x;
                    }
                    return pixels;
                })
                .write(folder.resolve("ramp.mkv"), 1);
        try (Video video = VideoFiles.open(file)) {
            float[] rgb = read(video, 0);
            for (int x = 4; x < 60; x++) {
                assertEquals(4 * x, 255 * rgb[16 * 64 + x], 5, "red at " + x);
                assertEquals(255 - 4 * x, 255 * rgb[2 * 64 * 32 + 16 * 64 + x], 5, "blue at " + x);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8", "10", "12", "16"})
    void greyVideosKeepTheirValues(int bits) throws IOException {
        int format =
                switch (bits) {
                    case 8 -> avutil.AV_PIX_FMT_GRAY8;
                    case 10 -> avutil.AV_PIX_FMT_GRAY10LE;
                    case 12 -> avutil.AV_PIX_FMT_GRAY12LE;
                    default -> avutil.AV_PIX_FMT_GRAY16LE;
                };
        Path file = new TestEncoder("ffv1", "matroska")
                .size(32, 16)
                .format(format)
                .colour(avutil.AVCOL_SPC_SMPTE170M, true, false)
                .picture(n -> {
                    int[] pixels = new int[32 * 16];
                    for (int i = 0; i < pixels.length; i++) pixels[i] = 0x10101 * (i % 32 * 8);
                    return pixels;
                })
                .write(folder.resolve("grey.mkv"), 1);
        ImagePlus image = ImageFiles.openImage(file);
        assertEquals(bits == 8 ? 8 : 16, image.getBitDepth());
        assertEquals((1 << bits) - 1, image.getDisplayRangeMax());
        try (Video video = VideoFiles.open(file);
                Video shown = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
            float[] rgb = read(video, 0);
            for (int i = 0; i < 32 * 16; i++) assertEquals(i % 32 * 8, 255 * rgb[i], 1);
            org.junit.jupiter.api.Assertions.assertArrayEquals(rgb, read(shown, 0));
        }
        image.close();
    }

    @ParameterizedTest
    @CsvSource({"0", "90", "180", "270"})
    void picturesAreTurnedClockwiseAsTheFileAsks(int turn) throws IOException {
        int width = 48;
        int height = 32;
        Path file = new TestEncoder("mpeg4", "mp4")
                .size(width, height)
                .turn(turn)
                .bitRate(4_000_000)
                .picture(n -> {
                    int[] pixels = new int[width * height];
                    // Red above left, green above right, blue below left, black below right.
                    for (int i = 0; i < pixels.length; i++)
                        pixels[i] = i / width < height / 2
                                ? i % width < width / 2 ? 0xff0000 : 0xff00
                                : i % width < width / 2 ? 0xff : 0;
                    return pixels;
                })
                .write(folder.resolve("phone.mp4"), 3);
        String clockwise =
                switch (turn) {
                    case 90 -> "brkg";
                    case 180 -> "kbgr";
                    case 270 -> "gkrb";
                    default -> "rgbk";
                };
        try (Video video = VideoFiles.open(file)) {
            assertEquals(turn % 180 == 0 ? width : height, video.width());
            assertEquals(turn % 180 == 0 ? height : width, video.height());
            float[] rgb = read(video, 2);
            int n = width * height;
            StringBuilder corners = new StringBuilder();
            for (int corner = 0; corner < 4; corner++) {
                int at = (corner < 2 ? 1 : 3) * video.height() / 4 * video.width()
                        + (corner % 2 == 0 ? 1 : 3) * video.width() / 4;
                corners.append(rgb[at] > 0.5 ? 'r' : rgb[n + at] > 0.5 ? 'g' : rgb[2 * n + at] > 0.5 ? 'b' : 'k');
            }
            assertEquals(clockwise, corners.toString());
        }
    }

    /** All eight ways to lay a picture down, against a plain multiplication with the matrix. */
    @Test
    void everyMatrixPutsEveryPixelWhereItSays() {
        int w = 5;
        int h = 3;
        for (int[] m : List.of(
                new int[] {1, 0, 0, 1},
                new int[] {-1, 0, 0, 1},
                new int[] {1, 0, 0, -1},
                new int[] {-1, 0, 0, -1},
                new int[] {0, 1, 1, 0},
                new int[] {0, 1, -1, 0},
                new int[] {0, -1, 1, 0},
                new int[] {0, -1, -1, 0})) {
            Orientation orientation = Orientation.of(m[0], m[1], m[2], m[3]);
            int width = orientation.width(w, h);
            int height = orientation.height(w, h);
            int[] places = orientation.places(w, h);
            for (int y = 0; y < h; y++)
                for (int x = 0; x < w; x++) {
                    int seenX = m[0] * x + m[2] * y + (m[0] + m[2] < 0 ? width - 1 : 0);
                    int seenY = m[1] * x + m[3] * y + (m[1] + m[3] < 0 ? height - 1 : 0);
                    assertEquals(seenY * width + seenX, places[0] + x * places[1] + y * places[2]);
                }
            assertTrue(width * height == w * h);
        }
    }
}
