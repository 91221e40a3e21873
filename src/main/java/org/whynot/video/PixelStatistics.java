package org.whynot.video;

/**
 * How bright the frames of a video are: a histogram over all frames that were added.
 *
 * <p>Of a large frame some pixels are counted, evenly spaced, so that the cost does not grow with the resolution.
 */
public final class PixelStatistics {

    private static final int MOST_PIXELS = 1 << 15;
    private static final int LEVELS = 256;
    /** Compression makes saturated pixels a little darker. */
    private static final int SATURATED = 254;

    /** Pixels by the largest of their colours. */
    private final long[] brightest = new long[LEVELS];

    private long pixels;
    private double sum;

    /**
     * Adds a frame.
     *
     * @param rgb {@code [3, height, width]}, values 0 to 255 as bytes without sign
     */
    public void add(byte[] rgb) {
        int plane = rgb.length / 3;
        // An odd step visits all columns of a frame with an even width.
        int step = Math.max(1, plane / MOST_PIXELS) | 1;
        long total = 0;
        for (int p = 0; p < plane; p += step) {
            int red = rgb[p] & 255;
            int green = rgb[plane + p] & 255;
            int blue = rgb[2 * plane + p] & 255;
            brightest[Math.max(red, Math.max(green, blue))]++;
            total += red + green + blue;
            pixels++;
        }
        sum += total;
    }

    /** The mean brightness of all colours, 0 (black) to 1 (white); NaN without frames. */
    public double mean() {
        return sum / (3.0 * (LEVELS - 1) * pixels);
    }

    /** The share of pixels of which a colour is saturated, 0 to 1; NaN without frames. */
    public double saturated() {
        long count = 0;
        for (int level = SATURATED; level < LEVELS; level++) count += brightest[level];
        return (double) count / pixels;
    }

    /**
     * The brightness that only a share of the pixels exceed in any colour.
     *
     * @param share 0 to 1
     * @return 0 to 255
     */
    public int exceededBy(double share) {
        long above = 0;
        int level = LEVELS;
        while (level > 0 && above <= share * pixels) above += brightest[--level];
        return level;
    }
}
