package org.whynot.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals by the percentile bootstrap over clusters: whole videos are drawn with replacement, each with all its explanations,
 * because those of one video are alike (Efron, Tibshirani: An Introduction to the Bootstrap, 1993).
 *
 * <pre>{@code
 * Bootstrap bootstrap = new Bootstrap(2000, 0.95, seed);
 * Interval interval = bootstrap.mean(sums, counts);   // a sum and a number of values for every video
 * }</pre>
 *
 * <p>The same seed and number of clusters draw the same videos, so that differences are paired. For one thread at a time.
 */
final class Bootstrap {

    private final int resamples;
    private final double confidence;
    private final long seed;
    private final Map<Integer, int[]> draws = new HashMap<>();

    /** A value with its interval; all NaN where there are no values. */
    record Interval(double value, double low, double high) {}

    /**
     * @param resamples how often is drawn
     * @param confidence the share of resamples inside the interval, 0 to 1
     * @param seed of the drawing
     */
    Bootstrap(int resamples, double confidence, long seed) {
        this.resamples = resamples;
        this.confidence = confidence;
        this.seed = seed;
    }

    /**
     * The mean of all values, and its interval.
     *
     * @param sums of the values of every cluster
     * @param counts of the values of every cluster, positive
     */
    Interval mean(double[] sums, int[] counts) {
        return difference(sums, counts, new double[sums.length], counts);
    }

    /**
     * The difference of two means on the same clusters, and its interval.
     *
     * @param sums of the first values of every cluster
     * @param counts of the first values of every cluster, positive
     * @param otherSums of the second
     * @param otherCounts of the second, positive
     */
    Interval difference(double[] sums, int[] counts, double[] otherSums, int[] otherCounts) {
        int clusters = sums.length;
        if (clusters == 0) return new Interval(Double.NaN, Double.NaN, Double.NaN);
        int[] drawn = draws.computeIfAbsent(clusters, this::draw);
        double[] values = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            double otherSum = 0;
            long count = 0;
            long otherCount = 0;
            for (int j = i * clusters; j < (i + 1) * clusters; j++) {
                int cluster = drawn[j];
                sum += sums[cluster];
                count += counts[cluster];
                otherSum += otherSums[cluster];
                otherCount += otherCounts[cluster];
            }
            values[i] = sum / count - otherSum / otherCount;
        }
        Arrays.sort(values);
        double tail = (1 - confidence) / 2;
        double value = Arrays.stream(sums).sum() / Arrays.stream(counts).sum()
                - Arrays.stream(otherSums).sum() / Arrays.stream(otherCounts).sum();
        return new Interval(value, quantile(values, tail), quantile(values, 1 - tail));
    }

    private int[] draw(int clusters) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = new int[Math.multiplyExact(resamples, clusters)];
        for (int i = 0; i < drawn.length; i++) drawn[i] = random.nextInt(clusters);
        return drawn;
    }

    /** Linear between the two nearest of the sorted values. */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int low = (int) Math.floor(place);
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
}
