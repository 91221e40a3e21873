package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.whynot.model.Architecture;
import org.whynot.model.Engine;
import org.whynot.model.ExplanationHead;
import org.whynot.model.HeadVectors;
import org.whynot.model.RegionShape;
import org.whynot.train.ExplainerSettings.Attributes;
import org.whynot.train.ExplainerSettings.ClassKernels;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;

/** Holds both ways to the head's gradient against an independent implementation and against each other. */
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
                    vectors.frames(),
                    1.0 / vectors.positive.length);
            assertEquals(vectors.loss, loss, 1e-4);
            assertArrayEquals(
                    vectors.grad_wc.data(), gradient.of(ExplanationHead.CLASS).toFloatArray(), 1e-4f);
            assertArrayEquals(
                    vectors.grad_ws.data(),
                    gradient.of(ExplanationHead.ATTRIBUTE).toFloatArray(),
                    1e-4f);
        }
    }

    @Test
    void bothWaysAgreeOnRandomFeatures() {
        Random random = new Random(9);
        Architecture architecture = new Architecture(new int[] {2, 2, 2, 2, 5}, 1);
        float[][] features = {draw(random, 3 * 5 * 6 * 4 * 3), draw(random, 3 * 5 * 6 * 4 * 3)};
        int[] positives = {2, 0, 1};
        int[][] attributes = {{0, 3}, {1}, {0, 1, 2, 3}};
        int[] sampled = {6, 1, 4};
        float[][] gradients = new float[2][];
        double[] losses = new double[2];
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            for (Gradient way : Gradient.values()) {
                try (ExplanationHead head = ExplanationHead.random(architecture, 3, 4, manager, new Random(4));
                        NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    NDList h = new NDList();
                    for (float[] layer : features) h.add(manager.create(layer, new Shape(3, 5, 6, 4, 3)));
                    HeadGradient gradient = HeadGradient.of(settings(way), head, List.of());
                    gradient.clear();
                    losses[way.ordinal()] = gradient.add(h, positives, attributes, sampled, 1 / 3.0);
                    gradients[way.ordinal()] =
                            gradient.of(ExplanationHead.CLASS).toFloatArray();
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
