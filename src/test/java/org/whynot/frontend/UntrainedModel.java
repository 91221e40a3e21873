package org.whynot.frontend;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.Engine;
import org.whynot.classifier.FeatureLayer;
import org.whynot.model.ExplanationHead;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.model.RegionShape;
import org.whynot.simulation.CellClass;
import org.whynot.video.ClipFormat;

/** A complete model folder whose weights were drawn, not learned: quick to make, and it answers like any other. */
public final class UntrainedModel {

    /** Its classes: those of the simulated cells. */
    public static final List<String> CLASSES =
            Arrays.stream(CellClass.values()).map(CellClass::label).toList();

    private UntrainedModel() {}

    /** Writes the model into a new folder. */
    public static Path write(Path folder) throws IOException {
        return write(folder, CLASSES);
    }

    /** Writes a model of any classes, two or more, into a new folder. */
    public static Path write(Path folder, List<String> classes) throws IOException {
        return write(folder, classes, CellClass.ATTRIBUTES);
    }

    /** Writes a model of any classes and attributes into a new folder. */
    public static Path write(Path folder, List<String> classes, List<String> attributes) throws IOException {
        return write(folder, classes, attributes, new int[] {4, 4, 4, 8, 8});
    }

    /**
     * Writes a model of any classes and attributes into a new folder.
     *
     * @param widths channels of its blocks, five
     */
    public static Path write(Path folder, List<String> classes, List<String> attributes, int[] widths)
            throws IOException {
        Architecture architecture = new Architecture(widths, 1);
        int channels = widths[widths.length - 1];
        ClipFormat input = new ClipFormat(
                8, 64, 64, 1, ClipFormat.Resize.STRETCH, new float[] {0.4f, 0.4f, 0.4f}, new float[] {0.3f, 0.3f, 0.3f
                });
        ModelCard card = ModelCard.of("untrained", classes, attributes, input, architecture, Map.of(), Map.of());
        Random random = new Random(5);
        try (NDManager manager = Engine.newManager(Device.cpu());
                C3dResNet network = C3dResNet.random(architecture, classes.size(), manager, random);
                ExplanationHead head = ExplanationHead.random(
                        List.of(new FeatureLayer("a", channels, 8, 4, 4), new FeatureLayer("b", channels, 8, 4, 4)),
                        classes.size(),
                        attributes.size(),
                        ExplanationHead.ATTRIBUTE_DEVIATION,
                        RegionShape.ALL,
                        manager,
                        random)) {
            Path classifier = folder.resolveSibling(folder.getFileName() + "-classifier");
            ModelFolder.writeClassifier(classifier, card, network, "");
            ModelFolder.writeModel(folder, classifier, card, head, "");
        }
        return folder;
    }
}
