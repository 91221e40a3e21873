package org.whynot.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The forward pass of a {@link C3dResNet} with the weights that it has when this is made; on a processor it takes half the time of
 * the network's own.
 *
 * <ul>
 *   <li>Batch normalisation is folded into the convolutions: {@code w' = w g}, {@code b' = beta - mean g} with
 *       {@code g = gamma / sqrt(variance + epsilon)}.
 *   <li>On a processor the weights lie in memory in the order that {@linkplain C3dForward#isChannelsLast suits} the clips.
 *   <li>The ReLU follows the pooling instead of preceding it, as the maximum of a cell is the same either way and there are four
 *       times fewer numbers left; shortcuts are added in place.
 * </ul>
 *
 * <p>The outputs differ from those of the network by rounding, about 1e-6 of the largest. For one thread at a time.
 */
final class C3dInference {

    /** Held while gradients are recorded: the engine refuses to do so for two threads of a process at once. */
    private static final Object ONE_RECORDING = new Object();

    private final Architecture architecture;
    private final boolean channelsLast;
    private final Map<String, Convolution> convolutions = new LinkedHashMap<>();
    private final Map<String, NDArray> fullyConnected = new LinkedHashMap<>();

    /** A convolution with its batch normalisation: {@code weight [to, from, 3, 3, 3]}, {@code bias [to]}. */
    private record Convolution(NDArray weight, NDArray bias) {}

    /**
     * @param network its weights are copied
     * @param manager under which the copies live
     */
    C3dInference(C3dResNet network, NDManager manager) {
        architecture = network.architecture();
        channelsLast = C3dForward.isChannelsLast(manager.getDevice());
        Weights weights = network.weights();
        for (String name : weights.all().keySet()) {
            if (name.endsWith(".gamma")) {
                String layer = name.substring(0, name.lastIndexOf('.'));
                convolutions.put(layer, folded(weights, layer, manager));
            } else if (name.startsWith("fc"))
                fullyConnected.put(
                        name,
                        manager.create(
                                weights.get(name).toFloatArray(),
                                weights.get(name).getShape()));
        }
    }

    private Convolution folded(Weights weights, String layer, NDManager manager) {
        float[] weight = weights.get(layer + ".weight").toFloatArray();
        float[] gamma = weights.get(layer + ".gamma").toFloatArray();
        float[] beta = weights.get(layer + ".beta").toFloatArray();
        float[] mean = weights.get(layer + ".mean").toFloatArray();
        float[] variance = weights.get(layer + ".variance").toFloatArray();
        float[] bias = new float[gamma.length];
        int each = weight.length / gamma.length;
        for (int channel = 0; channel < gamma.length; channel++) {
            double gain = gamma[channel] / Math.sqrt(variance[channel] + (double) C3dResNet.BATCH_NORM_EPSILON);
            for (int i = channel * each; i < (channel + 1) * each; i++) weight[i] = (float) (weight[i] * gain);
            bias[channel] = (float) (beta[channel] - mean[channel] * gain);
        }
        return new Convolution(
                kernels(weight, weights.get(layer + ".weight").getShape(), manager), manager.create(bias));
    }

    /** Kernels {@code [to, from, t, h, w]}, in the order that the convolutions are fast with. */
    private NDArray kernels(float[] weight, Shape shape, NDManager manager) {
        if (!channelsLast) return manager.create(weight, shape);
        int from = (int) shape.get(1);
        int taps = (int) (shape.get(2) * shape.get(3) * shape.get(4));
        float[] moved = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            int tap = i % taps;
            int channel = i / taps % from;
            moved[(i / taps / from * taps + tap) * from + channel] = weight[i];
        }
        // The array itself must stay open as long as the view of it, whose numbers are those of the Java array.
        return manager.create(moved, new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(4), from))
                .transpose(0, 4, 1, 2, 3);
    }

    /**
     * Runs the network.
     *
     * @param clips {@code [N, 3, T, H, W]}, normalised; H and W at least 16
     */
    VideoClassifier.Output forward(NDArray clips) {
        NDList output = new Pass(false).run(clips);
        return new VideoClassifier.Output(output.get(0), output.subNDList(1));
    }

    /** The logits of feature layers, the last one first, and these layers. */
    VideoClassifier.Output classified(NDList features) {
        return new VideoClassifier.Output(new Pass(false).classify(features.get(0)), features);
    }

    /**
     * Kernel and bias of each convolution with its batch normalisation: the stem's, then of each block the first, the second and the
     * shortcut's if it has one.
     */
    List<NDArray> convolutions() {
        return Stream.concat(
                        Stream.of("stem"),
                        IntStream.rangeClosed(1, 4).boxed().flatMap(block -> Stream.of("first", "second", "shortcut")
                                .map(part -> "block" + block + "." + part)))
                .filter(convolutions::containsKey)
                .map(convolutions::get)
                .flatMap(convolution -> Stream.of(convolution.weight, convolution.bias))
                .toList();
    }

    /**
     * Runs the network, and differentiates its last layers, those that make logits from the last feature layer. The convolutions
     * before are not recorded, so this takes about as long as a forward pass. Threads that ask for it at the same time wait for each
     * other, whichever networks they have.
     *
     * @param clips {@code [N, 3, T, H, W]}, normalised; H and W at least 16
     */
    VideoClassifier.LayerGradient contrastGradient(NDArray clips, int positive, int negative) {
        synchronized (ONE_RECORDING) {
            return differentiate(clips, positive, negative);
        }
    }

    private VideoClassifier.LayerGradient differentiate(NDArray clips, int positive, int negative) {
        try (GradientCollector collector = Engine.start().newGradientCollector()) {
            NDList output = new Pass(true).run(clips);
            NDArray logits = output.get(0);
            NDArray contrast =
                    logits.get(new NDIndex(":, {}", positive)).sub(logits.get(new NDIndex(":, {}", negative)));
            // Each clip's logits depend on its own features only, so the gradient of the sum is that of each.
            collector.backward(contrast.sum());
            NDArray features = output.get(1);
            return new VideoClassifier.LayerGradient(features.stopGradient(), features.getGradient());
        }
    }

    /** One forward pass. */
    private final class Pass extends C3dForward {

        private final boolean differentiated;

        /** @param differentiated whether what follows the last feature layer is recorded */
        Pass(boolean differentiated) {
            super(architecture, false);
            this.differentiated = differentiated;
        }

        @Override
        void onFeatures(NDList features) {
            if (differentiated) features.get(0).setRequiresGradient(true);
        }

        @Override
        NDArray convolved(String name, NDArray input, int padding, NDArray shortcut) {
            Convolution convolution = convolutions.get(name);
            NDArray x = convolve(input, convolution.weight, convolution.bias, padding);
            return shortcut == null ? x : x.addi(shortcut);
        }

        @Override
        NDArray pooled(NDArray x) {
            return rectified(halved(x));
        }

        @Override
        NDArray value(String name) {
            return fullyConnected.get(name);
        }

        @Override
        boolean has(String name) {
            return convolutions.containsKey(name);
        }
    }
}
