package org.whynot.video;

/** Between brightness from 0 to 1 and the whole numbers 0 to 255, which Java keeps as bytes without looking at the sign. */
public final class EightBit {

    /** The brightness of every byte, 0 to 1. */
    private static final float[] BRIGHTNESS = new float[256];

    static {
        for (int value = 0; value < BRIGHTNESS.length; value++) BRIGHTNESS[value] = value / 255f;
    }

    private EightBit() {}

    /**
     * The brightness of some bytes, a 255th of each.
     *
     * @param values 0 to 255
     * @param from where in {@code values} the first one is
     * @param count how many
     * @param brightness receives them, 0 to 1
     * @param to where in {@code brightness} the first one goes
     */
    public static void brightness(byte[] values, int from, int count, float[] brightness, int to) {
        for (int i = 0; i < count; i++) brightness[to + i] = BRIGHTNESS[values[from + i] & 255];
    }

    /**
     * The nearest bytes, halves rounded up, below 0 and above 1 clipped.
     *
     * @param brightness 0 to 1; must be a number
     * @param count how many
     * @param values receives them, 0 to 255
     */
    public static void round(float[] brightness, int count, byte[] values) {
        for (int i = 0; i < count; i++)
            values[i] = (byte) Math.max(0, Math.min(255, (int) (255.0 * brightness[i] + 0.5)));
    }
}
