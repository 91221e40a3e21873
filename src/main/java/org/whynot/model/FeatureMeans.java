package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import org.whynot.classifier.ClassifierRun;
import org.whynot.video.FrameSampling;

/** The mean of a video's last feature layer over time and space, channel by channel, summed up pass by pass. */
public final class FeatureMeans {

    private double[] sum = {};
    private int frames;

    /**
     * Adds the clips of a pass, each weighted by its sampled frames that no earlier clip has.
     *
     * @param pass stays open
     * @param sampling of its video
     */
    public void add(ClassifierRun.Pass pass, FrameSampling sampling) {
        float[] means;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray layer = pass.features().get(0);
            means = layer.reshape(layer.getShape().get(0), layer.getShape().get(1), -1)
                    .mean(new int[] {2})
                    .toFloatArray();
        }
        int channels = means.length / pass.rows();
        if (sum.length == 0) sum = new double[channels];
        for (int i = 0; i < pass.clips(); i++) {
            int weight = sampling.newFramesOf(pass.clip() + i);
            for (int d = 0; d < channels; d++) sum[d] += weight * (double) means[i * channels + d];
            frames += weight;
        }
    }

    /** The means, {@code [D]}; empty before the first pass. */
    public double[] get() {
        double[] means = sum.clone();
        for (int d = 0; d < means.length; d++) means[d] /= frames;
        return means;
    }
}
