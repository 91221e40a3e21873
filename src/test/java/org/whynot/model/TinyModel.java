package org.whynot.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.Engine;
import org.whynot.classifier.FeatureLayer;
import org.whynot.video.ClipFormat;

/** An untrained model of three classes that takes no time. */
final class TinyModel {

    static final Architecture ARCHITECTURE = new Architecture(new int[] {2, 2, 4, 4, 6}, 1);

    static final ClipFormat INPUT = new ClipFormat(
            4, 32, 48, 1, ClipFormat.Resize.STRETCH, new float[] {0.4f, 0.4f, 0.4f}, new float[] {0.3f, 0.3f, 0.3f});

    private TinyModel() {}

    /** Writes it into the folder {@code tiny}, after its classifier into {@code classifier}; returns the former. */
    static Path write(Path parent, List<String> attributes) throws IOException {
        Path folder = parent.resolve("tiny");
        Path classifierFolder = parent.resolve("classifier");
        ModelCard card = ModelCard.of(
                "tiny", List.of("a", "b", "c"), List.of(), INPUT, ARCHITECTURE, Map.of("seed", 1L), Map.of());
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet classifier = C3dResNet.random(ARCHITECTURE, 3, manager, new Random(1));
                ExplanationHead head = head(3, attributes.size(), manager)) {
            ModelFolder.writeClassifier(classifierFolder, card, classifier, "epoch\n1\n");
            ModelFolder.writeModel(
                    folder,
                    classifierFolder,
                    card.withHead(attributes, TubeSettings.PUBLISHED, Map.of()),
                    head,
                    "epoch\n1\n");
        }
        return folder;
    }

    /** An untrained head for its classifier. */
    static ExplanationHead head(int classes, int attributes, NDManager manager) {
        FeatureLayer layer = new FeatureLayer("layer", 6, 4, 2, 3);
        return ExplanationHead.random(
                List.of(layer, layer),
                classes,
                attributes,
                ExplanationHead.ATTRIBUTE_DEVIATION,
                RegionShape.ALL,
                manager,
                new Random(2));
    }
}
