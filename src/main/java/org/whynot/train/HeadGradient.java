package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import java.util.stream.IntStream;
import org.whynot.model.Engine;
import org.whynot.model.ExplanationHead;
import org.whynot.model.ExplanationLoss;
import org.whynot.model.MaximumSubpathPooling;
import org.whynot.model.RegionShape;
import org.whynot.tube.Movement;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;

/** Sums up the loss (equation 7) and the gradient of the head's weights over the samples of a batch. */
abstract sealed class HeadGradient {

    /** The head that is trained. */
    final ExplanationHead head;

    private HeadGradient(ExplanationHead head) {
        this.head = head;
    }

    /** The way that the settings ask for. */
    static HeadGradient of(ExplainerSettings settings, ExplanationHead head) {
        return switch (settings.gradient()) {
            case POOLED -> new Pooled(head, settings.radius());
            case AUTODIFF -> new Autodiff(head, settings.radius());
        };
    }

    /** Starts a new batch. */
    abstract void clear();

    /**
     * Adds some samples. Call inside a scope.
     *
     * @param features h(x), an array {@code [N, D, T, H, W]} a layer
     * @param positives the positive class of each sample, {@code [N]}
     * @param attributes the attributes of each sample
     * @param sampled how many of each sample's T frames are real; no tube enters the padding after them
     * @param weight of each sample in the loss
     * @return their weighted loss, in nats
     */
    abstract double add(NDList features, int[] positives, int[][] attributes, int[] sampled, double weight);

    /** The gradient of one weight of the head by its name. Call inside a scope. */
    abstract NDArray of(String name);

    /** Automatic differentiation through the maximum-subpath layer. */
    private static final class Autodiff extends HeadGradient {
        private final ExplanationLoss loss;

        Autodiff(ExplanationHead head, int radius) {
            super(head);
            loss = new ExplanationLoss(new MaximumSubpathPooling(radius, Movement.FIXED));
            head.weights().setTrainable(true);
        }

        @Override
        void clear() {
            // The optimizer's step clears the gradients at the weights.
        }

        @Override
        double add(NDList features, int[] positives, int[][] attributes, int[] sampled, double weight) {
            try (GradientCollector collector = Engine.start().newGradientCollector()) {
                NDArray mean =
                        loss.of(head.classWeights(), head.attributeWeights(), features, positives, attributes, sampled);
                NDArray part = mean.mul(mean.getManager().create((float) (weight * positives.length)));
                collector.backward(part);
                return part.getFloat();
            }
        }

        @Override
        NDArray of(String name) {
            return head.weights().get(name).getGradient();
        }
    }

    /** Search in Java without gradients, then sum h along the tubes. */
    private static final class Pooled extends HeadGradient {
        private final TubeSearch search;
        private final PooledGradient sums;
        private final int classes;

        Pooled(ExplanationHead head, int radius) {
            super(head);
            head.weights().setTrainable(false);
            search = new TubeSearch(radius, Movement.FIXED);
            long[] shape = head.classWeights().getShape().getShape();
            classes = (int) shape[1];
            int attributes = (int) head.attributeWeights().getShape().get(1);
            sums = new PooledGradient((int) shape[0], classes, attributes, (int) shape[2]);
        }

        @Override
        void clear() {
            sums.clear();
        }

        @Override
        double add(NDList features, int[] positives, int[][] attributes, int[] sampled, double weight) {
            float[] classWeights = head.classWeights().toFloatArray();
            float[] attributeWeights = head.attributeWeights().toFloatArray();
            int threads = Runtime.getRuntime().availableProcessors();
            double loss = 0;
            for (int sample = 0; sample < positives.length; sample++) {
                NDList own = ExplanationLoss.ofSample(features, sample, sampled[sample]);
                int positive = positives[sample];
                int[] words = attributes[sample];
                NDArray maps = ExplanationHead.maps(
                        ExplanationHead.kernels(head.classWeights(), head.attributeWeights(), positive, words), own);
                long[] shape = maps.getShape().getShape();
                TubeSpace space = new TubeSpace(
                        (int) shape[2], RegionShape.ALL.size(), (int) shape[4], (int) shape[5], (int) shape[6]);
                float[][] pixels = own.stream()
                        .map(layer -> layer.squeeze(0).transpose(1, 2, 3, 0).toFloatArray())
                        .toArray(float[][]::new);
                Tube[] lowest = search.minima(maps.toFloatArray(), (int) shape[1], space, threads, () -> false);
                int[] negatives =
                        IntStream.range(0, classes).filter(c -> c != positive).toArray();
                double share = weight / words.length;
                for (int k = 0; k < lowest.length; k++) {
                    double score = lowest[k].value();
                    loss += share * softplus(-score);
                    PooledGradient.Kernel kernel = new PooledGradient.Kernel(
                            classWeights,
                            attributeWeights,
                            positive,
                            negatives[k / words.length],
                            words[k % words.length]);
                    float slope = (float) (-share / (1 + Math.exp(score)));
                    sums.add(lowest[k], pixels, space.rows(), space.columns(), kernel, slope);
                }
            }
            return loss;
        }

        @Override
        NDArray of(String name) {
            NDArray weight = head.weights().get(name);
            float[] values = name.equals(ExplanationHead.CLASS) ? sums.classGradient() : sums.attributeGradient();
            return weight.getManager().create(values, weight.getShape());
        }

        private static double softplus(double x) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }
    }
}
