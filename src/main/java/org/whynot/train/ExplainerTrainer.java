package org.whynot.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.whynot.classifier.ClassEvidence;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.Engine;
import org.whynot.classifier.EngineArrays;
import org.whynot.classifier.LayerSampling;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.dataset.UnchangedVideos;
import org.whynot.model.Classifiers;
import org.whynot.model.ExplanationHead;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.model.RegionShape;
import org.whynot.model.TrainedOn;
import org.whynot.model.TubeSettings;
import org.whynot.util.FolderLock;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.video.ClipFormat;
import org.whynot.video.FrameSampling;

/**
 * The second training step: an explanation head for a trained classifier, whose weights stay as they are (section 3.4).
 *
 * <pre>{@code
 * new ExplainerTrainer(ExplainerSettings.DEFAULTS).train(DataSet.read(folder), classifierFolder, output, progress);
 * }</pre>
 *
 * <p>After every epoch, and every few minutes within a long one, a checkpoint is written beside the output; started again with the
 * same settings, the training continues from there and ends with the weights of one that was never interrupted.
 */
public final class ExplainerTrainer {

    private static final int CLIPS_PER_PASS = 6;
    private static final double SMALL_DEVIATION = 0.05;
    /** Products of larger weights may leave the range of their numbers. */
    private static final float LARGEST_WEIGHT = 1e10f;

    private final ExplainerSettings settings;
    private final TimeBudget budget;

    /** @param settings how to train */
    public ExplainerTrainer(ExplainerSettings settings) {
        this(settings, TimeBudget.UNLIMITED);
    }

    /**
     * A trainer that ends in time.
     *
     * @param settings how to train
     * @param budget how long the steps may take
     */
    public ExplainerTrainer(ExplainerSettings settings, TimeBudget budget) {
        this.settings = settings;
        this.budget = budget;
    }

    /** Trains without a watcher, as {@link #train(DataSet, Path, Path, Progress, TrainingWatcher)}. */
    public double train(DataSet data, Path classifierFolder, Path output, Progress progress) throws IOException {
        return train(data, classifierFolder, output, progress, TrainingWatcher.NONE);
    }

    /**
     * Trains on the samples of the split {@code train}. Without attributes nothing is learned: the head is the classifier's own
     * evidence, which explains with tubes and no words.
     *
     * @param data videos of the classifier's classes, with attributes or without
     * @param classifierFolder a model folder, with or without a head
     * @param output the model folder to make; may be the classifier's own, to which the head is then added
     * @param progress notified of every step
     * @param watcher shown the course
     * @return the loss of the last epoch, in nats; NaN without attributes
     * @throws IOException if a video or the classifier can't be read or the output can't be written
     * @throws IllegalArgumentException if the data set has other classes than the classifier
     * @throws ArithmeticException if the loss is no longer a number
     * @throws java.util.concurrent.CancellationException if cancelled; the last checkpoint is kept
     */
    public double train(DataSet data, Path classifierFolder, Path output, Progress progress, TrainingWatcher watcher)
            throws IOException {
        return TrainingThread.run(progress, thread -> trainOnThis(thread, data, classifierFolder, output, watcher));
    }

    private double trainOnThis(
            TrainingThread<?> thread, DataSet data, Path classifierFolder, Path output, TrainingWatcher watcher)
            throws IOException {
        ModelCard card = ModelCard.read(classifierFolder);
        if (card.featureLayers() != null && card.featureLayers().isEmpty())
            throw new IOException(
                    "The classifier in '" + classifierFolder + "' gives logits only, so there are no feature"
                            + " maps to train an explanation head on. It can be explained without attributes, by masking; for"
                            + " attributes export it with feature maps, or as an ONNX file, and import it again.");
        if (!isSame(classifierFolder, output)) ModelFolder.checkNew(output);
        else if (Files.exists(classifierFolder.resolve(Model.EXPLAINER_FILE)))
            throw new IOException("The model in '" + classifierFolder
                    + "' has an explanation head already. Choose a new folder as output; the one here is kept.");
        DataSet ordered = data.inOrderOf(card.classes());
        DataSet explained =
                settings.attributes() == ExplainerSettings.Attributes.LOCATED ? ordered.located() : ordered.described();
        List<Sample> samples = explained.split("train");
        Ranges.atLeast("training videos in '" + data.folder() + "'", samples.size(), 1);
        UnchangedVideos unchanged = UnchangedVideos.of(data);
        if (explained.attributes().isEmpty())
            return withoutAttributes(thread, data, unchanged, card, classifierFolder, output, samples);
        Device device = Engine.device(settings.device());
        try (FolderLock alone = Checkpoint.lock(output);
                NDManager manager = Engine.newManager(device);
                VideoClassifier classifier = Classifiers.open(classifierFolder, card, settings.device());
                TrainingClips clips = new TrainingClips(
                        samples,
                        classifier.input(),
                        settings.augmentation(),
                        settings.sgd().batchSize(),
                        settings.seed());
                ExplanationHead head = ExplanationHead.random(
                        classifier.layers(),
                        card.classes().size(),
                        explained.attributes().size(),
                        startingDeviation(),
                        settings.shapes(),
                        manager,
                        new Random(settings.seed()))) {
            boolean learned = settings.classKernels() == ExplainerSettings.ClassKernels.LEARNED;
            if (!learned) head.setClassWeights(evidence(classifierFolder, card, classifier, samples, manager, thread));
            HeadGradient gradient = HeadGradient.of(settings, head, samples);
            TrainingLog log = new TrainingLog(List.of("epoch", "rate", "loss", "information_bound"));
            try (MomentumSgd optimizer = new MomentumSgd(
                            head.weights(),
                            name -> learned || !name.startsWith(ExplanationHead.CLASS),
                            settings.sgd().momentum(),
                            settings.sgd().weightDecay(),
                            manager);
                    Checkpoint checkpoint =
                            new Checkpoint(output, checkpointKey(explained, classifierFolder), manager)) {
                Run run = new Run(classifier, head, gradient, optimizer, manager, thread);
                new TrainingCourse(
                                settings.sgd(),
                                clips,
                                log,
                                checkpoint,
                                settings.checkpointMinutes(),
                                watcher,
                                budget,
                                thread)
                        .run(run, head.weights().all(), optimizer.velocities());
                Map<String, Object> training = training(card, samples.size(), log);
                TrainedOn videos = trainedOn(card, data, classifier, manager, thread);
                unchanged.describe("explainer", training, thread);
                ModelCard trained =
                        card.withHead(explained.attributes(), tubes(), training).withTrainedOn(videos);
                thread.finish();
                ModelFolder.writeModel(output, classifierFolder, trained, head, log.csv());
                checkpoint.delete();
                return log.last("loss");
            }
        }
    }

    /** Tubes without words: the head is the classifier's own evidence for each class. */
    private double withoutAttributes(
            TrainingThread<?> thread,
            DataSet data,
            UnchangedVideos unchanged,
            ModelCard card,
            Path classifierFolder,
            Path output,
            List<Sample> samples)
            throws IOException {
        try (NDManager manager = Engine.newManager(Engine.device(settings.device()));
                VideoClassifier classifier = Classifiers.open(classifierFolder, card, settings.device())) {
            List<float[]> kernels = evidence(classifierFolder, card, classifier, samples, manager, thread);
            Map<String, Object> training = new LinkedHashMap<>(card.training());
            training.put("explainer_videos", samples.size());
            training.put(ModelCard.CLASS_KERNELS, word(ExplainerSettings.ClassKernels.CLASSIFIER));
            training.put("explainer_attributes", "none");
            TrainedOn videos = trainedOn(card, data, classifier, manager, thread);
            unchanged.describe("explainer", training, thread);
            ModelCard explained = card.withHead(List.of(), tubes(), training).withTrainedOn(videos);
            try (ExplanationHead head = ExplanationHead.ofClasses(
                    kernels, classifier.layers(), card.classes().size(), settings.shapes(), manager)) {
                thread.finish();
                ModelFolder.writeModel(output, classifierFolder, explained, head, "");
            }
            return Double.NaN;
        }
    }

    /** What the training of the classifier measured counts; of one that came from elsewhere nothing is known. */
    private static TrainedOn trainedOn(
            ModelCard card, DataSet data, VideoClassifier classifier, NDManager manager, TrainingThread<?> thread)
            throws IOException {
        if (card.trainedOn() != null) return card.trainedOn();
        return TrainingVideos.measure(data.inOrderOf(card.classes()), classifier, manager, thread.part(1, 1));
    }

    /** Where w_c starts small, attributes must start different from each other; else they start as the classifier's evidence. */
    private double startingDeviation() {
        return settings.classKernels() == ExplainerSettings.ClassKernels.LEARNED
                ? ExplanationHead.ATTRIBUTE_DEVIATION
                : SMALL_DEVIATION;
    }

    /**
     * The classifier's own evidence as w_c: on average over one whole pass over every training video, or what was read off an imported
     * network, or fitted to it.
     */
    private static List<float[]> evidence(
            Path folder,
            ModelCard card,
            VideoClassifier classifier,
            List<Sample> samples,
            NDManager manager,
            Progress progress)
            throws IOException {
        Optional<ClassEvidence> own = classifier.evidence();
        if (own.isEmpty()) return imported(folder, card, classifier, manager);
        ClassEvidence evidence = own.get();
        try (TrainingClips clips =
                new TrainingClips(samples, classifier.input(), Augmentation.NONE, CLIPS_PER_PASS, 0)) {
            TrainingClips.Epoch walk = clips.epoch(0, 0);
            for (TrainingClips.Batch batch = walk.next(progress); batch != null; batch = walk.next(progress)) {
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    NDArray x = part(batch, 0, batch.samples().size(), classifier.input(), manager);
                    evidence.add(classifier.forward(x).features());
                }
            }
        }
        return evidence.kernels();
    }

    private static boolean isImported(Path folder, ModelCard card) {
        return card.architecture().isForeign() && Files.isRegularFile(folder.resolve(Model.EXPLAINER_FILE));
    }

    /** The class kernels of a head without attributes, as an import leaves them. */
    private static List<float[]> imported(Path folder, ModelCard card, VideoClassifier classifier, NDManager manager)
            throws IOException {
        if (!isImported(folder, card) || !card.attributes().isEmpty())
            throw new IllegalArgumentException("The classifier '" + classifier.description()
                    + "' has no evidence of its own for each class, and the model '" + folder.getFileName() + "' is not"
                    + " as an import leaves it, so class_kernels=classifier can't be used with it. Use"
                    + " class_kernels=learned, or start from the folder of the import.");
        try (ExplanationHead head = ExplanationHead.read(
                folder.resolve(Model.EXPLAINER_FILE),
                classifier.layers(),
                card.classes().size(),
                0,
                card.tube().shapes(),
                manager)) {
            return head.classWeights().stream().map(NDArray::toFloatArray).toList();
        }
    }

    /** A checkpoint is continued with the same settings, data and classifier only. */
    private String checkpointKey(DataSet data, Path classifierFolder) throws IOException {
        ModelCard card = ModelCard.read(classifierFolder);
        boolean isFixed = settings.classKernels() == ExplainerSettings.ClassKernels.CLASSIFIER;
        String kernels = isFixed && isImported(classifierFolder, card)
                ? "; class kernels " + Sha256.of(classifierFolder.resolve(Model.EXPLAINER_FILE))
                : "";
        return settings.key() + "; " + Checkpoint.key(data) + "; classifier " + Classifiers.key(classifierFolder, card)
                + kernels + "; weights per layer";
    }

    private static boolean isSame(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    /** One training. What is summed: steps, their loss. */
    private final class Run implements TrainingCourse.Learner {
        private final VideoClassifier classifier;
        private final ExplanationHead head;
        private final HeadGradient gradient;
        private final MomentumSgd optimizer;
        private final NDManager manager;
        private final Progress progress;
        private Random random;

        Run(
                VideoClassifier classifier,
                ExplanationHead head,
                HeadGradient gradient,
                MomentumSgd optimizer,
                NDManager manager,
                Progress progress) {
            this.classifier = classifier;
            this.head = head;
            this.gradient = gradient;
            this.optimizer = optimizer;
            this.manager = manager;
            this.progress = progress;
        }

        @Override
        public void begin(int epoch, int videosDone) {
            random = new Random(settings.seed() * 31 + epoch);
            // One number was drawn for each.
            for (int i = 0; i < videosDone; i++) random.nextDouble();
        }

        @Override
        public double[] gradient(TrainingClips.Batch batch) {
            double loss = 0;
            gradient.clear();
            int size = batch.samples().size();
            for (int first = 0; first < size; first += CLIPS_PER_PASS) {
                progress.check();
                int count = Math.min(CLIPS_PER_PASS, size - first);
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    VideoClassifier.Output output =
                            classifier.forward(part(batch, first, count, classifier.input(), manager));
                    int[] positives = draw(output.logits().toFloatArray(), count, random);
                    int[][] steps = new int[count][];
                    int[][] attributes = new int[count][];
                    for (int i = 0; i < count; i++) {
                        steps[i] = steps(batch.sampled()[first + i]);
                        attributes[i] = batch.samples().get(first + i).attributes().stream()
                                .mapToInt(Integer::intValue)
                                .toArray();
                    }
                    loss += gradient.add(output.features(), positives, attributes, steps, 1.0 / size);
                } catch (IllegalArgumentException e) {
                    // Scores that are not numbers are refused by the tube search, before there is a loss.
                    if (!isBeyondBounds()) throw e;
                    loss = Double.NaN;
                    break;
                }
            }
            return new double[] {1, loss};
        }

        /** How many steps of each layer hold some of so many real frames of a clip. */
        private int[] steps(int realFrames) {
            FrameSampling clip =
                    new FrameSampling(realFrames, 1, classifier.input().frames());
            return classifier.layers().stream()
                    .mapToInt(layer -> new LayerSampling(clip, layer).steps())
                    .toArray();
        }

        @Override
        public void update(double rate) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                double norm = optimizer.norm(gradient::of);
                optimizer.step(gradient::of, rate, settings.sgd().scale(norm));
            }
        }

        /** Section 3.7: minus the loss bounds the mutual information of class and attribute from below, up to a constant. */
        @Override
        public double[] row(double[] sums, int epochs) {
            double loss = sums[1] / sums[0];
            return new double[] {loss, -loss};
        }

        @Override
        public String words(double[] row) {
            return String.format(Locale.ROOT, "loss %.3f nats", row[0]);
        }

        private boolean isBeyondBounds() {
            for (NDArray weight : head.weights().all().values())
                for (float value : weight.toFloatArray()) if (!(Math.abs(value) < LARGEST_WEIGHT)) return true;
            return false;
        }
    }

    /** Some clips of a batch, as the classifier wants them. */
    private static NDArray part(TrainingClips.Batch batch, int first, int count, ClipFormat input, NDManager manager) {
        int clipLength = batch.clips().length / batch.samples().size();
        return EngineArrays.create(manager, batch.clips(), first * clipLength, new Shape(input.batchShape(count)));
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

    private Map<String, Object> training(ModelCard classifier, int trained, TrainingLog log) {
        Map<String, Object> training = new LinkedHashMap<>(classifier.training());
        // Of an imported network: these kernels are not its own any more.
        if (settings.classKernels() == ExplainerSettings.ClassKernels.LEARNED)
            training.keySet().removeIf(key -> key.startsWith(ModelCard.KERNELS_OF));
        training.put("explainer_videos", trained);
        training.put("explainer_objective", word(settings.objective()));
        training.put(ModelCard.CLASS_KERNELS, word(settings.classKernels()));
        training.put("explainer_attributes", word(settings.attributes()));
        settings.sgd().describe("explainer", training);
        settings.augmentation().describe("explainer", training);
        training.put(
                "explainer_shapes",
                settings.shapes().stream().map(RegionShape::toString).collect(Collectors.joining(",")));
        training.put("explainer_trim", settings.trim());
        training.put("explainer_radius", settings.radius());
        training.put("explainer_seed", settings.seed());
        training.put("explainer_final_loss", log.last("loss"));
        return training;
    }

    private TubeSettings tubes() {
        return new TubeSettings(settings.radius(), settings.shapes(), settings.trim());
    }

    private static String word(Enum<?> setting) {
        return setting.name().toLowerCase(Locale.ROOT);
    }
}
