package org.whynot.train;

import org.whynot.video.FrameFilter;

/** Changes the colour of every pixel: each channel becomes a weighted sum of the three. */
final class ColourFilter implements FrameFilter {

    /** Red, green and blue in the luma of ITU-R BT.601. */
    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

    private final int pixels;
    private final float[][] weights;

    private ColourFilter(int pixels, float[][] weights) {
        this.pixels = pixels;
        this.weights = weights;
    }

    /**
     * Removes all colour.
     *
     * @param pixels of a frame
     */
    static ColourFilter grey(int pixels) {
        return new ColourFilter(pixels, new float[][] {LUMA, LUMA, LUMA});
    }

    /**
     * Multiplies each channel by a factor; what gets brighter than white is white.
     *
     * @param pixels of a frame
     * @param gains {@code [3]}
     */
    static ColourFilter gains(int pixels, float[] gains) {
        return new ColourFilter(pixels, new float[][] {{gains[0], 0, 0}, {0, gains[1], 0}, {0, 0, gains[2]}});
    }

    @Override
    public void apply(int frame, byte[] rgb) {
        for (int i = 0; i < pixels; i++) {
            float r = rgb[i] & 0xff;
            float g = rgb[pixels + i] & 0xff;
            float b = rgb[2 * pixels + i] & 0xff;
            for (int c = 0; c < 3; c++) rgb[c * pixels + i] = (byte) Math.min(255, Math.round(mixed(c, r, g, b)));
        }
    }

    @Override
    public void apply(int frame, float[] rgb) {
        for (int i = 0; i < pixels; i++) {
            float r = rgb[i];
            float g = rgb[pixels + i];
            float b = rgb[2 * pixels + i];
            for (int c = 0; c < 3; c++) rgb[c * pixels + i] = Math.min(1, mixed(c, r, g, b));
        }
    }

    private float mixed(int channel, float r, float g, float b) {
        float[] of = weights[channel];
        return of[0] * r + of[1] * g + of[2] * b;
    }
}
