package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.video.TestVideos.random;
import static org.whynot.video.TestVideos.read;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time, position, names and what is said about them; and that the image stays as it was. */
class ImagePlusTimeTest {

    private final List<String> notes = new ArrayList<>();

    private ImagePlusVideo video(ImagePlus image, TimeAxis axis) {
        notes.clear();
        return ImagePlusVideo.of(image, axis, notes::add);
    }

    private static float first(ImagePlus image, int index) {
        return image.getStack().getProcessor(index).get(0) / 255f;
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "frames", "slices"})
    void wordsOfTheTimeAxis(String word) {
        assertEquals(word, TimeAxis.of(word).word());
        assertSame(TimeAxis.of(word), TimeAxis.of(" " + word.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void anUnknownTimeAxisListsTheKnownOnes() {
        for (String word : new String[] {"t", "", null}) {
            String problem = assertThrows(IllegalArgumentException.class, () -> TimeAxis.of(word))
                    .getMessage();
            assertTrue(problem.contains("auto, frames, slices"), problem);
        }
    }

    @Test
    void framesAreTime() throws IOException {
        ImagePlus image = random(8, 1, 1, 5, 1);
        ImagePlusVideo video = video(image, TimeAxis.AUTO);
        assertEquals(5, video.frames());
        assertFalse(video.timeOnSlices());
        assertEquals(4, video.imageJFrame(3));
        assertEquals(first(image, 4), read(video, 3)[0]);
        assertEquals(List.of(), notes);
    }

    @Test
    void slicesAreTimeWhereThereIsOneFrameAndItIsSaid() throws IOException {
        ImagePlus image = random(8, 1, 5, 1, 2);
        ImagePlusVideo video = video(image, TimeAxis.AUTO);
        assertEquals(5, video.frames());
        assertTrue(notes.size() == 1 && notes.get(0).contains("slices are taken as time"), notes::toString);
    }

    @Test
    void ofSeveralSlicesTheCurrentOneIsUsedAndItIsSaid() throws IOException {
        ImagePlus image = random(8, 1, 3, 4, 3);
        image.setPosition(1, 2, 3);
        ImagePlusVideo video = video(image, TimeAxis.AUTO);
        assertEquals(4, video.frames());
        assertEquals(2, video.otherPosition());
        for (int t = 0; t < 4; t++) {
            assertEquals(3 * t + 2, video.stackIndex(1, t));
            assertEquals(first(image, 3 * t + 2), read(video, t)[0]);
        }
        assertTrue(notes.get(0).contains("only the current slice (2)"), notes::toString);
    }

    @Test
    void slicesOnRequestAtTheCurrentFrame() throws IOException {
        ImagePlus image = random(8, 2, 3, 4, 4);
        image.setPosition(1, 2, 3);
        ImagePlusVideo video = video(image, TimeAxis.SLICES);
        assertEquals(3, video.frames());
        assertEquals(3, video.otherPosition());
        assertEquals(image.getStackIndex(1, 2, 3), video.stackIndex(1, 1));
        assertEquals(first(image, image.getStackIndex(1, 2, 3)), read(video, 1)[0]);
        assertTrue(notes.stream().anyMatch(n -> n.contains("only the current frame (3)")), notes::toString);
    }

    @Test
    void framesOnRequestAreAStillWhereThereIsOne() throws IOException {
        ImagePlus image = random(8, 1, 3, 1, 5);
        image.setSlice(2);
        ImagePlusVideo video = video(image, TimeAxis.FRAMES);
        assertEquals(1, video.frames());
        assertEquals(first(image, 2), read(video, 0)[0]);
        assertTrue(notes.stream().anyMatch(n -> n.contains("as a still")), notes::toString);
        assertTrue(notes.stream().anyMatch(n -> n.contains("only the current slice (2)")), notes::toString);
    }

    @Test
    void aSingleImageIsAStill() {
        assertEquals(1, video(random(24, 1, 1, 1, 6), TimeAxis.AUTO).frames());
        assertTrue(notes.size() == 1 && notes.get(0).contains("as a still"), notes::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "2, sec, 2",
        "2, s, 2",
        "500, ms, 0.5",
        "3, min, 180",
        "1, hours, 3600",
        "1, Minutes, 60",
        "5, \u00b5s, 5e-6",
        "1, parsec, NaN",
        "0, sec, NaN"
    })
    void theFrameIntervalIsInSeconds(double interval, String unit, double seconds) {
        ImagePlus image = random(8, 1, 1, 3, 7);
        Calibration calibration = image.getCalibration();
        calibration.frameInterval = interval;
        calibration.setTimeUnit(unit);
        assertEquals(seconds, video(image, TimeAxis.AUTO).frameInterval(), 1e-12);
    }

    @Test
    void framesPerSecondCountWhereThereIsNoInterval() {
        ImagePlus image = random(8, 1, 3, 1, 7);
        image.getCalibration().fps = 12.5;
        assertEquals(0.08, video(image, TimeAxis.AUTO).frameInterval(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({
        "clip.avi, clip",
        "clip-1.ome.tif, clip-1.ome",
        "dose 0.5, dose 0.5",
        "a/b:c*d.tif, a_b_c_d",
        "'', video",
        "..., video",
        ".hidden, hidden",
        "Stack, Stack",
        "m.mp4, m",
        "'x. ', x",
        "ärzte.tiff, ärzte"
    })
    void namesCanStandInFileNames(String title, String name) {
        ImagePlus image = random(8, 1, 1, 2, 8);
        image.setTitle(title);
        assertEquals(name, video(image, TimeAxis.AUTO).name());
    }

    @Test
    void emptyImagesAreRefusedInASentence() {
        String none = assertThrows(IllegalArgumentException.class, () -> video(null, TimeAxis.AUTO))
                .getMessage();
        assertTrue(none.contains("no image"), none);
        String problem = assertThrows(IllegalArgumentException.class, () -> video(new ImagePlus(), TimeAxis.AUTO))
                .getMessage();
        assertTrue(problem.contains("empty (0 x 0 pixels)"), problem);
    }

    @Test
    void anImageThatIsClosedMeanwhileIsAProblemAndSaid() throws IOException {
        ImagePlus image = random(8, 1, 1, 3, 9);
        ImagePlusVideo video = video(image, TimeAxis.AUTO);
        read(video, 0);
        image.flush();
        String problem = assertThrows(IOException.class, () -> read(video, 1)).getMessage();
        assertTrue(problem.startsWith("Frame 2 of 'clip' is gone"), problem);
    }

    @Test
    void readingNoFrameOrAClosedVideoFails() {
        ImagePlusVideo video = video(random(8, 1, 1, 3, 10), TimeAxis.AUTO);
        assertThrows(IndexOutOfBoundsException.class, () -> read(video, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> read(video, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> video.read(0, new float[3]));
        video.close();
        video.close();
        assertThrows(IOException.class, () -> read(video, 0));
    }

    @Test
    void theImageStaysAsItWas() throws IOException {
        ImagePlus plain = random(16, 2, 3, 4, 11);
        CompositeImage image = new CompositeImage(plain, CompositeImage.COMPOSITE);
        image.setPosition(2, 2, 3);
        image.setDisplayRange(100, 20000);
        image.setActiveChannels("01");
        image.setRoi(new Roi(2, 2, 4, 3));
        Overlay overlay = new Overlay(new Roi(1, 1, 2, 2));
        image.setOverlay(overlay);
        ImageProcessor processor = image.getProcessor();
        ImageStack stack = image.getImageStack();
        LUT[] luts = image.getLuts();
        short[] pixels = ((short[]) processor.getPixels()).clone();
        Roi roi = image.getRoi();

        ImagePlusVideo video = video(image, TimeAxis.AUTO);
        for (int t = 0; t < 4; t++) read(video, t);

        assertSame(processor, image.getProcessor());
        assertSame(stack, image.getImageStack());
        assertSame(roi, image.getRoi());
        assertSame(overlay, image.getOverlay());
        assertArrayEquals(new int[] {2, 2, 3}, new int[] {image.getC(), image.getZ(), image.getT()});
        assertArrayEquals(pixels, (short[]) image.getProcessor().getPixels());
        assertEquals(100, image.getDisplayRangeMin());
        assertEquals(20000, image.getDisplayRangeMax());
        assertEquals("01", "" + (image.getActiveChannels()[0] ? 1 : 0) + (image.getActiveChannels()[1] ? 1 : 0));
        for (int c = 0; c < 2; c++) {
            assertArrayEquals(luts[c].getBytes(), image.getLuts()[c].getBytes());
            assertEquals(luts[c].min, image.getLuts()[c].min);
            assertEquals(luts[c].max, image.getLuts()[c].max);
        }
        assertFalse(image.isLocked());
    }

    /** A virtual stack that counts, hands out the same processor again and again, and can fail. */
    private static final class CountingStack extends VirtualStack {
        final List<Integer> asked = new ArrayList<>();
        final ByteProcessor shared = new ByteProcessor(4, 3);
        int broken;

        CountingStack(int size) {
            super(4, 3, size);
        }

        @Override
        public ImageProcessor getProcessor(int n) {
            asked.add(n);
            if (n == broken) return null;
            shared.set(0, 10 * n);
            return shared;
        }

        @Override
        public int getBitDepth() {
            return 8;
        }
    }

    @Test
    void virtualStacksAreReadFrameByFrame() throws IOException {
        CountingStack stack = new CountingStack(12);
        ImagePlus image = new ImagePlus("virtual", stack);
        image.setDimensions(2, 1, 6);
        CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
        composite.getLuts();
        ImagePlusVideo video = video(composite, TimeAxis.AUTO);
        LUT before = stack.shared.getLut();
        stack.asked.clear();
        video.read(4, new float[video.frameLength()]);
        assertEquals(List.of(9, 10), stack.asked);
        assertArrayEquals(before.getBytes(), stack.shared.getLut().getBytes());
        stack.broken = 3;
        IOException problem = assertThrows(IOException.class, () -> read(video, 1));
        assertTrue(problem.getMessage().startsWith("Frame 2 of 'virtual'"), problem.getMessage());
        assertNotNull(read(video, 2));
    }
}
