package org.whynot.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.whynot.classifier.C3dClassifier;
import org.whynot.classifier.CheckedClassifier;
import org.whynot.classifier.Engine;
import org.whynot.classifier.NewLastLayer;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.ForeignClassifier;
import org.whynot.classifier.foreign.ForeignNetwork;
import org.whynot.classifier.foreign.NetworkDescription;
import org.whynot.classifier.foreign.UntrustedFileException;
import org.whynot.util.Sha256;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;

/**
 * Opens the classifier that a model card describes: the project's own network or a TorchScript file from the model folder, or one
 * that a plugin brings.
 *
 * <pre>{@code
 * Classifiers.register("toy", device -> new ToyClassifier());
 * }</pre>
 */
public final class Classifiers {

    /** Makes a classifier of a plugin. */
    @FunctionalInterface
    public interface Factory {
        /**
         * @param device {@code auto}, {@code cpu} or {@code gpu}
         * @return to be closed by the caller
         * @throws IOException if it can't be opened; the message is for the user
         */
        VideoClassifier open(String device) throws IOException;
    }

    private static final Map<String, Factory> PLUGINS = new ConcurrentSkipListMap<>();
    private static final Map<String, Path> FOLDERS = new TreeMap<>();

    private Classifiers() {}

    /**
     * Makes a plugin's classifier known by a name; a later one of the same name takes its place.
     *
     * @param name as a user chooses it in the list of models
     */
    public static void register(String name, Factory factory) {
        PLUGINS.put(name, factory);
    }

    /**
     * Model folders without an explanation head for the classifiers that plugins bring, by name. Each is opened once, to learn
     * its classes and input; one that can't be opened is left out.
     */
    static synchronized Map<String, Path> folders() {
        for (String name : PLUGINS.keySet()) {
            if (FOLDERS.containsKey(name)) continue;
            try (VideoClassifier classifier = open(name, "cpu")) {
                Path folder = temporaryFolder(name);
                StagedFiles.writeText(
                        folder, ModelCard.FILE, ModelCard.of(name, classifier).toJson());
                FOLDERS.put(name, folder);
            } catch (IOException | RuntimeException e) {
                // Whoever asks for it by name gets an exception from open().
                continue;
            }
        }
        return FOLDERS;
    }

    private static Path temporaryFolder(String name) throws IOException {
        Path parent = TemporaryFolders.make("classifier");
        Path folder = parent.resolve(name.replaceAll("[^\\w. -]", "_"));
        for (Path path : List.of(parent, folder, folder.resolve(ModelCard.FILE)))
            path.toFile().deleteOnExit();
        return folder;
    }

    /**
     * Opens a classifier.
     *
     * @param folder the model folder
     * @param card of that folder
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @return to be closed by the caller
     * @throws UntrustedFileException if it is a TorchScript file that the user did not agree to
     * @throws IOException if its file is missing, damaged or of another architecture, or its plugin is not there or gives
     *     other classes; the message names it
     * @throws IllegalArgumentException if the device is not known or not there
     */
    public static VideoClassifier open(Path folder, ModelCard card, String device) throws IOException {
        VideoClassifier network = openNetwork(folder, card, device);
        if (!card.hasNewLastLayer()) return network;
        return NewLastLayer.read(requireFile(folder, Model.LAST_LAYER_FILE), network, card.classes());
    }

    /** The network in the classifier's file, with its own last layer. */
    private static VideoClassifier openNetwork(Path folder, ModelCard card, String device) throws IOException {
        return switch (card.architecture().type()) {
            case ModelCard.PLUGIN -> openPlugin(card, device);
            case ModelCard.TORCHSCRIPT, ModelCard.ONNX ->
                new CheckedClassifier(new ForeignClassifier(
                        openNetwork(requireFile(folder, card), card.architecture(), device),
                        card.architecture().foreign(),
                        card.input(),
                        card.networkClasses()));
            default ->
                C3dClassifier.read(
                        requireFile(folder, card),
                        card.network(),
                        card.input(),
                        card.networkClasses(),
                        Engine.device(device));
        };
    }

    private static ForeignNetwork openNetwork(Path file, ModelCard.Kind kind, String device) throws IOException {
        NetworkDescription description = kind.foreign();
        if (!Sha256.of(file).equals(description.sha256()))
            throw new IOException("'" + file + "' is not the file that its " + ModelCard.FILE
                    + " describes: it was changed or replaced. Import the classifier again.");
        return ForeignNetworks.open(
                file, kind.type(), description.method(), description.inputList(), description.outputs(), device);
    }

    /** The file of a classifier in its model folder; empty if a plugin brings it. */
    static Optional<String> file(ModelCard card) {
        return switch (card.architecture().type()) {
            case ModelCard.PLUGIN -> Optional.empty();
            case ModelCard.TORCHSCRIPT, ModelCard.ONNX ->
                Optional.of(card.architecture().foreign().file());
            default -> Optional.of(Model.CLASSIFIER_FILE);
        };
    }

    /** The files of a classifier in its model folder; none if a plugin brings it whole. */
    static List<String> files(ModelCard card) {
        List<String> files = new ArrayList<>();
        file(card).ifPresent(files::add);
        if (card.hasNewLastLayer()) files.add(Model.LAST_LAYER_FILE);
        return files;
    }

    private static Path requireFile(Path folder, ModelCard card) throws IOException {
        return requireFile(folder, file(card).orElseThrow());
    }

    private static Path requireFile(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) throw new IOException("The model folder '" + folder + "' has no " + name + ".");
        return file;
    }

    private static VideoClassifier openPlugin(ModelCard card, String device) throws IOException {
        String name = card.architecture().plugin();
        VideoClassifier classifier = open(name, device);
        if (classifier.classes().equals(card.networkClasses())) return classifier;
        classifier.close();
        throw new IOException("The classifier of the plugin '" + name + "' has the classes " + classifier.classes()
                + ", but the model '" + card.name() + "' was trained for " + card.networkClasses() + ".");
    }

    /**
     * Opens the classifier of a plugin.
     *
     * @throws IOException if there is no such plugin
     */
    static VideoClassifier open(String name, String device) throws IOException {
        Factory factory = PLUGINS.get(name);
        if (factory == null)
            throw new IOException("The plugin that brings the classifier '" + name
                    + "' is not installed. Install it, or choose another model.");
        return new CheckedClassifier(factory.open(device));
    }

    /**
     * What tells a classifier from others: the SHA-256 of its weights in hexadecimal, or the name of its plugin.
     *
     * @throws IOException if its file can't be read
     */
    public static String key(Path folder, ModelCard card) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : files(card)) files.add(requireFile(folder, name));
        String weights = files.isEmpty() ? "" : Sha256.of(files.toArray(Path[]::new));
        if (file(card).isPresent()) return weights;
        return ("plugin " + card.architecture().plugin() + " " + weights).strip();
    }

    /** SHA-256 of the classifier's weights, where they are a file of the folder, and of the head's, in hexadecimal. */
    static String sha256(Path folder, ModelCard card, Path explainer) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : files(card)) files.add(folder.resolve(name));
        files.add(explainer);
        return Sha256.of(files.toArray(Path[]::new));
    }
}
