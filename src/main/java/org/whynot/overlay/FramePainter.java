package org.whynot.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.explain.Answer;
import org.whynot.video.Box;

/**
 * Paints the frames of a video with tubes and labels drawn in and a legend below, for a rendered video.
 *
 * <p>Small videos are enlarged by a whole factor, so that the labels can be read; very large ones are made smaller. The
 * legend hides nothing of the picture. Frames must be painted in time order, because labels keep their side of the box.
 */
final class FramePainter {

    private static final int SMALLEST_WIDTH = 480;
    private static final int LARGEST_WIDTH = 1920;
    private static final int LARGEST_HEIGHT = 1440;
    private static final Color HALO = new Color(0, 0, 0, 150);

    private final Answer answer;
    private final List<ExplanationStyle> styles;
    private final List<List<Label>> variants = new ArrayList<>();
    private final int pictureWidth;
    private final int pictureHeight;
    private final int pictureLeft;
    private final Legend legend;
    private final LabelLayout layout;
    private final BufferedImage source;
    private final BufferedImage canvas;

    FramePainter(Answer answer) {
        this.answer = answer;
        styles = ExplanationStyle.of(answer);
        Answer.VideoInfo video = answer.video();
        double scale = scale(video.width(), video.height());
        pictureWidth = (int) Math.max(1, Math.round(video.width() * scale));
        pictureHeight = (int) Math.max(1, Math.round(video.height() * scale));
        for (ExplanationStyle style : styles) variants.add(Label.variants(style.label(), pictureWidth, pictureHeight));
        layout = new LabelLayout(pictureWidth, pictureHeight);
        // A tall, narrow picture stands in the middle of the width that the legend needs.
        int width = even(Math.max(pictureWidth, SMALLEST_WIDTH));
        pictureLeft = (width - pictureWidth) / 2;
        legend = new Legend(answer, styles, width);
        source = new BufferedImage(video.width(), video.height(), BufferedImage.TYPE_INT_RGB);
        // H.264 with 4:2:0 colour needs even sizes: an odd picture gets one more column or row of ground.
        canvas = new BufferedImage(width, even(pictureHeight + legend.height()), BufferedImage.TYPE_3BYTE_BGR);
    }

    /** Width of what is painted, even, pixels. */
    int width() {
        return canvas.getWidth();
    }

    /** Height of what is painted, legend included, even, pixels. */
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
            g.setColor(Legend.GROUND);
            g.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            g.translate(pictureLeft, 0);
            g.drawImage(source, 0, 0, pictureWidth, pictureHeight, null);
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            paintTubes(g, frame);
            g.translate(-pictureLeft, pictureHeight);
            legend.paint(g, frame);
        } finally {
            g.dispose();
        }
        return canvas;
    }

    private void paintTubes(Graphics2D g, int frame) {
        double sx = pictureWidth / (double) answer.video().width();
        double sy = pictureHeight / (double) answer.video().height();
        List<LabelLayout.Request> requests = new ArrayList<>();
        for (int i = 0; i < styles.size(); i++) {
            Optional<Box> box = styles.get(i).explanation().boxAt(frame);
            if (box.isEmpty()) continue;
            Box b = box.get();
            Box scaled = new Box(b.x() * sx, b.y() * sy, b.width() * sx, b.height() * sy);
            requests.add(new LabelLayout.Request(i, scaled, variants.get(i)));
        }
        float line = 2 * ExplanationOverlay.lineWidth(pictureWidth, pictureHeight);
        // The weakest first, so that the strongest lies on top.
        for (int i = requests.size() - 1; i >= 0; i--)
            paintBox(g, styles.get(requests.get(i).id()), requests.get(i).box(), line);
        List<Optional<LabelLayout.Placed>> places = layout.place(requests);
        for (int i = 0; i < requests.size(); i++) {
            Color color = styles.get(requests.get(i).id()).color();
            places.get(i).ifPresent(place -> paintLabel(g, place, color));
        }
    }

    private void paintBox(Graphics2D g, ExplanationStyle style, Box box, float line) {
        double margin = line / 2;
        double left = Math.max(box.x(), margin);
        double top = Math.max(box.y(), margin);
        double right = Math.min(box.right(), pictureWidth - margin);
        double bottom = Math.min(box.bottom(), pictureHeight - margin);
        Rectangle2D shape = new Rectangle2D.Double(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
        g.setColor(HALO);
        g.setStroke(new BasicStroke(line + 2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(shape);
        g.setColor(style.color());
        g.setStroke(style.dashed() ? ExplanationOverlay.dashes(line) : new BasicStroke(line));
        g.draw(shape);
    }

    private static void paintLabel(Graphics2D g, LabelLayout.Placed place, Color color) {
        Label label = place.label();
        g.setColor(ExplanationOverlay.GROUND);
        g.fillRect(place.x(), place.y(), label.width(), label.height());
        g.setColor(brighter(color));
        g.setFont(label.font());
        int y = place.y() + 1 + g.getFontMetrics().getAscent();
        for (String text : label.text().split("\n")) {
            g.drawString(text, place.x() + 1, y);
            y += g.getFontMetrics().getHeight();
        }
    }

    /** Half way to white: 4:2:0 colour halves the resolution of colour but not of brightness, which then carries the text. */
    private static Color brighter(Color color) {
        return new Color((color.getRed() + 255) / 2, (color.getGreen() + 255) / 2, (color.getBlue() + 255) / 2);
    }

    private static double scale(int width, int height) {
        if (width < SMALLEST_WIDTH) {
            int factor = (SMALLEST_WIDTH + width - 1) / width;
            return Math.max(1, Math.min(factor, LARGEST_HEIGHT / height));
        }
        return Math.min(1, Math.min(LARGEST_WIDTH / (double) width, LARGEST_HEIGHT / (double) height));
    }

    private static int even(int n) {
        return n + (n & 1);
    }
}
