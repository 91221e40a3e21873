package org.whynot.model;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Random;
import org.whynot.classifier.FeatureLayer;

/** Untrained explanation heads for tests. */
public final class TestHeads {

    private TestHeads() {}

    /** Two feature layers with the same number of channels. */
    public static List<FeatureLayer> layers(int channels) {
        return List.of(
                new FeatureLayer("block4.second", channels, 4, 3, 2),
                new FeatureLayer("block4.first", channels, 4, 3, 2));
    }

    /** A head for two layers of so many channels, all shapes. */
    public static ExplanationHead of(int channels, int classes, int attributes, NDManager manager, long seed) {
        return ExplanationHead.random(
                layers(channels),
                classes,
                attributes,
                ExplanationHead.ATTRIBUTE_DEVIATION,
                RegionShape.ALL,
                manager,
                new Random(seed));
    }
}
