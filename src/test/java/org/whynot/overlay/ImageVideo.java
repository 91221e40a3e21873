package org.whynot.overlay;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import org.whynot.video.Video;

/** An RGB or 8-bit image stack as a video named {@code clip}, for tests with real frames. */
final class ImageVideo implements Video {

    private final ImagePlus image;

    ImageVideo(ImagePlus image) {
        this.image = image;
    }

    @Override
    public String name() {
        return "clip";
    }

    @Override
    public int width() {
        return image.getWidth();
    }

    @Override
    public int height() {
        return image.getHeight();
    }

    @Override
    public int frames() {
        return image.getStackSize();
    }

    @Override
    public double frameInterval() {
        return image.getCalibration().frameInterval;
    }

    @Override
    public void read(int frame, float[] rgb) {
        ImageProcessor pixels = image.getStack().getProcessor(frame + 1).convertToRGB();
        int n = width() * height();
        for (int i = 0; i < n; i++) {
            int color = pixels.get(i);
            rgb[i] = (color >> 16 & 255) / 255f;
            rgb[n + i] = (color >> 8 & 255) / 255f;
            rgb[2 * n + i] = (color & 255) / 255f;
        }
    }

    @Override
    public void close() {}
}
