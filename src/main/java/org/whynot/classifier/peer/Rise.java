package org.whynot.classifier.peer;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.whynot.classifier.ClipPasses;
import org.whynot.classifier.Contrast;
import org.whynot.classifier.VideoClassifier;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/**
 * RISE of the difference of two logits (Petsiuk, Das, Saenko: RISE: Randomized Input Sampling for Explanation of Black-box Models,
 * BMVC 2018), with masks that extend over time.
 *
 * <p>A mask is drawn on a coarse grid of {@value #STEPS} steps and {@value #SIDE} x {@value #SIDE} cells, each kept with probability
 * {@value #KEPT}, shifted at random by less than a cell and enlarged by linear interpolation; the clip fades to black where it is
 * 0. The heat of a pixel is the mean of {@code logit(positive) - logit(negative)} over all masks, weighted by what each mask keeps
 * of the pixel. The same seed draws the same masks for every clip.
 */
public final class Rise implements ClipHeat {

    private static final int STEPS = 4;
    private static final int SIDE = 7;
    private static final double KEPT = 0.5;

    private final ClipPasses passes;
    private final ClipFormat input;
    private final int masks;
    private final long seed;
    private final ClipPixels pixels;
    private long clips;

    /**
     * @param classifier stays open
     * @param manager under which intermediate arrays live for a moment; of the classifier's device
     * @param masks how many, at least 1
     * @param seed of the masks
     * @throws IllegalArgumentException if there is no mask
     */
    public Rise(VideoClassifier classifier, NDManager manager, int masks, long seed) {
        if (masks < 1) throw new IllegalArgumentException("RISE needs at least 1 mask, not " + masks + ".");
        passes = new ClipPasses(classifier, manager);
        input = classifier.input();
        this.masks = masks;
        this.seed = seed;
        pixels = new ClipPixels(input);
    }

    @Override
    public Optional<Heat> of(float[] clip, int positive, int negative, Progress progress) {
        SplittableRandom random = new SplittableRandom(seed);
        int places = input.frames() * input.height() * input.width();
        double[] sums = new double[places];
        double[] weights = new double[places];
        double total = 0;
        float[][] kept = new float[ClipPasses.CLIPS][places];
        float[] batch = new float[ClipPasses.CLIPS * clip.length];
        for (int first = 0; first < masks; first += ClipPasses.CLIPS) {
            progress.check();
            progress.report((double) first / masks, "RISE: mask " + (first + 1) + " of " + masks);
            int count = Math.min(ClipPasses.CLIPS, masks - first);
            Arrays.fill(batch, 0);
            for (int i = 0; i < count; i++) {
                mask(input, random, kept[i]);
                pixels.fade(clip, kept[i], batch, i * clip.length);
            }
            double[][] probabilities = passes.run(batch, count);
            clips += count;
            for (int i = 0; i < count; i++) {
                double contrast = Contrast.of(probabilities[i], positive, negative);
                total += contrast;
                for (int p = 0; p < places; p++) {
                    sums[p] += contrast * kept[i][p];
                    weights[p] += kept[i][p];
                }
            }
        }
        float[] heat = new float[places];
        // Less the mean of all masks: no reason for any place, yet it would weigh more in a region that is not cut off
        // by the border.
        for (int p = 0; p < places; p++) heat[p] = weights[p] > 0 ? (float) (sums[p] / weights[p] - total / masks) : 0;
        return Optional.of(new Heat(heat, input.frames(), input.height(), input.width()));
    }

    /**
     * Draws a mask.
     *
     * @param mask receives what is kept of each pixel, 0 to 1, {@code [T, H, W]}
     */
    static void mask(ClipFormat input, SplittableRandom random, float[] mask) {
        int steps = Math.min(STEPS, input.frames());
        int side = Math.min(SIDE, Math.min(input.height(), input.width()));
        float[] grid = new float[(steps + 1) * (side + 1) * (side + 1)];
        for (int i = 0; i < grid.length; i++) grid[i] = random.nextDouble() < KEPT ? 1 : 0;
        Axis time = new Axis(input.frames(), steps, random);
        Axis down = new Axis(input.height(), side, random);
        Axis across = new Axis(input.width(), side, random);
        int row = side + 1;
        float[] blended = new float[row * row];
        float[] line = new float[row];
        for (int t = 0; t < input.frames(); t++) {
            blend(grid, time.cell[t] * row * row, row * row, time.share[t], blended);
            for (int y = 0; y < input.height(); y++) {
                blend(blended, down.cell[y] * row, row, down.share[y], line);
                int to = (t * input.height() + y) * input.width();
                for (int x = 0; x < input.width(); x++) {
                    float left = line[across.cell[x]];
                    mask[to + x] = left + across.share[x] * (line[across.cell[x] + 1] - left);
                }
            }
        }
    }

    /** Between a run of numbers and the run after it. */
    private static void blend(float[] from, int offset, int length, float share, float[] to) {
        for (int i = 0; i < length; i++) {
            float first = from[offset + i];
            to[i] = first + share * (from[offset + length + i] - first);
        }
    }

    /** Where the pixels of an axis lie between the cells of the grid. */
    private static final class Axis {
        final int[] cell;
        final float[] share;

        /** @param cells that the pixels span, besides one more that makes room for the shift */
        Axis(int pixels, int cells, SplittableRandom random) {
            cell = new int[pixels];
            share = new float[pixels];
            double size = (double) pixels / cells;
            double shift = random.nextDouble();
            for (int i = 0; i < pixels; i++) {
                double place = Math.min(i / size + shift, cells);
                cell[i] = Math.min((int) place, cells - 1);
                share[i] = (float) (place - cell[i]);
            }
        }
    }

    @Override
    public long passes() {
        return clips;
    }
}
