package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.whynot.dataset.Sample;
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

    /**
     * The way that the settings ask for.
     *
     * @throws IllegalArgumentException if the objective can't be had in that way
     */
    static HeadGradient of(ExplainerSettings settings, ExplanationHead head, List<Sample> samples) {
        long[] shape = head.classWeights().getShape().getShape();
        int attributes = (int) head.attributeWeights().getShape().get(1);
        int classes = (int) shape[1];
        boolean published = settings.objective() == ExplainerSettings.Objective.PUBLISHED;
        if (settings.gradient() == ExplainerSettings.Gradient.AUTODIFF) {
            if (!published)
                throw new IllegalArgumentException(
                        "objective=contrast works with gradient=pooled only. Use gradient=pooled.");
            if (!head.shapes().equals(RegionShape.ALL))
                throw new IllegalArgumentException("Some of the shapes alone (" + head.shapes()
                        + ") work with gradient=pooled only. Use gradient=pooled, or shapes=all.");
            return new Autodiff(head, settings.radius());
        }
        return new Pooled(
                head,
                settings.radius(),
                published ? HeadObjective.published(classes) : HeadObjective.contrast(classes, attributes, samples));
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
        private final HeadObjective objective;

        Pooled(ExplanationHead head, int radius, HeadObjective objective) {
            super(head);
            this.objective = objective;
            head.weights().setTrainable(false);
            search = new TubeSearch(radius, Movement.FIXED);
            long[] shape = head.classWeights().getShape().getShape();
            int attributes = (int) head.attributeWeights().getShape().get(1);
            sums = new PooledGradient((int) shape[0], (int) shape[1], attributes, (int) shape[2], head.shapes());
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
                HeadObjective.Terms terms = objective.terms(positive, attributes[sample]);
                int[] words = terms.attributes();
                NDArray maps = ExplanationHead.maps(
                        ExplanationHead.kernels(head.classWeights(), head.attributeWeights(), positive, words),
                        own,
                        head.shapes());
                long[] shape = maps.getShape().getShape();
                TubeSpace space = new TubeSpace(
                        (int) shape[2], head.shapes().size(), (int) shape[4], (int) shape[5], (int) shape[6]);
                float[][] pixels = own.stream()
                        .map(layer -> layer.squeeze(0).transpose(1, 2, 3, 0).toFloatArray())
                        .toArray(float[][]::new);
                float[] scores = maps.toFloatArray();
                int count = (int) shape[1];
                Tube[] tubes = terms.best()
                        ? search.maxima(scores, count, space, threads, () -> false)
                        : search.minima(scores, count, space, threads, () -> false);
                int[] negatives = objective.negatives(positive);
                for (int k = 0; k < count; k++) {
                    double share = weight * terms.weights()[k];
                    int direction = terms.directions()[k];
                    double agreement = direction * tubes[k].value();
                    loss += share * softplus(-agreement);
                    PooledGradient.Kernel kernel = new PooledGradient.Kernel(
                            classWeights,
                            attributeWeights,
                            positive,
                            negatives[k / words.length],
                            words[k % words.length]);
                    float slope = (float) (-direction * share / (1 + Math.exp(agreement)));
                    sums.add(tubes[k], pixels, space.rows(), space.columns(), kernel, slope);
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
