package org.whynot.overlay;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** A frame of a video as a picture. */
public final class FramePicture {

    private FramePicture() {}

    /**
     * Makes a picture of a frame.
     *
     * @param rgb {@code [3, height, width]}, 0 to 1
     * @param width pixels
     * @param height pixels
     */
    public static BufferedImage of(float[] rgb, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Pixels.toRgb(rgb, ((DataBufferInt) image.getRaster().getDataBuffer()).getData());
        return image;
    }
}
