package org.whynot.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.MaskingClassifier;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.ClipFiles;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.model.FeatureMeans;
import org.whynot.model.TrainedOn;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.PixelStatistics;
import org.whynot.video.Video;

/**
 * Measures what the training videos of a classifier are like, for its card: size, time between sampled frames, brightness, and the
 * features that the trained classifier has of them.
 *
 * <p>Of the splits {@code train} and {@code test} at most {@value #MOST} videos each are read, evenly spaced. The limit of the
 * distance is the smallest that 99 % of the training videos keep; how many of the test videos exceed it, which the classifier has
 * not been trained on, is stated as the share of false alarms.
 */
final class TrainingVideos {

    /** Videos of a split that are measured. */
    static final int MOST = 400;

    private static final double KEEP = 0.99;
    /** With fewer videos of a class its centre is that of a few examples. */
    private static final int FEWEST_OF_CLASS = 8;
    /** More numbers than this are too many for a card: then all classes share a centre. */
    private static final int MOST_NUMBERS = 1 << 14;
    /** A channel that hardly varies must not decide alone: its deviation counts as this share of the mean one at least. */
    private static final double SMALLEST_DEVIATION = 0.1;
    /** Digits of the numbers in a card. */
    private static final double DIGITS = 1e5;

    private final VideoClassifier classifier;
    private final NDManager manager;

    private TrainingVideos(VideoClassifier classifier, NDManager manager) {
        this.classifier = classifier;
        this.manager = manager;
    }

    /** What was measured of a video. */
    private record Measured(
            int classIndex, int width, int height, double interval, double brightness, double[] features) {}

    /**
     * Measures the videos of a data set.
     *
     * @param data has the classifier's classes in the classifier's order
     * @param classifier trained; stays open
     * @param manager of the classifier's device
     * @param progress told about every video
     * @throws IOException if a video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static TrainedOn measure(DataSet data, VideoClassifier classifier, NDManager manager, Progress progress)
            throws IOException {
        TrainingVideos videos = new TrainingVideos(classifier, manager);
        List<Measured> train = videos.measure(data.split("train"), progress.part(0, 0.5));
        List<Measured> test = videos.measure(data.split("test"), progress.part(0.5, 1));
        double[] intervals = train.stream()
                .mapToDouble(Measured::interval)
                .filter(interval -> interval > 0)
                .toArray();
        return new TrainedOn(
                train.size(),
                range(train.stream().mapToDouble(Measured::width).toArray()),
                range(train.stream().mapToDouble(Measured::height).toArray()),
                intervals.length == 0 ? null : range(intervals),
                range(train.stream().mapToDouble(Measured::brightness).toArray()),
                videos.hasFeatures() ? videos.features(train, test) : null);
    }

    private List<Measured> measure(List<Sample> samples, Progress progress) throws IOException {
        List<Measured> measured = new ArrayList<>();
        int count = Math.min(MOST, samples.size());
        try (ClipFiles files = new ClipFiles()) {
            for (int i = 0; i < count; i++) {
                progress.check();
                Sample sample = samples.get((int) ((long) i * samples.size() / count));
                try (Video video = files.open(sample)) {
                    measured.add(measure(sample.classIndex(), video, progress));
                }
                progress.report((i + 1.0) / count, "Measuring what the training videos are like");
            }
        }
        return measured;
    }

    private Measured measure(int classIndex, Video video, Progress progress) throws IOException {
        PixelStatistics pixels = new PixelStatistics();
        ClipReader reader = new ClipReader(video, classifier.input(), (frame, rgb) -> pixels.add(rgb.get()));
        FeatureMeans means = new FeatureMeans();
        if (hasFeatures()) classify(reader, means, progress);
        else {
            float[] clip = new float[classifier.input().clipLength()];
            for (int i = 0; i < reader.sampling().clips(); i++) reader.read(i, clip, 0);
        }
        return new Measured(
                classIndex,
                video.width(),
                video.height(),
                video.frameInterval() * reader.sampling().frameStep(),
                pixels.mean(),
                means.get());
    }

    /** A classifier that is explained by masking has no features, and would be run hundreds of times for each clip. */
    private boolean hasFeatures() {
        return !(classifier instanceof MaskingClassifier);
    }

    private void classify(ClipReader reader, FeatureMeans means, Progress progress) throws IOException {
        ClassifierRun run = new ClassifierRun(classifier, manager, progress::note);
        try (ClassifierRun.Passes passes = run.passes(reader, clip -> true, progress::isCancelled)) {
            for (ClassifierRun.Pass next = passes.next(); next != null; next = passes.next())
                try (ClassifierRun.Pass pass = next) {
                    means.add(pass, reader.sampling());
                }
        }
    }

    private static TrainedOn.Range range(double[] values) {
        return new TrainedOn.Range(
                rounded(Arrays.stream(values).min().orElseThrow()),
                rounded(Arrays.stream(values).max().orElseThrow()));
    }

    private TrainedOn.Features features(List<Measured> train, List<Measured> test) {
        int classes = classifier.classes().size();
        int channels = train.get(0).features.length;
        boolean perClass = classes * channels <= MOST_NUMBERS
                && IntStream.range(0, classes)
                        .allMatch(c ->
                                train.stream().filter(m -> m.classIndex == c).count() >= FEWEST_OF_CLASS);
        double[][] centres = new double[perClass ? classes : 1][channels];
        int[] counts = new int[centres.length];
        for (Measured m : train) {
            int c = perClass ? m.classIndex : 0;
            counts[c]++;
            for (int d = 0; d < channels; d++) centres[c][d] += m.features[d];
        }
        for (int c = 0; c < centres.length; c++) for (int d = 0; d < channels; d++) centres[c][d] /= counts[c];
        double[] deviation = new double[channels];
        for (Measured m : train)
            for (int d = 0; d < channels; d++) {
                double difference = m.features[d] - centres[perClass ? m.classIndex : 0][d];
                deviation[d] += difference * difference / train.size();
            }
        for (int d = 0; d < channels; d++) deviation[d] = Math.sqrt(deviation[d]);
        double least = SMALLEST_DEVIATION * Arrays.stream(deviation).average().orElseThrow();
        // A classifier that sees the same in all videos has no distances.
        if (!(least > 0)) return null;
        TrainedOn.Features unlimited = new TrainedOn.Features(
                Arrays.stream(centres).map(TrainingVideos::rounded).toList(),
                rounded(Arrays.stream(deviation).map(d -> Math.max(d, least)).toArray()),
                1,
                test.size(),
                null);
        double[] distances = train.stream()
                .mapToDouble(m -> unlimited.distance(m.features))
                .sorted()
                .toArray();
        double limit = rounded(distances[(int) Math.ceil(KEEP * distances.length) - 1]);
        long alarms = test.stream()
                .filter(m -> unlimited.distance(m.features) > limit)
                .count();
        return new TrainedOn.Features(
                unlimited.centres(),
                unlimited.deviation(),
                limit,
                test.size(),
                test.isEmpty() ? null : (double) alarms / test.size());
    }

    private static List<Double> rounded(double[] values) {
        return Arrays.stream(values).map(TrainingVideos::rounded).boxed().toList();
    }

    /** A number with about five digits. */
    private static double rounded(double value) {
        if (value == 0) return 0;
        double scale = DIGITS / Math.pow(10, Math.ceil(Math.log10(Math.abs(value))));
        return Math.round(value * scale) / scale;
    }
}
