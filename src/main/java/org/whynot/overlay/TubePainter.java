package org.whynot.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.explain.Answer;
import org.whynot.video.Box;

/**
 * Paints the tubes of an answer and their labels on an image of a frame. Frames of a video must be painted in time order,
 * because labels keep their side of the box.
 */
final class TubePainter {

    private static final Color HALO = new Color(0, 0, 0, 150);
    private static final Color LABEL_GROUND = new Color(0, 0, 0, 140);

    private final List<ExplanationStyle> styles;
    private final List<List<Label>> variants;
    private final LabelLayout layout;
    private final int width;
    private final int height;
    private final double scaleX;
    private final double scaleY;
    private final float line;

    /**
     * @param answer whose tubes
     * @param styles of all its explanations
     * @param variants the ways to write each one's label
     * @param layout for labels on an image of this size
     * @param width of the image, in the graphics' units
     * @param height of the image
     * @param line width of the boxes' lines
     */
    TubePainter(
            Answer answer,
            List<ExplanationStyle> styles,
            List<List<Label>> variants,
            LabelLayout layout,
            int width,
            int height,
            float line) {
        this.styles = styles;
        this.variants = variants;
        this.layout = layout;
        this.width = width;
        this.height = height;
        this.line = line;
        scaleX = width / (double) answer.video().width();
        scaleY = height / (double) answer.video().height();
    }

    /**
     * Paints what belongs to a frame.
     *
     * @param g whose origin is the image's upper left corner
     * @param frame 0-based
     */
    void paint(Graphics2D g, int frame) {
        List<LabelLayout.Request> requests = new ArrayList<>();
        for (int i = 0; i < styles.size(); i++) {
            Optional<Box> box = styles.get(i).explanation().boxAt(frame);
            if (box.isEmpty()) continue;
            Box b = box.get();
            Box scaled = new Box(b.x() * scaleX, b.y() * scaleY, b.width() * scaleX, b.height() * scaleY);
            requests.add(new LabelLayout.Request(i, scaled, variants.get(i)));
        }
        // The weakest first, so that the strongest lies on top.
        for (int i = requests.size() - 1; i >= 0; i--)
            paintBox(g, styles.get(requests.get(i).id()), requests.get(i).box(), inset(requests, i, line));
        List<Optional<LabelLayout.Placed>> places = layout.place(requests);
        for (int i = 0; i < requests.size(); i++) {
            Color color = styles.get(requests.get(i).id()).color();
            places.get(i).ifPresent(place -> paintLabel(g, place, color));
        }
    }

    /**
     * How far inside a box is drawn: boxes that are the same as a stronger one would be hidden by it.
     *
     * @param requests the boxes of a frame, the strongest first
     * @param i which one
     * @param line width of the lines
     */
    static double inset(List<LabelLayout.Request> requests, int i, double line) {
        Box box = requests.get(i).box();
        long same = requests.subList(0, i).stream()
                .map(LabelLayout.Request::box)
                .filter(other -> Math.abs(other.x() - box.x()) <= line
                        && Math.abs(other.y() - box.y()) <= line
                        && Math.abs(other.right() - box.right()) <= line
                        && Math.abs(other.bottom() - box.bottom()) <= line)
                .count();
        return same * (line + 1);
    }

    private void paintBox(Graphics2D g, ExplanationStyle style, Box whole, double inset) {
        double margin = line / 2;
        Box box = whole.inset(inset);
        double left = Math.max(box.x(), margin);
        double top = Math.max(box.y(), margin);
        double right = Math.min(box.right(), width - margin);
        double bottom = Math.min(box.bottom(), height - margin);
        Rectangle2D shape = new Rectangle2D.Double(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
        g.setColor(HALO);
        g.setStroke(new BasicStroke(line + Math.min(2, line), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(shape);
        g.setColor(style.color());
        g.setStroke(style.dashed() ? ExplanationOverlay.dashes(line) : new BasicStroke(line));
        g.draw(shape);
    }

    /** Paints a label on its dark ground. */
    static void paintLabel(Graphics2D g, LabelLayout.Placed place, Color color) {
        Label label = place.label();
        g.setColor(LABEL_GROUND);
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
}
