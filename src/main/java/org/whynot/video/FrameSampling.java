package org.whynot.video;

/**
 * Which frames of a video go into which clip: every {@code frameStep}-th frame from the first on, clip after clip of
 * {@code clipFrames} of them.
 *
 * <p>The last clip is the last {@code clipFrames} sampled frames and so overlaps the one before it, unless the clips come
 * out even: no clip is made of repeated frames. Only the frames that no earlier clip had count of it. A video that is
 * shorter than one clip repeats its last frame.
 *
 * <pre>{@code
 * FrameSampling sampling = new FrameSampling(40, 1, 16);     // clips of the frames 0 to 15, 16 to 31, 24 to 39
 * sampling.firstOf(2);                                       // 24
 * sampling.firstNewOf(2);                                    // 32: of the last clip 8 frames count
 * }</pre>
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
     * The sampled frame that a clip begins with, 0-based.
     *
     * @param clip 0 to {@code clips() - 1}
     * @throws IndexOutOfBoundsException if there is no such clip
     */
    public int firstOf(int clip) {
        if (clip < 0 || clip >= clips())
            throw new IndexOutOfBoundsException("There is no clip " + clip + " of " + clips() + ".");
        return (int) Math.max(0, Math.min((long) clip * clipFrames, (long) sampled - clipFrames));
    }

    /** The first sampled frame of a clip that no earlier clip has, 0-based. */
    public int firstNewOf(int clip) {
        firstOf(clip);
        return clip * clipFrames;
    }

    /** Number of sampled frames of a clip that no earlier clip has, at least 1; padding does not count. */
    public int newFramesOf(int clip) {
        return Math.min(clipFrames, sampled - firstNewOf(clip));
    }

    /** Whether a clip has any of the sampled frames {@code from} to {@code to - 1}. */
    public boolean has(int clip, int from, int to) {
        int first = firstOf(clip);
        return first < to && Math.min(sampled, first + clipFrames) > from;
    }

    /**
     * The frame of the video shown at an index of a clip.
     *
     * @param clip 0 to {@code clips() - 1}
     * @param indexInClip 0 to {@code clipFrames - 1}
     * @return 0-based frame; in the padding the last sampled one
     * @throws IndexOutOfBoundsException if there is no such clip or index
     */
    public int frameOf(int clip, int indexInClip) {
        if (indexInClip < 0 || indexInClip >= clipFrames)
            throw new IndexOutOfBoundsException(
                    "There is no frame " + indexInClip + " in a clip of " + clipFrames + ".");
        return (int) Math.min((long) firstOf(clip) + indexInClip, sampled - 1L) * frameStep;
    }

    /** Number of repeated frames at the end of the only clip of a short video, 0 to {@code clipFrames - 1}. */
    public int padding() {
        return Math.max(0, clipFrames - sampled);
    }

    /** The sampled frames, 0-based and rising: 0, step, 2 step, … */
    public int[] framesUsed() {
        int[] frames = new int[sampled];
        for (int i = 0; i < sampled; i++) frames[i] = i * frameStep;
        return frames;
    }
}
