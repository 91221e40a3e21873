package org.whynot.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.whynot.classifier.C3dClassifier;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.Engine;
import org.whynot.classifier.EngineArrays;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.dataset.UnchangedVideos;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.model.TrainedOn;
import org.whynot.util.FolderLock;
import org.whynot.util.Progress;

/**
 * The first training step: a classifier from a labelled data set (section 4.1).
 *
 * <pre>{@code
 * new ClassifierTrainer(ClassifierSettings.defaults("cells")).train(DataSet.read(folder), output, progress);
 * }</pre>
 *
 * <p>After every epoch, and every few minutes within a long one, a checkpoint is written beside the output; started again with the
 * same settings, the training continues from there and ends with the weights of one that was never interrupted. The output folder
 * appears when the training is done.
 */
public final class ClassifierTrainer {

    private static final double TRAINING_SHARE = 0.93;
    private static final double TESTED_SHARE = 0.96;
    private static final int TIMED_STEPS = 3;
    private static final String BEST_BY = "validation_accuracy";

    private final ClassifierSettings settings;
    private final TimeBudget budget;

    /** @param settings how to train */
    public ClassifierTrainer(ClassifierSettings settings) {
        this(settings, TimeBudget.UNLIMITED);
    }

    /**
     * A trainer that ends in time. Where the data set has a split {@code validation} and the settings validate, it ends with the
     * weights of the epoch that was best on it; otherwise with the last ones.
     *
     * @param settings how to train
     * @param budget how long the steps may take
     */
    public ClassifierTrainer(ClassifierSettings settings, TimeBudget budget) {
        this.settings = settings;
        this.budget = budget;
    }

    /**
     * Measures how long a step of the training takes, reading included: the mean of some {@linkplain #stepSeconds steps}.
     *
     * @param data the videos
     * @return seconds a step
     * @throws IOException if a video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public double secondsPerStep(DataSet data, Progress progress) throws IOException {
        return DoubleStream.of(stepSeconds(data, TIMED_STEPS, progress))
                .average()
                .orElseThrow();
    }

    /**
     * Measures how long steps of the training take, reading included: one step that does not count, then those that do. Nothing is
     * written.
     *
     * @param data the videos
     * @param steps how many, at least 1
     * @return seconds of each step
     * @throws IOException if a video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public double[] stepSeconds(DataSet data, int steps, Progress progress) throws IOException {
        return TrainingThread.run(progress, thread -> {
            try (NDManager manager = Engine.newManager(Engine.device(settings.device()));
                    TrainingClips clips = clips(data.split("train"));
                    C3dResNet network = network(data, manager)) {
                network.weights().setTrainable(true);
                try (MomentumSgd optimizer = optimizer(network, manager)) {
                    Run run = new Run(data, network, optimizer, manager, thread);
                    TrainingClips.Epoch walk = clips.epoch(0, 0);
                    double[] seconds = new double[steps];
                    for (int step = 0; step <= steps; step++) {
                        long start = System.nanoTime();
                        TrainingClips.Batch batch = walk.next(thread);
                        if (batch == null) {
                            walk = clips.epoch(step, 0);
                            batch = walk.next(thread);
                        }
                        run.gradient(batch);
                        thread.check();
                        run.update(settings.sgd().learningRate());
                        if (step > 0) seconds[step - 1] = (System.nanoTime() - start) / 1e9;
                        thread.report((step + 1.0) / (steps + 1), "Measuring how long a step takes");
                    }
                    return seconds;
                }
            }
        });
    }

    private TrainingClips clips(List<Sample> samples) {
        return new TrainingClips(
                samples,
                settings.input(),
                settings.augmentation(),
                settings.sgd().batchSize(),
                settings.seed());
    }

    private C3dResNet network(DataSet data, NDManager manager) {
        return C3dResNet.random(settings.architecture(), data.classes().size(), manager, new Random(settings.seed()));
    }

    private MomentumSgd optimizer(C3dResNet network, NDManager manager) {
        return new MomentumSgd(
                network.weights(), settings.sgd().momentum(), settings.sgd().weightDecay(), manager);
    }

    /** Trains without a watcher, as {@link #train(DataSet, Path, Progress, TrainingWatcher)}. */
    public double train(DataSet data, Path output, Progress progress) throws IOException {
        return train(data, output, progress, TrainingWatcher.NONE);
    }

    /**
     * Trains on the samples of the split {@code train} and scores those of {@code test}.
     *
     * @param data the videos
     * @param output the model folder to make; must not exist, or be empty
     * @param progress notified of every step
     * @param watcher shown the course
     * @return the share of test videos that are classified correctly, or NaN without a test split
     * @throws IOException if a video can't be read or the output can't be written
     * @throws IllegalArgumentException if there are too few training videos, or the model to start from does not fit
     * @throws ArithmeticException if the loss is no longer a number
     * @throws java.util.concurrent.CancellationException if cancelled; the last checkpoint is kept
     */
    public double train(DataSet data, Path output, Progress progress, TrainingWatcher watcher) throws IOException {
        return TrainingThread.run(progress, thread -> trainOnThis(thread, data, output, watcher));
    }

    private double trainOnThis(TrainingThread<?> thread, DataSet data, Path output, TrainingWatcher watcher)
            throws IOException {
        List<Sample> samples = data.split("train");
        Ranges.atLeast("training videos in '" + data.folder() + "'", samples.size(), 2);
        ModelFolder.checkNew(output);
        UnchangedVideos unchanged = UnchangedVideos.of(data);
        Device device = Engine.device(settings.device());
        try (FolderLock alone = Checkpoint.lock(output);
                NDManager manager = Engine.newManager(device);
                TrainingClips clips = clips(samples);
                C3dResNet network = network(data, manager)) {
            StartingWeights start = StartingWeights.of(settings.startFrom());
            start.copyTo(network.weights(), settings.architecture(), data.classes(), manager);
            network.weights().setTrainable(true);
            try (MomentumSgd optimizer = optimizer(network, manager);
                    Checkpoint checkpoint = new Checkpoint(
                            output, settings.key() + start.key() + "; " + Checkpoint.key(data), manager)) {
                Run run = new Run(data, network, optimizer, manager, thread);
                TrainingLog log = new TrainingLog(run.columns());
                if (budget != TimeBudget.UNLIMITED && log.columns().contains(BEST_BY))
                    run.best = new BestWeights(output, log, BEST_BY);
                new TrainingCourse(
                                settings.sgd(),
                                clips,
                                log,
                                checkpoint,
                                settings.checkpointMinutes(),
                                watcher,
                                budget,
                                thread.part(0, TRAINING_SHARE))
                        .run(run, network.weights().all(), optimizer.velocities());
                network.weights().setTrainable(false);
                if (run.best != null) run.best.restore(network.weights(), manager);
                double accuracy = run.accuracy(data.split("test"), thread.part(TRAINING_SHARE, TESTED_SHARE));
                TrainedOn videos = run.videos(data, thread.part(TESTED_SHARE, 1));
                Map<String, Object> training = training(data, samples.size(), start, log);
                unchanged.describe("classifier", training, thread);
                thread.finish();
                ModelCard card = card(data, training, accuracy).withTrainedOn(videos);
                ModelFolder.writeClassifier(output, card, network, log.csv());
                checkpoint.delete();
                if (run.best != null) run.best.delete();
                return accuracy;
            }
        }
    }

    /** One training. What is summed: videos, loss times videos, correctly classified videos. */
    private final class Run implements TrainingCourse.Learner {
        private final C3dResNet network;
        private final MomentumSgd optimizer;
        private final NDManager manager;
        private final Progress progress;
        private final String split;
        private final List<Sample> validation;
        private final List<String> classes;
        /** Null where the last weights are wanted. */
        private BestWeights best;

        Run(DataSet data, C3dResNet network, MomentumSgd optimizer, NDManager manager, Progress progress) {
            this.network = network;
            this.optimizer = optimizer;
            this.manager = manager;
            this.progress = progress;
            classes = data.classes();
            split = data.split("validation").isEmpty() ? "test" : "validation";
            validation = settings.validateEvery() > 0 ? data.split(split) : List.of();
        }

        List<String> columns() {
            List<String> columns = new ArrayList<>(List.of("epoch", "rate", "loss", "train_accuracy"));
            if (!validation.isEmpty()) columns.add(split + "_accuracy");
            return columns;
        }

        @Override
        public void begin(int epoch, int videosDone) {
            // What is drawn for a batch depends on its place alone.
        }

        @Override
        public double[] gradient(TrainingClips.Batch batch) {
            int n = batch.samples().size();
            long[] labels =
                    batch.samples().stream().mapToLong(Sample::classIndex).toArray();
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray x = EngineArrays.create(
                        manager, batch.clips(), 0, new Shape(settings.input().batchShape(n)));
                NDArray label = manager.create(labels);
                NDArray logits;
                NDArray loss;
                try (GradientCollector collector = Engine.start().newGradientCollector()) {
                    logits = network.forward(x, true).logits();
                    loss = Loss.softmaxCrossEntropyLoss().evaluate(new NDList(label), new NDList(logits));
                    progress.check();
                    collector.backward(loss);
                }
                float[] values = logits.toFloatArray();
                int classes = values.length / n;
                int correct = 0;
                for (int i = 0; i < n; i++) {
                    int best = 0;
                    for (int c = 1; c < classes; c++)
                        if (values[i * classes + c] > values[i * classes + best]) best = c;
                    if (best == labels[i]) correct++;
                }
                return new double[] {n, (double) loss.getFloat() * n, correct};
            }
        }

        @Override
        public void update(double rate) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                boolean clips = settings.sgd().gradientClip() > 0;
                double norm = clips ? optimizer.norm(optimizer::ownGradient) : 0;
                optimizer.step(optimizer::ownGradient, rate, settings.sgd().scale(norm));
            }
        }

        @Override
        public double[] row(double[] sums, int epochs) throws IOException {
            double loss = sums[1] / sums[0];
            double right = sums[2] / sums[0];
            if (validation.isEmpty()) return new double[] {loss, right};
            return new double[] {loss, right, validated(epochs)};
        }

        private double validated(int epochs) throws IOException {
            if (epochs == 0 || epochs % settings.validateEvery() != 0) return Double.NaN;
            network.weights().setTrainable(false);
            double done = TRAINING_SHARE * epochs / settings.sgd().epochs();
            double right = accuracy(validation, progress.part(done, done));
            if (best != null) best.offer(right, network.weights());
            network.weights().setTrainable(true);
            return right;
        }

        @Override
        public String words(double[] row) {
            return String.format(Locale.ROOT, "loss %.3f, accuracy %.1f %%", row[0], 100 * row[1]);
        }

        TrainedOn videos(DataSet data, Progress part) throws IOException {
            try (VideoClassifier classifier = C3dClassifier.of(network, settings.input(), classes, manager)) {
                return TrainingVideos.measure(data, classifier, manager, part);
            }
        }

        /** The share of samples whose most probable class is the true one; NaN without samples. */
        double accuracy(List<Sample> samples, Progress part) throws IOException {
            try (VideoClassifier classifier = C3dClassifier.of(network, settings.input(), classes, manager)) {
                return ClassifierAccuracy.of(classifier, samples, manager, part);
            }
        }
    }

    private Map<String, Object> training(DataSet data, int trained, StartingWeights start, TrainingLog log) {
        Map<String, Object> training = new LinkedHashMap<>();
        training.put(
                "data", data.folder().toAbsolutePath().normalize().getFileName().toString());
        training.put("classifier_videos", trained);
        start.describe(training);
        settings.sgd().describe("classifier", training);
        settings.augmentation().describe("classifier", training);
        training.put("classifier_seed", settings.seed());
        training.put("classifier_final_loss", log.last("loss"));
        return training;
    }

    private ModelCard card(DataSet data, Map<String, Object> training, double accuracy) {
        Map<String, Object> scores = new LinkedHashMap<>();
        if (!Double.isNaN(accuracy)) {
            scores.put("test_videos", data.split("test").size());
            scores.put("test_accuracy", accuracy);
        }
        return ModelCard.of(
                settings.name(),
                data.classes(),
                List.of(),
                settings.input(),
                settings.architecture(),
                training,
                scores);
    }
}
