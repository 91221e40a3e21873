package org.whynot.model;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.NetworkDescription;
import org.whynot.util.TextFiles;
import org.whynot.video.ClipFormat;

/**
 * The contents of {@code model.json}: its classes and attributes, the input it wants, its classifier, where it comes
 * from. The manual's page on formats has every key.
 *
 * @param schema version of the file's format
 * @param name the model's name
 * @param version of the model
 * @param licence of the weights
 * @param citation what to cite
 * @param classes the classes (C), in the order of the logits
 * @param attributes the attributes (S), in the order of the head's kernels; empty for a classifier without a head, and
 *     for a model that explains with tubes and no words
 * @param input how the classifier wants to see a video
 * @param architecture the classifier's kind and size
 * @param featureLayers names of the layers that h(x) is taken from (L), in the classifier's order
 * @param tube which tubes the head was trained with
 * @param training how and on what it was trained
 * @param scores how good it is
 * @param trainedOn what the training videos were like; null in cards that don't state it
 */
public record ModelCard(
        int schema,
        String name,
        String version,
        String licence,
        String citation,
        List<String> classes,
        List<String> attributes,
        ClipFormat input,
        Kind architecture,
        List<String> featureLayers,
        TubeSettings tube,
        Map<String, Object> training,
        Map<String, Object> scores,
        TrainedOn trainedOn) {

    /** The newest schema, in which files are written; older ones are read. */
    public static final int SCHEMA = 2;
    /** The type of the project's own network. */
    public static final String C3D_RESNET = "c3d-resnet";
    /** The type of a classifier that a plugin brings. */
    public static final String PLUGIN = "plugin";
    /** The type of a TorchScript file of others. */
    public static final String TORCHSCRIPT = ForeignNetworks.TORCHSCRIPT;
    /** The type of an ONNX file of others. */
    public static final String ONNX = ForeignNetworks.ONNX;
    /** Before the name of a layer: the key of the training that states how its class kernels were found. */
    public static final String KERNELS_OF = "class kernels of ";
    /** What such a key says where a layer's part of the logits is known exactly. */
    public static final String READ_OFF = "read off the network's last layer";
    /** The file's name in a model folder. */
    public static final String FILE = "model.json";

    /** In {@code training}: where the explanation head's class kernels come from. A card that states it belongs to a model with a head. */
    public static final String CLASS_KERNELS = "explainer_class_kernels";

    /** What it says where they are the classifier's own evidence, unchanged. */
    private static final String OF_CLASSIFIER = "classifier";

    /** The name of the only attribute of a model without attributes. */
    public static final String UNNAMED = "";

    private static final String CITATION = "Kanehira, Takemoto, Inayoshi, Harada: Multimodal Explanations by Predicting"
            + " Counterfactuality in Videos. CVPR 2019";
    /**
     * Kind and size of a classifier.
     *
     * @param type {@value ModelCard#C3D_RESNET}, {@value ModelCard#TORCHSCRIPT}, {@value ModelCard#ONNX} or
     *     {@value ModelCard#PLUGIN}
     * @param widths of a C3D-ResNet: channels of the stem and the four blocks; otherwise null
     * @param fullyConnected of a C3D-ResNet: fully connected layers, 1 to 3; otherwise null
     * @param cellSize of a C3D-ResNet: pixels of the network input in a cell of a feature map; otherwise null
     * @param plugin name of the plugin that brings the classifier; otherwise null
     * @param foreign of a TorchScript or ONNX file: what its inputs and outputs are; otherwise null
     * @param backboneClasses of a network whose last layer was replaced ({@value Model#LAST_LAYER_FILE}): the classes that its file
     *     has; otherwise null
     */
    public record Kind(
            String type,
            int[] widths,
            Integer fullyConnected,
            Integer cellSize,
            String plugin,
            NetworkDescription foreign,
            List<String> backboneClasses) {

        /** A C3D-ResNet of some shape. */
        public static Kind of(Architecture shape) {
            return new Kind(C3D_RESNET, shape.widths(), shape.fullyConnected(), shape.cellSize(), null, null, null);
        }

        /** A classifier that a plugin brings. */
        public static Kind ofPlugin(String name) {
            return new Kind(PLUGIN, null, null, null, name, null, null);
        }

        /**
         * A TorchScript or ONNX file.
         *
         * @param type {@value ModelCard#TORCHSCRIPT} or {@value ModelCard#ONNX}
         */
        public static Kind ofForeign(String type, NetworkDescription description) {
            return new Kind(type, null, null, null, null, description, null);
        }

        /** The same network with another last layer; the classes of its own one are kept. */
        Kind withNewLastLayer(List<String> classes) {
            List<String> own = backboneClasses == null ? classes : backboneClasses;
            return new Kind(type, widths, fullyConnected, cellSize, plugin, foreign, List.copyOf(own));
        }

        /** Whether the classifier is a TorchScript or ONNX file of others. */
        public boolean isForeign() {
            return TORCHSCRIPT.equals(type) || ONNX.equals(type);
        }
    }

    /**
     * A card for a C3D-ResNet.
     *
     * @throws IllegalArgumentException if a class or attribute is named twice, a class has a reserved name, or there are fewer
     *     than two classes
     */
    public static ModelCard of(
            String name,
            List<String> classes,
            List<String> attributes,
            ClipFormat input,
            Architecture architecture,
            Map<String, Object> training,
            Map<String, Object> scores) {
        return checked(new ModelCard(
                SCHEMA,
                name,
                "1",
                "BSD-2-Clause",
                CITATION,
                List.copyOf(classes),
                List.copyOf(attributes),
                input,
                Kind.of(architecture),
                List.of("block4.second", "block4.first"),
                TubeSettings.PUBLISHED,
                training,
                scores,
                null));
    }

    /**
     * A card for a classifier that a plugin brings.
     *
     * @param name the plugin's
     * @throws IllegalArgumentException as for a C3D-ResNet
     */
    public static ModelCard of(String name, VideoClassifier classifier) {
        return checked(new ModelCard(
                SCHEMA,
                name,
                "1",
                "unknown",
                "",
                classifier.classes(),
                List.of(),
                classifier.input(),
                Kind.ofPlugin(name),
                classifier.layers().stream().map(FeatureLayer::name).toList(),
                TubeSettings.PUBLISHED,
                Map.of(),
                Map.of(),
                null));
    }

    /**
     * A card for a TorchScript or ONNX file of others, without attributes.
     *
     * @param name the model's
     * @param licence of the weights
     * @param citation what to cite
     * @param type {@value #TORCHSCRIPT} or {@value #ONNX}
     * @param training how the class kernels were found
     * @throws IllegalArgumentException as for a C3D-ResNet
     */
    public static ModelCard ofForeign(
            String name,
            String licence,
            String citation,
            List<String> classes,
            ClipFormat input,
            String type,
            NetworkDescription description,
            Map<String, Object> training) {
        return checked(new ModelCard(
                SCHEMA,
                name,
                "1",
                licence,
                citation,
                List.copyOf(classes),
                List.of(),
                input,
                Kind.ofForeign(type, description),
                description.layers().stream().map(FeatureLayer::name).toList(),
                TubeSettings.PUBLISHED,
                training,
                Map.of(),
                null));
    }

    /**
     * What the explanation head has kernels of: the attributes, or without any a single unnamed one, {@code ""}, whose evidence
     * is that of the classes alone.
     */
    public List<String> explained() {
        return attributes.isEmpty() ? List.of(UNNAMED) : attributes;
    }

    /**
     * Whether a folder with this card can be explained: it has attributes, or a head that needs none, as every classifier of
     * others has.
     */
    public boolean canExplain() {
        return !attributes.isEmpty()
                || architecture.isForeign() && !hasNewLastLayer()
                || training.containsKey(CLASS_KERNELS);
    }

    private static ModelCard checked(ModelCard card) {
        String problem = ModelCardCheck.problem(card);
        if (problem != null) throw new IllegalArgumentException("The model '" + card.name + "' " + problem);
        return card;
    }

    /**
     * The shape of a C3D-ResNet.
     *
     * @throws IllegalArgumentException if the classifier is another one
     */
    public Architecture network() {
        if (!C3D_RESNET.equals(architecture.type))
            throw new IllegalArgumentException(
                    "The classifier of '" + name + "' is no C3D-ResNet, so this can't be done with it.");
        return new Architecture(architecture.widths, architecture.fullyConnected, architecture.cellSize);
    }

    /** The classifier in words: the network's size, the file that it was imported from, or its plugin. */
    public String classifierWords() {
        return switch (architecture.type) {
            case PLUGIN -> "the plugin " + architecture.plugin;
            case TORCHSCRIPT, ONNX ->
                "the " + (architecture.type.equals(ONNX) ? "ONNX" : "TorchScript") + " file "
                        + architecture.foreign.file() + ", imported from " + architecture.foreign.origin()
                        + " (SHA-256 "
                        + architecture.foreign.sha256() + ")";
            default -> network().toString();
        };
    }

    /** The classes of the network in the classifier's file: the model's own, unless its last layer was replaced. */
    public List<String> networkClasses() {
        return architecture.backboneClasses == null ? classes : architecture.backboneClasses;
    }

    /** Whether the network is a C3D-ResNet, whose weights can be trained further. */
    public boolean isOwnNetwork() {
        return C3D_RESNET.equals(architecture.type);
    }

    /** Whether the network's last layer was replaced. */
    boolean hasNewLastLayer() {
        return architecture.backboneClasses != null;
    }

    /**
     * A card for this card's network with a new last layer; it has no attributes yet.
     *
     * @param newName the model's
     * @param newClasses in the order of the new logits
     * @param account of the training
     * @param newScores how good it is
     * @throws IllegalArgumentException as for a C3D-ResNet
     */
    public ModelCard withNewLastLayer(
            String newName, List<String> newClasses, Map<String, Object> account, Map<String, Object> newScores) {
        return checked(new ModelCard(
                SCHEMA,
                newName,
                "1",
                licence,
                citation,
                List.copyOf(newClasses),
                List.of(),
                input,
                architecture.withNewLastLayer(classes),
                featureLayers,
                TubeSettings.PUBLISHED,
                account,
                newScores,
                null));
    }

    /** The same card with other scores. */
    public ModelCard withScores(Map<String, Object> better) {
        return with(attributes, tube, training, better, trainedOn);
    }

    /** The same card with facts about the training videos. */
    public ModelCard withTrainedOn(TrainedOn videos) {
        return with(attributes, tube, training, scores, videos);
    }

    /**
     * The same card with another explanation head.
     *
     * @param words the attributes
     * @param tubes which tubes it was trained with
     * @param account of the training
     */
    public ModelCard withHead(List<String> words, TubeSettings tubes, Map<String, Object> account) {
        // Scores of an earlier head are not those of the new one.
        Map<String, Object> kept = new LinkedHashMap<>(scores);
        kept.keySet().removeIf(key -> !key.startsWith("test_"));
        return with(List.copyOf(words), tubes, account, kept, trainedOn);
    }

    private ModelCard with(
            List<String> words,
            TubeSettings tubes,
            Map<String, Object> account,
            Map<String, Object> newScores,
            TrainedOn videos) {
        return new ModelCard(
                SCHEMA,
                name,
                version,
                licence,
                citation,
                classes,
                words,
                input,
                architecture,
                featureLayers,
                tubes,
                account,
                newScores,
                videos);
    }

    /** Whether the class kernels of the first feature layer are, exactly, what its cells add to the logits. */
    public boolean isReadOff() {
        return architecture.isForeign()
                && !featureLayers.isEmpty()
                && OF_CLASSIFIER.equals(training.getOrDefault(CLASS_KERNELS, OF_CLASSIFIER))
                && READ_OFF.equals(training.get(KERNELS_OF + featureLayers.get(0)));
    }

    /**
     * Reads {@code model.json} of a model folder.
     *
     * @throws IOException if it is missing, is no such file, or describes a model that this version can't run; the message
     *     names the file and what is wrong
     */
    public static ModelCard read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file))
            throw new IOException("'" + folder + "' is not a model folder: it has no " + FILE + ".");
        try {
            ModelCard card = ModelCardJson.read(TextFiles.read(file));
            String problem = card == null ? "is empty." : ModelCardCheck.problem(card);
            if (problem != null) throw new IOException("'" + file + "' " + problem);
            return card;
        } catch (CharacterCodingException e) {
            throw new IOException("'" + file + "' is no text in UTF-8. It is damaged; install the model again.", e);
        } catch (RuntimeException e) {
            // Gson throws several kinds for values of other kinds, and wraps what constructors throw.
            throw new IOException("'" + file + "' can't be read: " + ModelCardJson.reason(e), e);
        }
    }

    /** The text of {@code model.json}. */
    public String toJson() {
        return ModelCardJson.write(this);
    }
}
