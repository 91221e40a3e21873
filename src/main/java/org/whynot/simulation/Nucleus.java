package org.whynot.simulation;

import java.util.SplittableRandom;

/**
 * A nucleus at rest, from which every event starts.
 *
 * @param radius pixels
 * @param aspect long axis over short axis, at least 1
 * @param angle of the long axis, radians
 * @param brightness 1 on average
 * @param scale pixels of this video to a pixel of a video 128 pixels high
 * @param texture its chromatin
 */
record Nucleus(double radius, double aspect, double angle, double brightness, double scale, NucleusTexture texture) {

    /** How gradually edges fall off before the optics blur them, pixels of a video 128 pixels high. */
    private static final double EDGE = 0.7;

    /** A random nucleus, 26 to 34 pixels across in a video 128 pixels high. */
    static Nucleus random(SplittableRandom random, double scale) {
        return new Nucleus(
                scale * (13 + 4 * random.nextDouble()),
                1 + 0.25 * random.nextDouble(),
                Math.PI * random.nextDouble(),
                0.85 + 0.3 * random.nextDouble(),
                scale,
                new NucleusTexture(random, 0.55, 0.07));
    }

    /** The same nucleus with another size, shape and brightness, all as factors. */
    Nucleus with(double sizeFactor, double newAspect, double brightnessFactor) {
        return new Nucleus(radius * sizeFactor, newAspect, angle, brightness * brightnessFactor, scale, texture);
    }

    /** The nucleus at rest at a place. */
    Blob at(double x, double y) {
        return at(x, y, radius, aspect, angle, brightness);
    }

    /**
     * The nucleus at a place, deformed.
     *
     * @param r radius of the circle of the same area, pixels
     * @param ratio long over short axis
     * @param direction of the long axis, radians
     * @param signal brightness, 1 for an average resting nucleus
     */
    Blob at(double x, double y, double r, double ratio, double direction, double signal) {
        double stretch = Math.sqrt(ratio);
        return new Blob(x, y, r * stretch, r / stretch, direction, signal, EDGE * scale, texture);
    }

    /** A small piece of it: smooth and round. */
    Blob piece(double x, double y, double r, double signal) {
        return new Blob(x, y, r, r, 0, signal, EDGE * scale, NucleusTexture.SMOOTH);
    }

    /** The faint cytoplasm round a place. */
    Blob cytoplasm(double x, double y, double r, double ratio, double direction) {
        double stretch = Math.sqrt(ratio);
        return new Blob(
                x,
                y,
                1.4 * r * stretch,
                1.4 * r / stretch,
                direction,
                0.13 * brightness,
                2.5 * scale,
                NucleusTexture.SMOOTH);
    }
}
