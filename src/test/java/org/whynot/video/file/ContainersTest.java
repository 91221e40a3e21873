package org.whynot.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.Warning;

/** What a container says of a stream beside its frames: times, sound, a size that changes. */
class ContainersTest {

    private static final int FRAMES = 20;

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private Path file(String type) {
        return folder.resolve("clip." + type);
    }

    static Path data(String name) {
        Path file = Path.of(System.getProperty("whynot.data", "../shared/data"), "inputs", name);
        Assumptions.assumeTrue(Files.exists(file), "no data folder (set -Dwhynot.data)");
        return file;
    }

    @Test
    void aStreamCopiedIntoAnAviKeepsItsTimes() throws IOException {
        try (Video video = VideoFiles.open(data("v_h264copy.avi"), notes::add)) {
            assertEquals(60, video.frames());
            assertEquals(0.04, video.frameInterval(), 1e-9);
        }
        assertEquals(List.of(), notes);
    }

    /** The stamps count in milliseconds, and AVI fills the ticks between with empty packets. */
    @ParameterizedTest
    @CsvSource({
        "mpeg4, avi, avi, 0",
        "mjpeg, avi, avi, 0",
        "ffv1, avi, avi, 0",
        "mpeg4, mp4, mp4, 2",
        "mpeg4, mov, mov, 2",
        "mpeg4, matroska, mkv, 2",
        "mjpeg, mov, mov, 0",
        "ffv1, matroska, mkv, 0"
    })
    void theIntervalIsThatOfTheTimeStamps(String codec, String container, String type, int bFrames) throws IOException {
        encoder(codec, container).bFrames(bFrames).time(n -> 80 * n).write(file(type), FRAMES);
        // The first codec is given a rate, and knows no other times.
        double expected = codec.startsWith("mpeg") ? 0.04 : 0.08;
        try (Video video = VideoFiles.open(file(type), notes::add)) {
            assertEquals(FRAMES, video.frames());
            assertEquals(expected, video.frameInterval(), 1e-4);
        }
        assertEquals(List.of(), notes);
    }

    @ParameterizedTest
    @CsvSource({"mjpeg, avi, avi", "ffv1, avi, avi", "mjpeg, matroska, mkv", "ffv1, matroska, mkv", "mjpeg, mov, mov"})
    void droppedFramesAreReportedAndTheMeanIsTheInterval(String codec, String container, String type)
            throws IOException {
        encoder(codec, container).time(n -> 40 * (n < 10 ? n : n + 3)).write(file(type), FRAMES);
        try (Video video = VideoFiles.open(file(type), notes::add)) {
            assertEquals(FRAMES, video.frames());
            assertEquals(0.04 * 22 / 19, video.frameInterval(), 1e-3);
            assertTrue(kinds(video).contains(Warning.Kind.DROPPED_FRAMES), () -> kinds(video)
                    .toString());
        }
        assertTrue(notes.stream().anyMatch(n -> n.contains("3 frames were dropped")), notes::toString);
    }

    private static TestEncoder encoder(String codec, String container) {
        TestEncoder encoder = new TestEncoder(codec, container);
        return switch (codec) {
            case "mjpeg" -> encoder.format(avutil.AV_PIX_FMT_YUVJ420P);
            case "png" -> encoder.format(avutil.AV_PIX_FMT_RGB24);
            case "huffyuv" -> encoder.format(avutil.AV_PIX_FMT_YUV422P);
            default -> encoder;
        };
    }

    @ParameterizedTest
    @CsvSource({"mjpeg, avi, avi", "mpeg4, matroska, mkv", "mjpeg, mov, mov"})
    void soundMayLastLongerThanTheVideo(String codec, String container, String type) throws IOException {
        encoder(codec, container).sound(6).write(file(type), FRAMES);
        try (Video video = VideoFiles.open(file(type), notes::add)) {
            assertEquals(FRAMES, video.frames());
            assertEquals(0.04, video.frameInterval(), 1e-4);
        }
        assertEquals(List.of(), notes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpeg2video", "mpeg1video"})
    void aSizeThatChangesInMidStreamIsReported(String codec) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (int width : new int[] {96, 128})
            both.write(Files.readAllBytes(
                    new TestEncoder(codec, codec).size(width, 64).write(folder.resolve(width + ".raw"), FRAMES)));
        try (Video video = VideoFiles.open(Files.write(file("m4v"), both.toByteArray()), notes::add)) {
            assertEquals(96, video.width());
            assertTrue(video.frames() > FRAMES, video.frames() + " frames");
            assertTrue(kinds(video).contains(Warning.Kind.SIZE_CHANGE), () -> kinds(video)
                    .toString());
        }
        assertTrue(
                notes.stream().anyMatch(n -> n.contains("size of the frames changes") && n.contains("128 x 64")),
                notes::toString);
    }

    /** Not every frame of a large video is decoded when it is opened, so the change is met when it is read. */
    @Test
    void aSizeChangeOfALargeVideoIsFoundWhileReading() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        for (int width : new int[] {96, 128})
            both.write(Files.readAllBytes(new TestEncoder("mpeg2video", "mpeg2video")
                    .size(width, 64)
                    .write(folder.resolve(width + ".raw"), FRAMES)));
        Path file = Files.write(file("m4v"), both.toByteArray());
        FrameIndex index = FrameIndexer.index(file, 0, Progress.SILENT);
        try (DecodedFrames frames = new DecodedFrames(file, index)) {
            Object pixels = frames.array();
            for (int n = 0; n < FRAMES / 2; n++) frames.read(n, pixels);
            assertEquals(Optional.empty(), frames.sizeChange());
            for (int n = FRAMES / 2; n < index.frames(); n++) frames.read(n, pixels);
            String message = frames.sizeChange().orElseThrow().message();
            assertTrue(message.contains("96 x 64 to 128 x 64"), message);
        }
    }

    private static List<Warning.Kind> kinds(Video video) {
        return video.warnings().stream().map(Warning::kind).toList();
    }

    @ParameterizedTest
    @CsvSource({"matroska, mkv", "avi, avi"})
    void twelveBitsInSixteenAreReported(String container, String type) throws IOException {
        int[] dark = new int[96 * 64];
        for (int i = 0; i < dark.length; i++) dark[i] = i % 10 * 0x010101;
        grey(container).picture(n -> dark).write(file(type), 3);
        VideoFiles.open(file(type), notes::add).close();
        assertTrue(notes.stream().anyMatch(n -> n.contains("12 bits")), notes::toString);
        try (Video video = VideoFiles.open(file(type))) {
            assertEquals(List.of(Warning.Kind.DISPLAY_RANGE), kinds(video));
        }
        notes.clear();
        grey(container).write(file(type), 4);
        VideoFiles.open(file(type), notes::add).close();
        assertEquals(List.of(), notes);
    }

    /** Grey of 16 bits that uses all of them. */
    private static TestEncoder grey(String container) {
        return new TestEncoder("ffv1", container)
                .format(avutil.AV_PIX_FMT_GRAY16LE)
                .colour(avutil.AVCOL_SPC_SMPTE170M, true, false);
    }

    @Test
    void anUncompressedAviOfSixteenBitsIsRead() throws IOException {
        try (Video video = VideoFiles.open(data("a_555.avi"), notes::add)) {
            assertEquals(60, video.frames());
            float[] rgb = new float[video.frameLength()];
            video.read(0, rgb);
            int n = video.width() * video.height();
            assertEquals(216 / 255f, rgb[0], 1e-3);
            assertEquals(24 / 255f, rgb[n], 1e-3);
        }
    }

    @ParameterizedTest
    @CsvSource({"rgb555le", "rgb565le", "rgb24", "bgr24", "yuyv422", "uyvy422", "gray", "gray16le"})
    void uncompressedAvisOfOtherPixelsAreRead(String format) throws IOException {
        new TestEncoder("rawvideo", "avi").format(avutil.av_get_pix_fmt(format)).write(file("avi"), 3);
        try (Video video = VideoFiles.open(file("avi"), notes::add)) {
            float[] rgb = new float[video.frameLength()];
            for (int frame = 0; frame < 3; frame++) {
                video.read(frame, rgb);
                assertEquals(frame, TestEncoder.number(rgb, video.width(), video.height()));
            }
        } catch (IOException e) {
            assertFalse(e.getMessage().indexOf(0) >= 0, e.getMessage());
            throw e;
        }
    }
}
