package org.whynot.ui;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.util.Locale;

/** The key of a heat map: which colour stands for which score. */
final class HeatKey extends Drawing {

    private float largest;

    HeatKey() {
        super("heat map key");
    }

    /** Shows the scale from minus to plus a score. */
    void show(float largestScore) {
        largest = largestScore;
        getAccessibleContext().setAccessibleName("Heat map from " + words(-1) + " to " + words(1));
        revalidate();
        repaint();
    }

    private String words(int sign) {
        return (sign < 0 ? "\u2212" : "+") + String.format(Locale.ROOT, "%.2f", largest);
    }

    @Override
    public Dimension getPreferredSize() {
        FontMetrics metrics = getFontMetrics(getFont());
        return new Dimension(2 * metrics.stringWidth("+00.00") + 6 * metrics.getHeight(), metrics.getHeight() + 2);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = Palette.smooth(graphics, this);
        FontMetrics metrics = g.getFontMetrics();
        int left = metrics.stringWidth("+00.00") + 4;
        int width = getWidth() - 2 * left;
        for (int x = 0; x < width; x++) {
            double value = 2.0 * x / Math.max(1, width - 1) - 1;
            Color strong = value < 0 ? HeatMap.BELOW : HeatMap.ABOVE;
            g.setColor(Palette.mix(strong, getParent().getBackground(), Math.abs(value)));
            g.fillRect(left + x, 2, 1, getHeight() - 4);
        }
        int base = (getHeight() + metrics.getAscent() - metrics.getDescent()) / 2;
        g.setColor(Palette.foreground());
        g.drawString(words(-1), left - 4 - metrics.stringWidth(words(-1)), base);
        g.drawString(words(1), left + width + 4, base);
        g.dispose();
    }
}
