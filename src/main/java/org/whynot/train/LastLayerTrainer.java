package org.whynot.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.whynot.classifier.Engine;
import org.whynot.classifier.NewLastLayer;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.dataset.UnchangedVideos;
import org.whynot.model.Classifiers;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.model.TrainedOn;
import org.whynot.util.Progress;

/**
 * The first training step for small data: a trained network, own or imported, stays as it is, and only a new last layer is
 * trained on its features.
 *
 * <pre>{@code
 * new LastLayerTrainer("mine", ModelFolders.find("kinetics"), 4, 0, "auto").train(data, output, cache, progress);
 * }</pre>
 *
 * <p>The features of each video are computed once and kept in a folder. How strongly the layer is regularised is chosen by
 * cross-validation on the training videos. {@link ExplainerTrainer} then trains the explanation head as for any classifier.
 */
public final class LastLayerTrainer {

    /** Clips of a video that are learned from by default. */
    public static final int CLIPS = 4;

    private static final double[] PENALTIES = {1, 0.1, 0.01, 0.001};
    private static final int FOLDS = 4;
    private static final int TIMED_CLIPS = 3;
    private static final double FEATURES_SHARE = 0.7;
    private static final double FITTED_SHARE = 0.85;
    private static final double TESTED_SHARE = 0.92;

    private final String name;
    private final Path backboneFolder;
    private final int mostClips;
    private final long seed;
    private final String device;

    /**
     * @param name of the new model
     * @param backboneFolder the model folder whose network is used
     * @param mostClips clips of a video that are learned from at most, evenly spaced, at least 1
     * @param seed of the folds of the cross-validation
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     */
    public LastLayerTrainer(String name, Path backboneFolder, int mostClips, long seed, String device) {
        Ranges.atLeast("clips", mostClips, 1);
        this.name = name;
        this.backboneFolder = backboneFolder;
        this.mostClips = mostClips;
        this.seed = seed;
        this.device = device;
    }

    /** The clips of a video with their label, to train on. */
    private record Labelled(double[][] clips, int label) {}

    /**
     * Trains on the samples of the split {@code train} and scores those of {@code test}.
     *
     * @param data the videos
     * @param output the model folder to make; must not exist, or be empty
     * @param cache folder for the features, made if missing; the same for other trainings with the same network
     * @param progress notified of every video
     * @return the share of test videos that are classified correctly, or NaN without a test split
     * @throws IOException if a video or the network can't be read, the output can't be written, or the network gives no
     *     features
     * @throws IllegalArgumentException if there are too few training videos
     * @throws java.util.concurrent.CancellationException if cancelled; the features so far are kept
     */
    public double train(DataSet data, Path output, Path cache, Progress progress) throws IOException {
        return TrainingThread.run(progress, thread -> trainOnThis(thread, data, output, cache));
    }

    /**
     * Measures how long the network takes for a clip, reading included: one clip that does not count, then some that do.
     *
     * @param data the videos
     * @return seconds a clip, the mean
     * @throws IOException if a video or the network can't be read, or it gives no features
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public double secondsPerClip(DataSet data, Progress progress) throws IOException {
        return TrainingThread.run(progress, thread -> {
            ModelCard card = ModelCard.read(backboneFolder);
            try (NDManager manager = Engine.newManager(Engine.device(device));
                    VideoClassifier backbone = FrozenFeatures.open(backboneFolder, card, device)) {
                ClipFeatures features = new ClipFeatures(backbone, "", 1, null, manager);
                List<Sample> samples = data.split("train");
                long start = 0;
                for (int i = 0; i <= TIMED_CLIPS; i++) {
                    if (i == 1) start = System.nanoTime();
                    features.compute(samples.get(i % samples.size()), thread);
                    thread.report((i + 1.0) / (TIMED_CLIPS + 1), "Measuring how long a clip takes");
                }
                return (System.nanoTime() - start) / 1e9 / TIMED_CLIPS;
            }
        });
    }

    private double trainOnThis(TrainingThread<?> thread, DataSet data, Path output, Path cache) throws IOException {
        List<Sample> samples = data.split("train");
        Ranges.atLeast("training videos in '" + data.folder() + "'", samples.size(), 2);
        ModelFolder.checkNew(output);
        ModelCard card = ModelCard.read(backboneFolder);
        UnchangedVideos unchanged = UnchangedVideos.of(data);
        try (NDManager manager = Engine.newManager(Engine.device(device));
                VideoClassifier backbone = FrozenFeatures.open(backboneFolder, card, device)) {
            String key = Classifiers.key(backboneFolder, card);
            ClipFeatures features = new ClipFeatures(backbone, key, mostClips, cache, manager);
            List<double[][]> clips = features.of(samples, thread.part(0, FEATURES_SHARE));
            List<Labelled> labelled = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++)
                labelled.add(new Labelled(clips.get(i), samples.get(i).classIndex()));
            int classes = data.classes().size();
            double penalty = penalty(labelled, classes, thread.part(FEATURES_SHARE, FITTED_SHARE));
            SoftmaxRegression fitted = fit(labelled, classes, penalty, thread);
            try (NewLastLayer layer =
                    NewLastLayer.of(backbone, data.classes(), row(fitted.weights()), floats(fitted.biases()))) {
                double accuracy = ClassifierAccuracy.of(
                        layer, data.split("test"), manager, thread.part(FITTED_SHARE, TESTED_SHARE));
                Map<String, Object> training = new LinkedHashMap<>();
                training.put(
                        "data",
                        data.folder().toAbsolutePath().normalize().getFileName().toString());
                training.put("classifier_videos", samples.size());
                training.put("classifier_backbone", card.name() + " (sha256 " + key + "), frozen");
                training.put("classifier_clips_per_video", mostClips);
                training.put("classifier_penalty", penalty);
                training.put("classifier_seed", seed);
                Map<String, Object> scores = new LinkedHashMap<>();
                if (!Double.isNaN(accuracy)) {
                    scores.put("test_videos", data.split("test").size());
                    scores.put("test_accuracy", accuracy);
                }
                TrainedOn videos = TrainingVideos.measure(data, layer, manager, thread.part(TESTED_SHARE, 1));
                unchanged.describe("classifier", training, thread);
                ModelCard made = card.withNewLastLayer(name, data.classes(), training, scores)
                        .withTrainedOn(videos);
                thread.finish();
                ModelFolder.writeNewLastLayer(output, backboneFolder, made, layer);
                return accuracy;
            }
        }
    }

    private static SoftmaxRegression fit(List<Labelled> videos, int classes, double penalty, Progress progress) {
        List<double[]> x = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Double> importance = new ArrayList<>();
        for (Labelled video : videos)
            for (double[] clip : video.clips) {
                x.add(clip);
                labels.add(video.label);
                importance.add(1.0 / video.clips.length);
            }
        return SoftmaxRegression.fit(
                x.toArray(double[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                importance.stream().mapToDouble(Double::doubleValue).toArray(),
                classes,
                penalty,
                progress);
    }

    /** The penalty with the smallest loss on videos that were left out, the larger one among equals. */
    private double penalty(List<Labelled> videos, int classes, Progress progress) {
        int[] fold = new int[videos.size()];
        int[] next = new int[classes];
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < fold.length; i++) order.add(i);
        Collections.shuffle(order, new Random(seed));
        // Each class is shared out evenly.
        for (int i : order) fold[i] = next[videos.get(i).label]++ % FOLDS;
        double best = PENALTIES[0];
        double least = Double.POSITIVE_INFINITY;
        for (int p = 0; p < PENALTIES.length; p++) {
            double loss = 0;
            for (int f = 0; f < FOLDS; f++) {
                progress.report((p * FOLDS + f) / (double) (PENALTIES.length * FOLDS), "Fitting the last layer");
                List<Labelled> kept = new ArrayList<>();
                for (int i = 0; i < fold.length; i++) if (fold[i] != f) kept.add(videos.get(i));
                if (kept.isEmpty() || kept.size() == fold.length) continue;
                SoftmaxRegression fitted = fit(kept, classes, PENALTIES[p], progress);
                for (int i = 0; i < fold.length; i++)
                    if (fold[i] == f)
                        for (double[] clip : videos.get(i).clips)
                            loss -= Math.log(Math.max(1e-12, fitted.probabilities(clip)[videos.get(i).label]))
                                    / videos.get(i).clips.length;
            }
            if (loss < least) {
                least = loss;
                best = PENALTIES[p];
            }
        }
        return best;
    }

    private static float[] row(double[][] matrix) {
        float[] row = new float[matrix.length * matrix[0].length];
        for (int i = 0; i < row.length; i++) row[i] = (float) matrix[i / matrix[0].length][i % matrix[0].length];
        return row;
    }

    private static float[] floats(double[] values) {
        return row(new double[][] {values});
    }
}
