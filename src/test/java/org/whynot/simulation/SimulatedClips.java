package org.whynot.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ImageProcessor;

/** Compares videos with what became of them in a file with JPEG frames. */
public final class SimulatedClips {

    private SimulatedClips() {}

    /** The side of the blocks in which JPEG encodes, pixels. */
    private static final int BLOCK = 8;

    /** JPEG smooths noise within its blocks of 8 x 8 pixels, and keeps their means to about a grey value. */
    public static void assertSimilar(byte[][] expected, ImagePlus read) {
        for (int frame = 0; frame < expected.length; frame++) {
            ImageProcessor grey = read.getStack().getProcessor(frame + 1).convertToByteProcessor(false);
            double sum = 0;
            for (int i = 0; i < expected[frame].length; i++) sum += Math.abs((expected[frame][i] & 255) - grey.get(i));
            double mean = sum / expected[frame].length;
            assertTrue(mean < 4.5, "frame " + frame + " differs by " + mean + " grey values on average");
            for (int top = 0; top + BLOCK <= grey.getHeight(); top += BLOCK)
                for (int left = 0; left + BLOCK <= grey.getWidth(); left += BLOCK) {
                    double difference = 0;
                    for (int y = top; y < top + BLOCK; y++)
                        for (int x = left; x < left + BLOCK; x++)
                            difference += (expected[frame][y * grey.getWidth() + x] & 255) - grey.get(x, y);
                    double block = difference / (BLOCK * BLOCK);
                    assertTrue(
                            Math.abs(block) < 2.5,
                            "frame " + frame + ", block at " + left + ", " + top + " differs by " + block);
                }
        }
    }
}
