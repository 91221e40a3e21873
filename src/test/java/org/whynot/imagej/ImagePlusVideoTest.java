package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.video.TestVideos.assertClose;
import static org.whynot.video.TestVideos.drawn;
import static org.whynot.video.TestVideos.random;
import static org.whynot.video.TestVideos.read;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.plugin.LutLoader;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.video.TestVideos;

/** Pixels: what ImageJ draws is what the video holds. */
class ImagePlusVideoTest {

    /** ImageJ rounds 8-bit ranges down, 16-bit ones up: at most one and a half of its 256 steps. */
    private static final double STEP = 1.51 / 255;

    private static final int N = TestVideos.WIDTH * TestVideos.HEIGHT;

    private static ImagePlusVideo video(ImagePlus image) {
        return ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
    }

    private static LUT lut(String name) {
        return new LUT(LutLoader.getLut(name), 0, 255);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void everyBitDepthLooksAsImageJDrawsIt(int bits) throws IOException {
        ImagePlus image = random(bits, 1, 1, 4, bits);
        ImagePlusVideo video = video(image);
        assertEquals(4, video.frames());
        for (int t = 0; t < 4; t++) assertClose(drawn(image, 1, 1, t + 1), read(video, t), bits == 24 ? 0 : STEP);
    }

    @ParameterizedTest
    @CsvSource({"8, 50, 180", "16, 1000, 30000", "32, -0.5, 1.2"})
    void valuesGoThroughTheDisplayRange(int bits, double min, double max) throws IOException {
        ImagePlus image = random(bits, 1, 1, 3, 1);
        image.setDisplayRange(min, max);
        ImagePlusVideo video = video(image);
        for (int t = 0; t < 3; t++) {
            float[] rgb = read(video, t);
            ImageProcessor ip = image.getStack().getProcessor(t + 1);
            for (int i = 0; i < 3 * N; i++)
                assertEquals(Math.max(0, Math.min(1, (ip.getf(i % N) - min) / (max - min))), rgb[i], 1e-6);
            assertClose(drawn(image, 1, 1, t + 1), rgb, bits == 8 ? 2 * STEP : STEP);
        }
    }

    @Test
    void eightBitsAreExactWhereTheRangeIsWhole() throws IOException {
        ImagePlus image = random(8, 1, 1, 2, 2);
        assertClose(drawn(image, 1, 1, 2), read(video(image), 1), 0);
    }

    @Test
    void anEmptyDisplayRangeIsAStep() throws IOException {
        ImagePlus image = random(16, 1, 1, 2, 3);
        image.setDisplayRange(30000, 30000);
        float[] rgb = read(video(image), 0);
        for (int i = 0; i < N; i++)
            assertEquals(image.getStack().getProcessor(1).get(i) > 30000 ? 1 : 0, rgb[i]);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void anInvertedLutInverts(int bits) throws IOException {
        ImagePlus image = random(bits, 1, 1, 2, 4);
        float[] before = read(video(image), 1);
        LUT lut = image.getProcessor().getLut();
        image.setLut(lut.createInvertedLut());
        ImagePlusVideo inverted = video(image);
        assertClose(drawn(image, 1, 1, 2), read(inverted, 1), STEP);
        float[] after = read(inverted, 1);
        for (int i = 0; i < after.length; i++) assertEquals(1 - before[i], after[i], 1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fire", "green", "spectrum", "cyan", "3-3-2 RGB", "ice"})
    void falseColoursCountAsBrightnessExceptPalettes(String name) throws IOException {
        boolean palette = name.equals("3-3-2 RGB");
        ImagePlus image = random(8, 1, 1, 2, 5);
        float[] grey = read(video(image), 1);
        image.setLut(lut(name));
        float[] rgb = read(video(image), 1);
        assertClose(palette ? drawn(image, 1, 1, 2) : grey, rgb, 1e-6);
    }

    @Test
    void anInvertedFalseColourInverts() throws IOException {
        ImagePlus image = random(16, 1, 1, 2, 6);
        float[] grey = read(video(image), 1);
        LUT green = LUT.createLutFromColor(Color.green).createInvertedLut();
        green.min = image.getDisplayRangeMin();
        green.max = image.getDisplayRangeMax();
        image.setLut(green);
        float[] rgb = read(video(image), 1);
        for (int i = 0; i < rgb.length; i++) assertEquals(1 - grey[i], rgb[i], 1e-6);
    }

    @Test
    void aPaletteKeepsItsColours() throws IOException {
        Random random = new Random(7);
        byte[][] colours = new byte[3][256];
        for (byte[] component : colours) random.nextBytes(component);
        ImagePlus image = random(8, 1, 1, 2, 8);
        image.setLut(new LUT(colours[0], colours[1], colours[2]));
        assertClose(drawn(image, 1, 1, 2), read(video(image), 1), 0);
    }

    @Test
    void aThresholdIsNotPartOfThePicture() throws IOException {
        for (int bits : new int[] {8, 16}) {
            ImagePlus image = random(bits, 1, 1, 2, 9);
            float[] before = read(video(image), 0);
            image.getProcessor().setThreshold(20, 200, ImageProcessor.RED_LUT);
            assertClose(before, read(video(image), 0), 0);
        }
    }

    private static CompositeImage composite(int bits, int channels, int mode) {
        CompositeImage image = new CompositeImage(random(bits, channels, 2, 3, 10 + bits), mode);
        double top = bits == 8 ? 255 : bits == 16 ? 65535 : 2;
        String[] luts = {"cyan", "Magenta", "yellow", "Grays"};
        LUT[] all = new LUT[channels];
        for (int c = 0; c < channels; c++) {
            all[c] = lut(luts[c % 4].toLowerCase(java.util.Locale.ROOT));
            all[c].min = bits == 8 ? 25 * (c + 1) : top * 0.1 * (c + 1);
            all[c].max = bits == 8 ? 150 + 25 * c : top * (0.6 + 0.1 * c);
        }
        image.setLuts(all);
        return image;
    }

    @ParameterizedTest
    @CsvSource({"8, 2, ''", "16, 3, ''", "32, 4, ''", "16, 3, Max", "16, 3, Min", "16, 2, Invert", "8, 3, Sum"})
    void compositesAreAddedAsImageJDoes(int bits, int channels, String projection) throws IOException {
        CompositeImage image = composite(bits, channels, CompositeImage.COMPOSITE);
        if (!projection.isEmpty()) image.setProp("CompositeProjection", projection);
        image.setPositionWithoutUpdate(1, 2, 1);
        ImagePlusVideo video = video(image);
        assertEquals(3, video.frames());
        assertEquals(2, video.otherPosition());
        for (int t = 0; t < 3; t++)
            assertClose(
                    drawn(image, 1, 2, t + 1), read(video, t), projection.equals("Invert") ? 2 * channels * STEP : 0);
    }

    /** ImageJ scales a channel whose range is unknown frame by frame. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void aChannelWithoutARangeIsScaledFrameByFrame(int bits) throws IOException {
        CompositeImage image = composite(bits, 2, CompositeImage.COMPOSITE);
        LUT[] luts = image.getLuts();
        luts[1].min = 0;
        luts[1].max = 0;
        image.setLuts(luts);
        for (int t = 1; t <= 3; t++) {
            ImageProcessor ip = image.getStack().getProcessor(image.getStackIndex(2, 1, t));
            for (int i = 0; i < N; i++) ip.setf(i, t == 1 ? 0 : ip.getf(i) / t);
        }
        ImagePlusVideo video = video(image);
        for (int t = 0; t < 3; t++) {
            int[] packed = new int[N];
            for (int c = 0; c < 2; c++) {
                Object pixels = image.getStack().getPixels(image.getStackIndex(c + 1, 1, t + 1));
                ImageProcessor ip = bits == 16
                        ? new ShortProcessor(TestVideos.WIDTH, TestVideos.HEIGHT, (short[]) pixels, null)
                        : new FloatProcessor(TestVideos.WIDTH, TestVideos.HEIGHT, (float[]) pixels);
                ip.setLut(luts[c]);
                ip.updateComposite(packed, c == 0 ? ImageProcessor.SET_FIRST_CHANNEL : ImageProcessor.SUM_PROJECTION);
            }
            float[] rgb = read(video, t);
            for (int i = 0; i < 3 * N; i++)
                assertEquals((packed[i % N] >> 16 - i / N * 8 & 255) / 255f, rgb[i], "frame " + t + ", number " + i);
        }
    }

    @Test
    void channelsThatAreOffAreLeftOut() throws IOException {
        CompositeImage image = composite(16, 3, CompositeImage.COMPOSITE);
        for (String active : new String[] {"110", "101", "001", "000"}) {
            image.setActiveChannels(active);
            float[] expected = new float[3 * N];
            for (int c = 0; c < 3; c++)
                if (active.charAt(c) == '1') {
                    ImagePlus one =
                            new ImagePlus("one", image.getStack().getProcessor(image.getStackIndex(c + 1, 1, 2)));
                    one.setLut(image.getChannelLut(c + 1));
                    float[] drawn = drawn(one, 1, 1, 1);
                    for (int i = 0; i < drawn.length; i++) expected[i] = Math.min(1, expected[i] + drawn[i]);
                }
            assertClose(expected, read(video(image), 1), 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {CompositeImage.COLOR, CompositeImage.GRAYSCALE})
    void oneChannelAtATimeIsTheCurrentOneAndSaidSo(int mode) throws IOException {
        CompositeImage image = composite(16, 3, mode);
        image.setPosition(2, 1, 1);
        List<String> notes = new ArrayList<>();
        float[] rgb = read(ImagePlusVideo.of(image, TimeAxis.AUTO, notes::add), 2);
        LUT lut = image.getChannelLut(2);
        ImageProcessor ip = image.getStack().getProcessor(image.getStackIndex(2, 1, 3));
        for (int i = 0; i < 3 * N; i++)
            assertEquals(Math.max(0, Math.min(1, (ip.getf(i % N) - lut.min) / (lut.max - lut.min))), rgb[i], 1e-5);
        assertTrue(notes.stream().anyMatch(n -> n.contains("only channel 2 of 3")), notes::toString);
    }

    @Test
    void aHyperstackThatIsNoCompositeShowsItsCurrentChannel() throws IOException {
        ImagePlus image = random(8, 2, 1, 3, 11);
        image.setPositionWithoutUpdate(2, 1, 1);
        List<String> notes = new ArrayList<>();
        ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, notes::add);
        for (int t = 0; t < 3; t++) assertClose(drawn(image, 2, 1, t + 1), read(video, t), 0);
        assertTrue(notes.stream().anyMatch(n -> n.contains("only channel 2 of 2")), notes::toString);
    }

    @Test
    void namesTheFrameAndPixelThatIsNoNumber() throws IOException {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            ImagePlus image = random(32, 2, 1, 4, 12);
            CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
            composite.getStack().getProcessor(composite.getStackIndex(2, 1, 3)).setf(7, 5, bad);
            ImagePlusVideo video = video(composite);
            read(video, 1);
            IOException problem = assertThrows(IOException.class, () -> read(video, 2));
            assertTrue(problem.getMessage().startsWith("Frame 3 of 'clip'"), problem.getMessage());
            assertTrue(problem.getMessage().contains("x=7, y=5"), problem.getMessage());
        }
    }

    @Test
    void slidersMovedLaterChangeNothing() throws IOException {
        CompositeImage image = composite(16, 3, CompositeImage.COMPOSITE);
        ImagePlusVideo video = video(image);
        float[] before = read(video, 1);
        image.setPosition(2, 2, 3);
        image.setDisplayRange(0, 10);
        image.setActiveChannels("100");
        assertClose(before, read(video, 1), 0);
    }

    @Test
    void aSingleImageIsReadFromItsProcessor() throws IOException {
        ImagePlus image =
                new ImagePlus("still", new ByteProcessor(4, 3, new byte[] {0, 51, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1}));
        float[] rgb = read(video(image), 0);
        assertEquals(0.2f, rgb[1]);
        assertEquals(1f, rgb[35]);
        assertTrue(!image.hasImageStack());
    }
}
