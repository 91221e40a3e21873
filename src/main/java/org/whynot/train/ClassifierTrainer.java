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
import org.whynot.classifier.C3dClassifier;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.ClipFiles;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.model.TrainedOn;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

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

    private final ClassifierSettings settings;

    /** @param settings how to train */
    public ClassifierTrainer(ClassifierSettings settings) {
        this.settings = settings;
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
        Device device = Engine.device(settings.device());
        try (NDManager manager = Engine.newManager(device);
                TrainingClips clips = new TrainingClips(
                        samples,
                        settings.input(),
                        settings.augmentation(),
                        settings.sgd().batchSize(),
                        settings.seed());
                C3dResNet network = C3dResNet.random(
                        settings.architecture(), data.classes().size(), manager, new Random(settings.seed()))) {
            StartingWeights start = StartingWeights.of(settings.startFrom());
            start.copyTo(network.weights(), settings.architecture(), data.classes(), manager);
            network.weights().setTrainable(true);
            try (MomentumSgd optimizer = new MomentumSgd(
                            network.weights(),
                            settings.sgd().momentum(),
                            settings.sgd().weightDecay(),
                            manager);
                    Checkpoint checkpoint = new Checkpoint(
                            output, settings.key() + start.key() + "; " + Checkpoint.key(data), manager)) {
                Run run = new Run(data, network, optimizer, manager, thread);
                TrainingLog log = new TrainingLog(run.columns());
                new TrainingCourse(
                                settings.sgd(),
                                clips,
                                log,
                                checkpoint,
                                settings.checkpointMinutes(),
                                watcher,
                                thread.part(0, TRAINING_SHARE))
                        .run(run, network.weights().all(), optimizer.velocities());
                network.weights().setTrainable(false);
                double accuracy = run.accuracy(data.split("test"), thread.part(TRAINING_SHARE, TESTED_SHARE));
                TrainedOn videos = run.videos(data, thread.part(TESTED_SHARE, 1));
                thread.finish();
                ModelCard card =
                        card(data, samples.size(), start, accuracy, log).withTrainedOn(videos);
                ModelFolder.writeClassifier(output, card, network, log.csv());
                checkpoint.delete();
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
                NDArray x =
                        manager.create(batch.clips(), new Shape(settings.input().batchShape(n)));
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
            VideoClassifier classifier = C3dClassifier.of(network, settings.input(), classes, manager);
            ClassifierRun run = new ClassifierRun(classifier, manager, progress::note);
            int correct = 0;
            int tested = 0;
            try (ClipFiles files = new ClipFiles()) {
                for (Sample sample : samples) {
                    part.check();
                    try (Video video = files.open(sample)) {
                        if (best(run.probabilities(new ClipReader(video, settings.input()), part::isCancelled))
                                == sample.classIndex()) correct++;
                    }
                    part.report(++tested / (double) samples.size(), "Testing the classifier");
                }
            }
            classifier.close();
            return samples.isEmpty() ? Double.NaN : correct / (double) samples.size();
        }
    }

    private static int best(double[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) if (probabilities[c] > probabilities[best]) best = c;
        return best;
    }

    private ModelCard card(DataSet data, int trained, StartingWeights start, double accuracy, TrainingLog log) {
        Map<String, Object> training = new LinkedHashMap<>();
        training.put(
                "data", data.folder().toAbsolutePath().normalize().getFileName().toString());
        training.put("classifier_videos", trained);
        start.describe(training);
        settings.sgd().describe("classifier", training);
        settings.augmentation().describe("classifier", training);
        training.put("classifier_seed", settings.seed());
        training.put("classifier_final_loss", log.last("loss"));
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
