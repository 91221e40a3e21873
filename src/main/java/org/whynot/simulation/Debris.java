package org.whynot.simulation;

import java.util.SplittableRandom;

/** A small, very bright spot that drifts through the image or blinks. */
final class Debris {

    private final double x;
    private final double y;
    private final double dx;
    private final double dy;
    private final double size;
    private final double brightness;
    private final int period;
    private final int phase;

    /** Draws one; {@code scale} is pixels to a pixel of a 128 pixel video. */
    Debris(SplittableRandom random, int width, int height, double scale) {
        x = width * (0.08 + 0.84 * random.nextDouble());
        y = height * (0.08 + 0.84 * random.nextDouble());
        boolean blinks = random.nextInt(3) == 0;
        double distance = scale * (blinks ? 3 : 8 + 18 * random.nextDouble());
        double direction = 2 * Math.PI * random.nextDouble();
        dx = distance * StrictMath.cos(direction);
        dy = distance * StrictMath.sin(direction);
        size = scale * (1.3 + 0.7 * random.nextDouble());
        brightness = 2.6 + 1.6 * random.nextDouble();
        period = blinks ? 3 + random.nextInt(4) : 0;
        phase = random.nextInt(8);
    }

    /**
     * The spot at a time, or null while it is dark.
     *
     * @param frame 0-based
     * @param frames frames of the video
     */
    Blob at(int frame, int frames) {
        if (period > 0 && (frame + phase) / period % 2 == 1) return null;
        double elapsed = frame / (double) (frames - 1) - 0.5;
        return new Blob(
                x + dx * elapsed, y + dy * elapsed, size, size, 0, brightness, 0.35 * size, NucleusTexture.SMOOTH);
    }
}
