package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Random;

/** Images and frames that several tests need. */
public final class TestVideos {

    public static final int WIDTH = 13;
    public static final int HEIGHT = 9;

    private TestVideos() {}

    /** A stack of random pixels over the whole range of its type. */
    public static ImagePlus random(int bits, int channels, int slices, int frames, long seed) {
        Random random = new Random(seed);
        ImageStack stack = new ImageStack(WIDTH, HEIGHT);
        for (int i = 0; i < channels * slices * frames; i++) stack.addSlice(processor(bits, random));
        ImagePlus image = new ImagePlus("clip.tif", stack);
        image.setDimensions(channels, slices, frames);
        image.setOpenAsHyperStack(true);
        return image;
    }

    private static ImageProcessor processor(int bits, Random random) {
        ImageProcessor ip =
                switch (bits) {
                    case 8 -> new ByteProcessor(WIDTH, HEIGHT);
                    case 16 -> new ShortProcessor(WIDTH, HEIGHT);
                    case 24 -> new ColorProcessor(WIDTH, HEIGHT);
                    default -> new FloatProcessor(WIDTH, HEIGHT);
                };
        for (int i = 0; i < WIDTH * HEIGHT; i++)
            if (bits == 32) ip.setf(i, (float) random.nextGaussian());
            else ip.set(i, random.nextInt(1 << bits));
        return ip;
    }

    /** A frame; read in 8 bits as well, which must be the same one. */
    public static float[] read(Video video, int frame) throws IOException {
        float[] rgb = new float[video.frameLength()];
        video.read(frame, rgb);
        byte[] bytes = new byte[rgb.length];
        video.read(frame, bytes);
        for (int i = 0; i < rgb.length; i++) {
            int at = i;
            assertEquals((int) Math.floor(255.0 * rgb[i] + 0.5), bytes[i] & 255, () -> "byte " + at);
            if (video.isEightBit()) assertEquals((bytes[i] & 255) / 255f, rgb[i], () -> "number " + at);
        }
        return rgb;
    }

    /** What ImageJ itself draws at a place of the stack, {@code [3, height, width]}. */
    public static float[] drawn(ImagePlus image, int c, int z, int t) {
        image.setPositionWithoutUpdate(c, z, t);
        BufferedImage picture = image.flatten().getBufferedImage();
        int n = image.getWidth() * image.getHeight();
        float[] rgb = new float[3 * n];
        for (int i = 0; i < n; i++) {
            int pixel = picture.getRGB(i % image.getWidth(), i / image.getWidth());
            for (int k = 0; k < 3; k++) rgb[k * n + i] = (pixel >> (16 - 8 * k) & 255) / 255f;
        }
        return rgb;
    }

    public static void assertClose(float[] expected, float[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            int at = i;
            assertEquals(expected[i], actual[i], tolerance, () -> "number " + at);
        }
    }

    /** That two frames differ by no more than so much on average, as two decoders of JPEG do. */
    public static void assertSimilar(float[] expected, float[] actual, double mean) {
        assertEquals(expected.length, actual.length);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) sum += Math.abs(expected[i] - actual[i]);
        assertTrue(sum / expected.length <= mean, "mean difference " + sum / expected.length);
    }

    /** A video whose pixel x, y of frame f has red x, green y and blue f, each over its largest value. */
    public static Video ramp(int width, int height, int frames) {
        int n = width * height;
        return new Video(
                "ramp",
                LazyFrames.ofFloats(width, height, 3, frames, (frame, pixels) -> {
                    float[] rgb = (float[]) pixels;
                    for (int i = 0; i < n; i++) {
                        rgb[i] = (i % width + 0.5f) / width;
                        rgb[n + i] = (i / width + 0.5f) / height;
                        rgb[2 * n + i] = (frame + 1f) / frames;
                    }
                }),
                new Display.Range(0, 1),
                Double.NaN);
    }

    /** The same video in numbers, which does not say that it has 8 bits. */
    public static Video inNumbers(Video video) {
        return new Video(
                video.name(),
                LazyFrames.ofFloats(
                        video.width(),
                        video.height(),
                        3,
                        video.frames(),
                        (frame, rgb) -> video.read(frame, (float[]) rgb)),
                new Display.Range(0, 1),
                video.frameInterval());
    }
}
