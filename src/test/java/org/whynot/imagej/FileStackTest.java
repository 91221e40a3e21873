package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.video.TestVideos.read;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.file.TestEncoder;

/** A video file as an image: its axes, its memory, its end. */
class FileStackTest {

    private static final int FRAMES = 80;

    @TempDir
    static Path shared;

    private static Path clip;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() throws IOException {
        clip = new TestEncoder("mpeg4", "mp4").bFrames(2).group(20).write(shared.resolve("clip.mp4"), FRAMES);
    }

    private static int number(ImageProcessor ip) {
        int n = ip.getWidth() * ip.getHeight();
        float[] rgb = new float[3 * n];
        for (int i = 0; i < n; i++) rgb[i] = (ip.get(i) & 255) / 255f;
        return TestEncoder.number(rgb, ip.getWidth(), ip.getHeight());
    }

    @Test
    void framesAreTimeAndAtOnce() throws IOException {
        ImagePlus image = ImageFiles.openImage(clip);
        assertEquals("clip.mp4", image.getTitle());
        assertArrayEquals(new int[] {96, 64, 1, 1, FRAMES}, image.getDimensions());
        assertTrue(image.getOpenAsHyperStack());
        assertTrue(image.getStack().isVirtual());
        assertEquals(0.04, image.getCalibration().frameInterval, 1e-9);
        assertEquals("sec", image.getCalibration().getTimeUnit());
        assertEquals("0.400 s", image.getStack().getSliceLabel(11));
        assertNull(image.getStack().getSliceLabel(FRAMES + 1));
        assertEquals(24, image.getBitDepth());
        assertEquals("constant", image.getProp("Frame rate"));
        image.close();
    }

    @Test
    void aVariableRateIsSaid() throws IOException {
        Path file = new TestEncoder("libopenh264", "mp4")
                .time(n -> 40 * n + (n > 9 ? 200 : 0))
                .write(folder.resolve("uneven.mp4"), 20);
        List<String> notes = new ArrayList<>();
        ImagePlus image = ImageFiles.openImage(file, 16, notes::add, Progress.SILENT);
        assertEquals("variable", image.getProp("Frame rate"));
        assertTrue(notes.size() == 1 && notes.get(0).contains("varies"), notes::toString);
        assertTrue(notes.get(0).contains("0.04000 to 0.2400 s"), notes::toString);
        assertEquals(0.96 / 19, image.getCalibration().frameInterval, 1e-6);
        image.close();
    }

    /** The classifier sees the same in the image and in the file. */
    @Test
    void theImageShowsThePixelsOfTheVideo() throws IOException {
        ImagePlus image = ImageFiles.openImage(clip);
        try (Video file = VideoFiles.open(clip);
                Video shown = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
            assertEquals(file.name(), shown.name());
            assertEquals(file.frameInterval(), shown.frameInterval());
            for (int n : new int[] {0, 79, 40, 41, 12, 13, 39, 38, 37, 60})
                assertArrayEquals(read(file, n), read(shown, n), "frame " + n);
        }
        image.close();
    }

    @Test
    void drawingOnAFrameLeavesTheVideoAsItIs() throws IOException {
        ImagePlus image = ImageFiles.openImage(clip);
        image.setSlice(7);
        image.getProcessor().set(0);
        assertEquals(6, number(image.getStack().getProcessor(7)));
        image.close();
    }

    @Test
    void deletedFramesAreLeftOut() throws IOException {
        ImagePlus image = ImageFiles.openImage(clip);
        image.getStack().deleteSlice(3);
        image.getStack().deleteLastSlice();
        assertEquals(FRAMES - 2, image.getStack().size());
        assertEquals(1, number(image.getStack().getProcessor(2)));
        assertEquals(3, number(image.getStack().getProcessor(3)));
        assertEquals("0.120 s", image.getStack().getSliceLabel(3));
        image.close();
    }

    private static boolean isOpen(Path file) throws IOException {
        Path self = Path.of("/proc/self/fd");
        if (!Files.isDirectory(self)) return false;
        Path real = file.toRealPath();
        try (var open = Files.list(self)) {
            for (Path fd : open.toList())
                try {
                    if (Files.readSymbolicLink(fd).equals(real)) return true;
                } catch (IOException gone) {
                    continue;
                }
        }
        return false;
    }

    @Test
    void closingEndsTheDecoder() throws IOException {
        Path file = Files.copy(clip, folder.resolve("own.mp4"));
        ImagePlus image = ImageFiles.openImage(file);
        boolean seen = isOpen(file);
        image.close();
        assertFalse(isOpen(file));
        // Whoever still holds the stack opens it again.
        assertEquals(4, number(image.getStack().getProcessor(5)));
        assertEquals(seen, isOpen(file));
        image.flush();
        assertFalse(isOpen(file));
        Video video = VideoFiles.open(file);
        assertEquals(seen, isOpen(file));
        video.close();
        video.close();
        assertFalse(isOpen(file));
        assertThrows(IOException.class, () -> read(video, 0));
    }

    @Test
    void aFileThatIsReplacedOrRemovedMeanwhileIsSaid() throws IOException {
        Path file = Files.copy(clip, folder.resolve("own.mp4"));
        Path other = new TestEncoder("mpeg4", "mp4").write(folder.resolve("other.mp4"), 30);
        try (Video video = VideoFiles.open(file)) {
            read(video, 70);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            String said = assertThrows(IOException.class, () -> read(video, 5)).getMessage();
            assertTrue(said.contains("Frame 6 of 'own'") && said.contains("changed or replaced"), said);
        }
        try (Video video = VideoFiles.open(file)) {
            assertEquals(30, video.frames());
            read(video, 29);
            Files.delete(file);
            String said = assertThrows(IOException.class, () -> read(video, 5)).getMessage();
            assertTrue(said.contains("Frame 6 of 'own'") && said.contains("gone"), said);
        }
    }

    @Test
    void inAWindowAFrameThatCannotBeReadSaysSo() throws IOException {
        Path file = Files.copy(clip, folder.resolve("own.mp4"));
        ImagePlus image = ImageFiles.openImage(file, 0, note -> {}, Progress.SILENT);
        image.getStack().getProcessor(70);
        Files.delete(file);
        ImageProcessor empty = image.getStack().getProcessor(5);
        assertEquals(96, empty.getWidth());
        assertTrue(empty.getStats().max > 0, "it is written on the picture");
        image.close();
    }

    @Test
    void severalThreadsReadOneFile() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        List<Future<Void>> work = new ArrayList<>();
        ImagePlus image = ImageFiles.openImage(clip);
        for (int thread = 0; thread < 4; thread++) {
            int seed = thread;
            work.add(threads.submit(() -> {
                Random random = new Random(seed);
                try (Video video = VideoFiles.open(clip)) {
                    for (int i = 0; i < 25; i++) {
                        int n = random.nextInt(FRAMES);
                        assertEquals(n, TestEncoder.number(read(video, n), 96, 64));
                        assertEquals(n, number(image.getStack().getProcessor(n + 1)));
                    }
                }
                return null;
            }));
        }
        for (Future<Void> done : work) done.get();
        threads.shutdown();
        image.close();
    }

    @Test
    void theLookThroughAFileCanBeCancelled() throws IOException {
        Path file = new TestEncoder("mpeg4", "mp4").write(folder.resolve("new.mp4"), 200);
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {
                assertTrue(fraction >= 0 && fraction <= 1);
            }

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> VideoFiles.open(file, note -> {}, cancelled));
        assertFalse(isOpen(file));
    }

    /** Whatever the bytes, it is frames or a sentence. */
    @Test
    void damagedBytesNeverHangOrEscape() throws IOException {
        Random random = new Random(3);
        List<TestEncoder> encoders = List.of(
                new TestEncoder("libopenh264", "mp4").option("movflags", "faststart"),
                new TestEncoder("mpeg4", "matroska").bFrames(2),
                new TestEncoder("ffv1", "mov").format(avutil.AV_PIX_FMT_YUV420P));
        String[] names = {"d.mp4", "d.mkv", "d.mov"};
        for (int e = 0; e < names.length; e++) {
            Path file = encoders.get(e).size(48, 32).write(folder.resolve(names[e]), 12);
            byte[] whole = Files.readAllBytes(file);
            for (int trial = 0; trial < 20; trial++) {
                byte[] damaged = whole.clone();
                int reach = trial % 2 == 0 ? Math.min(1500, damaged.length) : damaged.length;
                for (int i = 0; i < 1 + trial / 2; i++) damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
                Files.write(file, damaged);
                assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                    try (Video video = VideoFiles.open(file)) {
                        for (int n = video.frames() - 1; n >= 0; n -= 3) read(video, n);
                    } catch (IOException said) {
                        assertTrue(said.getMessage()
                                .contains(file.getFileName().toString().substring(0, 1)));
                    }
                });
            }
        }
    }
}
