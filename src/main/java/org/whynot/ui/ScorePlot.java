package org.whynot.ui;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.swing.AbstractAction;
import javax.swing.KeyStroke;
import org.whynot.explain.Explanation;
import org.whynot.explain.TubeBox;
import org.whynot.overlay.ExplanationStyle;

/**
 * What each frame adds to the scores of the tubes, against time, with the current frame marked; the chosen tube's line is
 * thick. A click or drag asks for a frame, and so do the left and right arrow, Home and End.
 */
final class ScorePlot extends Drawing {

    private List<ExplanationStyle> shown = List.of();
    private Optional<ExplanationStyle> chosen = Optional.empty();
    private int frames = 1;
    private int frame;
    private IntConsumer wanted = f -> {};

    ScorePlot() {
        super("score plot");
        setFocusable(true);
        getAccessibleContext().setAccessibleName("Score against time");
        setToolTipText("What each frame adds to a tube's score. Click to go to a frame.");
        MouseAdapter mouse = new MouseAdapter() {
            @Override
            public void mousePressed(MouseEvent e) {
                requestFocusInWindow();
                ask(frameAt(e.getX()));
            }

            @Override
            public void mouseDragged(MouseEvent e) {
                ask(frameAt(e.getX()));
            }
        };
        addMouseListener(mouse);
        addMouseMotionListener(mouse);
        key(KeyEvent.VK_LEFT, () -> frame - 1);
        key(KeyEvent.VK_RIGHT, () -> frame + 1);
        key(KeyEvent.VK_HOME, () -> 0);
        key(KeyEvent.VK_END, () -> frames - 1);
    }

    /** Receives which frame the user wants to see, 0-based. */
    void setWanted(IntConsumer listener) {
        wanted = listener;
    }

    /**
     * Shows tubes.
     *
     * @param styles those to draw
     * @param thick the one that stands out
     * @param videoFrames number of frames of the video
     */
    void show(List<ExplanationStyle> styles, Optional<ExplanationStyle> thick, int videoFrames) {
        shown = List.copyOf(styles);
        chosen = thick;
        frames = videoFrames;
        repaint();
    }

    /** Marks a frame, 0-based. */
    void mark(int current) {
        frame = current;
        getAccessibleContext().setAccessibleDescription("Frame " + (current + 1) + " of " + frames);
        repaint();
    }

    private void key(int code, java.util.function.IntSupplier to) {
        getInputMap().put(KeyStroke.getKeyStroke(code, 0), code);
        getActionMap().put(code, new AbstractAction() {
            @Override
            public void actionPerformed(java.awt.event.ActionEvent e) {
                ask(to.getAsInt());
            }
        });
    }

    private void ask(int to) {
        int inside = Math.max(0, Math.min(frames - 1, to));
        mark(inside);
        wanted.accept(inside);
    }

    /** The frame at a location of this component, 0-based, perhaps outside the video. */
    int frameAt(int x) {
        return (int) Math.round((x - left()) * (frames - 1.0) / Math.max(1, width()));
    }

    /** The location of a frame. */
    int xOf(int at) {
        return left() + (int) Math.round(at * width() / Math.max(1, frames - 1.0));
    }

    private int left() {
        return getFontMetrics(getFont()).stringWidth("-00.00") + 6;
    }

    private int width() {
        return getWidth() - left() - getFontMetrics(getFont()).stringWidth("000");
    }

    @Override
    public Dimension getPreferredSize() {
        int em = getFontMetrics(getFont()).getHeight();
        return new Dimension(30 * em, 9 * em);
    }

    @Override
    public Dimension getMinimumSize() {
        int em = getFontMetrics(getFont()).getHeight();
        return new Dimension(10 * em, 5 * em);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = Palette.smooth(graphics, this);
        FontMetrics metrics = g.getFontMetrics();
        g.setColor(Palette.ground());
        g.fillRect(0, 0, getWidth(), getHeight());
        double low = 0;
        double high = 0;
        for (ExplanationStyle style : shown)
            for (TubeBox box : style.explanation().tube()) {
                low = Math.min(low, box.contribution());
                high = Math.max(high, box.contribution());
            }
        if (high == low) high = low + 1;
        int top = metrics.getHeight() * 3 / 2;
        int bottom = getHeight() - metrics.getHeight() * 3 / 2;
        Scale scale = new Scale(low, high, top, bottom);
        axes(g, metrics, scale);
        for (ExplanationStyle style : shown)
            if (!isChosen(style)) line(g, style, scale, 1.2f, Palette.mix(style.color(), Palette.ground(), 0.65));
        for (ExplanationStyle style : shown) if (isChosen(style)) line(g, style, scale, 2.6f, style.color());
        g.setStroke(new BasicStroke(1.5f));
        g.setColor(Palette.foreground());
        g.drawLine(xOf(frame), top - 3, xOf(frame), bottom + 3);
        if (isFocusOwner()) {
            g.setColor(Palette.faint());
            g.drawRect(1, 1, getWidth() - 3, getHeight() - 3);
        }
        g.dispose();
    }

    private boolean isChosen(ExplanationStyle style) {
        return chosen.isPresent() && chosen.get().name().equals(style.name());
    }

    private void axes(Graphics2D g, FontMetrics metrics, Scale scale) {
        g.setColor(Palette.faint());
        g.drawLine(left(), scale.y(0), left() + width(), scale.y(0));
        g.drawLine(left(), scale.top, left(), scale.bottom);
        g.setColor(Palette.foreground());
        for (double value : new double[] {scale.low, 0, scale.high}) {
            if (value != 0 && Math.abs(scale.y(value) - scale.y(0)) < metrics.getHeight()) continue;
            String words = value == 0 ? "0" : String.format(Locale.ROOT, "%.2f", value);
            g.drawString(
                    words,
                    left() - 4 - metrics.stringWidth(words),
                    scale.y(value) + (metrics.getAscent() - metrics.getDescent()) / 2);
        }
        int base = getHeight() - metrics.getDescent() - 1;
        g.drawString("1", left(), base);
        String last = Integer.toString(frames);
        g.drawString(last, left() + width() - metrics.stringWidth(last), base);
        String now = "frame " + (frame + 1);
        int half = metrics.stringWidth(now) / 2;
        int margin = metrics.stringWidth("000");
        int x = Math.max(left() + margin + half, Math.min(left() + width() - margin - half, xOf(frame)));
        g.drawString(now, x - half, base);
        g.drawString("Score added by each frame", left() + 4, metrics.getAscent());
    }

    private void line(Graphics2D g, ExplanationStyle style, Scale scale, float thickness, Color color) {
        Explanation explanation = style.explanation();
        Path2D path = new Path2D.Double();
        for (TubeBox box : explanation.tube()) {
            if (path.getCurrentPoint() == null) path.moveTo(xOf(box.frame()), scale.y(box.contribution()));
            else path.lineTo(xOf(box.frame()), scale.y(box.contribution()));
        }
        g.setColor(color);
        float[] dash = style.dashed() ? new float[] {5, 4} : null;
        g.setStroke(new BasicStroke(thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, dash, 0));
        g.draw(path);
        if (explanation.tube().size() > 1 && thickness < 2) return;
        for (TubeBox box : explanation.tube()) g.fillOval(xOf(box.frame()) - 3, scale.y(box.contribution()) - 3, 6, 6);
    }

    /** From values to places. */
    private record Scale(double low, double high, int top, int bottom) {
        int y(double value) {
            return bottom - (int) Math.round((value - low) / (high - low) * (bottom - top));
        }
    }
}
