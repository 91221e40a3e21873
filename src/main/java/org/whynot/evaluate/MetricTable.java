package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.util.Progress;

/**
 * Collects values by video and turns them into {@link Metric}s with intervals.
 *
 * <pre>{@code
 * MetricTable table = new MetricTable(bootstrap, seed, Progress.SILENT);
 * MetricTable.Values ours = table.values();
 * ours.add("video 1", 0.5);
 * table.add("positive_drop", "tube", 3, 0, ours);
 * }</pre>
 */
final class MetricTable {

    private final Bootstrap bootstrap;
    private final long seed;
    private final Progress progress;
    private final List<Metric> metrics = new ArrayList<>();

    /** Values of videos: their sums and numbers, in the order in which the videos first came. */
    static final class Values {
        private final Map<String, double[]> videos = new LinkedHashMap<>();

        /** Adds a value of a video. */
        void add(String video, double value) {
            double[] own = videos.computeIfAbsent(video, v -> new double[2]);
            own[0] += value;
            own[1]++;
        }

        private Arrays arrays(Iterable<String> order) {
            List<double[]> own = new ArrayList<>();
            for (String video : order) own.add(videos.get(video));
            return new Arrays(
                    own.stream().mapToDouble(v -> v[0]).toArray(),
                    own.stream().mapToInt(v -> (int) v[1]).toArray());
        }

        private record Arrays(double[] sums, int[] counts) {
            int samples() {
                return java.util.Arrays.stream(counts).sum();
            }
        }
    }

    /**
     * @param bootstrap makes the intervals
     * @param seed of the bootstrap
     * @param progress asked whether to stop, before every metric
     */
    MetricTable(Bootstrap bootstrap, long seed, Progress progress) {
        this.bootstrap = bootstrap;
        this.seed = seed;
        this.progress = progress;
    }

    /** Adds the mean of some values; nothing where there are none. */
    void add(String metric, String method, int n, int k, Values values) {
        progress.check();
        Values.Arrays own = values.arrays(values.videos.keySet());
        if (own.sums.length == 0) return;
        Bootstrap.Interval i = bootstrap.mean(own.sums, own.counts);
        metrics.add(
                new Metric(metric, method, n, k, i.value(), i.low(), i.high(), own.samples(), own.sums.length, seed));
    }

    /** Adds the difference of two means over the videos that have both; nothing where there are none. */
    void addDifference(String metric, String method, int n, int k, Values values, Values others) {
        progress.check();
        List<String> both = values.videos.keySet().stream()
                .filter(others.videos::containsKey)
                .toList();
        if (both.isEmpty()) return;
        Values.Arrays own = values.arrays(both);
        Values.Arrays other = others.arrays(both);
        Bootstrap.Interval i = bootstrap.difference(own.sums, own.counts, other.sums, other.counts);
        metrics.add(new Metric(metric, method, n, k, i.value(), i.low(), i.high(), own.samples(), both.size(), seed));
    }

    /** All metrics in the order in which they were added. */
    List<Metric> metrics() {
        return List.copyOf(metrics);
    }

    /** One of the metrics. */
    static Optional<Metric> find(List<Metric> metrics, String metric, String method, int n, int k) {
        return metrics.stream()
                .filter(m -> m.metric().equals(metric) && m.method().equals(method) && m.n() == n && m.k() == k)
                .findFirst();
    }
}
