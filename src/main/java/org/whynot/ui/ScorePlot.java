package org.whynot.ui;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.swing.JPanel;
import javax.swing.UIManager;
import org.whynot.explain.TubeBox;
import org.whynot.overlay.ExplanationStyle;

/**
 * What every frame of a tube contributes to its score, against time; the frame that is shown is marked, a click goes to
 * another. Frames are 0-based here and labelled from 1.
 */
final class ScorePlot extends JPanel {

    private static final int MARGIN = 6;
    private static final int LEAST_ROOM = 24;

    private final int frames;
    private final int frameStep;
    private Optional<ExplanationStyle> style = Optional.empty();
    private int frame;

    /**
     * @param frames of the video
     * @param frameStep every how many frames one is sampled
     * @param go is given the frame that was clicked
     */
    ScorePlot(int frames, int frameStep, IntConsumer go) {
        this.frames = frames;
        this.frameStep = frameStep;
        setName("score plot");
        setOpaque(false);
        setToolTipText("What each frame adds to the score. Click to go there.");
        getAccessibleContext().setAccessibleName("Score against time");
        MouseAdapter mouse = new MouseAdapter() {
            @Override
            public void mousePressed(MouseEvent e) {
                go.accept(frameAt(e.getX()));
            }

            @Override
            public void mouseDragged(MouseEvent e) {
                go.accept(frameAt(e.getX()));
            }
        };
        addMouseListener(mouse);
        addMouseMotionListener(mouse);
    }

    /** Shows another explanation, or none. */
    void setExplanation(Optional<ExplanationStyle> shown) {
        style = shown;
        repaint();
    }

    /** Marks the frame that the image shows. */
    void setFrame(int shown) {
        if (shown == frame) return;
        frame = shown;
        repaint();
    }

    @Override
    public Dimension getMinimumSize() {
        return getPreferredSize();
    }

    @Override
    public Dimension getPreferredSize() {
        int line = getFontMetrics(font()).getHeight();
        return new Dimension(20 * line, 7 * line);
    }

    private static java.awt.Font font() {
        return UIManager.getFont("Label.font");
    }

    private int left() {
        return MARGIN + getFontMetrics(font()).stringWidth("-0.00");
    }

    private double x(double at) {
        return left() + at * Math.max(LEAST_ROOM, getWidth() - left() - MARGIN) / frames;
    }

    private int frameAt(int x) {
        double width = Math.max(LEAST_ROOM, getWidth() - left() - MARGIN);
        return (int) Math.max(0, Math.min(frames - 1.0, Math.floor((x - left()) * frames / width)));
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setFont(font());
        FontMetrics metrics = g.getFontMetrics();
        Color ink = UIManager.getColor("Label.foreground");
        Color faint = new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 90);
        double top = MARGIN + metrics.getHeight() / 2.0;
        double bottom = getHeight() - MARGIN - metrics.getHeight();
        double low = 0;
        double high = 0;
        for (TubeBox box : style.map(s -> s.explanation().tube()).orElse(java.util.List.of())) {
            low = Math.min(low, box.contribution());
            high = Math.max(high, box.contribution());
        }
        double range = high - low > 0 ? high - low : 1;
        double zero = bottom - (0 - low) / range * (bottom - top);
        if (style.isPresent()) paintContributions(g, zero, (bottom - top) / range);
        g.setColor(faint);
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(x(0), zero, x(frames), zero));
        g.setColor(ink);
        if (style.isPresent()) {
            if (high > 0) number(g, high, top);
            if (low < 0) number(g, low, bottom);
        }
        number(g, 0, zero);
        String last = Integer.toString(frames);
        int foot = getHeight() - MARGIN - metrics.getDescent();
        g.drawString("frame 1", (float) x(0), foot);
        g.drawString(last, (float) x(frames) - metrics.stringWidth(last), foot);
        paintMark(g, ink, top, bottom, foot);
        g.dispose();
    }

    private void paintContributions(Graphics2D g, double zero, double scale) {
        Color color = style.orElseThrow().color();
        Path2D area = new Path2D.Double();
        for (TubeBox box : style.orElseThrow().explanation().tube()) {
            double from = x(box.frame());
            double to = x(Math.min(frames, box.frame() + (double) frameStep));
            double height = Math.abs(box.contribution()) * scale;
            double y = box.contribution() >= 0 ? zero - height : zero;
            area.append(new Rectangle2D.Double(from, y, to - from, height), false);
        }
        g.setColor(color);
        g.fill(area);
    }

    private void number(Graphics2D g, double value, double y) {
        String text = value == 0 ? "0" : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.0f", value);
        FontMetrics metrics = g.getFontMetrics();
        g.drawString(text, left() - 3 - metrics.stringWidth(text), (float) (y + metrics.getAscent() / 2.0 - 1));
    }

    private void paintMark(Graphics2D g, Color ink, double top, double bottom, int foot) {
        double middle = x(frame + 0.5);
        g.setColor(ink);
        g.setStroke(new BasicStroke(1.5f));
        g.draw(new Line2D.Double(middle, top, middle, bottom));
        String text = Integer.toString(frame + 1);
        int half = g.getFontMetrics().stringWidth(text) / 2;
        double left = x(0) + g.getFontMetrics().stringWidth("frame 1 ") + half;
        double right = x(frames) - g.getFontMetrics().stringWidth(" " + frames) - half;
        // At the ends the frame's number would lie on the axis's own.
        if (middle > left && middle < right) g.drawString(text, (float) middle - half, foot);
    }
}
