package org.whynot.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.whynot.video.TestVideos.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Frame n is always the nth decoded frame: each frame has its number written into its pixels, and is compared as a whole with
 * what decoding from the start gives, in random order.
 */
@Tag("slow")
class FrameIdentityTest {

    private static final int FRAMES = 60;

    /** A kind of file that people have. */
    record Kind(String name, String file, TestEncoder encoder) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("constant rate", "clip.mp4", new TestEncoder("libopenh264", "mp4")),
                new Kind("constant rate in mkv", "clip.mkv", new TestEncoder("libopenh264", "matroska")),
                new Kind(
                        "variable rate",
                        "clip.mp4",
                        new TestEncoder("libopenh264", "mp4").time(FrameIdentityTest::uneven)),
                new Kind("variable rate, VP9", "clip.webm", vp9().time(FrameIdentityTest::uneven)),
                new Kind("B-frames", "clip.mp4", new TestEncoder("mpeg4", "mp4").bFrames(2)),
                new Kind(
                        "B-frames in mov",
                        "clip.mov",
                        new TestEncoder("mpeg4", "mov").bFrames(3).group(20)),
                new Kind(
                        "B-frames without stamps of their own", "clip.avi", new TestEncoder("mpeg4", "avi").bFrames(2)),
                new Kind("open groups", "clip.mkv", new TestEncoder("mpeg2video", "matroska").bFrames(2)),
                new Kind(
                        "closed groups",
                        "clip.mkv",
                        new TestEncoder("mpeg2video", "matroska")
                                .bFrames(2)
                                .flags(avcodec.AV_CODEC_FLAG_CLOSED_GOP)
                                .option("sc_threshold", "1000000000")),
                new Kind("no stamps", "clip.mp4", new TestEncoder("libopenh264", "h264")),
                new Kind("no stamps, B-frames", "clip.mp4", new TestEncoder("mpeg2video", "mpeg2video").bFrames(2)),
                new Kind("stamps that go back", "clip.mkv", jpeg("matroska").late(n -> n * 7 % 5 * 90)),
                new Kind(
                        "stamps that go back in the middle",
                        "clip.mkv",
                        jpeg("matroska").late(n -> n == 50 ? 90 : 0)),
                new Kind("stamps that repeat", "clip.mkv", jpeg("matroska").late(n -> n % 3 == 0 ? 40 : 0)),
                new Kind("odd size", "clip.webm", vp9().size(97, 65)),
                new Kind(
                        "odd size, MPEG-4",
                        "clip.mp4",
                        new TestEncoder("mpeg4", "mp4").size(97, 65).bFrames(1)),
                new Kind(
                        "10 bit",
                        "clip.mkv",
                        new TestEncoder("ffv1", "matroska").format(avutil.AV_PIX_FMT_YUV420P10LE)),
                new Kind(
                        "10 bit, ProRes",
                        "clip.mov",
                        new TestEncoder("prores_ks", "mov").format(avutil.AV_PIX_FMT_YUV422P10LE)),
                new Kind(
                        "16 bit grey",
                        "clip.mkv",
                        new TestEncoder("ffv1", "matroska").format(avutil.AV_PIX_FMT_GRAY16LE)),
                new Kind("one key frame", "clip.mp4", new TestEncoder("libopenh264", "mp4").group(1000)),
                new Kind(
                        "one key frame, B-frames",
                        "clip.mkv",
                        new TestEncoder("mpeg4", "matroska").group(600).bFrames(2)),
                new Kind(
                        "fragments",
                        "clip.mp4",
                        new TestEncoder("libopenh264", "mp4").option("movflags", "frag_keyframe+empty_moov")),
                new Kind("Motion JPEG in mov", "clip.mov", jpeg("mov")),
                new Kind(
                        "uncompressed",
                        "clip.avi",
                        new TestEncoder("rawvideo", "avi").format(avutil.AV_PIX_FMT_YUV420P)));
    }

    private static int uneven(int frame) {
        return 40 * frame + (frame > 20 ? 500 : 0) + 13 * (frame % 4);
    }

    private static TestEncoder vp9() {
        return new TestEncoder("libvpx-vp9", "webm")
                .option("deadline", "realtime")
                .option("cpu-used", "8");
    }

    private static TestEncoder jpeg(String container) {
        return new TestEncoder("mjpeg", container)
                .format(avutil.AV_PIX_FMT_YUVJ420P)
                .colour(avutil.AVCOL_SPC_SMPTE170M, true, false);
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFrameIsTheRightOneInAnyOrder(Kind kind) throws IOException {
        Path file = kind.encoder.write(folder.resolve(kind.file), FRAMES);
        assertNumbers(file, FRAMES);
        for (long small : new long[] {Long.MAX_VALUE, 0}) assertEquals(FRAMES, FrameIdentity.check(file, small, 1));
    }

    /** Reads the numbers that are written into the frames, in random order. */
    private static List<String> assertNumbers(Path file, int atMost) throws IOException {
        List<String> notes = new ArrayList<>();
        try (Video video = VideoFiles.open(file, notes::add)) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, video.frames()).boxed().toList());
            Collections.shuffle(order, new Random(file.hashCode()));
            for (int n : order)
                assertEquals(n, TestEncoder.number(read(video, n), video.width(), video.height()), "frame " + n);
            assertTrue(video.frames() <= atMost, video.frames() + " frames");
            if (atMost == FRAMES && notes.isEmpty()) assertEquals(FRAMES, video.frames());
        }
        return notes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "avi", "webm"})
    void ofATruncatedFileTheFramesThatDecodeAndANote(String type) throws IOException {
        TestEncoder encoder =
                switch (type) {
                    case "mp4" -> new TestEncoder("libopenh264", "mp4").option("movflags", "faststart");
                    case "mkv" -> new TestEncoder("libopenh264", "matroska");
                    case "avi" -> new TestEncoder("mpeg4", "avi");
                    default -> vp9();
                };
        Path file = encoder.write(folder.resolve("clip." + type), FRAMES);
        byte[] whole = Files.readAllBytes(file);
        for (double share : new double[] {0.5, 0.71, 0.83}) {
            Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));
            // Of an AVI file it may be the table at the end that is missing.
            List<String> notes = assertNumbers(file, type.equals("avi") ? FRAMES : FRAMES - 1);
            assertTrue(notes.stream().anyMatch(n -> n.contains("cut short")), notes::toString);
            for (long small : new long[] {Long.MAX_VALUE, 0})
                assertTrue(FrameIdentity.check(file, small, 2) > FRAMES / 4);
        }
    }

    /** In the middle of a long file, between the stretches that are looked at, the stamps lie: it is noticed, or harmless. */
    @ParameterizedTest
    @ValueSource(ints = {100, 150, 250})
    void aGuessThatIsWrongIsNoticedAndNotMadeAgain(int where) throws IOException {
        int frames = 600;
        TestEncoder encoder =
                new TestEncoder("mpeg2video", "matroska").size(48, 32).bFrames(2);
        Path file = encoder.write(folder.resolve("clip.mkv"), frames);
        FrameIndex index = FrameIndexer.index(file, 0, Progress.SILENT);
        FrameIndex wrong = FrameIndexTest.swapped(index, where);
        try (DecodedFrames reader = new DecodedFrames(file, wrong)) {
            reader.read(where - 1, reader.array());
            String reason = org.junit.jupiter.api.Assertions.assertThrows(
                            IOException.class, () -> reader.read(where, reader.array()))
                    .getMessage();
            assertTrue(reason.contains("Open it again"), reason);
        }
        assertEquals(frames, IndexCache.get(file, Progress.SILENT).frames());
        assertNumbers(file, frames);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ucf6", "mitosis"})
    void realFiles(String set) throws IOException {
        Path data = Path.of(System.getProperty("whynot.data", "../shared/data"), set, "videos");
        assumeTrue(Files.isDirectory(data), "No data at " + data + ".");
        try (Stream<Path> found = Files.walk(data)) {
            List<Path> files = found.filter(VideoFiles::isVideo).sorted().toList();
            for (int i = 0; i < files.size(); i += Math.max(1, files.size() / 5))
                assertTrue(FrameIdentity.check(files.get(i), 0, i) > 0);
        }
    }
}
