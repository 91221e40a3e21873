package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.whynot.video.ClipFormat;

/** The project's own network, a {@link C3dResNet}, as a classifier. */
public final class C3dClassifier implements VideoClassifier {

    private final C3dResNet network;
    private final ClipFormat input;
    private final List<String> classes;
    private final NDManager manager;
    private final C3dInference inference;
    /** Runs the convolutions in its place; null unless this computes in half precision. */
    private final C3dHalfPrecision half;

    private C3dClassifier(C3dResNet network, ClipFormat input, List<String> classes, NDManager manager) {
        this.network = network;
        this.input = input;
        this.classes = List.copyOf(classes);
        this.manager = manager;
        inference = new C3dInference(network, manager);
        half = null;
    }

    private C3dClassifier(C3dClassifier exact, NDManager manager) {
        network = exact.network;
        input = exact.input;
        classes = exact.classes;
        inference = exact.inference;
        this.manager = manager;
        half = new C3dHalfPrecision(
                inference.convolutions(), network.architecture().poolings(), manager);
    }

    private static C3dClassifier frozen(C3dResNet network, ClipFormat input, List<String> classes, NDManager manager) {
        // On other threads than the engine's first, every forward pass would build a graph of gradients.
        network.weights().setTrainable(false);
        return new C3dClassifier(network, input, classes, manager);
    }

    /**
     * Reads a trained network.
     *
     * @param file its weights
     * @param architecture its shape
     * @param input how it wants to see a video
     * @param classes in the order of the logits
     * @param device where it is to run
     * @return to be closed by the caller
     * @throws IOException if the file can't be read or belongs to another architecture or number of classes
     */
    public static C3dClassifier read(
            Path file, Architecture architecture, ClipFormat input, List<String> classes, Device device)
            throws IOException {
        NDManager manager = Engine.newManager(device);
        try {
            C3dResNet network = C3dResNet.read(file, architecture, classes.size(), manager);
            return frozen(network, input, classes, manager);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * A network that somebody else owns, with the weights that it has now; for testing it between two steps of its training.
     *
     * @param network stays open when this is closed
     * @param manager of the network; stays open
     */
    public static VideoClassifier of(C3dResNet network, ClipFormat input, List<String> classes, NDManager manager) {
        return new C3dClassifier(network, input, classes, manager.newSubManager());
    }

    @Override
    public ClipFormat input() {
        return input;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<FeatureLayer> layers() {
        return network.architecture().layers(input);
    }

    @Override
    public Output forward(NDArray clips) {
        return half == null ? inference.forward(clips) : inference.classified(half.features(clips));
    }

    @Override
    public Optional<LayerGradient> contrastGradient(NDArray clips, int positive, int negative) {
        return Optional.of(inference.contrastGradient(clips, positive, negative));
    }

    @Override
    public Device device() {
        return manager.getDevice();
    }

    @Override
    public Optional<ClassEvidence> evidence() {
        return Optional.of(new C3dEvidence(network, classes.size(), input.frames()));
    }

    @Override
    public Optional<PooledHead> pooledHead() {
        return Optional.of(C3dEvidence.head(network));
    }

    @Override
    public Optional<VideoClassifier> untrained(long seed) {
        NDManager own = manager.newSubManager();
        C3dResNet random = C3dResNet.random(network.architecture(), classes.size(), own, new Random(seed));
        return Optional.of(frozen(random, input, classes, own));
    }

    @Override
    public Precision precision() {
        return half == null ? Precision.EXACT : Precision.FAST;
    }

    @Override
    public Optional<VideoClassifier> halfPrecision() {
        NDManager own = manager.newSubManager();
        try {
            return Optional.of(new C3dClassifier(this, own));
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    @Override
    public String description() {
        return network.architecture().toString();
    }

    @Override
    public void close() {
        manager.close();
    }
}
