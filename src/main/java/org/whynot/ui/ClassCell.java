package org.whynot.ui;

import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import javax.swing.BorderFactory;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.ListCellRenderer;
import javax.swing.UIManager;
import org.whynot.explain.ClassProbability;

/** A class in a list: its name above a bar for its probability. */
final class ClassCell extends JPanel implements ListCellRenderer<ClassProbability> {

    /** The colour of probabilities: Okabe and Ito's sky blue, readable on light and dark grounds. */
    static final Color BEFORE = new Color(0x56B4E9);
    /** The colour of what is left of them once something is erased: Okabe and Ito's orange. */
    static final Color AFTER = new Color(0xE69F00);

    private static final int MARGIN = 5;

    private String positive = "";
    private ClassProbability shown;
    private boolean selected;
    private Color ground;
    private Color ink;

    /** Names the class that is explained, which can't be its own alternative. */
    void setPositive(String name) {
        positive = name;
    }

    @Override
    public Component getListCellRendererComponent(
            JList<? extends ClassProbability> list,
            ClassProbability value,
            int index,
            boolean isSelected,
            boolean focused) {
        shown = value;
        selected = isSelected;
        ground = isSelected ? list.getSelectionBackground() : list.getBackground();
        ink = isSelected ? list.getSelectionForeground() : list.getForeground();
        setFont(list.getFont());
        setBorder(
                focused
                        ? UIManager.getBorder("List.focusCellHighlightBorder")
                        : BorderFactory.createEmptyBorder(1, 1, 1, 1));
        String role = value.name().equals(positive) ? ", explained" : "";
        getAccessibleContext().setAccessibleName(value.name() + " " + PairedBars.percent(value.probability()) + role);
        return this;
    }

    @Override
    public Dimension getPreferredSize() {
        FontMetrics metrics = getFontMetrics(getFont());
        return new Dimension(
                metrics.stringWidth(shown.name() + "   >99.9 %") + 2 * MARGIN,
                metrics.getHeight() + metrics.getHeight() / 3 + 2 * MARGIN);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics;
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        boolean own = shown.name().equals(positive);
        g.setColor(ground);
        g.fillRect(0, 0, getWidth(), getHeight());
        g.setFont(own ? getFont().deriveFont(java.awt.Font.BOLD) : getFont());
        FontMetrics metrics = g.getFontMetrics();
        g.setColor(ink);
        int line = MARGIN + metrics.getAscent();
        g.drawString(shown.name(), MARGIN, line);
        String percent = PairedBars.percent(shown.probability());
        g.drawString(percent, getWidth() - MARGIN - metrics.stringWidth(percent), line);
        double top = MARGIN + metrics.getHeight();
        double height = Math.max(3, metrics.getHeight() / 4.0);
        double room = getWidth() - 2.0 * MARGIN;
        g.setColor(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), selected ? 70 : 35));
        g.fill(new Rectangle2D.Double(MARGIN, top, room, height));
        g.setColor(selected ? ink : BEFORE);
        g.fill(new Rectangle2D.Double(MARGIN, top, Math.max(1, room * shown.probability()), height));
    }
}
