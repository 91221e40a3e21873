package org.whynot.ui;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.whynot.dataset.labels.ImportReport.Shown;
import org.whynot.video.Video;

/**
 * The first clips that labels of another program become, side by side: the middle frame of each, as it will be used, below its
 * class.
 */
public final class LabelPreview {

    /** The longer side of a frame, pixels. */
    static final int SIDE = 180;
    /** Rows of a caption, pixels. */
    static final int CAPTION = 22;

    static final int GAP = 8;

    private LabelPreview() {}

    /**
     * Shows them in a window, where there is a display and a person before it.
     *
     * @throws IOException if a frame can't be read
     */
    public static void show(List<Shown> clips) throws IOException {
        if (clips.isEmpty()
                || IJ.getInstance() == null
                || GraphicsEnvironment.isHeadless()
                || Interpreter.isBatchMode()) return;
        new ImagePlus("The first clips of the labels", of(clips)).show();
    }

    /**
     * Draws them.
     *
     * @param clips at least one
     * @throws IOException if a frame can't be read
     */
    static BufferedImage of(List<Shown> clips) throws IOException {
        BufferedImage all =
                new BufferedImage(GAP + clips.size() * (SIDE + GAP), CAPTION + SIDE + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = all.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        int left = GAP;
        for (Shown shown : clips) {
            g.setClip(left, 0, SIDE, all.getHeight());
            g.setColor(Color.WHITE);
            g.drawString(shown.className(), left, CAPTION - 7);
            try (Video clip = shown.clip().open()) {
                g.drawImage(Thumbnails.of(clip, clip.frames() / 2, SIDE), left, CAPTION, null);
            }
            left += SIDE + GAP;
        }
        g.dispose();
        return all;
    }
}
