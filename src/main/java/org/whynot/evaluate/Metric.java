package org.whynot.evaluate;

/**
 * One number of an evaluation. A row of {@code metrics.csv}.
 *
 * @param metric what was measured, for example {@code negative_class_accuracy}
 * @param method on which regions, for example {@code tube}, or {@code tube - centre} for a paired difference
 * @param n over how many of the most probable negative classes; 0 where that has no meaning
 * @param k how many places count as a hit; 0 where that has no meaning
 * @param value the mean; NaN where there are no samples
 * @param low lower end of the bootstrap interval
 * @param high upper end of the bootstrap interval
 * @param samples how many values the mean is of
 * @param videos of how many videos they are
 * @param seed of the bootstrap
 */
public record Metric(
        String metric,
        String method,
        int n,
        int k,
        double value,
        double low,
        double high,
        int samples,
        int videos,
        long seed) {}
