package org.whynot.model;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code model.json} says about a model: its words, the input it wants, its architecture, where it comes from.
 *
 * @param schema version of the file's format, {@value #SCHEMA}
 * @param name the model's name
 * @param version of the model
 * @param licence of the weights
 * @param citation what to cite
 * @param classes the classes (C), in the order of the logits
 * @param attributes the attributes (S), in the order of the head's kernels; empty for a classifier without a head
 * @param input what the classifier is fed
 * @param architecture the classifier's kind and size
 * @param featureLayers names of the layers that h(x) is taken from, last first (L)
 * @param shapes of the regions that tubes are made of (P), in that order; all four where a file does not say
 * @param tubeTrim by which share of its mean contribution a tube's frames must stand out to stay in it
 *     ({@link org.whynot.tube.Tube#trimmed}); 0: tubes are as equation 9 finds them
 * @param training how and on what it was trained
 * @param scores how good it is
 */
public record ModelCard(
        int schema,
        String name,
        String version,
        String licence,
        String citation,
        List<String> classes,
        List<String> attributes,
        Input input,
        Network architecture,
        List<String> featureLayers,
        List<RegionShape> shapes,
        double tubeTrim,
        Map<String, Object> training,
        Map<String, Object> scores) {

    /** Files of before there was a choice of shapes do not say. */
    public ModelCard {
        shapes = shapes == null ? RegionShape.ALL : List.copyOf(shapes);
    }

    /** The only schema that is known. */
    public static final int SCHEMA = 1;
    /** The only architecture that is known. */
    public static final String C3D_RESNET = "c3d-resnet";
    /** The file's name in a model folder. */
    public static final String FILE = "model.json";

    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    /**
     * What the classifier is fed.
     *
     * @param frames sampled frames in a clip (T)
     * @param height rows of the network input, pixels
     * @param width columns of the network input, pixels
     * @param frameStep every how many frames of the video one is sampled
     * @param resize {@code stretch} or {@code crop}
     * @param mean subtracted from red, green, blue (0 to 1)
     * @param std red, green, blue are divided by it afterwards
     */
    public record Input(int frames, int height, int width, int frameStep, String resize, float[] mean, float[] std) {

        /** The same with another frame step. */
        public Input withFrameStep(int step) {
            return new Input(frames, height, width, step, resize, mean, std);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Input && toString().equals(other.toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return "clips of " + frames + " frames, step " + frameStep + ", " + width + "x" + height + ", " + resize
                    + ", mean " + Arrays.toString(mean) + ", std " + Arrays.toString(std);
        }
    }

    /**
     * Kind and size of the classifier.
     *
     * @param type {@value #C3D_RESNET}
     * @param widths channels of the stem and the four blocks
     * @param fullyConnected fully connected layers, 1 to 3
     * @param cellSize pixels of the network input in a cell of a feature map; 0 stands for the published 16
     */
    public record Network(String type, int[] widths, int fullyConnected, int cellSize) {}

    /**
     * A card for a C3D-ResNet.
     *
     * @throws IllegalArgumentException if a class or attribute is named twice or there are fewer than two classes
     */
    public static ModelCard of(
            String name,
            List<String> classes,
            List<String> attributes,
            Input input,
            Architecture architecture,
            Map<String, Object> training,
            Map<String, Object> scores) {
        ModelCard card = new ModelCard(
                SCHEMA,
                name,
                "1",
                "BSD-2-Clause",
                "Kanehira, Takemoto, Inayoshi, Harada: Multimodal Explanations by Predicting Counterfactuality in Videos."
                        + " CVPR 2019",
                List.copyOf(classes),
                List.copyOf(attributes),
                input,
                new Network(C3D_RESNET, architecture.widths(), architecture.fullyConnected(), architecture.cellSize()),
                List.of("block4.second", "block4.first"),
                RegionShape.ALL,
                0,
                training,
                scores);
        String problem = card.problem();
        if (problem != null) throw new IllegalArgumentException("The model '" + name + "' " + problem);
        return card;
    }

    /** The classifier's shape. */
    public Architecture network() {
        // Files of before there was a choice do not say.
        int cellSize = architecture.cellSize == 0 ? Architecture.PUBLISHED_CELL_SIZE : architecture.cellSize;
        return new Architecture(architecture.widths, architecture.fullyConnected, cellSize);
    }

    /** The same card with other scores. */
    public ModelCard withScores(Map<String, Object> better) {
        return new ModelCard(
                schema,
                name,
                version,
                licence,
                citation,
                classes,
                attributes,
                input,
                architecture,
                featureLayers,
                shapes,
                tubeTrim,
                training,
                better);
    }

    /** The same card with other attributes and another account of the training, and tubes as they are found. */
    public ModelCard withAttributes(List<String> words, Map<String, Object> account) {
        return withHead(words, RegionShape.ALL, 0, account);
    }

    /**
     * The same card with another explanation head.
     *
     * @param words the attributes
     * @param regions as {@link #shapes}
     * @param trim as {@link #tubeTrim}
     * @param account of the training
     */
    public ModelCard withHead(List<String> words, List<RegionShape> regions, double trim, Map<String, Object> account) {
        // Scores of an earlier head are not those of the new one.
        Map<String, Object> kept = new LinkedHashMap<>(scores);
        kept.keySet().removeIf(key -> !key.startsWith("test_"));
        return new ModelCard(
                schema,
                name,
                version,
                licence,
                citation,
                classes,
                List.copyOf(words),
                input,
                architecture,
                featureLayers,
                regions,
                trim,
                account,
                kept);
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
            ModelCard card = GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), ModelCard.class);
            String problem = card == null ? "is empty." : card.problem();
            if (problem != null) throw new IOException("'" + file + "' " + problem);
            return card;
        } catch (JsonParseException | IllegalArgumentException e) {
            throw new IOException(
                    "'" + file + "' can't be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + ". It is damaged or cut short.",
                    e);
        }
    }

    /** What is wrong with this card, as the end of a sentence, or null. */
    private String problem() {
        if (schema != SCHEMA)
            return "has schema " + schema + "; this version of WhyNot knows schema " + SCHEMA + " only.";
        if (name == null || name.isBlank()) return "has no name.";
        if (classes == null || classes.size() < 2) return "needs at least two classes.";
        if (attributes == null) return "has no list of attributes.";
        if (training == null || scores == null)
            return "does not say how it was trained (training) and how good it is (scores).";
        if (new HashSet<>(classes).size() < classes.size()) return "names a class twice.";
        if (new HashSet<>(attributes).size() < attributes.size()) return "names an attribute twice.";
        if (architecture == null || !C3D_RESNET.equals(architecture.type))
            return "is of the architecture '" + (architecture == null ? "none" : architecture.type)
                    + "'; this version of WhyNot knows '" + C3D_RESNET + "' only.";
        if (shapes.isEmpty() || !RegionShape.ALL.containsAll(shapes))
            return "has the shapes " + shapes + "; at least one is needed, of " + RegionShape.ALL + ".";
        if (!(tubeTrim >= 0)) return "has the tube_trim " + tubeTrim + "; it must be 0 or more.";
        if (architecture.widths == null) return "has no widths.";
        network();
        if (input == null || input.mean == null || input.std == null || input.mean.length != 3 || input.std.length != 3)
            return "does not say what the classifier is fed (input: frames, height, width, frame_step, resize, mean, std).";
        if (input.frames < 1 || input.frameStep < 1 || input.height < 16 || input.width < 16)
            return "asks for clips of " + input.frames + " frames of " + input.width + "x" + input.height
                    + " pixels; at least 1 frame, a step of 1 and 16x16 pixels are needed.";
        if (!"stretch".equals(input.resize) && !"crop".equals(input.resize))
            return "has resize '" + input.resize + "'; 'stretch' and 'crop' are known.";
        return null;
    }

    /** The text of {@code model.json}. */
    public String toJson() {
        return GSON.toJson(this) + "\n";
    }
}
