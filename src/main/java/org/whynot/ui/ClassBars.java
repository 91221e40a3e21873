package org.whynot.ui;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.util.List;
import java.util.stream.Collectors;
import org.whynot.explain.ClassProbability;
import org.whynot.overlay.ExplanationStyle;

/** Probabilities of all classes as bars; with a second list as pairs, before (pale) and after (full). */
final class ClassBars extends Drawing {

    private List<ClassProbability> before = List.of();
    private List<ClassProbability> after = List.of();
    private String positive = "";
    private String negative = "";

    /** @param name of the component, and what it shows, for those who don't see it */
    ClassBars(String name) {
        super(name);
        getAccessibleContext().setAccessibleName(name);
    }

    /**
     * Shows probabilities.
     *
     * @param first every class, top to bottom
     * @param second every class in any order, or empty for single bars
     * @param explained the class whose bar has the colour of the explained one
     * @param other the class it is compared with
     */
    void show(List<ClassProbability> first, List<ClassProbability> second, String explained, String other) {
        before = List.copyOf(first);
        after = List.copyOf(second);
        positive = explained;
        negative = other;
        getAccessibleContext()
                .setAccessibleDescription(before.stream()
                        .map(c -> c.name() + " " + ExplanationStyle.number(c.probability())
                                + (after.isEmpty()
                                        ? ""
                                        : ", after erasing " + ExplanationStyle.number(after(c.name()))))
                        .collect(Collectors.joining("; ")));
        setToolTipText(getAccessibleContext().getAccessibleDescription());
        revalidate();
        repaint();
    }

    private double after(String name) {
        return after.stream()
                .filter(c -> c.name().equals(name))
                .mapToDouble(ClassProbability::probability)
                .findFirst()
                .orElse(Double.NaN);
    }

    private int rowHeight() {
        return (int) Math.round(getFontMetrics(getFont()).getHeight() * (after.isEmpty() ? 1.35 : 1.6));
    }

    @Override
    public Dimension getPreferredSize() {
        int em = getFontMetrics(getFont()).getHeight();
        return new Dimension(16 * em, Math.max(1, before.size()) * rowHeight() + em / 2);
    }

    @Override
    public Dimension getMaximumSize() {
        return new Dimension(Integer.MAX_VALUE, getPreferredSize().height);
    }

    @Override
    public Dimension getMinimumSize() {
        return new Dimension(8 * getFont().getSize(), getPreferredSize().height);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = Palette.smooth(graphics, this);
        FontMetrics metrics = g.getFontMetrics();
        int gap = metrics.charWidth('n');
        int names = before.stream()
                .mapToInt(c -> metrics.stringWidth(c.name()))
                .max()
                .orElse(0);
        names = Math.min(names, getWidth() / 2);
        int numbers = metrics.stringWidth(after.isEmpty() ? ">0.99" : ">0.99 \u2192 >0.99");
        int left = names + gap;
        int length = Math.max(1, getWidth() - left - numbers - 2 * gap);
        int y = 0;
        for (ClassProbability c : before) {
            int base = y + (rowHeight() + metrics.getAscent() - metrics.getDescent()) / 2;
            g.setColor(Palette.foreground());
            g.drawString(c.name(), 0, base);
            bars(g, c, left, y, length);
            String words = ExplanationStyle.number(c.probability())
                    + (after.isEmpty() ? "" : " \u2192 " + ExplanationStyle.number(after(c.name())));
            g.setColor(Palette.foreground());
            g.drawString(words, left + length + gap, base);
            y += rowHeight();
        }
        g.dispose();
    }

    private void bars(Graphics2D g, ClassProbability c, int left, int y, int length) {
        Color color = c.name().equals(positive)
                ? Palette.POSITIVE
                : c.name().equals(negative) ? Palette.NEGATIVE : Palette.faint();
        int height = rowHeight() * 7 / 10;
        int top = y + (rowHeight() - height) / 2;
        g.setColor(Palette.mix(Palette.foreground(), getBackgroundOfParent(), 0.08));
        g.fillRect(left, top, length, height);
        if (after.isEmpty()) {
            bar(g, color, left, top, length, height, c.probability());
            return;
        }
        int half = height / 2;
        bar(g, Palette.mix(color, getBackgroundOfParent(), 0.45), left, top, length, half, c.probability());
        bar(g, color, left, top + half, length, height - half, after(c.name()));
    }

    private Color getBackgroundOfParent() {
        return getParent() == null ? Palette.ground() : getParent().getBackground();
    }

    private static void bar(Graphics2D g, Color color, int left, int top, int length, int height, double share) {
        g.setColor(color);
        g.fillRect(left, top, (int) Math.max(1, Math.round(length * share)), height);
    }
}
