package org.whynot.overlay;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import org.whynot.explain.Answer;

/**
 * Paints the frames of a video with tubes, their labels, a legend and the class probabilities drawn in, for a rendered video.
 *
 * <p>What is painted has the size of the video; an odd width or height gets one black column or row more, and a side below
 * {@value #SMALLEST_SIDE} pixels is filled up to that, because encoders need it. Only what has more pixels than an encoder
 * takes is made smaller. Legend and probabilities lie in corners where they cover least of the tubes, translucent and below
 * them; on small images, where they could not be read, they are left out. Frames must be painted in time order, because
 * labels keep their side of the box.
 */
final class FramePainter {

    private static final int SMALLEST_SIDE = 16;
    /** The largest image of H.264's level 5.2, 36864 blocks of 16 x 16 pixels. */
    private static final int MOST_BLOCKS = 36864;

    private static final int BLOCK = 16;
    private final int pictureWidth;
    private final int pictureHeight;
    private final List<PanelLayout.Placed> panels;
    private final TubePainter tubes;
    private final BufferedImage source;
    private final BufferedImage canvas;

    FramePainter(Answer answer) {
        List<ExplanationStyle> styles = ExplanationStyle.of(answer);
        Answer.VideoInfo video = answer.video();
        int divisor = divisor(video.width(), video.height());
        pictureWidth = Math.max(1, video.width() / divisor);
        pictureHeight = Math.max(1, video.height() / divisor);
        List<List<Label>> variants = styles.stream()
                .map(style -> Label.inPicture(style.label(), pictureWidth, pictureHeight, Panel.SMALLEST_FONT))
                .toList();
        int fontSize = Panel.fontSize(pictureWidth, pictureHeight);
        // The attributes stand at the tubes too; the probabilities nowhere else.
        panels = new PanelLayout(answer, pictureWidth, pictureHeight)
                .place(List.of(ClassPanel.variants(answer, fontSize), LegendPanel.variants(answer, styles, fontSize)));
        LabelLayout layout = new LabelLayout(
                pictureWidth,
                pictureHeight,
                panels.stream().map(PanelLayout.Placed::box).toList());
        tubes = new TubePainter(answer, styles, variants, layout, pictureWidth, pictureHeight, lineWidth());
        source = new BufferedImage(video.width(), video.height(), BufferedImage.TYPE_INT_RGB);
        canvas = new BufferedImage(side(pictureWidth), side(pictureHeight), BufferedImage.TYPE_3BYTE_BGR);
    }

    /** Width of what is painted, even, pixels. */
    int width() {
        return canvas.getWidth();
    }

    /** Height of what is painted, even, pixels. */
    int height() {
        return canvas.getHeight();
    }

    /**
     * Paints one frame.
     *
     * @param frame 0-based
     * @param rgb its pixels, {@code [3, height, width]}, 0 to 1
     * @return of the type 3BYTE_BGR; the same image every time, painted over by the next call
     */
    BufferedImage paint(int frame, float[] rgb) {
        Pixels.toRgb(rgb, ((DataBufferInt) source.getRaster().getDataBuffer()).getData());
        Graphics2D g = canvas.createGraphics();
        try {
            g.setColor(Color.BLACK);
            g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            g.drawImage(source, 0, 0, pictureWidth, pictureHeight, null);
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            for (PanelLayout.Placed panel : panels) {
                g.translate(panel.x(), panel.y());
                panel.panel().paint(g, frame);
                g.translate(-panel.x(), -panel.y());
            }
            tubes.paint(g, frame);
        } finally {
            g.dispose();
        }
        return canvas;
    }

    /** The same without the columns and rows that were added for an encoder. */
    BufferedImage picture(int frame, float[] rgb) {
        return paint(frame, rgb).getSubimage(0, 0, pictureWidth, pictureHeight);
    }

    private float lineWidth() {
        return (float) Math.max(1.25, Math.sqrt((double) pictureWidth * pictureHeight) / 300);
    }

    /** By what an image is made smaller: 1 for all but those that are too large for an encoder. */
    private static int divisor(int width, int height) {
        int divisor = 1;
        while (blocks(width / divisor) * blocks(height / divisor) > MOST_BLOCKS) divisor++;
        return divisor;
    }

    private static long blocks(int side) {
        return (side + BLOCK - 1) / BLOCK;
    }

    private static int side(int pixels) {
        return Math.max(SMALLEST_SIDE, pixels + (pixels & 1));
    }
}
