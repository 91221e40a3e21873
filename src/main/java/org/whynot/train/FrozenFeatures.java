package org.whynot.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.dataset.Sample;
import org.whynot.model.Classifiers;
import org.whynot.model.ModelCard;
import org.whynot.util.Progress;
import org.whynot.util.SummedFile;

/**
 * Computes the features of videos that {@link LastLayerTrainer} looks for in its cache folder, for trainings to come; any number of
 * machines may share the videos.
 *
 * <pre>{@code
 * try (FrozenFeatures features = new FrozenFeatures(ModelFolders.find("cells"), LastLayerTrainer.CLIPS, "cpu")) {
 *     for (Sample sample : data.split("train"))
 *         if (!features.isKept(sample, cache)) FrozenFeatures.keep(cache, features.fileName(sample), features.of(sample, progress));
 * }
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class FrozenFeatures implements AutoCloseable {

    private final NDManager manager;
    private final VideoClassifier backbone;
    private final ClipFeatures features;
    private final String key;

    /**
     * Opens the network.
     *
     * @param backboneFolder the model folder whose network is used
     * @param mostClips clips of a video at most, evenly spaced, at least 1; as many as the training learns from
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @throws IOException if the network can't be read, or gives no features; a sentence
     */
    public FrozenFeatures(Path backboneFolder, int mostClips, String device) throws IOException {
        Ranges.atLeast("clips", mostClips, 1);
        ModelCard card = ModelCard.read(backboneFolder);
        manager = Engine.newManager(Engine.device(device));
        try {
            key = Classifiers.key(backboneFolder, card);
            backbone = open(backboneFolder, card, device);
            features = new ClipFeatures(backbone, key, mostClips, null, manager);
        } catch (IOException | RuntimeException | LinkageError e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Opens a network for its features.
     *
     * @throws IOException if it can't be read, or gives no features; a sentence
     */
    static VideoClassifier open(Path folder, ModelCard card, String device) throws IOException {
        VideoClassifier backbone = Classifiers.open(folder, card, device);
        if (!backbone.layers().isEmpty()) return backbone;
        backbone.close();
        throw new IOException("The classifier in '" + folder + "' gives logits only, so there are no features to"
                + " train a last layer on. Export it with feature maps, or as an ONNX file, and import it again.");
    }

    /** What the network is recognised by. */
    public String key() {
        return key;
    }

    /** What computes: {@code cpu} or {@code gpu}. */
    public String device() {
        return backbone.device().equals(Device.cpu()) ? "cpu" : "gpu";
    }

    /**
     * The name of the file with a video's features.
     *
     * @throws IOException if the video is not there
     */
    public String fileName(Sample sample) throws IOException {
        return features.fileName(sample);
    }

    /**
     * Whether a folder has the features of a video already, whole.
     *
     * @throws IOException if the video is not there
     */
    public boolean isKept(Sample sample, Path cache) throws IOException {
        return features.read(cache.resolve(fileName(sample))).isPresent();
    }

    /**
     * The content of the file with a video's features.
     *
     * @throws IOException if the video can't be read; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public byte[] of(Sample sample, Progress progress) throws IOException {
        return ClipFeatures.bytes(features.compute(sample, progress));
    }

    /**
     * Puts a video's features into the cache folder, whole or not at all.
     *
     * @param cache made if missing
     * @throws IOException if the file can't be written, as the operating system reports it
     */
    public static void keep(Path cache, String fileName, byte[] content) throws IOException {
        SummedFile.write(cache.resolve(fileName), out -> out.write(content));
    }

    @Override
    public void close() {
        backbone.close();
        manager.close();
    }
}
