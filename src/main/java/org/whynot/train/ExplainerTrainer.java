package org.whynot.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.model.C3dResNet;
import org.whynot.model.ClassifierRun;
import org.whynot.model.Engine;
import org.whynot.model.ExplanationHead;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.video.Progress;

/**
 * The second training step: an explanation head for a trained classifier, whose weights stay as they are (section 3.4).
 *
 * <pre>{@code
 * new ExplainerTrainer(ExplainerSettings.DEFAULTS).train(DataSet.read(folder), classifierFolder, output, progress);
 * }</pre>
 *
 * <p>After every epoch a checkpoint is written beside the output; started again with the same settings, the training goes on from
 * there.
 */
public final class ExplainerTrainer {

    private static final int CLIPS_PER_PASS = 6;

    private final ExplainerSettings settings;

    /** @param settings how to train */
    public ExplainerTrainer(ExplainerSettings settings) {
        this.settings = settings;
    }

    /**
     * Trains on the samples of the split {@code train}.
     *
     * @param data videos with attributes, of the classifier's classes
     * @param classifierFolder a model folder, with or without a head
     * @param output the model folder to make; may be the classifier's own, to which the head is then added
     * @param progress told about every step
     * @return the loss of the last epoch, in nats
     * @throws IOException if a video or the classifier can't be read or the output can't be written
     * @throws IllegalArgumentException if the data set has other classes than the classifier
     * @throws ArithmeticException if the loss is no longer a number
     * @throws java.util.concurrent.CancellationException if cancelled; the last checkpoint is kept
     */
    public double train(DataSet data, Path classifierFolder, Path output, Progress progress) throws IOException {
        ModelCard card = ModelCard.read(classifierFolder);
        if (!card.classes().equals(data.classes()))
            throw new IllegalArgumentException("The data set '" + data.folder() + "' has the classes " + data.classes()
                    + ", but the classifier in '" + classifierFolder + "' knows " + card.classes()
                    + ". Use the data set that the classifier was trained with.");
        if (!isSame(classifierFolder, output)) ModelFolder.checkNew(output);
        else if (Files.exists(classifierFolder.resolve(Model.EXPLAINER_FILE)))
            throw new IOException("The model in '" + classifierFolder
                    + "' has an explanation head already. Choose a new folder as output; the one here is kept.");
        List<Sample> samples = data.split("train");
        Ranges.atLeast("training videos in '" + data.folder() + "'", samples.size(), 1);
        Device device = Engine.device(settings.device());
        int classes = card.classes().size();
        try (NDManager manager = Engine.newManager(device);
                TrainingClips clips = new TrainingClips(
                        samples, card.input(), settings.augmentation(), settings.batchSize(), settings.seed());
                C3dResNet classifier = C3dResNet.read(
                        classifierFolder.resolve(Model.CLASSIFIER_FILE), card.network(), classes, manager);
                ExplanationHead head = ExplanationHead.random(
                        card.network(), classes, data.attributes().size(), manager, new Random(settings.seed()))) {
            classifier.weights().setTrainable(false);
            HeadGradient gradient = HeadGradient.of(settings, head, samples);
            TrainingLog log = new TrainingLog("epoch", "rate", "loss", "information_bound");
            try (MomentumSgd optimizer =
                            new MomentumSgd(head.weights(), settings.momentum(), settings.weightDecay(), manager);
                    Checkpoint checkpoint = new Checkpoint(output, checkpointKey(data, classifierFolder), manager)) {
                int done = checkpoint.restore(log, head.weights().all(), optimizer.velocities());
                for (int epoch = done; epoch < settings.epochs(); epoch++) {
                    epoch(epoch, clips, classifier, card, gradient, optimizer, manager, log, progress);
                    checkpoint.save(epoch + 1, log, head.weights().all(), optimizer.velocities());
                }
                ModelFolder.writeModel(
                        output, classifierFolder, card(card, data, samples.size(), log), head, log.csv());
                checkpoint.delete();
                return log.last("loss");
            }
        }
    }

    /** A checkpoint is continued with the same settings, data and classifier only. */
    private String checkpointKey(DataSet data, Path classifierFolder) throws IOException {
        return settings + "; " + Checkpoint.key(data) + "; classifier "
                + Model.sha256(classifierFolder.resolve(Model.CLASSIFIER_FILE));
    }

    private static boolean isSame(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    private void epoch(
            int epoch,
            TrainingClips clips,
            C3dResNet classifier,
            ModelCard card,
            HeadGradient gradient,
            MomentumSgd optimizer,
            NDManager manager,
            TrainingLog log,
            Progress progress)
            throws IOException {
        int steps = clips.batches();
        OneCycle schedule = new OneCycle(settings.learningRate(), settings.epochs() * steps);
        TrainingClips.Epoch walk = clips.epoch(epoch);
        Random random = new Random(settings.seed() * 31 + epoch);
        double loss = 0;
        double rate = 0;
        for (int step = 0; step < steps; step++) {
            TrainingClips.Batch batch = walk.next(progress);
            rate = schedule.rate(epoch * steps + step);
            double batchLoss = 0;
            gradient.clear();
            int size = batch.samples().size();
            for (int first = 0; first < size; first += CLIPS_PER_PASS) {
                progress.check();
                int count = Math.min(CLIPS_PER_PASS, size - first);
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    C3dResNet.Output output =
                            classifier.forward(part(batch, first, count, clips.clipLength(), card, manager), false);
                    int[] positives = draw(output.logits().toFloatArray(), count, random);
                    int[] sampled = Arrays.copyOfRange(batch.sampled(), first, first + count);
                    int[][] attributes = new int[count][];
                    for (int i = 0; i < count; i++)
                        attributes[i] = batch.samples().get(first + i).attributes().stream()
                                .mapToInt(Integer::intValue)
                                .toArray();
                    batchLoss += gradient.add(output.features(), positives, attributes, sampled, 1.0 / size);
                }
            }
            if (!Double.isFinite(batchLoss))
                throw new ArithmeticException("The loss is no longer a number at step " + (step + 1) + " of epoch "
                        + (epoch + 1) + ". Lower learning_rate (now " + settings.learningRate()
                        + "). The last checkpoint is kept.");
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                double norm = optimizer.norm(gradient::of);
                optimizer.step(gradient::of, rate, norm > settings.gradientClip() ? settings.gradientClip() / norm : 1);
            }
            loss += batchLoss;
            progress.report(
                    (epoch + (step + 1.0) / steps) / settings.epochs(),
                    String.format(
                            Locale.ROOT, "Epoch %d of %d: loss %.3f", epoch + 1, settings.epochs(), loss / (step + 1)));
        }
        // Section 3.7: minus the loss bounds the mutual information of class and attribute from below, up to a
        // constant.
        log.add(epoch + 1, rate, loss / steps, -loss / steps);
    }

    private static NDArray part(
            TrainingClips.Batch batch, int first, int count, int clipLength, ModelCard card, NDManager manager) {
        float[] values = new float[count * clipLength];
        System.arraycopy(batch.clips(), first * clipLength, values, 0, values.length);
        ModelCard.Input input = card.input();
        return manager.create(values, new Shape(count, 3, input.frames(), input.height(), input.width()));
    }

    /** A positive class for every sample, drawn from p(c|x) (equation 8). */
    private static int[] draw(float[] logits, int count, Random random) {
        int classes = logits.length / count;
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            double[] probabilities = ClassifierRun.softmax(logits, i * classes, classes);
            double point = random.nextDouble();
            int c = 0;
            while (c < classes - 1 && point >= probabilities[c]) point -= probabilities[c++];
            drawn[i] = c;
        }
        return drawn;
    }

    private ModelCard card(ModelCard classifier, DataSet data, int trained, TrainingLog log) {
        Map<String, Object> training = new LinkedHashMap<>(classifier.training());
        training.put("explainer_videos", trained);
        training.put("explainer_objective", settings.objective().name().toLowerCase(Locale.ROOT));
        training.put("explainer_epochs", settings.epochs());
        training.put("explainer_batch_size", settings.batchSize());
        training.put("explainer_learning_rate", settings.learningRate());
        training.put("explainer_schedule", "one-cycle");
        training.put("explainer_momentum", settings.momentum());
        training.put("explainer_weight_decay", settings.weightDecay());
        training.put("explainer_gradient_clip", settings.gradientClip());
        training.put("explainer_radius", settings.radius());
        training.put("explainer_seed", settings.seed());
        training.put("explainer_final_loss", log.last("loss"));
        return classifier.withAttributes(data.attributes(), training);
    }
}
