package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv3d;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.Weights;

/**
 * The explanation head (equations 3 and 4): one 3x3 kernel per class, attribute and feature layer, and some region shapes each.
 *
 * <p>{@code w_cs = w_c * w_s + w_c + w_s} (section 4.1), so the kernel of a class pair is
 * {@code w_pos,s - w_neg,s = (w_pos - w_neg) * (1 + w_s)} and delta_m of a pair costs one convolution per attribute and layer.
 * The shapes of a kernel differ only by the weights of its nine taps: the nine products with h are computed once, then
 * shifted and added with the weights of each {@link RegionShape}.
 *
 * <p>Weights, for every layer l: {@code class.l [C, D, 3, 3]} and {@code attribute.l [S, D, 3, 3]}. In files of layers with equally
 * many channels they stand together, as {@code class [L, C, D, 3, 3]} and {@code attribute [L, S, D, 3, 3]}.
 */
public final class ExplanationHead implements AutoCloseable {

    /** Name of w_c among the weights; followed by a dot and the layer. */
    public static final String CLASS = "class";
    /** Name of w_s among the weights; followed by a dot and the layer. */
    public static final String ATTRIBUTE = "attribute";

    private static final Shape ONE = new Shape(1, 1, 1);
    /** Cells of a 3x3 kernel. */
    private static final int TAPS = 9;

    private static final double CLASS_DEVIATION = 0.01;

    /**
     * Standard deviation of w_s of an untrained head. Large, so that attributes start different: w_s acts only through
     * (w_pos - w_neg) * (1 + w_s), and with all w_s near 0 every attribute learns the same map.
     */
    public static final double ATTRIBUTE_DEVIATION = 0.5;

    private final Weights weights;
    private final int layers;
    private final List<RegionShape> shapes;

    private ExplanationHead(Weights weights, List<RegionShape> shapes) {
        this.weights = weights;
        this.layers = weights.all().size() / 2;
        this.shapes = List.copyOf(shapes);
    }

    /** Name and shape of every weight. */
    private static Map<String, long[]> names(List<FeatureLayer> layers, int classes, int attributes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (int l = 0; l < layers.size(); l++)
            shapes.put(CLASS + "." + l, new long[] {classes, layers.get(l).channels(), 3, 3});
        for (int l = 0; l < layers.size(); l++)
            shapes.put(
                    ATTRIBUTE + "." + l, new long[] {attributes, layers.get(l).channels(), 3, 3});
        return shapes;
    }

    /**
     * An untrained head, its weights drawn from normal distributions.
     *
     * @param layers of the classifier it explains (L)
     * @param classes number of classes (C)
     * @param attributes number of attributes (S), at least 1
     * @param attributeDeviation standard deviation of w_s, {@link #ATTRIBUTE_DEVIATION} unless there is a reason
     * @param shapes the region shapes (P), at least one
     * @param manager under which its weights live
     * @param random draws the weights
     */
    public static ExplanationHead random(
            List<FeatureLayer> layers,
            int classes,
            int attributes,
            double attributeDeviation,
            List<RegionShape> shapes,
            NDManager manager,
            Random random) {
        Map<String, long[]> names = names(layers, classes, attributes);
        Map<String, float[]> values = new LinkedHashMap<>();
        names.forEach((name, shape) -> {
            float[] drawn = new float[Math.toIntExact(new Shape(shape).size())];
            double deviation = name.startsWith(CLASS) ? CLASS_DEVIATION : attributeDeviation;
            for (int i = 0; i < drawn.length; i++) drawn[i] = (float) (random.nextGaussian() * deviation);
            values.put(name, drawn);
        });
        return new ExplanationHead(Weights.of(names, values, manager), shapes);
    }

    /**
     * A head with given weights, of layers with equally many channels.
     *
     * @param classWeights {@code [L, C, D, 3, 3]}, row-major
     * @param attributeWeights {@code [L, S, D, 3, 3]}, row-major
     * @param layers of the classifier (L)
     * @param classes C
     * @param attributes S
     */
    static ExplanationHead of(
            float[] classWeights,
            float[] attributeWeights,
            List<FeatureLayer> layers,
            int classes,
            int attributes,
            NDManager manager) {
        Map<String, long[]> names = names(layers, classes, attributes);
        Map<String, float[]> values = new LinkedHashMap<>();
        int[] at = {0, 0};
        names.forEach((name, shape) -> {
            int which = name.startsWith(CLASS) ? 0 : 1;
            float[] part = new float[(int) new Shape(shape).size()];
            System.arraycopy(which == 0 ? classWeights : attributeWeights, at[which], part, 0, part.length);
            at[which] += part.length;
            values.put(name, part);
        });
        return new ExplanationHead(Weights.of(names, values, manager), RegionShape.ALL);
    }

    /**
     * Reads a trained head. The file of a head without attributes has class kernels only; it gets a single attribute with
     * w_s = 0, so that delta_m is the evidence for the classes alone.
     *
     * @param layers of the classifier (L)
     * @param attributes S; 0 for a head without attributes
     * @param shapes the region shapes (P) that it was trained with
     * @throws IOException if the file can't be read or belongs to another classifier, class or attribute list
     */
    public static ExplanationHead read(
            Path file,
            List<FeatureLayer> layers,
            int classes,
            int attributes,
            List<RegionShape> shapes,
            NDManager manager)
            throws IOException {
        if (attributes == 0) return readClasses(file, layers, classes, shapes, manager);
        if (!isUniform(layers))
            return new ExplanationHead(Weights.read(file, names(layers, classes, attributes), manager), shapes);
        Map<String, long[]> stacked = new LinkedHashMap<>();
        int channels = layers.get(0).channels();
        stacked.put(CLASS, new long[] {layers.size(), classes, channels, 3, 3});
        stacked.put(ATTRIBUTE, new long[] {layers.size(), attributes, channels, 3, 3});
        try (Weights read = Weights.read(file, stacked, manager)) {
            return of(
                            read.get(CLASS).toFloatArray(),
                            read.get(ATTRIBUTE).toFloatArray(),
                            layers,
                            classes,
                            attributes,
                            manager)
                    .withShapes(shapes);
        }
    }

    private static ExplanationHead readClasses(
            Path file, List<FeatureLayer> layers, int classes, List<RegionShape> shapes, NDManager manager)
            throws IOException {
        Map<String, long[]> names = names(layers, classes, 1);
        Map<String, long[]> stored = new LinkedHashMap<>(names);
        stored.keySet().removeIf(name -> !name.startsWith(CLASS));
        try (Weights read = Weights.read(file, stored, manager)) {
            List<float[]> kernels = new ArrayList<>();
            for (String name : stored.keySet()) kernels.add(read.get(name).toFloatArray());
            return ofClasses(kernels, layers, classes, shapes, manager);
        }
    }

    /**
     * A head without attributes: delta_m is the evidence for the classes alone.
     *
     * @param kernels w_c, {@code [C, D, 3, 3]} per layer, row-major
     * @param layers of the classifier (L)
     * @param classes C
     * @param shapes the region shapes (P), at least one
     */
    public static ExplanationHead ofClasses(
            List<float[]> kernels,
            List<FeatureLayer> layers,
            int classes,
            List<RegionShape> shapes,
            NDManager manager) {
        Map<String, long[]> names = names(layers, classes, 1);
        Map<String, float[]> values = new LinkedHashMap<>();
        names.forEach((name, shape) -> {
            int layer = Integer.parseInt(name.substring(name.indexOf('.') + 1));
            values.put(name, name.startsWith(CLASS) ? kernels.get(layer) : new float[(int) new Shape(shape).size()]);
        });
        return new ExplanationHead(Weights.of(names, values, manager), shapes);
    }

    /**
     * Writes the class kernels only, as the file of a head without attributes.
     *
     * @throws IOException if that fails
     */
    public void writeClasses(Path file) throws IOException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        Map<String, float[]> values = new LinkedHashMap<>();
        for (int l = 0; l < layers; l++) {
            NDArray kernels = classWeights().get(l);
            shapes.put(CLASS + "." + l, kernels.getShape().getShape());
            values.put(CLASS + "." + l, kernels.toFloatArray());
        }
        try (Weights stored = Weights.of(shapes, values, classWeights().get(0).getManager())) {
            stored.write(file);
        }
    }

    private static boolean isUniform(List<FeatureLayer> layers) {
        return layers.stream().mapToInt(FeatureLayer::channels).distinct().count() == 1;
    }

    /**
     * Writes the weights as a safetensors file.
     *
     * @throws IOException if that fails
     */
    public void write(Path file) throws IOException {
        NDList classes = classWeights();
        if (classes.stream().map(NDArray::getShape).distinct().count() > 1) {
            weights.write(file);
            return;
        }
        Map<String, long[]> shapes = new LinkedHashMap<>();
        Map<String, float[]> values = new LinkedHashMap<>();
        for (String name : List.of(CLASS, ATTRIBUTE)) {
            NDList parts = name.equals(CLASS) ? classes : attributeWeights();
            long[] one = parts.get(0).getShape().getShape();
            shapes.put(name, new long[] {layers, one[0], one[1], one[2], one[3]});
            int size = (int) parts.get(0).size();
            float[] joined = new float[layers * size];
            for (int l = 0; l < layers; l++) System.arraycopy(parts.get(l).toFloatArray(), 0, joined, l * size, size);
            values.put(name, joined);
        }
        try (Weights stacked = Weights.of(shapes, values, classes.get(0).getManager())) {
            stacked.write(file);
        }
    }

    /**
     * The same weights for other region shapes; it takes this one's place, which must not be closed any more.
     *
     * @param some at least one, in the order of the P axis
     */
    ExplanationHead withShapes(List<RegionShape> some) {
        return new ExplanationHead(weights, some);
    }

    /** The region shapes it scores, in the order of the P axis. */
    public List<RegionShape> shapes() {
        return shapes;
    }

    /** Number of classes (C). */
    public int classes() {
        return (int) classWeights().get(0).getShape().get(0);
    }

    /** Number of attributes (S); 1 for a head without attributes. */
    public int attributes() {
        return (int) attributeWeights().get(0).getShape().get(0);
    }

    /** The weights, owned by this head. */
    public Weights weights() {
        return weights;
    }

    /** w_c, {@code [C, D, 3, 3]} per layer. */
    public NDList classWeights() {
        return all(CLASS);
    }

    /** w_s, {@code [S, D, 3, 3]} per layer. */
    public NDList attributeWeights() {
        return all(ATTRIBUTE);
    }

    private NDList all(String name) {
        NDList list = new NDList();
        for (int l = 0; l < layers; l++) list.add(weights.get(name + "." + l));
        return list;
    }

    /**
     * m_cs of one class for every attribute (equation 3).
     *
     * @param features h(x): an array {@code [N, D, T, H, W]} for each of the L layers
     * @param classIndex the class c
     * @return {@code [N, S, P, T, H, W]} per layer
     */
    public NDList scores(NDList features, int classIndex) {
        NDList kernels = new NDList();
        for (int l = 0; l < layers; l++) {
            NDArray wc = one(classWeights().get(l), classIndex);
            NDArray ws = attributeWeights().get(l);
            kernels.add(ws.mul(wc).add(wc).add(ws));
        }
        return maps(kernels, features, shapes);
    }

    /**
     * delta_m = m_pos - m_neg of one class pair for every attribute (equation 4).
     *
     * @param features h(x): an array {@code [N, D, T, H, W]} for each of the L layers
     * @param positive the positive class
     * @param negative the negative class
     * @return {@code [N, S, P, T, H, W]} per layer
     */
    public NDList differences(NDList features, int positive, int negative) {
        NDList kernels = new NDList();
        for (int l = 0; l < layers; l++) {
            NDArray wc = classWeights().get(l);
            NDArray difference = one(wc, positive).sub(one(wc, negative));
            kernels.add(attributeWeights().get(l).mul(difference).add(difference));
        }
        return maps(kernels, features, shapes);
    }

    /**
     * The kernels of delta_m for one positive class against every other class (equation 4).
     *
     * @param classWeights w_c, {@code [C, D, 3, 3]} per layer
     * @param attributeWeights w_s, {@code [S, D, 3, 3]} per layer
     * @param positive the positive class
     * @param attributes which attributes, A of them, at least one
     * @return {@code [(C - 1) A, D, 3, 3]} per layer: the negative classes in rising order, for each of them the attributes
     */
    public static NDList kernels(NDList classWeights, NDList attributeWeights, int positive, int[] attributes) {
        NDList kernels = new NDList();
        for (int l = 0; l < classWeights.size(); l++) {
            NDArray wc = classWeights.get(l);
            long[] shape = wc.getShape().getShape();
            int[] negatives = IntStream.range(0, (int) shape[0])
                    .filter(c -> c != positive)
                    .toArray();
            NDArray difference = one(wc, positive).sub(some(wc, negatives)).expandDims(1);
            NDArray chosen = some(attributeWeights.get(l), attributes).expandDims(0);
            kernels.add(difference
                    .mul(chosen)
                    .add(difference)
                    .reshape((long) negatives.length * attributes.length, shape[1], 3, 3));
        }
        return kernels;
    }

    /** The weights of some classes or attributes, {@code [count, D, 3, 3]}. */
    private static NDArray some(NDArray weights, int[] indices) {
        if (indices.length == 1) return one(weights, indices[0]);
        NDList parts = new NDList();
        for (int index : indices) parts.add(one(weights, index));
        return NDArrays.concat(parts, 0);
    }

    /** The weights of one class, {@code [1, D, 3, 3]}. */
    private static NDArray one(NDArray weights, int index) {
        return weights.get(new NDIndex("{}:{}", index, index + 1));
    }

    /**
     * Correlates kernels with the features, in some shapes.
     *
     * @param kernels {@code [K, D, 3, 3]} per layer
     * @param features an array {@code [N, D, T, H, W]} for each of the L layers
     * @param regions P of them
     * @return {@code [N, K, P, T, H, W]} per layer
     */
    public static NDList maps(NDList kernels, NDList features, List<RegionShape> regions) {
        NDList maps = new NDList();
        for (int l = 0; l < features.size(); l++) maps.add(map(kernels.get(l), features.get(l), regions));
        return maps;
    }

    private static NDArray map(NDArray kernels, NDArray h, List<RegionShape> regions) {
        long k = kernels.getShape().get(0);
        long[] s = h.getShape().getShape();
        NDArray taps = kernels.transpose(0, 2, 3, 1).reshape(k * TAPS, s[1]);
        NDArray products = taps.matMul(h.reshape(s[0], s[1], s[2] * s[3] * s[4]));
        // The shapes are sums of the same nine products, which is much less to compute than a kernel for each shape.
        NDArray shapes = Conv3d.conv3d(
                        products.reshape(s[0] * k, TAPS, s[2], s[3], s[4]),
                        masks(regions, kernels.getManager()),
                        null,
                        ONE,
                        new Shape(0, 1, 1))
                .singletonOrThrow();
        return shapes.reshape(s[0], k, regions.size(), s[2], s[3], s[4]);
    }

    /** Kernels {@code [P, 9, 1, 3, 3]} that take each of the nine products from where its tap lies, as often as it counts. */
    private static NDArray masks(List<RegionShape> regions, NDManager manager) {
        float[] masks = new float[regions.size() * TAPS * TAPS];
        for (int p = 0; p < regions.size(); p++) {
            float[] mask = regions.get(p).mask();
            for (int tap = 0; tap < TAPS; tap++) masks[(p * TAPS + tap) * TAPS + tap] = mask[tap];
        }
        return manager.create(masks, new Shape(regions.size(), TAPS, 1, 3, 3));
    }

    /**
     * The kernels that find each attribute's evidence for one class and not another in the first feature layer:
     * {@code (w_pos - w_neg)(1 + w_s)}, their nine taps added up.
     *
     * @param positive index of a class
     * @param negative index of another one
     * @return {@code [S][D]}
     */
    public double[][] attributeKernels(int positive, int negative) {
        float[] ofClasses = classWeights().get(0).toFloatArray();
        float[] ofAttributes = attributeWeights().get(0).toFloatArray();
        int size = ofClasses.length / classes();
        double[][] kernels = new double[attributes()][size / TAPS];
        for (int s = 0; s < kernels.length; s++)
            for (int i = 0; i < size; i++)
                kernels[s][i / TAPS] += (ofClasses[positive * size + i] - (double) ofClasses[negative * size + i])
                        * (1 + ofAttributes[s * size + i]);
        return kernels;
    }

    /**
     * Replaces w_c.
     *
     * @param kernels {@code [C, D, 3, 3]} per layer, row-major
     */
    public void setClassWeights(List<float[]> kernels) {
        for (int l = 0; l < layers; l++) classWeights().get(l).set(kernels.get(l));
    }

    @Override
    public void close() {
        weights.close();
    }
}
