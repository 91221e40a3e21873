package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import org.whynot.tube.TubeSpace;

/**
 * What the classifier made of one video: its probabilities, and h(x) of every clip, kept so that any class pair can be asked
 * about without running the classifier again. Close it to free the features (about 0.8 MB a clip with the laptop widths).
 */
public final class VideoFeatures implements AutoCloseable {

    private final ExplanationHead head;
    private final int attributes;
    private final int sampled;
    private final int clipFrames;
    private final NDManager manager;
    private final List<NDList> passes = new ArrayList<>();
    private double[] probabilities;

    VideoFeatures(ExplanationHead head, int attributes, int sampled, int clipFrames, NDManager manager) {
        this.head = head;
        this.attributes = attributes;
        this.sampled = sampled;
        this.clipFrames = clipFrames;
        this.manager = manager;
    }

    /** Takes over the features of one forward pass: an array {@code [N, D, T, H, W]} a layer. */
    void add(NDList features) {
        for (NDArray layer : features) {
            NDScope.unregister(layer);
            layer.attach(manager);
        }
        passes.add(features);
    }

    void setProbabilities(double[] values) {
        probabilities = values;
    }

    /** p(c|x): the mean over the clips, {@code [C]}, summing to 1. */
    public double[] probabilities() {
        return probabilities.clone();
    }

    /** Size of one attribute's score map {@code [L, P, T, H, W]}; T is the number of sampled frames, without padding. */
    public TubeSpace space() {
        long[] shape = passes.get(0).get(0).getShape().getShape();
        return new TubeSpace(
                Architecture.FEATURE_LAYERS, RegionShape.ALL.size(), sampled, (int) shape[3], (int) shape[4]);
    }

    /**
     * delta_m of every attribute for a class pair (equation 4), clips joined along time.
     *
     * @param positive index of the positive class
     * @param negative index of the negative class
     * @return {@code [S, L, P, T, H, W]}
     */
    public float[] differences(int positive, int negative) {
        TubeSpace space = space();
        int maps = attributes * space.layers() * space.shapes();
        int cells = space.cellsPerFrame();
        float[] joined = new float[maps * space.frames() * cells];
        int frame = 0;
        for (NDList pass : passes) {
            int clips = (int) pass.get(0).getShape().get(0);
            float[] part;
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                part = head.differences(pass, positive, negative).toFloatArray();
            }
            for (int clip = 0; clip < clips && frame < sampled; clip++) {
                int real = Math.min(clipFrames, sampled - frame);
                for (int map = 0; map < maps; map++)
                    System.arraycopy(
                            part,
                            (clip * maps + map) * clipFrames * cells,
                            joined,
                            (map * space.frames() + frame) * cells,
                            real * cells);
                frame += real;
            }
        }
        return joined;
    }

    @Override
    public void close() {
        manager.close();
    }
}
