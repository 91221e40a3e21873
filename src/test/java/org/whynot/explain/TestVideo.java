package org.whynot.explain;

import java.io.IOException;
import java.util.Arrays;
import org.whynot.video.Video;

/** A video for tests: bright blobs that move over a dim, uneven ground, grey or in colours. */
public final class TestVideo implements Video {

    private final int width;
    private final int height;
    private final int frames;
    private final boolean colored;
    private final double frameInterval;
    /** Reading this frame fails; -1: none does. */
    private final int brokenFrame;

    TestVideo(int width, int height, int frames, boolean colored, double frameInterval, int brokenFrame) {
        this.width = width;
        this.height = height;
        this.frames = frames;
        this.colored = colored;
        this.frameInterval = frameInterval;
        this.brokenFrame = brokenFrame;
    }

    public static TestVideo grey(int width, int height, int frames) {
        return new TestVideo(width, height, frames, false, 0.04, -1);
    }

    public static TestVideo colored(int width, int height, int frames) {
        return new TestVideo(width, height, frames, true, 0.04, -1);
    }

    public TestVideo withInterval(double seconds) {
        return new TestVideo(width, height, frames, colored, seconds, brokenFrame);
    }

    public TestVideo broken(int frame) {
        return new TestVideo(width, height, frames, colored, frameInterval, frame);
    }

    /** Where the centre of a blob is in a frame, as a share of width and height. */
    public static double[] center(int blob, double time) {
        double angle = 2 * Math.PI * (0.6 * time + blob / 3.0);
        return new double[] {0.5 + 0.36 * Math.cos(angle), 0.5 + 0.36 * Math.sin(angle)};
    }

    @Override
    public String name() {
        return "clip";
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
    public double frameInterval() {
        return frameInterval;
    }

    @Override
    public void read(int frame, float[] rgb) throws IOException {
        if (frame == brokenFrame) throw new IOException("Frame " + (frame + 1) + " can't be read.");
        if (frame < 0 || frame >= frames) throw new IndexOutOfBoundsException("No frame " + frame);
        int n = width * height;
        Arrays.fill(rgb, 0, 3 * n, 0.12f);
        double radius = 0.07 * Math.min(width, height);
        for (int blob = 0; blob < 3; blob++) {
            double[] center = center(blob, frame / (double) frames);
            int reach = (int) Math.ceil(4 * radius);
            int column = (int) (center[0] * width);
            int row = (int) (center[1] * height);
            for (int y = Math.max(0, row - reach); y < Math.min(height, row + reach); y++)
                for (int x = Math.max(0, column - reach); x < Math.min(width, column + reach); x++) {
                    double dx = (x - center[0] * width) / radius;
                    double dy = (y - center[1] * height) / radius;
                    float light = (float) (0.8 * Math.exp(-0.5 * (dx * dx + dy * dy)));
                    for (int c = 0; c < 3; c++) if (!colored || c != blob) rgb[c * n + y * width + x] += light;
                }
        }
    }

    @Override
    public void close() {}
}
