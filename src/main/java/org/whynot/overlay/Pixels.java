package org.whynot.overlay;

/** Frames of a {@link org.whynot.video.Video} as 8-bit pixels. */
public final class Pixels {

    private Pixels() {}

    /**
     * Colour pixels.
     *
     * @param rgb {@code [3, height, width]}, 0 to 1
     * @param pixels receives {@code 0xRRGGBB}, {@code [height, width]}
     */
    public static void toRgb(float[] rgb, int[] pixels) {
        int n = pixels.length;
        for (int i = 0; i < n; i++) pixels[i] = to8Bit(rgb[i]) << 16 | to8Bit(rgb[n + i]) << 8 | to8Bit(rgb[2 * n + i]);
    }

    /**
     * Grey pixels, from the first channel.
     *
     * @param rgb {@code [3, height, width]}, 0 to 1
     * @param pixels receives 0 to 255, {@code [height, width]}
     */
    public static void toGrey(float[] rgb, byte[] pixels) {
        for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) to8Bit(rgb[i]);
    }

    /** Whether red, green and blue are equal everywhere, as 8-bit numbers. */
    public static boolean isGrey(float[] rgb) {
        int n = rgb.length / 3;
        for (int i = 0; i < n; i++) {
            int red = to8Bit(rgb[i]);
            if (red != to8Bit(rgb[n + i]) || red != to8Bit(rgb[2 * n + i])) return false;
        }
        return true;
    }

    private static int to8Bit(float value) {
        return Math.round(Math.min(Math.max(value, 0), 1) * 255);
    }
}
