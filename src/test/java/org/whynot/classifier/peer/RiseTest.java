package org.whynot.classifier.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.whynot.classifier.Engine;
import org.whynot.classifier.ToyClassifier;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/** RISE and occlusion on a network of which it is known where it looks. */
class RiseTest {

    private static final int FRAMES = 8;
    private static final int SIDE = 64;
    private static final int PLACES = FRAMES * SIDE * SIDE;

    private final ToyClassifier toy = new ToyClassifier();
    private final NDManager manager = Engine.newManager(Engine.device("cpu"));

    @AfterEach
    void close() {
        manager.close();
    }

    /** Dark noise with a red square at rows 8 to 24, columns 40 to 56 of frames 4 to 8. */
    private static float[] redSquare() {
        Random random = new Random(3);
        float[] clip = new float[3 * PLACES];
        for (int i = 0; i < clip.length; i++) clip[i] = 0.2f * random.nextFloat();
        for (int t = 4; t < 8; t++) for (int y = 8; y < 24; y++) Arrays.fill(clip, at(t, y, 40), at(t, y, 56), 0.9f);
        return clip;
    }

    private static int at(int t, int y, int x) {
        return (t * SIDE + y) * SIDE + x;
    }

    private double contrast(float[] clip) {
        try (NDManager own = manager.newSubManager()) {
            float[] logits = toy.forward(own.create(clip, new Shape(toy.input().batchShape(1))))
                    .logits()
                    .toFloatArray();
            return logits[0] - logits[2];
        }
    }

    @Test
    void itIsTheWeightedMeanOverItsMasksOneByOne() {
        int masks = 15;
        float[] clip = redSquare();
        float[] heat = new Rise(toy, manager, masks, 11)
                .of(clip, 0, 2, Progress.SILENT)
                .orElseThrow()
                .values();
        double[] sums = new double[PLACES];
        double[] weights = new double[PLACES];
        double total = 0;
        SplittableRandom random = new SplittableRandom(11);
        for (int m = 0; m < masks; m++) {
            float[] mask = new float[PLACES];
            Rise.mask(toy.input(), random, mask);
            float[] masked = new float[clip.length];
            for (int i = 0; i < masked.length; i++) masked[i] = mask[i % PLACES] * clip[i];
            double contrast = contrast(masked);
            total += contrast;
            for (int p = 0; p < PLACES; p++) {
                sums[p] += contrast * mask[p];
                weights[p] += mask[p];
            }
        }
        for (int p = 0; p < PLACES; p++)
            assertEquals(weights[p] > 0 ? sums[p] / weights[p] - total / masks : 0, heat[p], 1e-4);
    }

    @Test
    void itIsHotWhereTheNetworkLooks() {
        float[] heat = new Rise(toy, manager, 300, 0)
                .of(redSquare(), 0, 2, Progress.SILENT)
                .orElseThrow()
                .values();
        double inside = 0;
        double outside = 0;
        int count = 0;
        for (int t = 0; t < FRAMES; t++)
            for (int y = 0; y < SIDE; y++)
                for (int x = 0; x < SIDE; x++) {
                    boolean isRed = t >= 4 && y >= 8 && y < 24 && x >= 40 && x < 56;
                    if (isRed) count++;
                    if (isRed) inside += heat[at(t, y, x)];
                    else outside += heat[at(t, y, x)];
                }
        assertTrue(inside / count > outside / (PLACES - count) + 0.1, inside / count + " inside");
        int hottest = 0;
        for (int p = 0; p < PLACES; p++) if (heat[p] > heat[hottest]) hottest = p;
        int y = hottest / SIDE % SIDE;
        int x = hottest % SIDE;
        assertTrue(y >= 4 && y < 28 && x >= 36 && x < 60, "row " + y + ", column " + x);
    }

    @Test
    void theSeedDrawsTheMasks() {
        float[] clip = redSquare();
        float[] first = new Rise(toy, manager, 6, 1)
                .of(clip, 0, 1, Progress.SILENT)
                .orElseThrow()
                .values();
        float[] again = new Rise(toy, manager, 6, 1)
                .of(clip, 0, 1, Progress.SILENT)
                .orElseThrow()
                .values();
        float[] other = new Rise(toy, manager, 6, 2)
                .of(clip, 0, 1, Progress.SILENT)
                .orElseThrow()
                .values();
        assertArrayEquals(first, again);
        assertFalse(Arrays.equals(first, other));
    }

    @Test
    void masksAreFromNothingToAllAndKeepHalfOnAverage() {
        ClipFormat input = new ClipFormat(5, 30, 22, 1, ClipFormat.Resize.STRETCH, new float[3], new float[] {1, 1, 1});
        SplittableRandom random = new SplittableRandom(4);
        float[] mask = new float[5 * 30 * 22];
        double[] sums = new double[mask.length];
        for (int m = 0; m < 2000; m++) {
            Rise.mask(input, random, mask);
            for (int p = 0; p < mask.length; p++) {
                assertTrue(mask[p] >= 0 && mask[p] <= 1, "" + mask[p]);
                sums[p] += mask[p];
            }
        }
        for (double sum : sums) assertEquals(0.5, sum / 2000, 0.05);
    }

    @Test
    void aPassPerMaskIsCountedAndCanBeCancelled() {
        Rise rise = new Rise(toy, manager, 7, 0);
        rise.of(redSquare(), 0, 1, Progress.SILENT);
        assertEquals(7, rise.passes());
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> rise.of(redSquare(), 0, 1, cancelled));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Rise(toy, manager, 0, 0))
                .getMessage()
                .contains("at least 1"));
    }

    @Test
    void occlusionIsHottestWhereTheNetworkLooks() {
        Occlusion occlusion = new Occlusion(toy, manager);
        ClipHeat.Heat heat = occlusion.of(redSquare(), 0, 2, Progress.SILENT).orElseThrow();
        int hottest = 0;
        for (int i = 0; i < heat.values().length; i++) if (heat.values()[i] > heat.values()[hottest]) hottest = i;
        double y = (hottest / heat.columns() % heat.rows() + 0.5) * SIDE / heat.rows();
        double x = (hottest % heat.columns() + 0.5) * SIDE / heat.columns();
        assertTrue(y > 8 && y < 24 && x > 40 && x < 56, y + ", " + x);
        assertTrue(occlusion.passes() > 100, "" + occlusion.passes());
        double total = 0;
        for (float value : heat.values()) total += value;
        float[] black = new float[3 * PLACES];
        assertEquals(contrast(redSquare()) - contrast(black), total, 0.05 * Math.abs(total));
    }
}
