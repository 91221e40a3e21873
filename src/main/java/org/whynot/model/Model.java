package org.whynot.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.whynot.classifier.ClassEvidence;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.ClipPasses;
import org.whynot.classifier.Engine;
import org.whynot.classifier.EngineException;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.KnownPasses;
import org.whynot.classifier.MaskingClassifier;
import org.whynot.classifier.PooledHead;
import org.whynot.classifier.Precision;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.peer.GradCam;
import org.whynot.classifier.peer.Occlusion;
import org.whynot.classifier.peer.Rise;
import org.whynot.tube.ScoreMaps;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/**
 * A trained classifier with its explanation head, opened from a model folder and ready to run.
 *
 * <pre>{@code
 * try (Model model = Model.open(ModelFolders.find("cells"), "auto");
 *         VideoFeatures features = model.features(model.reader(video), FeatureLimits.usual(), note)) {
 *     features.classify(() -> false);
 *     double[] probabilities = features.probabilities();
 * }
 * }</pre>
 *
 * <p>May be used from several threads. Close it to free its weights; what it gave out must be closed before.
 */
public final class Model implements AutoCloseable {

    /** The own network's weights in a model folder. */
    public static final String CLASSIFIER_FILE = "classifier.params";
    /** The weights of a last layer that replaces the network's own, in a model folder. */
    public static final String LAST_LAYER_FILE = "last-layer.params";
    /** The explanation head's weights in a model folder. */
    public static final String EXPLAINER_FILE = "explainer.params";

    private static final int TAPS = 9;

    private final ModelCard card;
    private final NDManager manager;
    private final VideoClassifier classifier;
    private final ExplanationHead head;
    private final String sha256;
    /** What closes with this, in this order. */
    private final List<Runnable> closing;

    private Model(
            ModelCard card,
            NDManager manager,
            VideoClassifier classifier,
            ExplanationHead head,
            String sha256,
            Runnable... closing) {
        this.card = card;
        this.manager = manager;
        this.classifier = classifier;
        this.head = head;
        this.sha256 = sha256;
        this.closing = List.of(closing);
    }

    /**
     * Opens a model folder and checks it against its own self-test.
     *
     * @param folder holds {@code model.json}, the classifier's weights, {@code explainer.params}, {@code self-test.json}
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @throws IOException if a file is missing, cut short, of another architecture or class list, or computes other numbers
     *     than its self-test; the message names the file
     * @throws IllegalArgumentException if the device is not known or not there
     * @throws EngineException if the engine can't run
     */
    public static Model open(Path folder, String device) throws IOException {
        Model model = openUnchecked(folder, device);
        try {
            SelfTest.read(folder).check(model, folder);
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Opens a model folder, to compute with half precision where that is wanted, possible and faster on this machine. The first time
     * for a model and machine that is measured, which takes as long as a dozen forward passes.
     *
     * @param folder as in {@link #open(Path, String)}
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @param wished {@link Precision#FAST} is kept only where it pays, see {@link #precision}
     * @param note receives a sentence where it is measured, and where the model stays in single precision
     * @throws IOException as {@link #open(Path, String)}
     */
    public static Model open(Path folder, String device, Precision wished, Consumer<String> note) throws IOException {
        Model exact = open(folder, device);
        if (wished == Precision.EXACT) return exact;
        try {
            return PrecisionTrial.faster(exact, SelfTest.read(folder), note).orElse(exact);
        } catch (IOException | RuntimeException e) {
            exact.close();
            throw e;
        }
    }

    /** This model with its classifier in half precision; both are closed with it. */
    Model with(VideoClassifier half) {
        return new Model(card, manager, half, head, sha256, half::close, this::close);
    }

    /** Opens a model folder that has no self-test yet. */
    static Model openUnchecked(Path folder, String device) throws IOException {
        ModelCard card = ModelCard.read(folder);
        Path explainer = folder.resolve(EXPLAINER_FILE);
        boolean isMasking = card.featureLayers() != null && card.featureLayers().isEmpty();
        if (!isMasking && !Files.isRegularFile(explainer))
            throw new IOException("The model folder '" + folder + "' has no " + EXPLAINER_FILE
                    + ". Run 'Train Explainer...' on it first.");
        VideoClassifier classifier = Classifiers.open(folder, card, device);
        NDManager manager = Engine.newManager(classifier.device());
        try {
            if (isMasking) return masking(folder, card, new MaskingClassifier(classifier), manager);
            ExplanationHead head = ExplanationHead.read(
                    explainer,
                    classifier.layers(),
                    card.classes().size(),
                    card.attributes().size(),
                    card.tube().shapes(),
                    manager);
            head.weights().setTrainable(false);
            return new Model(
                    card,
                    manager,
                    classifier,
                    head,
                    Classifiers.sha256(folder, card, explainer),
                    classifier::close,
                    manager::close);
        } catch (IOException | RuntimeException e) {
            manager.close();
            classifier.close();
            throw e;
        }
    }

    /**
     * A classifier that gives logits only. The masking layer has the evidence for each class in a channel of its own, which the
     * class's kernel picks; as in any head without attributes, the score of a 3x3 region is the sum of its nine cells.
     */
    private static Model masking(Path folder, ModelCard card, MaskingClassifier classifier, NDManager manager)
            throws IOException {
        int classes = card.classes().size();
        float[] kernels = new float[classes * classes * 9];
        for (int c = 0; c < classes; c++) Arrays.fill(kernels, (c * classes + c) * 9, (c * classes + c + 1) * 9, 9);
        ExplanationHead head = ExplanationHead.ofClasses(
                List.of(kernels), classifier.layers(), classes, card.tube().shapes(), manager);
        head.weights().setTrainable(false);
        return new Model(
                card, manager, classifier, head, Classifiers.key(folder, card), classifier::close, manager::close);
    }

    /**
     * The number of forward passes that explaining a video takes at most, where the classifier gives logits only and the tubes
     * are found by erasing parts of the video; empty where they are found in feature maps.
     *
     * @param clips of the video
     */
    public OptionalInt maskingPasses(int clips) {
        return classifier instanceof MaskingClassifier masking
                ? OptionalInt.of(masking.passes(clips))
                : OptionalInt.empty();
    }

    /** The contents of {@code model.json}. */
    public ModelCard card() {
        return card;
    }

    /** The classifier; owned by this. */
    public VideoClassifier classifier() {
        return classifier;
    }

    /** The explanation head; owned by this. */
    public ExplanationHead head() {
        return head;
    }

    /** SHA-256 of the classifier's and then the head's weights file, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** Where it runs: {@code cpu} or {@code gpu}. */
    public String device() {
        return classifier.device().equals(Device.cpu()) ? "cpu" : "gpu";
    }

    /** With how many bits it computes; {@link Precision#EXACT} also where {@link Precision#FAST} was wished and does not pay. */
    public Precision precision() {
        return classifier.precision();
    }

    /** Reads a video as the clips that the classifier wants. */
    public ClipReader reader(Video video) {
        return new ClipReader(video, classifier.input());
    }

    /**
     * Room for what the classifier makes of a video of any length, as much of it as may be kept.
     *
     * @param reader the video; read on another thread while it is classified. Must stay open as long as the features
     * @param limits how much is kept
     * @param note receives messages when memory or disk runs out
     * @return to be filled pass by pass, and closed by the caller
     */
    public VideoFeatures features(ClipReader reader, FeatureLimits limits, Consumer<String> note) {
        return features(reader, limits, KnownPasses.NONE, note);
    }

    /**
     * The same where parts of the video were classified before.
     *
     * @param known passes that need not be run again, such as {@link FeatureParts}; must stay open as long as the features
     */
    public VideoFeatures features(ClipReader reader, FeatureLimits limits, KnownPasses known, Consumer<String> note) {
        return new VideoFeatures(
                head,
                classifier.layers(),
                reader,
                new ClassifierRun(classifier, manager, note),
                known,
                new FeatureStore(
                        manager.newSubManager(),
                        limits.memory(),
                        limits.file(),
                        FeatureLimits.temporaryFolder(),
                        note));
    }

    /**
     * In how many parts of about the same length a video may be classified.
     *
     * @param reader the video, not read
     * @param frames the most sampled frames that a part should have, at least 1
     * @return at least 1, at most as many as the video has {@linkplain ClassifierRun#passes passes}
     */
    public int parts(ClipReader reader, int frames) {
        int parts = (reader.sampling().sampled() - 1) / frames + 1;
        return Math.min(parts, ClassifierRun.passes(reader.sampling().clips()));
    }

    /**
     * Classifies a part of a video, for {@link FeatureParts}.
     *
     * @param reader the video; of its frames only those of the part are read
     * @param part 0 to {@code parts - 1}
     * @param parts at most as many as the video has {@linkplain ClassifierRun#passes passes}
     * @param key of the video, see {@link FeatureParts#open}
     * @param file replaced by what the classifier made of the part
     * @param progress asked before and in every pass whether to stop
     * @throws IOException if the video can't be read or the file can't be written
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public void classifyPart(ClipReader reader, int part, int parts, String key, Path file, Progress progress)
            throws IOException {
        ClassifierRun run = new ClassifierRun(classifier, manager, progress::note);
        int clips = reader.sampling().clips();
        int all = ClassifierRun.passes(clips);
        try (ClassifierRun.Passes passes =
                run.passes(reader, clip -> (long) ClassifierRun.passOf(clip, clips) * parts / all == part, progress)) {
            FeatureParts.write(file, key, passes);
        }
    }

    /**
     * Runs the classifier over a video and keeps all features in memory.
     *
     * @param reader the video; read on another thread
     * @param cancelled asked before every pass
     * @return to be closed by the caller
     * @throws IOException if the video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public VideoFeatures features(ClipReader reader, BooleanSupplier cancelled) throws IOException {
        VideoFeatures features = features(reader, FeatureLimits.ALL_IN_MEMORY, sentence -> {});
        try {
            features.classify(cancelled);
            return features;
        } catch (IOException | RuntimeException | Error e) {
            features.close();
            throw e;
        }
    }

    /**
     * Runs the classifier over a video.
     *
     * @param reader the video
     * @param cancelled asked before every pass
     * @return p(c|x), {@code [C]}
     * @throws IOException if the video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public double[] probabilities(ClipReader reader, BooleanSupplier cancelled) throws IOException {
        return new ClassifierRun(classifier, manager, sentence -> {}).probabilities(reader, cancelled);
    }

    /**
     * The same classifier with an untrained head, to see whether explanations come from what the head has learned (Adebayo et al.:
     * Sanity Checks for Saliency Maps, 2018).
     *
     * @param seed of the head's weights
     * @return to be closed before this
     */
    public Model withRandomHead(long seed) {
        NDManager own = manager.newSubManager();
        ExplanationHead random = ExplanationHead.random(
                classifier.layers(),
                head.classes(),
                head.attributes(),
                ExplanationHead.ATTRIBUTE_DEVIATION,
                head.shapes(),
                own,
                new Random(seed));
        random.weights().setTrainable(false);
        return new Model(card, own, classifier, random, sha256, own::close);
    }

    /**
     * The same head on an untrained classifier; see {@link #withRandomHead}.
     *
     * @param seed of the classifier's weights
     * @return to be closed before this; empty if the classifier can't be had untrained
     */
    public Optional<Model> withRandomClassifier(long seed) {
        return classifier.untrained(seed).map(random -> {
            NDManager own = manager.newSubManager();
            return new Model(card, own, random, head, sha256, random::close, own::close);
        });
    }

    /**
     * What the classifier makes of the mean of its first feature layer, up to a constant of each class: as the classifier knows it, or
     * as it was read off when a file of others was imported.
     *
     * @return empty if that is not known
     */
    public Optional<PooledHead> pooledHead() {
        Optional<PooledHead> known = classifier.pooledHead();
        if (known.isPresent() || !card.isReadOff()) return known;
        FeatureLayer layer = classifier.layers().get(0);
        float[] kernels = head.classWeights().get(0).toFloatArray();
        // A region's nine taps weigh 1 together, and a cell counts for its share of the mean.
        double scale = layer.steps() * layer.rows() * layer.columns() / (double) TAPS;
        double[][] weight = new double[head.classes()][layer.channels()];
        for (int c = 0; c < weight.length; c++)
            for (int d = 0; d < layer.channels(); d++)
                weight[c][d] = scale * kernels[(c * layer.channels() + d) * TAPS];
        return Optional.of(PooledHead.linear(weight, new double[weight.length]));
    }

    /** Runs the classifier over clips of many videos side by side; for one thread at a time, and as long as this is open. */
    public ClipPasses clipPasses() {
        return new ClipPasses(classifier, manager);
    }

    /**
     * The classifier's own evidence for one class and not another, without attributes: where it can tell, as it is on this very
     * video, otherwise that of the head's class kernels.
     *
     * @param features of a video, not closed
     * @param positive index of the positive class
     * @param negative index of the negative class
     * @param cancelled asked before every pass
     * @return one map {@code [P, T, H, W]} per feature layer
     * @throws IOException if the features were not all kept in memory, and can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public List<ScoreMaps> classEvidence(VideoFeatures features, int positive, int negative, BooleanSupplier cancelled)
            throws IOException {
        Optional<ClassEvidence> own = classifier.evidence();
        if (own.isPresent()) features.collect(own.get());
        List<float[]> kernels = own.isPresent()
                ? own.get().kernels()
                : head.classWeights().stream().map(NDArray::toFloatArray).toList();
        try (NDManager part = manager.newSubManager()) {
            ExplanationHead only = ExplanationHead.ofClasses(
                    kernels, classifier.layers(), card.classes().size(), head.shapes(), part);
            only.weights().setTrainable(false);
            return features.differences(only, positive, negative, cancelled);
        }
    }

    /** Grad-CAM on the same classifier; use it as long as this is open. */
    public GradCam gradCam() {
        return new GradCam(classifier, manager);
    }

    /**
     * RISE on the same classifier; use it as long as this is open.
     *
     * @param masks how many, at least 1
     * @param seed of the masks
     */
    public Rise rise(int masks, long seed) {
        return new Rise(classifier, manager, masks, seed);
    }

    /** Occlusion on the same classifier; use it as long as this is open. */
    public Occlusion occlusion() {
        return new Occlusion(classifier, manager);
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
