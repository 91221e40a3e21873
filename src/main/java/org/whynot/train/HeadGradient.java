package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import org.whynot.classifier.ConvolutionGuard;
import org.whynot.classifier.Engine;
import org.whynot.dataset.Sample;
import org.whynot.model.ExplanationHead;
import org.whynot.model.ExplanationLoss;
import org.whynot.model.MaximumSubpathPooling;
import org.whynot.model.RegionShape;
import org.whynot.tube.ScoreMaps;
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
        int attributes = head.attributes();
        int classes = head.classes();
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
     * @param features h(x), an array {@code [N, D, T, H, W]} per layer
     * @param positives the positive class of each sample, {@code [N]}
     * @param attributes the attributes of each sample
     * @param steps how many steps of each sample's layers are real, {@code [N][L]}; no tube enters the padding after them
     * @param weight of each sample in the loss
     * @return their weighted loss, in nats
     */
    abstract double add(NDList features, int[] positives, int[][] attributes, int[][] steps, double weight);

    /** The gradient of one weight of the head by its name. Call inside a scope. */
    abstract NDArray of(String name);

    /** Automatic differentiation through the maximum-subpath layer. */
    private static final class Autodiff extends HeadGradient {
        private final ExplanationLoss loss;

        Autodiff(ExplanationHead head, int radius) {
            super(head);
            loss = new ExplanationLoss(new MaximumSubpathPooling(radius));
            head.weights().setTrainable(true);
        }

        @Override
        void clear() {
            // The optimizer's step clears the gradients at the weights.
        }

        @Override
        double add(NDList features, int[] positives, int[][] attributes, int[][] steps, double weight) {
            try (ConvolutionGuard guard = ConvolutionGuard.ofAnyChannels();
                    GradientCollector collector = Engine.start().newGradientCollector()) {
                NDArray mean =
                        loss.of(head.classWeights(), head.attributeWeights(), features, positives, attributes, steps);
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
            search = new TubeSearch(radius);
            int[] channels = head.classWeights().stream()
                    .mapToInt(weights -> (int) weights.getShape().get(1))
                    .toArray();
            sums = new PooledGradient(head.classes(), head.attributes(), channels, head.shapes());
        }

        @Override
        void clear() {
            sums.clear();
        }

        @Override
        double add(NDList features, int[] positives, int[][] attributes, int[][] steps, double weight) {
            float[][] classWeights = values(head.classWeights());
            float[][] attributeWeights = values(head.attributeWeights());
            int threads = Runtime.getRuntime().availableProcessors();
            double loss = 0;
            for (int sample = 0; sample < positives.length; sample++) {
                NDList own = ExplanationLoss.ofSample(features, sample, steps[sample]);
                int positive = positives[sample];
                HeadObjective.Terms terms = objective.terms(positive, attributes[sample]);
                int[] words = terms.attributes();
                NDList kernels = ExplanationHead.kernels(head.classWeights(), head.attributeWeights(), positive, words);
                List<ScoreMaps> maps = new ArrayList<>();
                for (NDArray layer : ExplanationHead.maps(kernels, own, head.shapes())) maps.add(maps(layer));
                float[][] pixels = own.stream()
                        .map(layer -> layer.squeeze(0).transpose(1, 2, 3, 0).toFloatArray())
                        .toArray(float[][]::new);
                Tube[] tubes = terms.best()
                        ? search.maxima(maps, threads, () -> false)
                        : search.minima(maps, threads, () -> false);
                int[] negatives = objective.negatives(positive);
                for (int k = 0; k < tubes.length; k++) {
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
                    int layer = tubes[k].layer();
                    TubeSpace space = maps.get(layer).space();
                    sums.add(tubes[k], pixels[layer], space.rows(), space.columns(), kernel, slope);
                }
            }
            return loss;
        }

        private static float[][] values(NDList arrays) {
            return arrays.stream().map(NDArray::toFloatArray).toArray(float[][]::new);
        }

        /** @param layer {@code [1, K, P, T, H, W]} */
        private static ScoreMaps maps(NDArray layer) {
            long[] shape = layer.getShape().getShape();
            TubeSpace space = new TubeSpace((int) shape[2], (int) shape[3], (int) shape[4], (int) shape[5]);
            return new ScoreMaps(layer.toFloatArray(), (int) shape[1], space);
        }

        @Override
        NDArray of(String name) {
            NDArray weight = head.weights().get(name);
            int layer = Integer.parseInt(name.substring(name.indexOf('.') + 1));
            float[] values =
                    name.startsWith(ExplanationHead.CLASS) ? sums.classGradient(layer) : sums.attributeGradient(layer);
            return weight.getManager().create(values, weight.getShape());
        }

        private static double softplus(double x) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }
    }
}
