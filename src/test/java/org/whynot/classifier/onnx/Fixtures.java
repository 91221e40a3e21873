package org.whynot.classifier.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.foreign.Colours;
import org.whynot.classifier.foreign.FeatureAxes;
import org.whynot.classifier.foreign.FeatureOutput;
import org.whynot.classifier.foreign.ForeignClassifier;
import org.whynot.classifier.foreign.ForeignFixtures;
import org.whynot.classifier.foreign.NetworkDescription;
import org.whynot.classifier.foreign.OutputType;
import org.whynot.util.Sha256;
import org.whynot.video.AxisOrder;
import org.whynot.video.ClipFormat;

/** Classifiers of others as ONNX files, which lie beside the data sets; tests that need them skip without. */
public final class Fixtures {

    private Fixtures() {}

    /** The file of a network. */
    public static Path file(String name) {
        return ForeignFixtures.file(name + ".onnx");
    }

    /** Skips a test that runs a network where ONNX Runtime is not installed. */
    public static void requireRuntime() {
        assumeTrue(OnnxRuntime.isInstalled(), "ONNX Runtime is not installed");
    }

    /** The two layers that expected.json is about, the last one of the network first. */
    public static List<FeatureOutput> layers(String name) {
        return switch (name) {
            case "c3d" ->
                List.of(
                        new FeatureOutput("/n/n/blocks.3/Relu_1_output_0", FeatureAxes.NCTHW, 0, 128, 16, 7, 7),
                        new FeatureOutput("/n/n/blocks.3/Relu_output_0", FeatureAxes.NCTHW, 0, 128, 16, 7, 7));
            case "r21d" ->
                List.of(
                        new FeatureOutput("/n/l3/l3.5/Relu_output_0", FeatureAxes.NCTHW, 0, 64, 2, 4, 4),
                        new FeatureOutput("/n/l2/l2.5/Relu_output_0", FeatureAxes.NCTHW, 0, 48, 4, 8, 8));
            case "tokens" ->
                List.of(
                        new FeatureOutput("/n/Add_6_output_0", FeatureAxes.TOKENS, 0, 48, 8, 8, 8),
                        new FeatureOutput("/n/Add_4_output_0", FeatureAxes.TOKENS, 0, 48, 8, 8, 8));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The names of the class output and of the layers. */
    static Set<String> outputs(String name) {
        Set<String> outputs = new LinkedHashSet<>(Set.of("logits"));
        layers(name).forEach(layer -> outputs.add(layer.output()));
        return outputs;
    }

    /**
     * What a model card states about a network.
     *
     * @param layers its feature layers
     */
    public static NetworkDescription description(String name, List<FeatureOutput> layers) throws IOException {
        Path file = file(name);
        return new NetworkDescription(
                "classifier.onnx",
                Sha256.of(file),
                "test",
                Colours.RGB,
                OutputType.LOGITS,
                List.of(16),
                false,
                false,
                null,
                "logits",
                layers);
    }

    /** A network as a classifier, its clips neither shifted nor scaled. */
    public static VideoClassifier classifier(String name) throws IOException {
        requireRuntime();
        Path file = file(name);
        int size = name.equals("c3d") ? 112 : 64;
        AxisOrder axes = name.equals("tokens") ? AxisOrder.NTCHW : AxisOrder.NCTHW;
        NetworkDescription description = description(name, layers(name));
        ClipFormat input = new ClipFormat(
                16, size, size, 1, 0, ClipFormat.Resize.STRETCH, new float[3], new float[] {1, 1, 1}, axes);
        List<String> classes =
                List.of("a", "b", "c", "d", "e", "f").subList(0, name.equals("c3d") ? 6 : name.equals("r21d") ? 5 : 4);
        return new ForeignClassifier(
                OnnxNetwork.open(file, description.outputs(), Engine.device("cpu")), description, input, classes);
    }
}
