package org.whynot.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A trained classifier with its explanation head, opened from a model folder and ready to run.
 *
 * <pre>{@code
 * try (Model model = Model.open(ModelFolders.find("cells"), "auto");
 *         VideoFeatures features = model.features(clips, () -> false)) {
 *     double[] probabilities = features.probabilities();
 *     float[] differences = features.differences(0, 1);
 * }
 * }</pre>
 *
 * <p>May be used from several threads. Close it to free its weights; what it gave out must be closed before.
 */
public final class Model implements AutoCloseable {

    /** The classifier's weights in a model folder. */
    public static final String CLASSIFIER_FILE = "classifier.params";
    /** The explanation head's weights in a model folder. */
    public static final String EXPLAINER_FILE = "explainer.params";

    private final ModelCard card;
    private final NDManager manager;
    private final C3dResNet classifier;
    private final ExplanationHead head;
    private final String sha256;

    private Model(ModelCard card, NDManager manager, C3dResNet classifier, ExplanationHead head, String sha256) {
        this.card = card;
        this.manager = manager;
        this.classifier = classifier;
        this.head = head;
        this.sha256 = sha256;
    }

    /**
     * Opens a model folder and checks it against its own self-test.
     *
     * @param folder holds {@code model.json}, {@code classifier.params}, {@code explainer.params}, {@code self-test.json}
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

    /** Opens a model folder that has no self-test yet. */
    static Model openUnchecked(Path folder, String device) throws IOException {
        ModelCard card = ModelCard.read(folder);
        for (String file : new String[] {CLASSIFIER_FILE, EXPLAINER_FILE})
            if (!Files.isRegularFile(folder.resolve(file)))
                throw new IOException("The model folder '" + folder + "' has no " + file + "."
                        + (file.equals(EXPLAINER_FILE) ? " Run 'Train Explainer...' on it first." : ""));
        NDManager manager = Engine.newManager(Engine.device(device));
        try {
            int classes = card.classes().size();
            Path classifierFile = folder.resolve(CLASSIFIER_FILE);
            Path explainerFile = folder.resolve(EXPLAINER_FILE);
            C3dResNet classifier = C3dResNet.read(classifierFile, card.network(), classes, manager);
            ExplanationHead head = ExplanationHead.read(
                            explainerFile,
                            card.network(),
                            classes,
                            card.attributes().size(),
                            manager)
                    .withShapes(card.shapes());
            // Gradients off: on other threads than the engine's first, every forward pass would build a graph.
            classifier.weights().setTrainable(false);
            head.weights().setTrainable(false);
            return new Model(card, manager, classifier, head, sha256(classifierFile, explainerFile));
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * SHA-256 of files, one after another, in hexadecimal.
     *
     * @throws IOException if one can't be read
     */
    public static String sha256(Path... files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) digest.update(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** What {@code model.json} says. */
    public ModelCard card() {
        return card;
    }

    /** SHA-256 of the classifier's and then the head's weights file, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** Where it runs: {@code cpu} or {@code gpu}. */
    public String device() {
        return manager.getDevice().equals(Device.cpu()) ? "cpu" : "gpu";
    }

    /**
     * Runs the classifier over a video and keeps the features in memory.
     *
     * @param clips the video; may be read on another thread, but by one at a time
     * @param cancelled asked before every pass
     * @return to be closed by the caller
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public VideoFeatures features(ClipSource clips, BooleanSupplier cancelled) throws IOException {
        VideoFeatures features = newFeatures(clips, FeatureLimits.ALL_IN_MEMORY, sentence -> {});
        return classified(features, made -> made.classify(cancelled));
    }

    /**
     * Runs the classifier over a video of any length and keeps as many of the features as it may.
     *
     * @param clips the video; may be read on another thread, but by one at a time. Must stay open as long as the features
     * @param limits how much is kept
     * @param cancelled asked before every pass
     * @param note is told in sentences when memory or disk runs out
     * @return to be closed by the caller
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public VideoFeatures features(
            ClipSource clips, FeatureLimits limits, BooleanSupplier cancelled, Consumer<String> note)
            throws IOException {
        return classified(newFeatures(clips, limits, note), features -> features.classify(cancelled));
    }

    /**
     * Runs the classifier over a video of any length and tells the scores of a class pair on the way. As many of these scores
     * as may be are kept, or of the features if those are less, so that the same pair can be looked at again. Another pair may
     * be asked about too, but takes running the classifier again.
     *
     * @param clips the video; may be read on another thread, but by one at a time. Must stay open as long as the features
     * @param limits how much is kept
     * @param positive index of the positive class
     * @param negative index of the negative class
     * @param listener receives delta_m of every clip, in time order, on another thread
     * @param cancelled asked before every pass
     * @param note is told in sentences when memory or disk runs out
     * @return to be closed by the caller
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public VideoFeatures features(
            ClipSource clips,
            FeatureLimits limits,
            int positive,
            int negative,
            ScoreListener listener,
            BooleanSupplier cancelled,
            Consumer<String> note)
            throws IOException {
        return classified(
                newFeatures(clips, limits, note),
                features -> features.classify(positive, negative, listener, cancelled));
    }

    private VideoFeatures newFeatures(ClipSource clips, FeatureLimits limits, Consumer<String> note) {
        return new VideoFeatures(
                head,
                card.attributes().size(),
                card.input().frames(),
                clips,
                run(note),
                new FeatureStore(
                        manager.newSubManager(),
                        limits.memory(),
                        limits.file(),
                        FeatureLimits.temporaryFolder(),
                        note));
    }

    @FunctionalInterface
    private interface Classifying {
        void run(VideoFeatures features) throws IOException;
    }

    private static VideoFeatures classified(VideoFeatures features, Classifying classifying) throws IOException {
        try {
            classifying.run(features);
            return features;
        } catch (IOException | RuntimeException | Error e) {
            features.close();
            throw e;
        }
    }

    /**
     * Runs the classifier over a video.
     *
     * @param clips the video
     * @param cancelled asked before every pass
     * @return p(c|x), the mean over the clips, {@code [C]}
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public double[] probabilities(ClipSource clips, BooleanSupplier cancelled) throws IOException {
        return run(sentence -> {}).probabilities(clips, cancelled, null);
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
                        card.network(), card.classes().size(), card.attributes().size(), own, new Random(seed))
                .withShapes(card.shapes());
        random.weights().setTrainable(false);
        return new Model(card, own, classifier, random, sha256);
    }

    /**
     * The same head on an untrained classifier; see {@link #withRandomHead}.
     *
     * @param seed of the classifier's weights
     * @return to be closed before this
     */
    public Model withRandomClassifier(long seed) {
        NDManager own = manager.newSubManager();
        C3dResNet random = C3dResNet.random(card.network(), card.classes().size(), own, new Random(seed));
        random.weights().setTrainable(false);
        return new Model(card, own, random, head, sha256);
    }

    /** Runs the classifier over clips of many videos side by side; for one thread at a time, and as long as this is open. */
    public ClipPasses clipPasses() {
        return new ClipPasses(classifier, card.input(), manager);
    }

    private ClassifierRun run(Consumer<String> note) {
        return new ClassifierRun(
                clips -> classifier.forward(clips, false), card.input(), manager, ClassifierRun.CLIPS_PER_PASS, note);
    }

    @Override
    public void close() {
        manager.close();
    }
}
