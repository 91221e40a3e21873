package org.whynot.explain;

import java.io.IOException;
import java.util.Arrays;
import org.whynot.video.Display;
import org.whynot.video.FrameException;
import org.whynot.video.LazyFrames;
import org.whynot.video.Video;

/** A video for tests: bright blobs that move over a dim, uneven ground, grey or in colours. */
public final class TestVideo extends Video {

    private final boolean colored;
    private final int brokenFrame;

    /** @param brokenFrame reading this frame fails; -1: none does */
    TestVideo(int width, int height, int frames, boolean colored, double frameInterval, int brokenFrame) {
        super(
                "clip",
                LazyFrames.ofFloats(width, height, 3, frames, (frame, rgb) -> {
                    if (frame == brokenFrame)
                        throw new FrameException("Frame " + (frame + 1) + " can't be read.", null);
                    draw(width, height, frame / (double) frames, colored, (float[]) rgb);
                }),
                new Display.Range(0, 1),
                frameInterval);
        this.colored = colored;
        this.brokenFrame = brokenFrame;
    }

    public static TestVideo grey(int width, int height, int frames) {
        return new TestVideo(width, height, frames, false, 0.04, -1);
    }

    public static TestVideo colored(int width, int height, int frames) {
        return new TestVideo(width, height, frames, true, 0.04, -1);
    }

    public TestVideo withInterval(double seconds) {
        return new TestVideo(width(), height(), frames(), colored, seconds, brokenFrame);
    }

    public TestVideo broken(int frame) {
        return new TestVideo(width(), height(), frames(), colored, frameInterval(), frame);
    }

    /** Where the centre of a blob is in a frame, as a share of width and height. */
    public static double[] center(int blob, double time) {
        double angle = 2 * Math.PI * (0.6 * time + blob / 3.0);
        return new double[] {0.5 + 0.36 * Math.cos(angle), 0.5 + 0.36 * Math.sin(angle)};
    }

    private static void draw(int width, int height, double time, boolean colored, float[] rgb) {
        int n = width * height;
        Arrays.fill(rgb, 0, 3 * n, 0.12f);
        double radius = 0.07 * Math.min(width, height);
        for (int blob = 0; blob < 3; blob++) {
            double[] center = center(blob, time);
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
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new AssertionError("Nothing is closed.", e);
        }
    }
}
