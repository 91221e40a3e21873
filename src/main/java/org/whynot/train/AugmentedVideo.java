package org.whynot.train;

import java.io.IOException;
import java.util.Random;
import org.whynot.video.Video;
import org.whynot.video.VideoView;

/** A stretch of a video, cut out, mirrored and brightened: one training example. */
final class AugmentedVideo extends VideoView {

    private final int firstFrame;
    private final int frames;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    private final boolean mirrored;
    private final float gain;
    private final float[] whole;

    private AugmentedVideo(
            Video video,
            int firstFrame,
            int frames,
            int left,
            int top,
            int width,
            int height,
            boolean mirrored,
            float gain) {
        super(video);
        this.firstFrame = firstFrame;
        this.frames = frames;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
        this.mirrored = mirrored;
        this.gain = gain;
        this.whole = new float[video.frameLength()];
    }

    /**
     * Draws a window in time and, if asked, a cut, a reflection and a brightness.
     *
     * @param video where from
     * @param window frames of the window: clip frames times frame step. It may start anywhere where explaining may start a clip,
     *     so also where it runs over the end and is padded
     * @param augmentation whether to change more than the window
     */
    static AugmentedVideo draw(Video video, int window, Augmentation augmentation, Random random) {
        int lastWhole = Math.max(0, video.frames() - window);
        int lastClip = (video.frames() - 1) / window * window;
        int first = random.nextInt(Math.max(lastWhole, lastClip) + 1);
        int frames = Math.min(window, video.frames() - first);
        if (augmentation.shorten() && random.nextInt(4) == 0) frames -= random.nextInt(Math.max(1, frames / 3 + 1));
        double smallest = augmentation.smallestCrop();
        int width = side(video.width(), smallest, random);
        int height = side(video.height(), smallest, random);
        int left = random.nextInt(video.width() - width + 1);
        int top = random.nextInt(video.height() - height + 1);
        boolean mirrored = random.nextBoolean() && augmentation.flip();
        float gain = (float) Math.exp((2 * random.nextDouble() - 1) * Math.log1p(augmentation.brightness()));
        return new AugmentedVideo(video, first, frames, left, top, width, height, mirrored, gain);
    }

    private static int side(int whole, double smallest, Random random) {
        return Math.max(1, (int) Math.round(whole * (smallest + (1 - smallest) * random.nextDouble())));
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public void read(int frame, float[] rgb) throws IOException {
        super.read(firstFrame + frame, whole);
        int from = super.width();
        for (int channel = 0; channel < 3; channel++)
            for (int y = 0; y < height; y++) {
                int source = (channel * super.height() + top + y) * from + left;
                int target = (channel * height + y) * width;
                for (int x = 0; x < width; x++) {
                    float value = whole[source + (mirrored ? width - 1 - x : x)] * gain;
                    rgb[target + x] = Math.min(1, value);
                }
            }
    }

    @Override
    public void close() throws IOException {
        source().close();
    }
}
