package org.whynot.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.Engine;
import org.whynot.classifier.NewLastLayer;
import org.whynot.util.StagedFiles;
import org.whynot.video.ClipFormat;

/** Writes model folders. A folder appears whole or not at all: it is made beside its location and then moved. */
public final class ModelFolder {

    /** The course of the classifier's training, epoch by epoch. */
    public static final String CLASSIFIER_LOG = "classifier-training.csv";
    /** The course of the explanation head's training, epoch by epoch. */
    public static final String EXPLAINER_LOG = "explainer-training.csv";

    private static final String README = "README.md";
    /** What the classifier's training left for people, which goes with its weights. */
    private static final List<String> CLASSIFIER_NOTES =
            List.of(CLASSIFIER_LOG, "classifier-training.png", "classifier-balance.csv");

    private ModelFolder() {}

    /**
     * Checks that a new model folder can be made, before hours of training.
     *
     * @throws IOException if it exists and is not empty, or its parent can't be written to; the message states what to do
     */
    public static void checkNew(Path folder) throws IOException {
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder))
                throw new IOException("The output '" + folder + "' is a file. Choose a folder.");
            if (!isEmpty(folder))
                throw new IOException("The output '" + folder + "' is not empty. Choose a new folder.");
        }
        Path parent = folder.toAbsolutePath().normalize().getParent();
        if (parent == null) throw new IOException("The output '" + folder + "' has no name. Choose another folder.");
        Files.createDirectories(parent);
        if (!Files.isWritable(parent))
            throw new IOException("The folder '" + parent + "' can't be written to. Choose another output.");
    }

    /**
     * Writes a classifier that has no explanation head yet.
     *
     * @param folder to be made
     * @param card what it is, without attributes
     * @param classifier its weights
     * @param log CSV of the training
     */
    public static void writeClassifier(Path folder, ModelCard card, C3dResNet classifier, String log)
            throws IOException {
        whole(folder, place -> {
            write(place, ModelCard.FILE, card.toJson());
            write(place, README, readme(card));
            write(place, CLASSIFIER_LOG, log);
            classifier.write(place.resolve(Model.CLASSIFIER_FILE));
        });
    }

    /**
     * Writes a classifier that is another model's network with a new last layer, without an explanation head.
     *
     * @param folder to be made
     * @param backboneFolder where the network is
     * @param card what it is
     * @param lastLayer its weights
     */
    public static void writeNewLastLayer(Path folder, Path backboneFolder, ModelCard card, NewLastLayer lastLayer)
            throws IOException {
        whole(folder, place -> {
            write(place, ModelCard.FILE, card.toJson());
            write(place, README, readme(card));
            Optional<String> network = Classifiers.file(card);
            if (network.isPresent()) Files.copy(backboneFolder.resolve(network.get()), place.resolve(network.get()));
            lastLayer.write(place.resolve(Model.LAST_LAYER_FILE));
        });
    }

    /**
     * Writes a model: the classifier of another folder, and an explanation head for it.
     *
     * @param folder to be made; may be the classifier's own folder, to which the head is then added
     * @param classifierFolder where the classifier's weights and log are
     * @param card what it is
     * @param head the explanation head's weights
     * @param log CSV of the head's training; empty if nothing was learned
     */
    public static void writeModel(Path folder, Path classifierFolder, ModelCard card, ExplanationHead head, String log)
            throws IOException {
        whole(folder, place -> {
            write(place, ModelCard.FILE, card.toJson());
            write(place, README, readme(card));
            if (!log.isEmpty()) write(place, EXPLAINER_LOG, log);
            for (String file : Classifiers.files(card)) Files.copy(classifierFolder.resolve(file), place.resolve(file));
            for (String file : CLASSIFIER_NOTES)
                // The classifier's own folder keeps them where they are, but the self-test needs them now.
                if (Files.exists(classifierFolder.resolve(file)))
                    Files.copy(classifierFolder.resolve(file), place.resolve(file));
            if (card.attributes().isEmpty()) head.writeClasses(place.resolve(Model.EXPLAINER_FILE));
            else head.write(place.resolve(Model.EXPLAINER_FILE));
            try (Model model = Model.openUnchecked(place, "cpu")) {
                write(place, SelfTest.FILE, SelfTest.of(model).toJson());
            }
        });
    }

    /**
     * Writes a classifier of others: its file, untouched, and class kernels as an explanation head without attributes.
     *
     * @param folder to be made
     * @param file TorchScript or ONNX
     * @param card what it is
     * @param kernels w_c, {@code [C, D, 3, 3]} per feature layer; empty for a classifier that gives only logits
     * @throws IOException if the folder can't be written, or the classifier is not the one that the card describes
     */
    public static void writeForeign(Path folder, Path file, ModelCard card, List<float[]> kernels) throws IOException {
        whole(folder, place -> {
            write(place, ModelCard.FILE, card.toJson());
            write(place, README, readme(card));
            Files.copy(file, place.resolve(card.architecture().foreign().file()));
            if (!kernels.isEmpty()) writeHead(place, card, kernels);
            try (Model model = Model.openUnchecked(place, "cpu")) {
                write(place, SelfTest.FILE, SelfTest.of(model).toJson());
            }
        });
    }

    private static void writeHead(Path folder, ModelCard card, List<float[]> kernels) throws IOException {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ExplanationHead head = ExplanationHead.ofClasses(
                        kernels,
                        card.architecture().foreign().layers(),
                        card.classes().size(),
                        card.tube().shapes(),
                        manager)) {
            head.writeClasses(folder.resolve(Model.EXPLAINER_FILE));
        }
    }

    /**
     * Writes other scores into the card of a model folder.
     *
     * @param folder a model folder
     * @param scores replace those of the card
     */
    public static void writeScores(Path folder, Map<String, Object> scores) throws IOException {
        ModelCard card = ModelCard.read(folder).withScores(scores);
        // One after the other: a program that ends in between leaves the page for people as it was.
        replace(folder.resolve(ModelCard.FILE), card.toJson());
        replace(folder.resolve(README), readme(card));
    }

    private static void replace(Path file, String text) throws IOException {
        try {
            StagedFiles.replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IOException(
                    "'" + file + "' could not be replaced: " + StagedFiles.reason(e) + StagedFiles.advice(e), e);
        }
    }

    private static void whole(Path folder, StagedFiles.FolderContent content) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        try {
            if (isEmpty(target)) StagedFiles.writeFolder(target, content);
            else complete(target, content);
        } catch (IOException e) {
            throw new IOException(
                    "The model could not be written to '" + folder + "': " + StagedFiles.reason(e)
                            + StagedFiles.advice(e),
                    e);
        }
    }

    /** Adds files to a folder that has others, which stay; the self-test last, without which it does not open. */
    private static void complete(Path target, StagedFiles.FolderContent content) throws IOException {
        try (StagedFiles staged = new StagedFiles(target)) {
            content.writeTo(staged.path(""));
            List<String> names;
            try (Stream<Path> made = Files.list(staged.path(""))) {
                names = made.map(file -> file.getFileName().toString())
                        .sorted(Comparator.comparing(SelfTest.FILE::equals))
                        .toList();
            }
            staged.commit(names, List.of());
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) return true;
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    /** The card for people. */
    private static String readme(ModelCard card) {
        StringBuilder text = new StringBuilder("# " + card.name() + "\n\n");
        text.append("A video classifier")
                .append(card.attributes().isEmpty() ? "" : " with its explanation head")
                .append(" for [WhyNot](../../README.md).\n\n");
        text.append("- **Classes:** ").append(String.join(", ", card.classes())).append('\n');
        if (!card.attributes().isEmpty())
            text.append("- **Attributes:** ")
                    .append(String.join(", ", card.attributes()))
                    .append('\n');
        ClipFormat input = card.input();
        text.append("- **Input:** clips of ")
                .append(input.frames())
                .append(" frames (every ")
                .append(input.frameStep() == 1 ? "" : input.frameStep() + ". ")
                .append("frame), ")
                .append(input.width())
                .append(" x ")
                .append(input.height())
                .append(" pixels, ")
                .append(input.resize() == ClipFormat.Resize.STRETCH ? "the whole image" : "the middle of the image")
                .append('\n');
        text.append("- **Architecture:** ").append(card.classifierWords()).append('\n');
        text.append("- **Licence:** ").append(card.licence()).append('\n');
        text.append("- **Cite:** ").append(card.citation()).append("\n\n");
        section(text, "How it was trained", card.training());
        section(text, "Scores", card.scores());
        return text.toString();
    }

    private static void section(StringBuilder text, String title, Map<String, Object> facts) {
        if (facts == null || facts.isEmpty()) return;
        text.append("## ").append(title).append("\n\n| what | value |\n|---|---|\n");
        facts.forEach((what, value) -> text.append("| ")
                .append(what.replace('_', ' '))
                .append(" | ")
                .append(value instanceof Double number ? String.format(Locale.ROOT, "%.4g", number) : value)
                .append(" |\n"));
        text.append('\n');
    }
}
