package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] normal(int count, double mean, double deviation, Random random) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = mean + deviation * random.nextGaussian();
        return values;
    }

    @Test
    void theIntervalOfAMeanIsThatOfTheNormalDistribution() {
        int count = 400;
        double[] values = normal(count, 3, 2, new Random(1));
        double mean = Arrays.stream(values).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
        Bootstrap.Interval i = new Bootstrap(4000, 0.95, 7).mean(values, ones(count));
        double half = 1.96 * deviation / Math.sqrt(count);
        assertEquals(mean, i.value(), 1e-12);
        assertEquals(mean - half, i.low(), 0.1 * half);
        assertEquals(mean + half, i.high(), 0.1 * half);
    }

    @Test
    void ninetyFivePercentOfIntervalsHoldTheTruth() {
        Random random = new Random(2);
        int holds = 0;
        int times = 400;
        for (int t = 0; t < times; t++) {
            double[] values = normal(60, 1, 1, random);
            Bootstrap.Interval i = new Bootstrap(500, 0.95, t).mean(values, ones(60));
            if (i.low() <= 1 && 1 <= i.high()) holds++;
        }
        assertEquals(0.95, holds / (double) times, 0.04);
    }

    @Test
    void valuesOfOneVideoAreDrawnTogether() {
        // Ten videos of fifty equal values each are no more certain than ten values.
        double[] values = normal(10, 0, 1, new Random(3));
        double[] sums = Arrays.stream(values).map(v -> 50 * v).toArray();
        int[] counts = new int[10];
        Arrays.fill(counts, 50);
        Bootstrap bootstrap = new Bootstrap(1000, 0.95, 0);
        Bootstrap.Interval alone = bootstrap.mean(values, ones(10));
        Bootstrap.Interval together = bootstrap.mean(sums, counts);
        assertEquals(alone.low(), together.low(), 1e-12);
        assertEquals(alone.high(), together.high(), 1e-12);
    }

    @Test
    void videosWithMoreValuesWeighMore() {
        Bootstrap.Interval i = new Bootstrap(100, 0.95, 0).mean(new double[] {3, 1}, new int[] {3, 1});
        assertEquals(1, i.value());
        assertEquals(1, i.low());
        Bootstrap.Interval mixed = new Bootstrap(100, 0.95, 0).mean(new double[] {3, 0}, new int[] {3, 1});
        assertEquals(0.75, mixed.value());
    }

    @Test
    void differencesArePaired() {
        Random random = new Random(4);
        double[] values = normal(50, 0, 10, random);
        double[] higher = Arrays.stream(values).map(v -> v + 0.5).toArray();
        Bootstrap.Interval i = new Bootstrap(500, 0.95, 0).difference(higher, ones(50), values, ones(50));
        assertEquals(0.5, i.value(), 1e-9);
        assertEquals(0.5, i.low(), 1e-9);
        assertEquals(0.5, i.high(), 1e-9);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] values = normal(30, 0, 1, new Random(5));
        assertEquals(
                new Bootstrap(200, 0.95, 9).mean(values, ones(30)), new Bootstrap(200, 0.95, 9).mean(values, ones(30)));
        assertTrue(new Bootstrap(200, 0.95, 10).mean(values, ones(30)).low()
                != new Bootstrap(200, 0.95, 9).mean(values, ones(30)).low());
    }

    @Test
    void quantilesAreInterpolated() {
        double[] sorted = {0, 1, 2, 3, 4};
        assertEquals(0, Bootstrap.quantile(sorted, 0));
        assertEquals(4, Bootstrap.quantile(sorted, 1));
        assertEquals(1.5, Bootstrap.quantile(sorted, 0.375));
    }

    @Test
    void nothingHasNoValue() {
        assertTrue(Double.isNaN(
                new Bootstrap(10, 0.95, 0).mean(new double[0], new int[0]).value()));
    }
}
