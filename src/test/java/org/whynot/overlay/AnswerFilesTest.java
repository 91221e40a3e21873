package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.Opener;
import ij.io.RoiDecoder;
import ij.plugin.AVI_Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Explanation;
import org.whynot.explain.OtherVideoException;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.Video;

class AnswerFilesTest {

    private static final List<String> NAMES =
            List.of("clip.csv", "clip.rois.zip", "clip.overlay.tif", "clip.explained.mp4", "clip.explanation.json");

    @TempDir
    Path folder;

    private final Video video = TestVideo.grey(96, 80, 10);
    private final Answer answer = TestAnswers.on(video, TestAnswers.following(96, 80, 10, true));

    @Test
    void writesFiveFilesTheJsonLast() throws IOException {
        Path target = folder.resolve("made/on the way");
        List<Path> files = AnswerFiles.write(answer, video, target, TestAnswers.MACRO, Progress.SILENT);
        assertEquals(NAMES, files.stream().map(f -> f.getFileName().toString()).toList());
        assertEquals(
                NAMES.stream().sorted().toList(), List.copyOf(contents(target).keySet()));
        assertEquals(answer, AnswerJson.read(AnswerFiles.json(target, "clip")));
        assertEquals(ExplanationTable.csv(answer), Files.readString(target.resolve("clip.csv")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theImageHasTheFramesAndTheOverlay(boolean colored) throws IOException {
        Video source = colored ? TestVideo.colored(96, 80, 10) : video;
        AnswerFiles.write(TestAnswers.on(source, answer), source, folder, "", Progress.SILENT);
        ImagePlus image =
                new Opener().openImage(folder.resolve("clip.overlay.tif").toString());
        assertEquals(colored ? 24 : 8, image.getBitDepth());
        assertArrayEquals(new int[] {96, 80, 1, 1, 10}, image.getDimensions());
        assertEquals(0.04, image.getCalibration().frameInterval, 1e-9);
        float[] expected = new float[source.frameLength()];
        for (int t = 1; t <= 10; t++) {
            source.read(t - 1, expected);
            image.setT(t);
            for (int i = 0; i < 96 * 80; i++) {
                int pixel = image.getProcessor().get(i);
                assertEquals(255 * expected[i], colored ? pixel >> 16 & 255 : pixel, 0.5001);
            }
            int frame = t - 1;
            long boxes = answer.explanations().stream()
                    .filter(e -> e.boxAt(frame).isPresent())
                    .count();
            int here = 0;
            for (Roi roi : image.getOverlay())
                if ("box".equals(roi.getProperty(ExplanationOverlay.MARK)) && roi.getPosition() == t) here++;
            assertEquals(boxes, here, "frame " + t);
        }
    }

    @Test
    void anHourOfVideoIsTooMuchForATiffFile() {
        assertTrue(AnswerFiles.tiffBytes(TestVideo.grey(640, 360, 90_000)) > AnswerFiles.LARGEST_TIFF);
        assertTrue(AnswerFiles.tiffBytes(TestVideo.grey(1920, 1080, 300)) <= AnswerFiles.LARGEST_TIFF);
    }

    @Test
    void aSingleFrameIsAnImage() throws IOException {
        Video frame = TestVideo.colored(96, 80, 1);
        Answer still = TestAnswers.on(frame, TestAnswers.following(96, 80, 1, false));
        AnswerFiles.write(still, frame, folder, "", Progress.SILENT);
        ImagePlus image =
                new Opener().openImage(folder.resolve("clip.overlay.tif").toString());
        assertEquals(1, image.getStackSize());
        List<String> kinds = Arrays.stream(image.getOverlay().toArray())
                .map(roi -> roi.getProperty(ExplanationOverlay.MARK))
                .toList();
        assertEquals(3, Collections.frequency(kinds, "box"));
        assertEquals(3, Collections.frequency(kinds, "label"));
    }

    @Test
    void theRoisAreTheExactBoxesAtTheirFrames() throws IOException {
        AnswerFiles.write(answer, video, folder, "", Progress.SILENT);
        List<Roi> rois = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(folder.resolve("clip.rois.zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertTrue(entry.getName().endsWith(".roi"));
                Roi roi = new RoiDecoder(zip.readAllBytes(), entry.getName()).getRoi();
                assertTrue(entry.getName().endsWith(String.format("%04d.roi", roi.getPosition())), entry.getName());
                rois.add(roi);
            }
        }
        int i = 0;
        for (Explanation explanation : answer.explanations())
            for (int frame = explanation.firstFrame(); frame <= explanation.lastFrame(); frame++) {
                Roi roi = rois.get(i++);
                Box box = explanation.boxAt(frame).orElseThrow();
                assertEquals(frame + 1, roi.getPosition());
                assertEquals(box.x(), roi.getXBase(), 1e-4);
                assertEquals(box.y(), roi.getYBase(), 1e-4);
                assertEquals(box.width(), roi.getFloatWidth(), 1e-4);
                assertEquals(box.height(), roi.getFloatHeight(), 1e-4);
                assertEquals(explanation.attribute(), roi.getProperty("whynot.attribute"));
            }
        assertEquals(rois.size(), i);
    }

    @Test
    void theSameAnswerGivesTheSameBytes() throws IOException {
        AnswerFiles.write(answer, video, folder, "", Progress.SILENT);
        Map<String, byte[]> first = contents(folder);
        AnswerFiles.write(answer, video, folder, "", Progress.SILENT);
        assertSame(first, contents(folder));
    }

    /** A frame can't be read, when the folder was empty and when it holds an earlier answer. */
    @Test
    void aFailureLeavesTheFolderAsItWas() throws IOException {
        Path target = folder.resolve("new");
        // The frames that the classifier saw are read first, to compare them; then all of them.
        Map<Integer, String> firstFileOf =
                Map.of(0, "clip.explanation.json", 5, "clip.overlay.tif", 8, "clip.explanation.json");
        for (int frame : firstFileOf.keySet()) {
            Video broken = TestVideo.grey(96, 80, 10).broken(frame);
            String message = assertThrows(
                            IOException.class, () -> AnswerFiles.write(answer, broken, target, "", Progress.SILENT))
                    .getMessage();
            assertTrue(message.contains(firstFileOf.get(frame)), message);
            assertTrue(message.contains("Frame " + (frame + 1) + " can't be read."), message);
            assertFalse(Files.exists(target), "the folder that was made is removed");
        }
        AnswerFiles.write(answer, video, target, "", Progress.SILENT);
        Map<String, byte[]> before = contents(target);
        assertThrows(
                IOException.class,
                () -> AnswerFiles.write(
                        TestAnswers.on(video, TestAnswers.following(96, 80, 10, false)),
                        TestVideo.grey(96, 80, 10).broken(5),
                        target,
                        "",
                        Progress.SILENT));
        assertSame(before, contents(target));
    }

    @Test
    void cancellingAtAnyTimeLeavesNothing() {
        for (int reports : new int[] {0, 1, 5, 12, 17}) {
            Path target = folder.resolve("new");
            Progress progress = new CancelledAfter(reports);
            assertThrows(CancellationException.class, () -> AnswerFiles.write(answer, video, target, "", progress));
            assertFalse(Files.exists(target), reports + " reports");
        }
    }

    @Test
    void anInterruptLeavesNothing() {
        Path target = folder.resolve("new");
        Thread.currentThread().interrupt();
        try {
            assertThrows(
                    CancellationException.class, () -> AnswerFiles.write(answer, video, target, "", Progress.SILENT));
        } finally {
            Thread.interrupted();
        }
        assertFalse(Files.exists(target));
    }

    @Test
    void aTargetThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "mine");
        for (Path target : List.of(file, file.resolve("deeper/still"))) {
            String message = assertThrows(
                            IOException.class, () -> AnswerFiles.write(answer, video, target, "", Progress.SILENT))
                    .getMessage();
            assertTrue(message.contains(target.toString()), message);
        }
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void aFolderInTheWayOfAFileIsNamedAndStays() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("clip.explained.mp4"));
        Files.writeString(inTheWay.resolve("precious"), "mine");
        String message = assertThrows(
                        IOException.class, () -> AnswerFiles.write(answer, video, folder, "", Progress.SILENT))
                .getMessage();
        assertTrue(message.contains(inTheWay.toString()), message);
        assertEquals(
                List.of("clip.explained.mp4/precious"),
                List.copyOf(contents(folder).keySet()));
    }

    @Test
    void aReadOnlyFolderIsNamed() {
        Path target = folder.resolve("locked");
        assertTrue(target.toFile().mkdir());
        Assumptions.assumeTrue(target.toFile().setWritable(false), "this system can't lock a folder");
        Assumptions.assumeFalse(Files.isWritable(target), "this user may write everywhere");
        try {
            String message = assertThrows(
                            IOException.class, () -> AnswerFiles.write(answer, video, target, "", Progress.SILENT))
                    .getMessage();
            assertTrue(message.contains(target.toString()) && message.contains("not allowed"), message);
        } finally {
            target.toFile().setWritable(true);
        }
    }

    @Test
    void anAnswerOnOtherPixelsIsRefused() {
        Video colored = TestVideo.colored(96, 80, 10);
        OtherVideoException refusal = assertThrows(
                OtherVideoException.class, () -> AnswerFiles.write(answer, colored, folder, "", Progress.SILENT));
        assertEquals("clip", refusal.answered());
        assertEquals(0, folder.toFile().list().length);
    }

    @Test
    void anotherVideosAnswerIsRefused() {
        String message = assertThrows(
                        OtherVideoException.class,
                        () -> AnswerFiles.write(answer, TestVideo.grey(96, 81, 10), folder, "", Progress.SILENT))
                .getMessage();
        assertTrue(message.contains("96x80") && message.contains("96x81"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "C:\\x", "..", " what? ", "\u7d30\u80de", ""})
    void aNameNeverLeavesTheFolder(String name) throws IOException {
        Answer named = TestAnswers.on(video, TestAnswers.answer(name, 96, 80, 10, answer.explanations()));
        for (Path file : AnswerFiles.write(named, video, folder, "", Progress.SILENT)) {
            assertEquals(folder.toAbsolutePath(), file.getParent());
            assertTrue(Files.size(file) > 0);
        }
        assertEquals(named, AnswerJson.read(AnswerFiles.json(folder, name)));
    }

    @Test
    void realFramesOfAnActionVideo() throws IOException {
        Path avi = Path.of(System.getProperty("whynot.data", "../shared/data"))
                .resolve("ucf6/videos/BasketballDunk/BasketballDunk_g04_c01.avi");
        Assumptions.assumeTrue(Files.exists(avi), "no data folder (set -Dwhynot.data)");
        ImageVideo real = new ImageVideo(AVI_Reader.open(avi.toString(), false));
        Answer about = TestAnswers.on(real, TestAnswers.following(real.width(), real.height(), real.frames(), true));
        List<Path> files = AnswerFiles.write(about, real, folder, "", Progress.SILENT);
        ImagePlus image = new Opener().openImage(files.get(2).toString());
        assertEquals(real.frames(), image.getNFrames());
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(files.get(3).toFile())) {
            grabber.start();
            assertEquals(real.frames(), grabber.getLengthInVideoFrames());
        }
    }

    /** Cancelled when the work has reported so often. */
    private static final class CancelledAfter implements Progress {
        private int left;

        CancelledAfter(int reports) {
            left = reports;
        }

        @Override
        public void report(double fraction, String message) {
            assertTrue(fraction >= 0 && fraction <= 1);
            left--;
        }

        @Override
        public boolean isCancelled() {
            return left <= 0;
        }
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                contents.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        return contents;
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }
}
