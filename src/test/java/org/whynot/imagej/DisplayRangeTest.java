package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.video.TestVideos.read;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.TiffEncoder;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.video.Display;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Display ranges that a file does not name, and those that hide what is there. */
class DisplayRangeTest {

    private static final int SIZE = 20;
    private static final int PIXELS = SIZE * SIZE;

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    /** A stack of planes, whose pixel values follow from the plane (0-based) and the pixel. */
    private static ImagePlus image(int bits, int channels, int frames, IntBinaryOperator value) {
        ImageStack stack = new ImageStack(SIZE, SIZE);
        for (int plane = 0; plane < channels * frames; plane++) {
            ImageProcessor ip =
                    switch (bits) {
                        case 8 -> new ByteProcessor(SIZE, SIZE);
                        case 16 -> new ShortProcessor(SIZE, SIZE);
                        default -> new FloatProcessor(SIZE, SIZE);
                    };
            for (int i = 0; i < PIXELS; i++) ip.setf(i, value.applyAsInt(plane, i));
            stack.addSlice(ip);
        }
        ImagePlus image = new ImagePlus("clip", stack);
        image.setDimensions(channels, 1, frames);
        image.setOpenAsHyperStack(true);
        return image;
    }

    /** A TIFF that says nothing of a display range, as other programs write them. */
    private Path tiff(ImagePlus image) throws IOException {
        FileInfo info = image.getFileInfo();
        info.nImages = image.getStackSize();
        info.description = "ImageJ=1.11a\nimages=" + image.getStackSize() + "\nchannels=" + image.getNChannels()
                + "\nframes=" + image.getNFrames() + "\nhyperstack=true\nmode="
                + (image.getNChannels() > 1 ? "composite" : "grayscale") + "\n";
        info.displayRanges = null;
        info.channelLuts = null;
        Path file = folder.resolve("clip.tif");
        try (OutputStream out = Files.newOutputStream(file)) {
            new TiffEncoder(info).write(out);
        }
        return file;
    }

    private Display.Grey grey(Video video) {
        return (Display.Grey) video.display();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void anEmptyFirstFrameDoesNotMakeTheRest(int bits) throws IOException {
        Path file = tiff(image(bits, 1, 5, (t, i) -> t == 0 ? 0 : 50 * i + 100 * t));
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(0, grey(video).low());
            assertEquals(50 * (PIXELS - 1) + 400, grey(video).high());
            assertEquals(0, read(video, 0)[7]);
        }
        assertEquals(List.of(), notes);
    }

    @Test
    void anEmptyFirstFrameOfAChannelDoesNotMakeTheRest() throws IOException {
        Path file = tiff(image(16, 2, 4, (plane, i) -> plane == 0 ? 1 : (10 + plane % 2) * i + plane));
        try (Video video = VideoFiles.open(file, notes::add)) {
            List<Display.Channel> channels = ((Display.Composite) video.display()).channels();
            assertEquals(1, channels.get(0).low());
            assertEquals(10 * (PIXELS - 1) + 6, channels.get(0).high());
            assertEquals(1, channels.get(1).low());
            assertEquals(11 * (PIXELS - 1) + 7, channels.get(1).high());
        }
    }

    @Test
    void aRangeFromAFirstFrameOfNoiseIsReported() throws IOException {
        Path file = tiff(image(16, 1, 6, (t, i) -> t == 0 ? 100 + i % 9 : i < 30 ? 3000 + t : 100 + i % 9));
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(108, grey(video).high());
        }
        assertTrue(notes.stream().anyMatch(n -> n.contains("clips up to") && n.contains("3005")), notes::toString);
    }

    @ParameterizedTest
    @CsvSource({"8", "16", "32"})
    void anImageThatNobodyDisplayedHasItsValuesRange(int bits) {
        ImagePlus image = image(bits, 1, 4, (t, i) -> i % 200 + t);
        image.setDisplayRange(0, 1);
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, notes::add)) {
            assertEquals(0, grey(video).low());
            assertEquals(bits == 8 ? 255 : 202, grey(video).high());
        }
        assertEquals(1, notes.size(), notes::toString);
        assertTrue(notes.get(0).contains("was never displayed"), notes::toString);
    }

    @Test
    void aRangeThatSomebodyChoseIsKept() {
        ImagePlus image = image(16, 1, 4, (t, i) -> 10 * i + t);
        image.setDisplayRange(0, 1000);
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, notes::add)) {
            assertEquals(1000, grey(video).high());
        }
        assertTrue(notes.size() == 1 && notes.get(0).contains("clips up to 75 %"), notes::toString);
        ImagePlus binary = image(32, 1, 4, (t, i) -> i % 2);
        binary.setDisplayRange(0, 1);
        notes.clear();
        try (ImagePlusVideo video = ImagePlusVideo.of(binary, TimeAxis.AUTO, notes::add)) {
            assertEquals(1, grey(video).high());
        }
        assertEquals(List.of(), notes);
    }

    @Test
    void channelsOfACompositeThatNobodyDisplayed() {
        CompositeImage image = new CompositeImage(image(16, 2, 3, (plane, i) -> 20 * i), CompositeImage.COMPOSITE);
        for (int c = 1; c <= 2; c++) {
            image.setPositionWithoutUpdate(c, 1, 1);
            image.setDisplayRange(0, 1);
        }
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, notes::add)) {
            for (Display.Channel channel : ((Display.Composite) video.display()).channels())
                assertEquals(20 * (PIXELS - 1), channel.high());
        }
    }

    @ParameterizedTest
    @CsvSource({"4000, 65535, 12 bits", "400, 50000, a hundred times"})
    void valuesThatUseLittleOfTheRangeAreReported(int largest, int high, String said) {
        ImagePlus image = image(16, 1, 4, (t, i) -> i * largest / PIXELS);
        image.setDisplayRange(0, high);
        ImagePlusVideo.of(image, TimeAxis.AUTO, notes::add).close();
        assertTrue(notes.size() == 1 && notes.get(0).contains(said), notes::toString);
    }

    /** A few clipped pixels, as automatic contrast leaves them, are nothing to report. */
    @Test
    void ordinaryRangesAreSilent() {
        ImagePlus image = image(16, 1, 4, (t, i) -> 10 * i + t);
        image.setDisplayRange(100, 3900);
        ImagePlusVideo.of(image, TimeAxis.AUTO, notes::add).close();
        assertEquals(List.of(), notes);
    }
}
