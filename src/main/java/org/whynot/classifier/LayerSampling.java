package org.whynot.classifier;

import java.util.Objects;
import org.whynot.video.FrameSampling;

/**
 * Which sampled frames of a video the steps of a feature layer stand for, all clips joined along time.
 *
 * <p>Step j of a clip of T sampled frames and S steps stands for the frames {@code j T / S} up to but not including
 * {@code (j + 1) T / S} of it, rounded down. Of a clip that overlaps the one before it only the steps with a new frame count,
 * and of a short video only those with a frame that is no padding. Where a layer has as many steps as a clip has frames, step
 * t is sampled frame t.
 */
public final class LayerSampling {

    private final FrameSampling sampling;
    private final int stepsPerClip;

    /**
     * @param sampling of the video
     * @param layer whose steps are asked about
     * @throws IllegalArgumentException if the layer has more steps than a clip has frames
     */
    public LayerSampling(FrameSampling sampling, FeatureLayer layer) {
        if (layer.steps() > sampling.clipFrames())
            throw new IllegalArgumentException("The feature layer '" + layer.name() + "' has " + layer.steps()
                    + " steps, but a clip has " + sampling.clipFrames() + " frames.");
        this.sampling = sampling;
        stepsPerClip = layer.steps();
    }

    /** Number of steps of the whole video, at least 1. */
    public int steps() {
        int last = sampling.clips() - 1;
        return firstStep(last) + to(last) - from(last);
    }

    /** The first step of the video that a clip has, 0-based. */
    public int firstStep(int clip) {
        Objects.checkIndex(clip, sampling.clips());
        return clip * stepsPerClip;
    }

    /** The first step of a clip's own map that counts, 0-based. */
    public int from(int clip) {
        int before = sampling.firstNewOf(clip) - sampling.firstOf(clip);
        int step = 0;
        while (end(step) <= before) step++;
        return step;
    }

    /** The step after the last one of a clip's own map that counts. */
    public int to(int clip) {
        int real = sampling.clipFrames() - sampling.padding();
        int step = stepsPerClip;
        while (begin(step - 1) >= real) step--;
        return step;
    }

    private int begin(int stepOfClip) {
        return (int) ((long) stepOfClip * sampling.clipFrames() / stepsPerClip);
    }

    private int end(int stepOfClip) {
        return begin(stepOfClip + 1);
    }

    private int clipOf(int step) {
        return Math.min(Objects.checkIndex(step, steps()) / stepsPerClip, sampling.clips() - 1);
    }

    /** The first sampled frame that a step stands for, 0-based. */
    public int firstFrame(int step) {
        int clip = clipOf(step);
        int inClip = step - firstStep(clip) + from(clip);
        return Math.max(sampling.firstOf(clip) + begin(inClip), sampling.firstNewOf(clip));
    }

    /** The sampled frame after the last one that a step stands for. */
    public int endFrame(int step) {
        int clip = clipOf(step);
        int inClip = step - firstStep(clip) + from(clip);
        return Math.min(sampling.firstOf(clip) + end(inClip), sampling.sampled());
    }

    /** The middle of the sampled frames that a step stands for; not always a whole number. */
    public double middle(int step) {
        return (firstFrame(step) + endFrame(step) - 1) / 2.0;
    }

    /** The step that stands for a sampled frame, 0-based. */
    public int stepOf(int sampledFrame) {
        Objects.checkIndex(sampledFrame, sampling.sampled());
        int clip = Math.min(sampledFrame / sampling.clipFrames(), sampling.clips() - 1);
        int step = firstStep(clip);
        while (endFrame(step) <= sampledFrame) step++;
        return step;
    }
}
