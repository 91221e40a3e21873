package org.whynot.video;

/**
 * How a classifier wants to see a video: clips of a fixed number of frames and a fixed size.
 *
 * @param frames sampled frames in a clip (T), at least 1
 * @param height rows of the network input (H), pixels
 * @param width columns of the network input (W), pixels
 * @param frameStep every how many frames of the video one is sampled, at least 1
 * @param resize how a frame of the video becomes {@code height x width}
 * @param mean subtracted from red, green and blue (0 to 1), three numbers
 * @param deviation red, green and blue are divided by it afterwards, three positive numbers
 */
public record ClipFormat(
        int frames, int height, int width, int frameStep, Resize resize, float[] mean, float[] deviation) {

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
        if (mean.length != 3 || deviation.length != 3)
            throw new IllegalArgumentException("Clip format: mean and deviation need three numbers each.");
        for (float d : deviation)
            if (!(d > 0))
                throw new IllegalArgumentException("Clip format: the deviation must be positive, it is " + d + ".");
        mean = mean.clone();
        deviation = deviation.clone();
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] deviation() {
        return deviation.clone();
    }

    /** Numbers in one clip: {@code 3 * frames * height * width}. */
    public int clipLength() {
        return 3 * frames * height * width;
    }
}
