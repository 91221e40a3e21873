package org.whynot.ui;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import org.whynot.explain.Explanation;
import org.whynot.overlay.Pixels;
import org.whynot.video.Box;
import org.whynot.video.Video;

/** Small images of videos, and of explanations: the strongest frame with the tube's box. */
final class Thumbnails {

    private Thumbnails() {}

    /**
     * The strongest frame of an explanation.
     *
     * @param video that was explained
     * @param explanation of it
     * @param color of the box
     * @param size of the longer side, pixels
     * @throws IOException if the frame can't be read
     */
    static BufferedImage of(Video video, Explanation explanation, Color color, int size) throws IOException {
        int frame = explanation.strongestFrame();
        BufferedImage small = of(video, frame, size);
        double scale = (double) size / Math.max(video.width(), video.height());
        Graphics2D g = small.createGraphics();
        g.setColor(color);
        Box box = explanation.boxAt(frame).orElseThrow();
        for (int i = 0; i < 2; i++)
            g.drawRect(
                    (int) Math.round(box.x() * scale) + i,
                    (int) Math.round(box.y() * scale) + i,
                    (int) Math.round(box.width() * scale) - 1 - 2 * i,
                    (int) Math.round(box.height() * scale) - 1 - 2 * i);
        g.dispose();
        return small;
    }

    /**
     * A frame of a video.
     *
     * @param frame 0-based
     * @param size of the longer side, pixels
     * @throws IOException if the frame can't be read
     */
    static BufferedImage of(Video video, int frame, int size) throws IOException {
        float[] rgb = new float[video.frameLength()];
        video.read(frame, rgb);
        int width = video.width();
        int height = video.height();
        BufferedImage whole = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Pixels.toRgb(rgb, ((DataBufferInt) whole.getRaster().getDataBuffer()).getData());
        double scale = (double) size / Math.max(width, height);
        int w = Math.max(1, (int) Math.round(width * scale));
        int h = Math.max(1, (int) Math.round(height * scale));
        BufferedImage small = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = small.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(whole, 0, 0, w, h, null);
        g.dispose();
        return small;
    }
}
