package org.whynot.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Turns fluorescence into 8-bit camera frames: bleaching, uneven background, blur by the optics, photon noise, read noise.
 *
 * <p>Signal is in photons a pixel; the camera's gain and offset make grey values 0 to 255 of it.
 */
final class Microscope {

    private final int width;
    private final int height;
    private final int frames;
    private final float[] kernel;
    private final double photons;
    private final double gain;
    private final double readNoise;
    private final double bleaching;
    private final double background;
    private final double gradient;
    private final double gradientAngle;
    private final double gradientTurn;
    private final float[] sharp;
    private final float[] rows;
    private final float[] blurred;

    /** Draws the optics and the exposure of one video; {@code scale} is pixels to a pixel of a 128 pixel video. */
    Microscope(SplittableRandom random, int width, int height, int frames, double scale) {
        this.width = width;
        this.height = height;
        this.frames = frames;
        kernel = gaussian(scale * (0.9 + 0.5 * random.nextDouble()));
        photons = 110 + 110 * random.nextDouble();
        gain = (82 + 22 * random.nextDouble()) / photons;
        readNoise = 1.5 + random.nextDouble();
        bleaching = 0.03 + 0.22 * random.nextDouble();
        background = photons * (0.07 + 0.07 * random.nextDouble());
        gradient = 0.5 * random.nextDouble();
        gradientAngle = 2 * Math.PI * random.nextDouble();
        gradientTurn = random.nextDouble() - 0.5;
        sharp = new float[width * height];
        rows = new float[width * height];
        blurred = new float[width * height];
    }

    /** One camera frame of the given blobs, row by row from the top left, {@code width * height} grey values. */
    byte[] expose(int frame, List<Blob> blobs, SplittableRandom random) {
        double elapsed = frame / (double) (frames - 1);
        Arrays.fill(sharp, 0);
        for (Blob blob : blobs) draw(blob);
        blur();
        double bleached = photons * StrictMath.exp(-bleaching * elapsed);
        double angle = gradientAngle + gradientTurn * elapsed;
        double slopeX = gradient * StrictMath.cos(angle);
        double slopeY = gradient * StrictMath.sin(angle);
        double offset = 6;
        byte[] grey = new byte[width * height];
        for (int row = 0; row < height; row++) {
            double v = 2.0 * row / height - 1;
            for (int column = 0; column < width; column++) {
                double u = 2.0 * column / width - 1;
                // Illumination falls off a little towards the corners.
                double light = 1 - 0.08 * (u * u + v * v);
                int i = row * width + column;
                double expected = light * bleached * blurred[i]
                        + background * (1 + slopeX * u + slopeY * v) * (1 - 0.3 * bleaching * elapsed);
                double measured = poisson(expected, random) + readNoise * gaussian(random);
                grey[i] = (byte) Math.min(Math.max(Math.round(offset + gain * measured), 0), 255);
            }
        }
        return grey;
    }

    private void draw(Blob blob) {
        var box = blob.bounds(3 * blob.edge() + 1);
        int left = Math.max(0, (int) Math.floor(box.x()));
        int right = Math.min(width, (int) Math.ceil(box.right()));
        int top = Math.max(0, (int) Math.floor(box.y()));
        int bottom = Math.min(height, (int) Math.ceil(box.bottom()));
        double cos = StrictMath.cos(blob.angle());
        double sin = StrictMath.sin(blob.angle());
        double size = Math.sqrt(blob.a() * blob.b());
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                double dx = column + 0.5 - blob.x();
                double dy = row + 0.5 - blob.y();
                double u = (dx * cos + dy * sin) / blob.a();
                double v = (dy * cos - dx * sin) / blob.b();
                double r = Math.sqrt(u * u + v * v) / blob.texture().outline(u, v);
                double outside = (r - 1) * size / blob.edge();
                if (outside > 4) continue;
                // A nucleus is thickest in the middle, so the middle is brighter in projection.
                double thickness = 0.6 + 0.4 * Math.sqrt(Math.max(0, 1 - r * r));
                double cover = 1 / (1 + StrictMath.exp(2 * outside));
                sharp[row * width + column] +=
                        (float) (blob.brightness() * blob.texture().signal(u, v) * thickness * cover);
            }
        }
    }

    /** Separable convolution of {@code sharp} into {@code blurred}; pixels beyond the border repeat it. */
    private void blur() {
        int reach = kernel.length / 2;
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++) {
                float sum = 0;
                for (int k = -reach; k <= reach; k++)
                    sum += kernel[k + reach] * sharp[row * width + Math.min(Math.max(column + k, 0), width - 1)];
                rows[row * width + column] = sum;
            }
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++) {
                float sum = 0;
                for (int k = -reach; k <= reach; k++)
                    sum += kernel[k + reach] * rows[Math.min(Math.max(row + k, 0), height - 1) * width + column];
                blurred[row * width + column] = sum;
            }
    }

    private static float[] gaussian(double sigma) {
        int reach = Math.max(1, (int) Math.ceil(3 * sigma));
        float[] kernel = new float[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) sum += StrictMath.exp(-k * k / (2 * sigma * sigma));
        for (int k = -reach; k <= reach; k++)
            kernel[k + reach] = (float) (StrictMath.exp(-k * k / (2 * sigma * sigma)) / sum);
        return kernel;
    }

    /** A Poisson random number; above 40 its normal limit, which is then within a hundredth of a grey value's noise. */
    private static double poisson(double mean, SplittableRandom random) {
        if (mean > 40) return Math.max(0, Math.rint(mean + Math.sqrt(mean) * gaussian(random)));
        double u = random.nextDouble();
        double p = StrictMath.exp(-mean);
        int k = 0;
        for (double sum = p; u > sum && k < 200; sum += p) {
            k++;
            p *= mean / k;
        }
        return k;
    }

    /** A normal random number by Marsaglia's polar method, which gives the same bits on every machine. */
    private static double gaussian(SplittableRandom random) {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double s = x * x + y * y;
            if (s > 0 && s < 1) return x * Math.sqrt(-2 * StrictMath.log(s) / s);
        }
    }
}
