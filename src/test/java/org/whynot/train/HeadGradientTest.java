package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.whynot.classifier.Engine;
import org.whynot.classifier.FeatureLayer;
import org.whynot.model.ExplanationHead;
import org.whynot.model.HeadVectors;
import org.whynot.model.RegionShape;
import org.whynot.train.ExplainerSettings.Attributes;
import org.whynot.train.ExplainerSettings.ClassKernels;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;

/** Compares both ways to the head's gradient with an independent implementation and with each other. */
class HeadGradientTest {

    @ParameterizedTest
    @EnumSource(Gradient.class)
    void lossAndGradientsAreThoseOfTheReference(Gradient way) throws IOException {
        HeadVectors vectors = HeadVectors.read();
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ExplanationHead head = vectors.head(manager);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            HeadGradient gradient = HeadGradient.of(settings(way), head, List.of());
            gradient.clear();
            double loss = gradient.add(
                    vectors.features(manager),
                    vectors.positive,
                    vectors.attributeIndices(),
                    vectors.steps(),
                    1.0 / vectors.positive.length);
            assertEquals(vectors.loss, loss, 1e-4);
            assertArrayEquals(vectors.grad_wc.data(), all(gradient, ExplanationHead.CLASS), 1e-4f);
            assertArrayEquals(vectors.grad_ws.data(), all(gradient, ExplanationHead.ATTRIBUTE), 1e-4f);
        }
    }

    /** The gradient of both layers, one after the other. */
    private static float[] all(HeadGradient gradient, String name) {
        return new NDList(gradient.of(name + ".0"), gradient.of(name + ".1"))
                .stream().map(NDArray::toFloatArray).reduce(new float[0], HeadGradientTest::joined);
    }

    private static float[] joined(float[] a, float[] b) {
        float[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    /** Two layers with grids and numbers of channels of their own. */
    @Test
    void bothWaysAgreeOnRandomFeatures() {
        Random random = new Random(9);
        List<FeatureLayer> layers = List.of(new FeatureLayer("a", 5, 6, 4, 3), new FeatureLayer("b", 4, 3, 2, 5));
        float[][] features = {draw(random, 3 * 5 * 6 * 4 * 3), draw(random, 3 * 4 * 3 * 2 * 5)};
        int[] positives = {2, 0, 1};
        int[][] attributes = {{0, 3}, {1}, {0, 1, 2, 3}};
        int[][] steps = {{6, 3}, {1, 1}, {4, 2}};
        float[][] gradients = new float[2][];
        double[] losses = new double[2];
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            for (Gradient way : Gradient.values()) {
                try (ExplanationHead head =
                                ExplanationHead.random(layers, 3, 4, 0.5, RegionShape.ALL, manager, new Random(4));
                        NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    NDList h = new NDList();
                    h.add(manager.create(features[0], new Shape(3, 5, 6, 4, 3)));
                    h.add(manager.create(features[1], new Shape(3, 4, 3, 2, 5)));
                    HeadGradient gradient = HeadGradient.of(settings(way), head, List.of());
                    gradient.clear();
                    losses[way.ordinal()] = gradient.add(h, positives, attributes, steps, 1 / 3.0);
                    gradients[way.ordinal()] =
                            joined(all(gradient, ExplanationHead.CLASS), all(gradient, ExplanationHead.ATTRIBUTE));
                }
            }
        }
        assertEquals(losses[0], losses[1], 1e-5);
        assertArrayEquals(gradients[0], gradients[1], 1e-5f);
    }

    private static ExplainerSettings settings(Gradient way) {
        ExplainerSettings d = ExplainerSettings.DEFAULTS;
        return new ExplainerSettings(
                d.sgd(),
                1,
                Objective.PUBLISHED,
                ClassKernels.LEARNED,
                Attributes.ALL,
                RegionShape.ALL,
                0,
                way,
                d.augmentation(),
                10,
                d.seed(),
                "cpu");
    }

    private static float[] draw(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = Math.max(0, (float) random.nextGaussian());
        return values;
    }
}
