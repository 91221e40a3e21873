package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.classifier.Engine;
import org.whynot.dataset.Sample;
import org.whynot.dataset.VideoSize;
import org.whynot.model.ExplanationHead;
import org.whynot.model.RegionShape;
import org.whynot.model.TestHeads;
import org.whynot.train.ExplainerSettings.Attributes;
import org.whynot.train.ExplainerSettings.ClassKernels;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;

/** Tests {@link HeadObjective} and the gradient of the objective beyond the paper. */
class HeadObjectiveTest {

    /** Class 0 has the attributes 0 and 1, class 1 has 1, class 2 has 1 and 2. */
    private static final List<Sample> SAMPLES =
            List.of(sample(0, 0, 1), sample(0, 0, 1), sample(1, 1), sample(1, 1), sample(2, 1, 2), sample(2, 1, 2));

    private static Sample sample(int classIndex, Integer... attributes) {
        return new Sample(
                "x",
                classIndex,
                Path.of("x.avi"),
                "train",
                List.of(attributes),
                Map.of(),
                List.of(),
                new VideoSize(0, 0, 0));
    }

    @Test
    void thePublishedObjectiveAsksForEveryPresentAttributesWorstTube() {
        HeadObjective.Terms terms = HeadObjective.published(3).terms(1, new int[] {0, 2});
        assertArrayEquals(new int[] {0, 2}, terms.attributes());
        assertFalse(terms.best());
        assertArrayEquals(new int[] {1, 1, 1, 1}, terms.directions());
        assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.5}, terms.weights());
        assertArrayEquals(new int[] {0, 2}, HeadObjective.published(3).negatives(1));
    }

    @Test
    void contrastAsksOnlyForAttributesThatTellTheClassesApart() {
        HeadObjective.Terms terms = HeadObjective.contrast(3, 3, SAMPLES).terms(2, new int[] {1, 2});
        assertTrue(terms.best());
        assertArrayEquals(new int[] {0, 1, 2}, terms.attributes());
        // Attribute 1 is everywhere, attribute 0 is not in the video; only 2 tells class 2 from class 0 and from class
        // 1.
        assertArrayEquals(new int[] {-1, -1, 1, -1, -1, 1}, terms.directions());
        double wanted = 0;
        double unwanted = 0;
        for (int k = 0; k < 6; k++)
            if (terms.directions()[k] == 1) wanted += terms.weights()[k];
            else unwanted += terms.weights()[k];
        assertEquals(2, wanted, 1e-12);
        assertEquals(2, unwanted, 1e-12);
    }

    @Test
    void aClassWithoutAnAttributeOfItsOwnHasNothingToAskFor() {
        HeadObjective.Terms terms = HeadObjective.contrast(3, 3, SAMPLES).terms(1, new int[] {1});
        assertArrayEquals(new int[] {-1, -1, -1, -1, -1, -1}, terms.directions());
        for (double weight : terms.weights()) assertTrue(Double.isFinite(weight));
    }

    @Test
    void theGradientOfContrastIsTheSlopeOfItsLoss() {
        Random random = new Random(8);
        float[][] features = new float[2][2 * 5 * 4 * 3 * 3];
        for (float[] layer : features)
            for (int i = 0; i < layer.length; i++) layer[i] = Math.max(0, (float) random.nextGaussian());
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ExplanationHead head = TestHeads.of(5, 3, 3, manager, 4)) {
            // Large weights, so that the small steps below don't make another tube the best one.
            List<float[]> large = new ArrayList<>();
            for (NDArray layer : head.classWeights()) {
                float[] values = layer.toFloatArray();
                for (int i = 0; i < values.length; i++) values[i] *= 30;
                large.add(values);
            }
            head.setClassWeights(large);
            for (String name : head.weights().all().keySet()) {
                NDArray weight = head.weights().get(name);
                float[] values = weight.toFloatArray();
                float[] gradient = gradient(head, features, manager, name);
                for (int trial = 0; trial < 10; trial++) {
                    int at = random.nextInt(values.length);
                    float kept = values[at];
                    double step = 1e-3;
                    values[at] = (float) (kept + step);
                    weight.set(values);
                    double above = loss(head, features, manager);
                    values[at] = (float) (kept - step);
                    weight.set(values);
                    double below = loss(head, features, manager);
                    values[at] = kept;
                    weight.set(values);
                    assertEquals((above - below) / (2 * step), gradient[at], 5e-3, name + " " + at);
                }
            }
        }
    }

    @Test
    void contrastHasNoAutomaticDifferentiation() {
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ExplanationHead head = TestHeads.of(2, 3, 3, manager, 4)) {
            assertThrows(
                    IllegalArgumentException.class, () -> HeadGradient.of(settings(Gradient.AUTODIFF), head, SAMPLES));
        }
    }

    private static ExplainerSettings settings(Gradient way) {
        ExplainerSettings d = ExplainerSettings.DEFAULTS;
        return new ExplainerSettings(
                d.sgd(),
                1,
                Objective.CONTRAST,
                ClassKernels.LEARNED,
                Attributes.ALL,
                RegionShape.ALL,
                0,
                way,
                d.augmentation(),
                10,
                0,
                "cpu");
    }

    private static double loss(ExplanationHead head, float[][] features, NDManager manager) {
        HeadGradient gradient = HeadGradient.of(settings(Gradient.POOLED), head, SAMPLES);
        return add(gradient, features, manager);
    }

    private static float[] gradient(ExplanationHead head, float[][] features, NDManager manager, String name) {
        HeadGradient gradient = HeadGradient.of(settings(Gradient.POOLED), head, SAMPLES);
        gradient.clear();
        add(gradient, features, manager);
        return gradient.of(name).toFloatArray();
    }

    private static double add(HeadGradient gradient, float[][] features, NDManager manager) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDList h = new NDList();
            for (float[] layer : features) h.add(manager.create(layer, new Shape(2, 5, 4, 3, 3)));
            return gradient.add(h, new int[] {0, 2}, new int[][] {{0, 1}, {1, 2}}, new int[][] {{4, 4}, {3, 3}}, 0.5);
        }
    }
}
