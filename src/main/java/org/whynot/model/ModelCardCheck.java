package org.whynot.model;

import java.util.HashSet;
import java.util.List;
import org.whynot.util.ReservedNames;
import org.whynot.video.ClipFormat;

/** Whether a {@link ModelCard} describes a model that this version can run. */
final class ModelCardCheck {

    /** Rows and columns below which the own network has no cell left. */
    private static final int SMALLEST = 16;

    private ModelCardCheck() {}

    /**
     * What is wrong with a card, as the end of a message, or null.
     *
     * @throws IllegalArgumentException if a size of the own network is out of range; the message names it
     */
    static String problem(ModelCard card) {
        int newest = ModelCard.SCHEMA;
        if (card.schema() > newest)
            return "was written by a newer version of WhyNot (schema " + card.schema()
                    + "; this version knows schemas 1 to " + newest + "). Install the newest version.";
        if (card.schema() < 1) return "has schema " + card.schema() + "; schemas 1 to " + newest + " are known.";
        if (card.name() == null || card.name().isBlank()) return "has no name.";
        String names = problem(card.classes(), card.attributes());
        if (names != null) return names;
        if (card.training() == null || card.scores() == null)
            return "doesn't state how it was trained (training) and how good it is (scores).";
        if (card.input() == null)
            return "doesn't state what the classifier is fed (input: frames, height, width, frame_step, resize, mean, std).";
        if (card.tube() == null) return "doesn't state which tubes it explains with (tube: radius, shapes, trim).";
        if (card.trainedOn() != null && !card.trainedOn().isPossible())
            return "states facts about its training videos (trained_on) that can't be true. Install the model again.";
        ModelCard.Kind kind = card.architecture();
        if (kind == null || kind.type() == null) return "has no architecture.";
        if (kind.backboneClasses() != null && kind.backboneClasses().size() < 2)
            return "states too few classes of the network whose last layer was replaced (backbone_classes).";
        String network = problem(kind, card.input());
        if (network == null && card.isOwnNetwork()) card.network();
        return network;
    }

    private static String problem(List<String> classes, List<String> attributes) {
        if (classes == null || classes.size() < 2) return "needs at least two classes.";
        if (attributes == null) return "has no list of attributes.";
        for (List<String> names : List.of(classes, attributes))
            if (names.stream().anyMatch(n -> n == null || n.isBlank()))
                return "has a class or attribute without a name.";
        if (new HashSet<>(classes).size() < classes.size()) return "names a class twice.";
        if (new HashSet<>(attributes).size() < attributes.size()) return "names an attribute twice.";
        for (String reserved : classes)
            if (ReservedNames.contains(reserved))
                return "has the class '" + reserved + "', but " + ReservedNames.advice();
        return null;
    }

    private static String problem(ModelCard.Kind kind, ClipFormat input) {
        return switch (kind.type()) {
            case ModelCard.C3D_RESNET -> {
                if (kind.widths() == null) yield "has no widths.";
                yield input.height() < SMALLEST || input.width() < SMALLEST
                        ? "asks for clips of " + input.width() + "x" + input.height() + " pixels; " + SMALLEST + "x"
                                + SMALLEST + " are needed at least."
                        : null;
            }
            case ModelCard.PLUGIN ->
                kind.plugin() == null || kind.plugin().isBlank()
                        ? "does not name the plugin that brings its classifier."
                        : null;
            case ModelCard.TORCHSCRIPT, ModelCard.ONNX ->
                kind.foreign() == null
                        ? "does not describe its classifier (foreign)."
                        : kind.foreign().problem();
            default ->
                "is of the architecture '" + kind.type() + "'; this version of WhyNot knows '" + ModelCard.C3D_RESNET
                        + "', '" + ModelCard.TORCHSCRIPT + "', '" + ModelCard.ONNX + "' and '" + ModelCard.PLUGIN
                        + "'.";
        };
    }
}
