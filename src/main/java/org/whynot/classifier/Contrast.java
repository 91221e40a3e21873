package org.whynot.classifier;

import org.whynot.video.FrameSampling;

/** The difference of two logits, {@code logit(positive) - logit(negative)}: what "this class and not that one" is about. */
public final class Contrast {

    private Contrast() {}

    /**
     * The contrast of one clip, from its softmax: the difference of the logarithms.
     *
     * @param probabilities {@code [C]}; taken as no less than the smallest normal number
     */
    public static double of(double[] probabilities, int positive, int negative) {
        return Math.log(Math.max(probabilities[positive], Double.MIN_NORMAL))
                - Math.log(Math.max(probabilities[negative], Double.MIN_NORMAL));
    }

    /**
     * The contrast of a video: the mean over its clips, each weighted by the frames that no earlier clip has.
     *
     * @param clips {@code [clips][C]}
     * @param sampling of the video
     */
    public static double of(double[][] clips, FrameSampling sampling, int positive, int negative) {
        double sum = 0;
        for (int clip = 0; clip < clips.length; clip++)
            sum += sampling.newFramesOf(clip) / (double) sampling.sampled() * of(clips[clip], positive, negative);
        return sum;
    }
}
