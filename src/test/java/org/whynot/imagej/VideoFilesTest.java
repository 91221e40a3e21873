package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.video.TestVideos.assertClose;
import static org.whynot.video.TestVideos.assertSimilar;
import static org.whynot.video.TestVideos.random;
import static org.whynot.video.TestVideos.read;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.plugin.AVI_Reader;
import ij.plugin.filter.AVI_Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.video.TestVideos;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.file.TestEncoder;

class VideoFilesTest {

    @TempDir
    Path folder;

    private Path avi(int bits, int frames, int compression) throws IOException {
        ImagePlus image = random(bits, 1, 1, frames, bits + frames);
        image.getCalibration().fps = 10;
        Path file = folder.resolve("clip " + bits + ".AVI");
        new AVI_Writer().writeImage(image, file.toString(), compression, 90);
        return file;
    }

    private Path tiff(ImagePlus image, String name) {
        Path file = folder.resolve(name);
        FileSaver saver = new FileSaver(image);
        assertTrue(
                image.getStackSize() > 1 ? saver.saveAsTiffStack(file.toString()) : saver.saveAsTiff(file.toString()));
        return file;
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "24, 0", "8, 1196444237", "24, 1196444237", "8, 543649392", "24, 543649392"})
    void anAviIsReadAsImageJReadsIt(int bits, int compression) throws IOException {
        Path file = avi(bits, 5, compression);
        ImagePlus eager = AVI_Reader.open(file.toString(), false);
        try (Video video = VideoFiles.open(file)) {
            assertEquals("clip " + bits, video.name());
            assertEquals(5, video.frames());
            assertEquals(TestVideos.WIDTH, video.width());
            assertEquals(TestVideos.HEIGHT, video.height());
            assertEquals(0.1, video.frameInterval(), 1e-6);
            for (int t : new int[] {4, 0, 2, 1, 3}) {
                eager.setSlice(t + 1);
                ImagePlusVideo expected =
                        ImagePlusVideo.of(new ImagePlus("one", eager.getProcessor()), TimeAxis.AUTO, note -> {});
                boolean jpeg = compression == AVI_Writer.JPEG_COMPRESSION;
                // Of noise the interpolated chroma differs.
                if (jpeg) assertSimilar(read(expected, 0), read(video, t), bits == 8 ? 0.5 / 255 : 12.0 / 255);
                else assertClose(read(expected, 0), read(video, t), 0);
                if (!jpeg) assertEquals(bits, ImageFiles.openImage(file).getBitDepth());
            }
        }
    }

    @Test
    void uncompressedAvisComeBackExactly() throws IOException {
        ImagePlus image = random(24, 1, 1, 3, 27);
        try (Video video = VideoFiles.open(avi(24, 3, 0));
                Video expected = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
            for (int t = 0; t < 3; t++) assertClose(read(expected, t), read(video, t), 0);
        }
    }

    @Test
    void anAviOpensAsAHyperstackInTime() throws IOException {
        ImagePlus image = ImageFiles.openImage(avi(24, 5, 0));
        assertEquals("clip 24.AVI", image.getTitle());
        assertEquals(5, image.getNFrames());
        assertEquals(1, image.getNSlices());
        assertTrue(image.getStack().isVirtual());
        assertTrue(image.getOpenAsHyperStack());
        assertEquals(0.1, image.getCalibration().frameInterval, 1e-6);
        assertEquals("sec", image.getCalibration().getTimeUnit());
        ImagePlus one = ImageFiles.openImage(avi(8, 1, 0));
        assertEquals(1, one.getStackSize());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void tiffStacksOfEveryBitDepth(int bits) throws IOException {
        ImagePlus image = random(bits, 1, 1, 4, bits);
        if (bits != 24) image.setDisplayRange(bits == 32 ? -1 : 10, bits == 32 ? 2 : 200);
        image.getCalibration().frameInterval = 3;
        image.getCalibration().setTimeUnit("min");
        Path file = tiff(image, "stack.tif");
        try (Video video = VideoFiles.open(file);
                Video expected = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
            assertEquals("stack", video.name());
            assertEquals(180, video.frameInterval());
            for (int t = 0; t < 4; t++) assertClose(read(expected, t), read(video, t), 0);
        }
        assertTrue(ImageFiles.openImage(file).getStack().isVirtual());
    }

    @Test
    void compositeHyperstacksKeepTheirLook() throws IOException {
        CompositeImage image = new CompositeImage(random(16, 3, 2, 3, 9), CompositeImage.COMPOSITE);
        image.setPosition(2, 1, 1);
        image.setDisplayRange(500, 20000);
        Path file = tiff(image, "composite.tiff");
        List<String> notes = new ArrayList<>();
        try (Video video = VideoFiles.open(file, notes::add);
                Video expected = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
            assertEquals(3, video.frames());
            for (int t = 0; t < 3; t++) assertClose(read(expected, t), read(video, t), 0);
        }
        assertTrue(notes.stream().anyMatch(n -> n.contains("only the current slice (1)")), notes::toString);
    }

    @Test
    void slicesOfATiffAreTimeAndItIsSaid() throws IOException {
        Path file = tiff(random(8, 1, 6, 1, 1), "slices.tif");
        List<String> notes = new ArrayList<>();
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(6, video.frames());
        }
        assertTrue(notes.get(0).contains("slices are taken as time"), notes::toString);
        // For showing they stay slices, so that the user's choice of the time axis means what it says.
        assertEquals(6, ImageFiles.openImage(file).getNSlices());
        assertEquals(1, VideoFiles.open(tiff(random(8, 1, 1, 1, 1), "one.tif")).frames());
    }

    @Test
    void noFileStaysOpen() throws IOException {
        for (Path file : List.of(tiff(random(8, 1, 1, 3, 1), "a.tif"))) {
            Video video = VideoFiles.open(file);
            read(video, 2);
            Path self = Path.of("/proc/self/fd");
            if (Files.isDirectory(self))
                try (var open = Files.list(self)) {
                    Path real = file.toRealPath();
                    assertFalse(open.anyMatch(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).equals(real);
                        } catch (IOException e) {
                            return false;
                        }
                    }));
                }
            video.close();
            video.close();
            assertThrows(IOException.class, () -> read(video, 0));
        }
    }

    @Test
    void onlyFilesOfReadableTypesAreVideos() throws IOException {
        assertTrue(VideoFiles.isVideo(avi(8, 2, 0)));
        assertTrue(VideoFiles.isVideo(Files.createFile(folder.resolve("x.TIFF"))));
        assertFalse(VideoFiles.isVideo(folder.resolve("missing.avi")));
        assertFalse(VideoFiles.isVideo(Files.createDirectory(folder.resolve("folder.avi"))));
        assertFalse(VideoFiles.isVideo(Files.createFile(folder.resolve("._clip.avi"))));
        for (String type : List.of("mp4", "m4v", "MOV", "mkv", "webm"))
            assertTrue(VideoFiles.isVideo(Files.createFile(folder.resolve("clip." + type))));
        assertFalse(VideoFiles.isVideo(Files.createFile(folder.resolve("clip.wav"))));
    }

    private String problem(Path file) {
        return assertTimeoutPreemptively(
                        Duration.ofSeconds(60),
                        () -> assertThrows(IOException.class, () -> {
                            try (Video video = VideoFiles.open(file)) {
                                for (int t = 0; t < video.frames(); t++) read(video, t);
                            }
                        }))
                .getMessage();
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        assertTrue(problem(folder.resolve("none.avi")).startsWith("There is no file"));
        assertTrue(problem(folder).contains("is not a file"));
        String type = problem(Files.writeString(folder.resolve("clip.wav"), "x"));
        assertTrue(type.contains("clip.wav") && type.contains(".mkv, .webm") && type.contains(".tif, .tiff"), type);
        for (String name : List.of(
                "text.avi", "text.tif", "empty.avi", "empty.tif", "text.mp4", "empty.mp4", "text.mkv", "empty.webm")) {
            String text = name.startsWith("text") ? "This is no video at all, but long enough to be one." : "";
            String said = problem(Files.writeString(folder.resolve(name), text));
            assertTrue(said.contains(name), said);
        }
    }

    @Test
    void anUnknownCodecIsNamed() throws IOException {
        Path file = avi(24, 2, 1196444237);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i + 4 < 512; i++)
            if (new String(bytes, i, 4, java.nio.charset.StandardCharsets.ISO_8859_1).equals("MJPG"))
                System.arraycopy("H264".getBytes(), 0, bytes, i, 4);
        Files.write(file, bytes);
        String said = problem(file);
        assertTrue(said.contains("h264") && said.contains("clip 24.AVI"), said);
    }

    /** What is left can be seen, and it is said that it is not all; or there is nothing, and that is said. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1196444237})
    void anAviCutShortAnywhereIsSaid(int compression) throws IOException {
        Path file = avi(24, 6, compression);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        int opened = 0;
        for (int trial = 0; trial < 40; trial++) {
            int length = trial == 0 ? whole.length - 20 : random.nextInt(whole.length - 16);
            Files.write(file, Arrays.copyOf(whole, length));
            List<String> notes = new ArrayList<>();
            try (Video video = VideoFiles.open(file, notes::add)) {
                opened++;
                assertTrue(video.frames() <= 6);
                for (int t = 0; t < video.frames(); t++) read(video, t);
                assertTrue(notes.stream().anyMatch(n -> n.contains("cut short")), notes::toString);
            } catch (IOException e) {
                assertTrue(e.getMessage().contains("clip 24.AVI"), e.getMessage());
            }
        }
        assertTrue(opened > 5 && opened < 40, opened + " of 40 opened");
    }

    @Test
    void aTiffCutShortIsSaidUnlessAllFramesAreThere() throws IOException {
        for (int bits : new int[] {8, 16, 24}) {
            ImagePlus image = random(bits, 1, 1, 5, 1);
            byte[] whole = Files.readAllBytes(tiff(image, "cut.tif"));
            int pixels = 5 * TestVideos.WIDTH * TestVideos.HEIGHT * bits / 8;
            Path file = folder.resolve("cut.tif");
            for (double share = 0; share < 0.99; share += 0.07) {
                int length = (int) (share * whole.length);
                Files.write(file, Arrays.copyOf(whole, length));
                // Directories of the later pages lie behind the pixels; ImageJ's own note in the first one will do.
                try (Video video = VideoFiles.open(file);
                        Video expected = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
                    assertTrue(length > pixels);
                    assertEquals(5, video.frames());
                    for (int t = 0; t < 5; t++) assertClose(read(expected, t), read(video, t), 0);
                } catch (IOException e) {
                    assertTrue(e.getMessage().contains("cut.tif"), e.getMessage());
                }
            }
        }
    }

    /** Codes in a file's header can be any bytes, of uncompressed frames they are zeros; ImageJ's own reader quotes them. */
    @Test
    void messagesHoldNoCharactersThatCannotBePrinted() throws IOException {
        Path file = folder.resolve("clip.avi");
        new TestEncoder("rawvideo", "avi")
                .format(avutil.av_get_pix_fmt("rgb555le"))
                .write(file, 2);
        String said =
                assertThrows(IOException.class, () -> AviFormat.image(file)).getMessage();
        assertFalse(said.chars().anyMatch(Character::isISOControl), said);
        byte[] bytes = Files.readAllBytes(file);
        // A part of no name that is longer than the file.
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 12);
        longer[bytes.length + 7] = 9;
        for (int i = 0; i < 4; i++) longer[4 + i] = (byte) (longer.length >> 8 * i);
        Files.write(file, longer);
        List<String> notes = new ArrayList<>();
        VideoFiles.open(file, notes::add).close();
        assertTrue(notes.stream().anyMatch(n -> n.contains("its part '????'")), notes::toString);
    }

    /** Whatever the bytes, it is frames or a sentence; ImageJ's own switch is as before. */
    @Test
    void damagedBytesNeverHangOrEscape() throws IOException {
        boolean before = IJ.redirectingErrorMessages();
        Random random = new Random(2);
        for (int compression : new int[] {0, 1196444237, 543649392}) {
            Path file = avi(24, 4, compression);
            byte[] whole = Files.readAllBytes(file);
            for (int trial = 0; trial < 60; trial++) {
                byte[] damaged = whole.clone();
                int reach = trial % 2 == 0 ? 400 : damaged.length;
                for (int i = 0; i < 1 + trial / 6; i++) damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
                Files.write(file, damaged);
                assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                    try (Video video = VideoFiles.open(file)) {
                        for (int t = 0; t < video.frames(); t++) read(video, t);
                    } catch (IOException e) {
                        assertTrue(e.getMessage().contains("clip 24"), e.getMessage());
                    }
                });
            }
        }
        assertEquals(before, IJ.redirectingErrorMessages());
    }
}
