package org.whynot.ui;

import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.UIManager;

/** Colours of what is painted by hand: those of the look and feel, light or dark, and two for the classes in question. */
final class Palette {

    /** The class that is explained: sky blue of Okabe and Ito. */
    static final Color POSITIVE = new Color(0x56B4E9);
    /** The class it is compared with: their reddish purple. */
    static final Color NEGATIVE = new Color(0xCC79A7);

    private Palette() {}

    /** Messages and axes. */
    static Color foreground() {
        return color("Label.foreground", Color.BLACK);
    }

    /** What lies behind tables, lists and plots. */
    static Color ground() {
        return color("Table.background", Color.WHITE);
    }

    /** Lines that only help the eye, and bars of classes that are not in question. */
    static Color faint() {
        return mix(foreground(), ground(), 0.35);
    }

    /** A colour between two: 1 is the first. */
    static Color mix(Color first, Color second, double share) {
        return new Color(
                part(first.getRed(), second.getRed(), share),
                part(first.getGreen(), second.getGreen(), share),
                part(first.getBlue(), second.getBlue(), share));
    }

    /** Smooth edges and letters. */
    static Graphics2D smooth(Graphics g, Component component) {
        Graphics2D smooth = (Graphics2D) g.create();
        smooth.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        smooth.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        smooth.setFont(component.getFont());
        return smooth;
    }

    private static int part(int first, int second, double share) {
        return (int) Math.round(first * share + second * (1 - share));
    }

    private static Color color(String key, Color otherwise) {
        Color color = UIManager.getColor(key);
        return color == null ? otherwise : color;
    }
}
