package org.whynot.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Chromatin texture and outline of a nucleus, in its own coordinates: the ellipse is the unit disc.
 *
 * <p>Both are sampled once on a grid, so that drawing a pixel costs two interpolations and no transcendental function.
 */
final class NucleusTexture {

    /** Perfectly smooth and elliptical. */
    static final NucleusTexture SMOOTH = new NucleusTexture();

    private static final int GRID = 40;
    /** The grid reaches this far from the centre, in radii. */
    private static final double REACH = 1.4;

    private final float[] signal = new float[GRID * GRID];
    private final float[] outline = new float[GRID * GRID];

    private NucleusTexture() {
        Arrays.fill(signal, 1);
        Arrays.fill(outline, 1);
    }

    /**
     * A random texture: bright foci, dark nucleoli and a slightly irregular outline.
     *
     * @param contrast about the largest relative deviation of the signal, 0 to 1
     * @param irregularity about the largest relative deviation of the radius, 0 to 0.2
     */
    NucleusTexture(SplittableRandom random, double contrast, double irregularity) {
        int foci = 9 + random.nextInt(6);
        double[][] bumps = new double[foci][];
        for (int i = 0; i < foci; i++) {
            double r = 0.85 * Math.sqrt(random.nextDouble());
            double phi = 2 * Math.PI * random.nextDouble();
            double width = 0.10 + 0.16 * random.nextDouble();
            double height = (i % 3 == 0 ? -1 : 0.75) * contrast * (0.4 + 0.6 * random.nextDouble());
            bumps[i] = new double[] {r * StrictMath.cos(phi), r * StrictMath.sin(phi), width, height};
        }
        double[] amplitude = new double[5];
        double[] phase = new double[5];
        for (int k = 2; k < 5; k++) {
            amplitude[k] = irregularity * random.nextDouble() / (k - 1);
            phase[k] = 2 * Math.PI * random.nextDouble();
        }
        for (int row = 0; row < GRID; row++) {
            for (int column = 0; column < GRID; column++) {
                double u = (2.0 * column / (GRID - 1) - 1) * REACH;
                double v = (2.0 * row / (GRID - 1) - 1) * REACH;
                double s = 1;
                for (double[] bump : bumps) {
                    double du = u - bump[0];
                    double dv = v - bump[1];
                    s += bump[3] * StrictMath.exp(-(du * du + dv * dv) / (2 * bump[2] * bump[2]));
                }
                double phi = StrictMath.atan2(v, u);
                double radius = 1;
                for (int k = 2; k < 5; k++) radius += amplitude[k] * StrictMath.cos(k * phi + phase[k]);
                signal[row * GRID + column] = (float) Math.max(s, 0.2);
                outline[row * GRID + column] = (float) radius;
            }
        }
    }

    /** The signal at a point, about 1 on average. */
    double signal(double u, double v) {
        return interpolate(signal, u, v);
    }

    /** The distance from the centre to the outline in the direction of a point, about 1. */
    double outline(double u, double v) {
        return interpolate(outline, u, v);
    }

    private static double interpolate(float[] grid, double u, double v) {
        double c = Math.min(Math.max((u / REACH + 1) / 2 * (GRID - 1), 0), GRID - 1.001);
        double r = Math.min(Math.max((v / REACH + 1) / 2 * (GRID - 1), 0), GRID - 1.001);
        int column = (int) c;
        int row = (int) r;
        double fc = c - column;
        double fr = r - row;
        int i = row * GRID + column;
        double upper = grid[i] + fc * (grid[i + 1] - grid[i]);
        double lower = grid[i + GRID] + fc * (grid[i + GRID + 1] - grid[i + GRID]);
        return upper + fr * (lower - upper);
    }
}
