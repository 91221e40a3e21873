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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The explanation head (equations 3 and 4): one 3x3 kernel per class, attribute and feature layer, four region shapes each.
 *
 * <p>{@code w_cs = w_c * w_s + w_c + w_s} (section 4.1), so the kernel of a class pair is
 * {@code w_pos,s - w_neg,s = (w_pos - w_neg) * (1 + w_s)} and delta_m of a pair costs one convolution per attribute and layer.
 * The four shapes of a kernel differ only by the weights of its nine taps: the nine products with h are computed once, then
 * shifted and added with the weights of each {@link RegionShape}.
 *
 * <p>Weights: {@code class [L, C, D, 3, 3]} and {@code attribute [L, S, D, 3, 3]}.
 */
public final class ExplanationHead implements AutoCloseable {

    /** Name of w_c among the weights. */
    public static final String CLASS = "class";
    /** Name of w_s among the weights. */
    public static final String ATTRIBUTE = "attribute";

    private static final Shape ONE = new Shape(1, 1, 1);
    /** Places of a 3x3 kernel. */
    private static final int TAPS = 9;

    private static final double CLASS_DEVIATION = 0.01;
    /**
     * Standard deviation of w_s of an untrained head. Large, so that attributes start different: w_s acts only through (w_pos - w_neg) * (1 + w_s), and with all w_s near 0 every
     * attribute learns the same map.
     */
    public static final double ATTRIBUTE_DEVIATION = 0.5;

    private final Weights weights;

    private final List<RegionShape> shapes;

    private ExplanationHead(Weights weights) {
        this(weights, RegionShape.ALL);
    }

    private ExplanationHead(Weights weights, List<RegionShape> shapes) {
        this.weights = weights;
        this.shapes = List.copyOf(shapes);
    }

    /**
     * The same weights for other region shapes; it takes this one's place, which must not be closed any more.
     *
     * @param some at least one, in the order of the P axis
     */
    public ExplanationHead withShapes(List<RegionShape> some) {
        return new ExplanationHead(weights, some);
    }

    /** The region shapes it scores, in the order of the P axis. */
    public List<RegionShape> shapes() {
        return shapes;
    }

    /**
     * An untrained head, its weights drawn from normal distributions.
     *
     * @param architecture of the classifier it explains
     * @param classes number of classes (C)
     * @param attributes number of attributes (S)
     */
    public static ExplanationHead random(
            Architecture architecture, int classes, int attributes, NDManager manager, Random random) {
        return random(architecture, classes, attributes, ATTRIBUTE_DEVIATION, manager, random);
    }

    /**
     * An untrained head, its weights drawn from normal distributions.
     *
     * @param architecture of the classifier it explains
     * @param classes number of classes (C)
     * @param attributes number of attributes (S)
     * @param attributeDeviation standard deviation of w_s
     */
    public static ExplanationHead random(
            Architecture architecture,
            int classes,
            int attributes,
            double attributeDeviation,
            NDManager manager,
            Random random) {
        Map<String, long[]> shapes = architecture.headWeights(classes, attributes);
        Map<String, float[]> values = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> {
            float[] drawn = new float[Math.toIntExact(new Shape(shape).size())];
            double deviation = name.equals(CLASS) ? CLASS_DEVIATION : attributeDeviation;
            for (int i = 0; i < drawn.length; i++) drawn[i] = (float) (random.nextGaussian() * deviation);
            values.put(name, drawn);
        });
        return new ExplanationHead(Weights.of(shapes, values, manager));
    }

    /**
     * A head with given weights.
     *
     * @param classWeights {@code [L, C, D, 3, 3]}, row-major
     * @param attributeWeights {@code [L, S, D, 3, 3]}, row-major
     * @param layers L
     * @param classes C
     * @param attributes S
     * @param channels D
     */
    static ExplanationHead of(
            float[] classWeights,
            float[] attributeWeights,
            int layers,
            int classes,
            int attributes,
            int channels,
            NDManager manager) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put(CLASS, new long[] {layers, classes, channels, 3, 3});
        shapes.put(ATTRIBUTE, new long[] {layers, attributes, channels, 3, 3});
        return new ExplanationHead(
                Weights.of(shapes, Map.of(CLASS, classWeights, ATTRIBUTE, attributeWeights), manager));
    }

    /**
     * Reads a trained head.
     *
     * @throws IOException if the file can't be read or belongs to another architecture, class or attribute list
     */
    public static ExplanationHead read(
            Path file, Architecture architecture, int classes, int attributes, NDManager manager) throws IOException {
        return new ExplanationHead(Weights.read(file, architecture.headWeights(classes, attributes), manager));
    }

    /** The weights, owned by this head. */
    public Weights weights() {
        return weights;
    }

    /** w_c, {@code [L, C, D, 3, 3]}. */
    public NDArray classWeights() {
        return weights.get(CLASS);
    }

    /** w_s, {@code [L, S, D, 3, 3]}. */
    public NDArray attributeWeights() {
        return weights.get(ATTRIBUTE);
    }

    /**
     * m_cs of one class for every attribute (equation 3).
     *
     * @param features h(x): an array {@code [N, D, T, H, W]} for each of the L layers
     * @param classIndex the class c
     * @return {@code [N, S, L, P, T, H, W]}
     */
    public NDArray scores(NDList features, int classIndex) {
        NDArray wc = one(classWeights(), classIndex);
        NDArray ws = attributeWeights();
        return maps(ws.mul(wc).add(wc).add(ws), features, shapes);
    }

    /**
     * delta_m = m_pos - m_neg of one class pair for every attribute (equation 4).
     *
     * @param features h(x): an array {@code [N, D, T, H, W]} for each of the L layers
     * @param positive the positive class
     * @param negative the negative class
     * @return {@code [N, S, L, P, T, H, W]}
     */
    public NDArray differences(NDList features, int positive, int negative) {
        NDArray difference = one(classWeights(), positive).sub(one(classWeights(), negative));
        return maps(attributeWeights().mul(difference).add(difference), features, shapes);
    }

    /**
     * The kernels of delta_m for one positive class against every other class (equation 4).
     *
     * @param classWeights w_c, {@code [L, C, D, 3, 3]}
     * @param attributeWeights w_s, {@code [L, S, D, 3, 3]}
     * @param positive the positive class
     * @param attributes which attributes, A of them, at least one
     * @return {@code [L, (C - 1) A, D, 3, 3]}: the negative classes in rising order, for each of them the attributes
     */
    public static NDArray kernels(NDArray classWeights, NDArray attributeWeights, int positive, int[] attributes) {
        long[] shape = classWeights.getShape().getShape();
        int classes = (int) shape[1];
        int[] negatives = IntStream.range(0, classes).filter(c -> c != positive).toArray();
        NDArray difference =
                one(classWeights, positive).sub(some(classWeights, negatives)).expandDims(2);
        NDArray chosen = some(attributeWeights, attributes).expandDims(1);
        return difference
                .mul(chosen)
                .add(difference)
                .reshape(shape[0], (long) negatives.length * attributes.length, shape[2], 3, 3);
    }

    /** The weights of some classes or attributes, {@code [L, count, D, 3, 3]}. */
    private static NDArray some(NDArray weights, int[] indices) {
        if (indices.length == 1) return one(weights, indices[0]);
        NDList parts = new NDList();
        for (int index : indices) parts.add(one(weights, index));
        return NDArrays.concat(parts, 1);
    }

    /** The weights of one class, {@code [L, 1, D, 3, 3]}. */
    private static NDArray one(NDArray weights, int index) {
        return weights.get(new NDIndex(":, {}:{}", index, index + 1));
    }

    /**
     * Correlates kernels with the features, in some shapes.
     *
     * @param kernels {@code [L, K, D, 3, 3]}
     * @param features an array {@code [N, D, T, H, W]} for each of the L layers
     * @param regions P of them
     * @return {@code [N, K, L, P, T, H, W]}
     */
    public static NDArray maps(NDArray kernels, NDList features, List<RegionShape> regions) {
        long k = kernels.getShape().get(1);
        NDArray masks = masks(regions, kernels.getManager());
        NDList layers = new NDList();
        for (int layer = 0; layer < features.size(); layer++) {
            NDArray h = features.get(layer);
            long[] s = h.getShape().getShape();
            NDArray taps = kernels.get(layer).transpose(0, 2, 3, 1).reshape(k * TAPS, s[1]);
            NDArray products = taps.matMul(h.reshape(s[0], s[1], s[2] * s[3] * s[4]));
            // The shapes are sums of the same nine products, which is much less to compute than a kernel for each
            // shape.
            NDArray shapes = Conv3d.conv3d(
                            products.reshape(s[0] * k, TAPS, s[2], s[3], s[4]), masks, null, ONE, new Shape(0, 1, 1))
                    .singletonOrThrow();
            layers.add(shapes.reshape(s[0], k, regions.size(), s[2], s[3], s[4]));
        }
        return NDArrays.stack(layers, 2);
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

    /** Writes the weights as a safetensors file. */
    public void write(Path file) throws IOException {
        weights.write(file);
    }

    @Override
    public void close() {
        weights.close();
    }
}
