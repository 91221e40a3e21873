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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.explain.VideoClips;
import org.whynot.model.C3dResNet;
import org.whynot.model.ClassifierRun;
import org.whynot.model.Engine;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.video.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * The first training step: a classifier from a labelled data set (section 4.1).
 *
 * <pre>{@code
 * new ClassifierTrainer(ClassifierSettings.defaults("cells")).train(DataSet.read(folder), output, progress);
 * }</pre>
 *
 * <p>After every epoch a checkpoint is written beside the output; started again with the same settings, the training goes on from
 * there. The output folder appears when the training is done.
 */
public final class ClassifierTrainer {

    private static final double TRAINING_SHARE = 0.95;

    private final ClassifierSettings settings;

    /** @param settings how to train */
    public ClassifierTrainer(ClassifierSettings settings) {
        this.settings = settings;
    }

    /**
     * Trains on the samples of the split {@code train} and scores those of {@code test}.
     *
     * @param data the videos
     * @param output the model folder to make; must not exist, or be empty
     * @param progress told about every step
     * @return the share of test videos that are classified correctly, or NaN without a test split
     * @throws IOException if a video can't be read or the output can't be written
     * @throws IllegalArgumentException if there are too few training videos
     * @throws ArithmeticException if the loss is no longer a number
     * @throws java.util.concurrent.CancellationException if cancelled; the last checkpoint is kept
     */
    public double train(DataSet data, Path output, Progress progress) throws IOException {
        List<Sample> samples = data.split("train");
        Ranges.atLeast("training videos in '" + data.folder() + "'", samples.size(), 2);
        ModelFolder.checkNew(output);
        Device device = Engine.device(settings.device());
        try (NDManager manager = Engine.newManager(device);
                TrainingClips clips = new TrainingClips(
                        samples, settings.input(), settings.augmentation(), settings.batchSize(), settings.seed());
                C3dResNet network = C3dResNet.random(
                        settings.architecture(), data.classes().size(), manager, new Random(settings.seed()))) {
            network.weights().setTrainable(true);
            TrainingLog log = new TrainingLog("epoch", "rate", "loss", "train_accuracy");
            try (MomentumSgd optimizer =
                            new MomentumSgd(network.weights(), settings.momentum(), settings.weightDecay(), manager);
                    Checkpoint checkpoint = new Checkpoint(output, settings + "; " + Checkpoint.key(data), manager)) {
                int done = checkpoint.restore(log, network.weights().all(), optimizer.velocities());
                for (int epoch = done; epoch < settings.epochs(); epoch++) {
                    epoch(epoch, clips, network, optimizer, manager, log, progress.part(0, TRAINING_SHARE));
                    checkpoint.save(epoch + 1, log, network.weights().all(), optimizer.velocities());
                }
                network.weights().setTrainable(false);
                double accuracy = accuracy(network, data.split("test"), manager, progress.part(TRAINING_SHARE, 1));
                ModelFolder.writeClassifier(output, card(data, samples.size(), accuracy, log), network, log.csv());
                checkpoint.delete();
                return accuracy;
            }
        }
    }

    private void epoch(
            int epoch,
            TrainingClips clips,
            C3dResNet network,
            MomentumSgd optimizer,
            NDManager manager,
            TrainingLog log,
            Progress progress)
            throws IOException {
        int steps = clips.batches();
        OneCycle schedule = new OneCycle(settings.learningRate(), settings.epochs() * steps);
        TrainingClips.Epoch walk = clips.epoch(epoch);
        double loss = 0;
        int correct = 0;
        int seen = 0;
        double rate = 0;
        for (int step = 0; step < steps; step++) {
            progress.check();
            TrainingClips.Batch batch = walk.next(progress);
            rate = schedule.rate(epoch * steps + step);
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                Step result = step(batch, network, manager, progress);
                if (!Float.isFinite(result.loss))
                    throw new ArithmeticException("The loss is no longer a number at step " + (step + 1) + " of epoch "
                            + (epoch + 1) + ". Lower learning_rate (now " + settings.learningRate()
                            + "). The last checkpoint is kept.");
                optimizer.step(optimizer::ownGradient, rate, 1);
                seen += batch.samples().size();
                loss += (double) result.loss * batch.samples().size();
                correct += result.correct;
            }
            progress.report(
                    (epoch + (step + 1.0) / steps) / settings.epochs(),
                    String.format(
                            Locale.ROOT,
                            "Epoch %d of %d: loss %.3f, accuracy %.1f %%",
                            epoch + 1,
                            settings.epochs(),
                            loss / seen,
                            100.0 * correct / seen));
        }
        log.add(epoch + 1, rate, loss / seen, correct / (double) seen);
    }

    private record Step(float loss, int correct) {}

    private Step step(TrainingClips.Batch batch, C3dResNet network, NDManager manager, Progress progress) {
        int n = batch.samples().size();
        ModelCard.Input input = settings.input();
        long[] labels = batch.samples().stream().mapToLong(Sample::classIndex).toArray();
        NDArray x = manager.create(batch.clips(), new Shape(n, 3, input.frames(), input.height(), input.width()));
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
            for (int c = 1; c < classes; c++) if (values[i * classes + c] > values[i * classes + best]) best = c;
            if (best == labels[i]) correct++;
        }
        return new Step(loss.getFloat(), correct);
    }

    /** The share of samples whose most probable class is the true one; NaN without samples. */
    private double accuracy(C3dResNet network, List<Sample> samples, NDManager manager, Progress progress)
            throws IOException {
        ClassifierRun run = new ClassifierRun(network, settings.input(), manager);
        int correct = 0;
        int seen = 0;
        for (Sample sample : samples) {
            progress.check();
            try (Video video = VideoFiles.open(sample.path())) {
                double[] probabilities =
                        run.probabilities(new VideoClips(video, settings.input()), progress::isCancelled, null);
                int best = 0;
                for (int c = 1; c < probabilities.length; c++) if (probabilities[c] > probabilities[best]) best = c;
                if (best == sample.classIndex()) correct++;
            }
            progress.report(++seen / (double) samples.size(), "Testing the classifier");
        }
        return samples.isEmpty() ? Double.NaN : correct / (double) samples.size();
    }

    private ModelCard card(DataSet data, int trained, double accuracy, TrainingLog log) {
        Map<String, Object> training = new LinkedHashMap<>();
        training.put(
                "data", data.folder().toAbsolutePath().normalize().getFileName().toString());
        training.put("classifier_videos", trained);
        training.put("classifier_epochs", settings.epochs());
        training.put("classifier_batch_size", settings.batchSize());
        training.put("classifier_learning_rate", settings.learningRate());
        training.put("classifier_schedule", "one-cycle");
        training.put("classifier_momentum", settings.momentum());
        training.put("classifier_weight_decay", settings.weightDecay());
        training.put("classifier_smallest_crop", settings.augmentation().smallestCrop());
        training.put("classifier_flip", settings.augmentation().flip() ? "yes" : "no");
        training.put("classifier_brightness", settings.augmentation().brightness());
        training.put("classifier_shorten", settings.augmentation().shorten() ? "yes" : "no");
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
