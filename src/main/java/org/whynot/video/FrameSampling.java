package org.whynot.video;

/**
 * Which frames of a video go into which clip: every {@code frameStep}-th frame from the first on, clip after clip of
 * {@code clipFrames} of them, the last clip filled up by repeating its last frame.
 *
 * <p>Clip c, index i shows frame {@code min(c * clipFrames + i, sampled - 1) * frameStep}.
 */
public final class FrameSampling {

    private final int frameStep;
    private final int clipFrames;
    private final int sampled;

    /**
     * @param videoFrames frames of the video, at least 1
     * @param frameStep every how many frames one is sampled, at least 1
     * @param clipFrames sampled frames in a clip (T), at least 1
     * @throws IllegalArgumentException if one of them is less than 1
     */
    public FrameSampling(int videoFrames, int frameStep, int clipFrames) {
        if (videoFrames < 1 || frameStep < 1 || clipFrames < 1)
            throw new IllegalArgumentException("Frame sampling: frames of the video (" + videoFrames + "), frame step ("
                    + frameStep + ") and frames in a clip (" + clipFrames + ") must be at least 1.");
        this.frameStep = frameStep;
        this.clipFrames = clipFrames;
        this.sampled = (videoFrames - 1) / frameStep + 1;
    }

    /** Number of sampled frames, padding not counted. */
    public int sampled() {
        return sampled;
    }

    /** Number of clips, at least 1. */
    public int clips() {
        return (sampled - 1) / clipFrames + 1;
    }

    /** Number of sampled frames in a clip (T), padding counted. */
    public int clipFrames() {
        return clipFrames;
    }

    /** Every how many frames of the video one is sampled. */
    public int frameStep() {
        return frameStep;
    }

    /**
     * The frame of the video shown at a place of a clip.
     *
     * @param clip 0 to {@code clips() - 1}
     * @param indexInClip 0 to {@code clipFrames - 1}
     * @return 0-based frame; in the padding the last sampled one
     * @throws IndexOutOfBoundsException if there is no such clip or place
     */
    public int frameOf(int clip, int indexInClip) {
        if (clip < 0 || clip >= clips() || indexInClip < 0 || indexInClip >= clipFrames)
            throw new IndexOutOfBoundsException("No place " + indexInClip + " in clip " + clip + " of " + clips()
                    + " clips of " + clipFrames + " frames.");
        return (int) Math.min((long) clip * clipFrames + indexInClip, sampled - 1L) * frameStep;
    }

    /** Number of repeated frames at the end of the last clip, 0 to {@code clipFrames - 1}. */
    public int padding() {
        return (int) ((long) clips() * clipFrames - sampled);
    }

    /** The sampled frames, 0-based and rising: 0, step, 2 step, … */
    public int[] framesUsed() {
        int[] frames = new int[sampled];
        for (int i = 0; i < sampled; i++) frames[i] = i * frameStep;
        return frames;
    }
}
