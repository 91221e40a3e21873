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
 * Paints the frames of a video with tubes, their labels, a legend and the class probabilities drawn in, for a rendered video.
 *
 * <p>What is painted has the size of the video; an odd width or height gets one black column or row more, and a side below
 * {@value #SMALLEST_SIDE} pixels is filled up to that, because encoders need it. Only what has more pixels than an encoder
 * takes is made smaller. Legend and probabilities lie in corners where they cover least of the tubes, translucent and below
 * them; on small pictures, where they could not be read, they are left out. Frames must be painted in time order, because
 * labels keep their side of the box.
 */
final class FramePainter {

    private static final int SMALLEST_SIDE = 16;
    /** The largest picture of H.264's level 5.2, 36864 blocks of 16 x 16 pixels. */
    private static final int MOST_BLOCKS = 36864;

    private static final int BLOCK = 16;
    private static final Color HALO = new Color(0, 0, 0, 150);
    private static final Color LABEL_GROUND = new Color(0, 0, 0, 140);

    private final Answer answer;
    private final List<ExplanationStyle> styles;
    private final List<List<Label>> variants = new ArrayList<>();
    private final int pictureWidth;
    private final int pictureHeight;
    private final List<PanelLayout.Placed> panels;
    private final LabelLayout layout;
    private final BufferedImage source;
    private final BufferedImage canvas;

    FramePainter(Answer answer) {
        this.answer = answer;
        styles = ExplanationStyle.of(answer);
        Answer.VideoInfo video = answer.video();
        int divisor = divisor(video.width(), video.height());
        pictureWidth = Math.max(1, video.width() / divisor);
        pictureHeight = Math.max(1, video.height() / divisor);
        for (ExplanationStyle style : styles)
            variants.add(Label.inPicture(style.label(), pictureWidth, pictureHeight, Panel.SMALLEST_FONT));
        int fontSize = Panel.fontSize(pictureWidth, pictureHeight);
        // The attributes stand at the tubes too; the probabilities nowhere else.
        panels = new PanelLayout(answer, pictureWidth, pictureHeight)
                .place(List.of(ClassPanel.variants(answer, fontSize), LegendPanel.variants(answer, styles, fontSize)));
        layout = new LabelLayout(
                pictureWidth,
                pictureHeight,
                panels.stream().map(PanelLayout.Placed::box).toList());
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
            paintTubes(g, frame);
        } finally {
            g.dispose();
        }
        return canvas;
    }

    /** The same without the columns and rows that were added for an encoder. */
    BufferedImage picture(int frame, float[] rgb) {
        return paint(frame, rgb).getSubimage(0, 0, pictureWidth, pictureHeight);
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
        float line = lineWidth();
        // The weakest first, so that the strongest lies on top.
        for (int i = requests.size() - 1; i >= 0; i--)
            paintBox(g, styles.get(requests.get(i).id()), requests.get(i).box(), line, inset(requests, i, line));
        List<Optional<LabelLayout.Placed>> places = layout.place(requests);
        for (int i = 0; i < requests.size(); i++) {
            Color color = styles.get(requests.get(i).id()).color();
            places.get(i).ifPresent(place -> paintLabel(g, place, color));
        }
    }

    private float lineWidth() {
        return (float) Math.max(1.25, Math.sqrt((double) pictureWidth * pictureHeight) / 300);
    }

    /** How far inside a box is drawn, pixels: boxes that are the same as a stronger one would be hidden by it. */
    private static double inset(List<LabelLayout.Request> requests, int i, float line) {
        Box box = requests.get(i).box();
        long same = requests.subList(0, i).stream()
                .map(LabelLayout.Request::box)
                .filter(other -> Math.abs(other.x() - box.x()) < line
                        && Math.abs(other.y() - box.y()) < line
                        && Math.abs(other.right() - box.right()) < line
                        && Math.abs(other.bottom() - box.bottom()) < line)
                .count();
        return same * (line + 1);
    }

    private void paintBox(Graphics2D g, ExplanationStyle style, Box whole, float line, double inset) {
        double margin = line / 2;
        Box box = new Box(
                whole.x() + inset,
                whole.y() + inset,
                Math.max(0, whole.width() - 2 * inset),
                Math.max(0, whole.height() - 2 * inset));
        double left = Math.max(box.x(), margin);
        double top = Math.max(box.y(), margin);
        double right = Math.min(box.right(), pictureWidth - margin);
        double bottom = Math.min(box.bottom(), pictureHeight - margin);
        Rectangle2D shape = new Rectangle2D.Double(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
        g.setColor(HALO);
        g.setStroke(new BasicStroke(line + Math.min(2, line), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(shape);
        g.setColor(style.color());
        g.setStroke(style.dashed() ? ExplanationOverlay.dashes(line) : new BasicStroke(line));
        g.draw(shape);
    }

    private static void paintLabel(Graphics2D g, LabelLayout.Placed place, Color color) {
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

    /** By what a picture is made smaller: 1 for all but those that are too large for an encoder. */
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
