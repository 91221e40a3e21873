package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.Engine;
import org.whynot.model.ExplanationHead;
import org.whynot.model.RegionShape;
import org.whynot.model.TestHeads;
import org.whynot.train.ExplainerSettings.Attributes;
import org.whynot.train.ExplainerSettings.ClassKernels;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;

/** Training a head must not move the classifier it explains: neither its weights nor its statistics nor what it says. */
class FrozenClassifierTest {

    @ParameterizedTest
    @EnumSource(Gradient.class)
    void aStepOfTheHeadLeavesTheClassifierAsItWasBitForBit(Gradient way) {
        Architecture architecture = new Architecture(new int[] {4, 4, 4, 6, 8}, 2);
        float[] pixels = new float[3 * 3 * 4 * 48 * 32];
        Random random = new Random(3);
        for (int i = 0; i < pixels.length; i++) pixels[i] = (float) random.nextGaussian();
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet classifier = C3dResNet.random(architecture, 3, manager, new Random(1));
                ExplanationHead head = TestHeads.of(8, 3, 2, manager, 2)) {
            classifier.weights().setTrainable(false);
            NDArray clips = manager.create(pixels, new Shape(3, 3, 4, 48, 32));
            float[] logits = classifier.forward(clips, false).logits().toFloatArray();
            Map<String, float[]> before = new LinkedHashMap<>();
            classifier.weights().all().forEach((name, array) -> before.put(name, array.toFloatArray()));
            float[] headBefore = head.classWeights().get(0).toFloatArray();

            ExplainerSettings d = ExplainerSettings.DEFAULTS;
            HeadGradient gradient = HeadGradient.of(
                    new ExplainerSettings(
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
                            0,
                            "cpu"),
                    head,
                    List.of());
            try (MomentumSgd optimizer = new MomentumSgd(head.weights(), 0.9, 1e-3, manager)) {
                for (int step = 0; step < 3; step++) {
                    try (NDScope scope = new NDScope()) {
                        scope.suppressNotUsedWarning();
                        gradient.clear();
                        gradient.add(
                                classifier.forward(clips, false).features(),
                                new int[] {0, 1, 2},
                                new int[][] {{0}, {1}, {0, 1}},
                                new int[][] {{4, 4}, {3, 3}, {4, 4}},
                                1 / 3.0);
                        optimizer.step(gradient::of, 0.1, 1);
                    }
                }
            }

            classifier
                    .weights()
                    .all()
                    .forEach((name, array) -> assertArrayEquals(before.get(name), array.toFloatArray(), name));
            assertArrayEquals(logits, classifier.forward(clips, false).logits().toFloatArray());
            float largest = 0;
            float[] headAfter = head.classWeights().get(0).toFloatArray();
            for (int i = 0; i < headAfter.length; i++)
                largest = Math.max(largest, Math.abs(headAfter[i] - headBefore[i]));
            org.junit.jupiter.api.Assertions.assertTrue(largest > 1e-4, "The head did not learn.");
        }
    }
}
