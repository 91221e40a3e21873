package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/**
 * A trained network, frozen, with a last layer for other classes: the logits are linear in the means of its feature maps over time
 * and space, all layers side by side.
 *
 * <p>What each cell adds to a logit is exact: {@code logit_c = bias_c + sum over layers and cells of weight_c,l . h_l[cell] / cells_l}
 * (class activation mapping), and that is its {@linkplain #evidence evidence}.
 */
public final class NewLastLayer implements VideoClassifier {

    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";
    private static final int TAPS = 9;

    private final VideoClassifier backbone;
    private final List<String> classes;
    private final Weights weights;
    private final NDManager manager;
    private final boolean ownsBackbone;

    private NewLastLayer(
            VideoClassifier backbone, List<String> classes, Weights weights, NDManager manager, boolean ownsBackbone) {
        this.ownsBackbone = ownsBackbone;
        this.backbone = backbone;
        this.classes = List.copyOf(classes);
        this.weights = weights;
        this.manager = manager;
        weights.setTrainable(false);
    }

    /**
     * A layer with given weights.
     *
     * @param backbone has feature layers; stays open when this is closed
     * @param classes C
     * @param weight {@code [C, F]}, row-major, where F are the channels of all feature layers, one layer after the other
     * @param bias {@code [C]}
     */
    public static NewLastLayer of(VideoClassifier backbone, List<String> classes, float[] weight, float[] bias) {
        return of(backbone, classes, weight, bias, false);
    }

    private static NewLastLayer of(
            VideoClassifier backbone, List<String> classes, float[] weight, float[] bias, boolean ownsBackbone) {
        NDManager manager = Engine.newManager(backbone.device());
        Map<String, float[]> values = Map.of(WEIGHT, weight, BIAS, bias);
        Weights weights = Weights.of(shapes(backbone, classes), values, manager);
        return new NewLastLayer(backbone, classes, weights, manager, ownsBackbone);
    }

    /**
     * Reads a layer.
     *
     * @param file a safetensors file
     * @param backbone has feature layers; closed with this, or where this fails
     * @param classes C
     * @throws IOException if the file can't be read or belongs to another backbone or class list
     */
    public static NewLastLayer read(Path file, VideoClassifier backbone, List<String> classes) throws IOException {
        NDManager manager = Engine.newManager(backbone.device());
        try {
            return new NewLastLayer(
                    backbone, classes, Weights.read(file, shapes(backbone, classes), manager), manager, true);
        } catch (IOException | RuntimeException e) {
            manager.close();
            backbone.close();
            throw e;
        }
    }

    private static Map<String, long[]> shapes(VideoClassifier backbone, List<String> classes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put(WEIGHT, new long[] {classes.size(), features(backbone)});
        shapes.put(BIAS, new long[] {classes.size()});
        return shapes;
    }

    /** The channels of all feature layers together (F). */
    public static int features(VideoClassifier backbone) {
        return backbone.layers().stream().mapToInt(FeatureLayer::channels).sum();
    }

    /**
     * The means of feature maps over time and space, which a last layer is trained on.
     *
     * @param features {@code [N, D, T', H', W']} per layer
     * @return {@code [N, F]}
     */
    public static NDArray means(NDList features) {
        NDList means = new NDList();
        for (NDArray layer : features) {
            Shape shape = layer.getShape();
            means.add(layer.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2}));
        }
        return means.size() == 1 ? means.get(0) : NDArrays.concat(means, 1);
    }

    /** Writes the layer, without its backbone. */
    public void write(Path file) throws IOException {
        weights.write(file);
    }

    @Override
    public ClipFormat input() {
        return backbone.input();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public List<FeatureLayer> layers() {
        return backbone.layers();
    }

    @Override
    public Output forward(NDArray clips) {
        return withLogits(backbone.forward(clips).features());
    }

    @Override
    public Output forward(NDArray clips, Progress progress) {
        return withLogits(backbone.forward(clips, progress).features());
    }

    private Output withLogits(NDList features) {
        NDArray logits = means(features).matMul(weights.get(WEIGHT).transpose()).add(weights.get(BIAS));
        return new Output(logits, features);
    }

    @Override
    public Device device() {
        return backbone.device();
    }

    @Override
    public Optional<ClassEvidence> evidence() {
        return Optional.of(new Evidence());
    }

    /** Exact, so that it does not depend on any clip. The kernels are scaled as those of imported classifiers. */
    private final class Evidence implements ClassEvidence {

        @Override
        public void add(NDList features) {
            // What a cell adds is the same in every clip.
        }

        @Override
        public List<float[]> kernels() {
            float[] all = weights.get(WEIGHT).toFloatArray();
            int width = all.length / classes.size();
            List<float[]> kernels = new ArrayList<>();
            int first = 0;
            for (FeatureLayer layer : layers()) {
                int channels = layer.channels();
                float scale = (float) TAPS / (layer.steps() * layer.rows() * layer.columns());
                float[] kernel = new float[classes.size() * channels * TAPS];
                for (int i = 0; i < kernel.length; i++) {
                    int c = i / TAPS / channels;
                    int d = i / TAPS % channels;
                    kernel[i] = scale * all[c * width + first + d];
                }
                kernels.add(kernel);
                first += channels;
            }
            return kernels;
        }
    }

    /** Exact, and the same in every cell and clip, as the logits are linear in the means. */
    @Override
    public Optional<LayerGradient> contrastGradient(NDArray clips, int positive, int negative) {
        NDArray features = backbone.forward(clips).features().get(0);
        Shape shape = features.getShape();
        int channels = (int) shape.get(1);
        float cells = shape.size() / (shape.get(0) * channels);
        float[] all = weights.get(WEIGHT).toFloatArray();
        int width = all.length / classes.size();
        float[] gradient = new float[channels];
        for (int d = 0; d < channels; d++)
            gradient[d] = (all[positive * width + d] - all[negative * width + d]) / cells;
        NDArray everywhere = clips.getManager()
                .create(gradient, new Shape(1, channels, 1, 1, 1))
                .broadcast(shape);
        return Optional.of(new LayerGradient(features, everywhere));
    }

    @Override
    public Optional<VideoClassifier> untrained(long seed) {
        return backbone.untrained(seed).map(this::on);
    }

    @Override
    public Precision precision() {
        return backbone.precision();
    }

    @Override
    public Optional<VideoClassifier> halfPrecision() {
        return backbone.halfPrecision().map(this::on);
    }

    /** The same layer on another backbone, which is closed with it. */
    private VideoClassifier on(VideoClassifier other) {
        return of(
                other,
                classes,
                weights.get(WEIGHT).toFloatArray(),
                weights.get(BIAS).toFloatArray(),
                true);
    }

    @Override
    public String description() {
        return backbone.description() + ", new last layer for " + classes.size() + " classes";
    }

    @Override
    public void close() {
        manager.close();
        if (ownsBackbone) backbone.close();
    }
}
