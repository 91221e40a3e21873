package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;

/**
 * The loss of the explanation head (equations 7 and 8), with its gradient through the maximum-subpath layer.
 *
 * <p>{@code 1/|S(x)| * sum over s in S(x), neg != pos of softplus(-min_R delta_m[R])}, the mean over the batch. It is minimised when
 * even the worst tube of every attribute that the video has supports the positive class against every other one.
 */
public final class ExplanationLoss {

    private final MaximumSubpathPooling pooling;

    /** @param pooling finds the smallest sum over all tubes */
    public ExplanationLoss(MaximumSubpathPooling pooling) {
        this.pooling = pooling;
    }

    /**
     * The loss of a batch; to be called inside a gradient collector if its gradient is wanted.
     *
     * @param classWeights w_c, {@code [C, D, 3, 3]} per layer
     * @param attributeWeights w_s, {@code [S, D, 3, 3]} per layer
     * @param features h(x): an array {@code [N, D, T, H, W]} for each of the L layers
     * @param positives the positive class of every sample, {@code [N]}
     * @param attributes the indices of every sample's attributes, N lists that are not empty
     * @param sampled how many steps of every sample's layers are real, {@code [N][L]}; no tube enters the padding after them
     * @return a single number, in nats
     */
    public NDArray of(
            NDList classWeights,
            NDList attributeWeights,
            NDList features,
            int[] positives,
            int[][] attributes,
            int[][] sampled) {
        NDArray total = null;
        for (int sample = 0; sample < positives.length; sample++) {
            NDList own = ofSample(features, sample, sampled[sample]);
            NDList kernels =
                    ExplanationHead.kernels(classWeights, attributeWeights, positives[sample], attributes[sample]);
            NDList maps = new NDList();
            for (NDArray layer : ExplanationHead.maps(kernels, own, RegionShape.ALL)) maps.add(layer.squeeze(0));
            NDArray lowest = pooling.minimum(maps);
            float weight = 1f / (attributes[sample].length * positives.length);
            // An array, not a number: multiplying by a number loses its gradient to the garbage collector.
            NDArray part = Activation.softPlus(lowest.neg())
                    .sum()
                    .mul(lowest.getManager().create(weight));
            total = total == null ? part : total.add(part);
        }
        return total;
    }

    /**
     * The features of one sample without padding.
     *
     * @param features an array {@code [N, D, T, H, W]} per layer
     * @param sample which of the N
     * @param real how many of the T steps of each layer are real, {@code [L]}
     * @return an array {@code [1, D, real, H, W]} per layer
     */
    public static NDList ofSample(NDList features, int sample, int[] real) {
        NDList own = new NDList();
        for (int l = 0; l < features.size(); l++)
            own.add(features.get(l).get(new NDIndex("{}:{}, :, 0:{}", sample, sample + 1, real[l])));
        return own;
    }
}
