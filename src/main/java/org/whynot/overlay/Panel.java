package org.whynot.overlay;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;

/**
 * A small table that lies on a corner of the image of a rendered video and lets the image through.
 *
 * <p>All are written in one size, which grows with the image, more slowly than it does, and never becomes too small to be
 * read: where a panel has no room, it is left out.
 */
abstract class Panel {

    static final Color TEXT = new Color(0xF2F2F2);
    static final Color FAINT = new Color(0xB4B8BE);

    /** Smaller letters can't be read in a compressed video, pixels. */
    static final int SMALLEST_FONT = 9;
    /** The largest share of the image that a panel may cover. */
    private static final double LARGEST_AREA = 0.1;
    /** The largest share of the image's width or height. */
    private static final double LARGEST_SIDE = 0.6;

    private static final Color GROUND = new Color(0, 0, 0, 130);
    private static final FontRenderContext CONTEXT = new FontRenderContext(
            null, RenderingHints.VALUE_TEXT_ANTIALIAS_ON, RenderingHints.VALUE_FRACTIONALMETRICS_OFF);

    private final int fontSize;
    private final int rows;
    private int width;

    /**
     * @param fontSize pixels
     * @param rows how many lines of text
     */
    Panel(int fontSize, int rows) {
        this.fontSize = fontSize;
        this.rows = rows;
    }

    /** Font size, pixels, for an image. */
    static int fontSize(int pictureWidth, int pictureHeight) {
        double side = Math.sqrt((double) pictureWidth * pictureHeight);
        return Math.max(SMALLEST_FONT, (int) Math.round(3 + 0.014 * side));
    }

    /** Sets the width of what {@link #paintRow} paints. */
    final void setContentWidth(double contentWidth) {
        width = (int) Math.ceil(contentWidth) + 2 * margin();
    }

    /** Pixels, margins included. */
    final int width() {
        return width;
    }

    /** Pixels, margins included. */
    final int height() {
        return rows * rowHeight() + 2 * margin();
    }

    /** Whether it is small enough for an image. */
    final boolean fits(int pictureWidth, int pictureHeight) {
        return width() <= LARGEST_SIDE * pictureWidth + margin()
                && height() <= LARGEST_SIDE * pictureHeight
                && (double) width() * height() <= LARGEST_AREA * pictureWidth * pictureHeight;
    }

    /**
     * Paints it, its top left corner at the origin.
     *
     * @param frame 0-based
     */
    final void paint(Graphics2D g, int frame) {
        g.setColor(GROUND);
        g.fillRect(0, 0, width(), height());
        for (int row = 0; row < rows; row++) paintRow(g, row, margin(), margin() + row * rowHeight(), frame);
    }

    /**
     * Paints one row.
     *
     * @param x left edge of the content
     * @param y top edge of the row
     */
    abstract void paintRow(Graphics2D g, int row, int x, int y, int frame);

    final int rowHeight() {
        return (int) Math.ceil(fontSize * 1.35);
    }

    final int margin() {
        return Math.max(2, fontSize / 4);
    }

    /** Height of a row's text above its base line and below its upper edge, pixels. */
    final int ascent() {
        return fontSize;
    }

    final int fontSize() {
        return fontSize;
    }

    final Font font(boolean bold) {
        return new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, fontSize);
    }

    final double textWidth(String text, boolean bold) {
        return font(bold).getStringBounds(text, CONTEXT).getWidth();
    }
}
