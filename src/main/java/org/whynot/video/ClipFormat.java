package org.whynot.video;

import java.util.Arrays;
import java.util.Objects;

/**
 * How a classifier wants to see a video: clips of a fixed number of frames and a fixed size.
 *
 * @param frames sampled frames in a clip (T), at least 1
 * @param height rows of the network input (H), pixels
 * @param width columns of the network input (W), pixels
 * @param frameStep every how many frames of the video one is sampled, at least 1
 * @param frameRate sampled frames per second; where it is above 0 and a video says how long its frames last, the step is
 *     chosen for it, and {@code frameStep} is for other videos
 * @param resize how a frame of the video becomes {@code height x width}
 * @param mean subtracted from red, green and blue (0 to 1), three numbers
 * @param deviation red, green and blue are divided by it afterwards, three positive numbers
 * @param axes order of the axes of a batch of clips
 */
public record ClipFormat(
        int frames,
        int height,
        int width,
        int frameStep,
        double frameRate,
        Resize resize,
        float[] mean,
        float[] deviation,
        AxisOrder axes) {

    /** How a frame of any shape becomes one of the network's shape. */
    public enum Resize {
        /** The whole frame, width and height scaled each by its own factor. */
        STRETCH,
        /** The largest centred part of the frame that has the network input's aspect ratio. */
        CROP
    }

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public ClipFormat {
        if (frames < 1 || height < 1 || width < 1 || frameStep < 1)
            throw new IllegalArgumentException("Clip format: frames (" + frames + "), height (" + height + "), width ("
                    + width + ") and frame step (" + frameStep + ") must be at least 1.");
        if (!(frameRate >= 0) || Double.isInfinite(frameRate))
            throw new IllegalArgumentException(
                    "Clip format: the frame rate (" + frameRate + ") must be 0 or more frames per second.");
        if ((double) frames * height * width > Integer.MAX_VALUE / 3)
            throw new IllegalArgumentException("Clip format: clips of " + frames + " frames of " + width + " x "
                    + height + " pixels do not fit one array.");
        if (mean.length != 3 || deviation.length != 3)
            throw new IllegalArgumentException("Clip format: mean and deviation need three numbers each.");
        for (int c = 0; c < 3; c++)
            if (!(deviation[c] > 0) || Float.isInfinite(deviation[c]) || !Float.isFinite(mean[c]))
                throw new IllegalArgumentException("Clip format: the deviation must be positive and the mean a number,"
                        + " they are " + deviation[c] + " and " + mean[c] + ".");
        Objects.requireNonNull(resize, "resize");
        Objects.requireNonNull(axes, "axes");
        mean = mean.clone();
        deviation = deviation.clone();
    }

    /** A format with a fixed step and the axes {@code [N, 3, T, H, W]}. */
    public ClipFormat(
            int frames, int height, int width, int frameStep, Resize resize, float[] mean, float[] deviation) {
        this(frames, height, width, frameStep, 0, resize, mean, deviation, AxisOrder.NCTHW);
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] deviation() {
        return deviation.clone();
    }

    /** The same with another frame step. */
    public ClipFormat withFrameStep(int step) {
        return new ClipFormat(frames, height, width, step, frameRate, resize, mean, deviation, axes);
    }

    /** Numbers in one clip: {@code 3 * frames * height * width}. */
    public int clipLength() {
        return 3 * frames * height * width;
    }

    /** The shape of a batch of clips in the order of {@link #axes}: five numbers. */
    public long[] batchShape(int clips) {
        return switch (axes) {
            case NCTHW -> new long[] {clips, 3, frames, height, width};
            case NTCHW -> new long[] {clips, frames, 3, height, width};
            case NTHWC -> new long[] {clips, frames, height, width, 3};
        };
    }

    /**
     * Which frames of a video go into which clip.
     *
     * @param frames of the video, at least 1
     * @param frameInterval seconds from a frame of the video to the next, or NaN
     */
    public FrameSampling sampling(int frames, double frameInterval) {
        boolean timed = frameRate > 0 && frameInterval > 0;
        int step = timed ? (int) Math.max(1, Math.min(frames, Math.round(1 / (frameRate * frameInterval)))) : frameStep;
        return new FrameSampling(frames, step, this.frames);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClipFormat && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** For logs and keys: every number. */
    @Override
    public String toString() {
        return "clips of " + frames + " frames, "
                + (frameRate > 0 ? frameRate + " per second or step " : "step ") + frameStep + ", " + width + "x"
                + height
                + ", " + resize.name().toLowerCase(java.util.Locale.ROOT) + ", mean " + Arrays.toString(mean) + ", std "
                + Arrays.toString(deviation) + (axes == AxisOrder.NCTHW ? "" : ", " + axes);
    }
}
