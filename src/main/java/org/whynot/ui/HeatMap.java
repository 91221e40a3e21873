package org.whynot.ui;

import ij.gui.ImageRoi;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explanation;
import org.whynot.explain.ScoreVolume;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/**
 * A {@link ScoreVolume} over the frames of a video: blue below zero, orange above, clear at zero, with the same scale in all
 * frames.
 *
 * @param scores in steps and cells
 * @param largest the largest absolute value, what the strongest colour stands for
 * @param frameStep every how many frames of the video one is sampled
 * @param source the part of the video's frame that the scores cover, pixels
 * @param width of the video, pixels
 * @param height of the video, pixels
 */
record HeatMap(ScoreVolume scores, float largest, int frameStep, Box source, int width, int height) {

    /** Above zero; with the blue they are two colours that colour-blind people tell apart. */
    static final Color ABOVE = new Color(0xE66101);
    /** Below zero. */
    static final Color BELOW = new Color(0x2B83BA);

    /**
     * The map that an explanation was found in.
     *
     * @param classified the video
     * @param positive the class that is explained
     * @param negative the class it is compared with
     * @param explanation whose attribute, layer and shape are taken
     * @param progress asked whether to stop
     * @throws IOException if what was kept can't be read
     */
    static HeatMap of(
            ClassifiedVideo classified, String positive, String negative, Explanation explanation, Progress progress)
            throws IOException {
        ScoreVolume scores = classified.volume(positive, negative, explanation, progress);
        return new HeatMap(
                scores,
                scores.largest(),
                classified.sampling().frameStep(),
                classified.geometry().source(),
                classified.video().width(),
                classified.video().height());
    }

    /**
     * The map over a frame of the video, that of the sampled frame at or before it.
     *
     * @param frame 0-based
     * @param opacity 0 to 1, of the strongest colour
     */
    ImageRoi over(int frame, double opacity) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.translate(source.x(), source.y());
        TubeSpace space = scores.space();
        g.scale(source.width() / space.columns(), source.height() / space.rows());
        int last = scores.time().endFrame(space.frames() - 1) - 1;
        g.drawImage(cells(scores.time().stepOf(Math.min(frame / frameStep, last))), 0, 0, null);
        g.dispose();
        ImageRoi roi = new ImageRoi(0, 0, picture);
        roi.setOpacity(opacity);
        return roi;
    }

    private BufferedImage cells(int step) {
        TubeSpace space = scores.space();
        BufferedImage cells = new BufferedImage(space.columns(), space.rows(), BufferedImage.TYPE_INT_ARGB);
        int first = step * space.cellsPerFrame();
        for (int row = 0; row < space.rows(); row++)
            for (int column = 0; column < space.columns(); column++)
                cells.setRGB(column, row, argb(scores.values()[first + row * space.columns() + column]));
        return cells;
    }

    /** The colour of a value: its alpha is the value's share of the largest. */
    int argb(float value) {
        float share = largest == 0 ? 0 : Math.abs(value) / largest;
        return Math.round(255 * share) << 24 | (value < 0 ? BELOW : ABOVE).getRGB() & 0xFFFFFF;
    }
}
