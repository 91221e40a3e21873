package org.whynot.simulation;

import org.whynot.video.Box;

/**
 * A soft-edged ellipse of fluorescence: the nucleus, a piece of it, or the cytoplasm round it.
 *
 * @param x centre, pixels; the pixel in column c covers c to c + 1
 * @param y centre, pixels
 * @param a semi-axis along {@code angle}, pixels
 * @param b semi-axis across {@code angle}, pixels
 * @param angle radians, from the x axis towards the y axis
 * @param brightness signal of the middle, 1 for a resting nucleus
 * @param edge how gradually the edge falls off, pixels
 * @param texture what lies inside, which turns and stretches with the ellipse
 */
record Blob(
        double x, double y, double a, double b, double angle, double brightness, double edge, NucleusTexture texture) {

    /** The same blob elsewhere. */
    Blob moved(double dx, double dy) {
        return new Blob(x + dx, y + dy, a, b, angle, brightness, edge, texture);
    }

    /**
     * The upright box round this ellipse.
     *
     * @param margin pixels added on every side
     */
    Box bounds(double margin) {
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double halfWidth = Math.sqrt(a * a * cos * cos + b * b * sin * sin) + margin;
        double halfHeight = Math.sqrt(a * a * sin * sin + b * b * cos * cos) + margin;
        return new Box(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
    }
}
