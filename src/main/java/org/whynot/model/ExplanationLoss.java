package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;

/**
 * The loss of the explanation head (equations 7 and 8), with its gradient through the maximum-subpath layer.
 *
 * <p>{@code 1/|S(x)| * sum over s in S(x), neg != pos of softplus(-min_R delta_m[R])}, the mean over the batch. It is minimised when
 * even the worst tube of every attribute that the video has speaks for the positive class against every other one.
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
     * @param classWeights w_c, {@code [L, C, D, 3, 3]}
     * @param attributeWeights w_s, {@code [L, S, D, 3, 3]}
     * @param features h(x): an array {@code [N, D, T, H, W]} for each of the L layers
     * @param positives the positive class of every sample, {@code [N]}
     * @param attributes the indices of every sample's attributes, N lists that are not empty
     * @param sampled how many of every sample's T frames are real, {@code [N]}; no tube enters the padding after them
     * @return a single number, in nats
     */
    public NDArray of(
            NDArray classWeights,
            NDArray attributeWeights,
            NDList features,
            int[] positives,
            int[][] attributes,
            int[] sampled) {
        NDArray total = null;
        for (int sample = 0; sample < positives.length; sample++) {
            NDList own = ofSample(features, sample, sampled[sample]);
            NDArray kernels =
                    ExplanationHead.kernels(classWeights, attributeWeights, positives[sample], attributes[sample]);
            NDArray lowest = pooling.minimum(
                    ExplanationHead.maps(kernels, own, RegionShape.ALL).squeeze(0));
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
     * @param features an array {@code [N, D, T, H, W]} a layer
     * @param sample which of the N
     * @param sampled how many of the T frames are real
     * @return an array {@code [1, D, sampled, H, W]} a layer
     */
    public static NDList ofSample(NDList features, int sample, int sampled) {
        NDList own = new NDList();
        for (NDArray layer : features) own.add(layer.get(new NDIndex("{}:{}, :, 0:{}", sample, sample + 1, sampled)));
        return own;
    }
}
