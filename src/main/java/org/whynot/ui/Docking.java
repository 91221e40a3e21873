package org.whynot.ui;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import java.awt.Dimension;
import java.awt.GraphicsConfiguration;
import java.awt.Insets;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.Window;

/** Where windows about an image stand: beside it, on its screen, without covering it; and an image large enough to see. */
final class Docking {

    /** The longer side that an image should have on the screen, pixels. */
    private static final int LARGE_ENOUGH = 360;

    /** Between two windows, pixels. */
    private static final int GAP = 8;

    /** To which share of its width a window may shrink, to cover no image. */
    private static final double NARROWEST = 0.75;

    private Docking() {}

    /** The part of a screen that no task bar covers, in the coordinates of the desktop. */
    static Rectangle usable(GraphicsConfiguration screen) {
        Rectangle usable = screen.getBounds();
        Insets bars = Toolkit.getDefaultToolkit().getScreenInsets(screen);
        usable.x += bars.left;
        usable.y += bars.top;
        usable.width -= bars.left + bars.right;
        usable.height -= bars.top + bars.bottom;
        return usable;
    }

    /**
     * A location for a window.
     *
     * @param size that it wants
     * @param screen what can be used of the image's screen
     * @param image the image's window, or null
     * @param remembered where such a window stood when it was last closed, or null
     * @return on the screen: where it was, if it does not cover the image there; else to the right of the image, else to its left,
     *     somewhat narrower where that is enough; else at the screen's right edge, although it covers the image there
     */
    static Rectangle place(Dimension size, Rectangle screen, Window image, Point remembered) {
        Dimension fitting =
                new Dimension(Math.min(size.width, screen.width), Math.min(size.height, screen.height * 9 / 10));
        if (image == null)
            return within(screen, remembered != null ? remembered : new Point(screen.x + 40, screen.y + 80), fitting);
        Rectangle covered = image.getBounds();
        if (remembered != null) {
            Rectangle place = within(screen, remembered, fitting);
            if (place.getLocation().equals(remembered) && !place.intersects(covered)) return place;
        }
        int right = roomRight(screen, covered);
        int left = covered.x - GAP - screen.x;
        int least = (int) Math.ceil(fitting.width * NARROWEST);
        if (right < fitting.width && left < fitting.width && Math.max(right, left) >= least)
            fitting.width = Math.max(right, left);
        boolean isLeft = right < fitting.width && left >= fitting.width;
        int x = isLeft ? covered.x - GAP - fitting.width : covered.x + covered.width + GAP;
        return within(screen, new Point(x, covered.y), fitting);
    }

    /** Pixels to the right of an image's window. */
    private static int roomRight(Rectangle screen, Rectangle image) {
        return screen.x + screen.width - image.x - image.width - GAP;
    }

    /**
     * Moves an image's window to the left, as far as needed and possible, where a window has room neither to its right nor to its left.
     *
     * @param width of the window that is to stand beside it, pixels
     * @param screen what can be used of the image's screen
     */
    static void makeRoom(Window image, int width, Rectangle screen) {
        Rectangle covered = image.getBounds();
        int missing = width - roomRight(screen, covered);
        if (missing > 0 && covered.x - GAP - width < screen.x)
            image.setLocation(Math.min(covered.x, Math.max(screen.x, covered.x - missing)), covered.y);
    }

    /** A window of a size at a place, moved as little as needed to be on a screen. */
    static Rectangle within(Rectangle screen, Point place, Dimension size) {
        return new Rectangle(
                Math.max(screen.x, Math.min(place.x, screen.x + screen.width - size.width)),
                Math.max(screen.y, Math.min(place.y, screen.y + screen.height - size.height)),
                size.width,
                size.height);
    }

    /** Zooms an image in that is displayed smaller than {@link #LARGE_ENOUGH}, as long as all of it is visible. */
    static void enlarge(ImagePlus image) {
        ImageCanvas canvas = image.getCanvas();
        int longer = Math.max(image.getWidth(), image.getHeight());
        Rectangle whole = new Rectangle(0, 0, image.getWidth(), image.getHeight());
        if (canvas == null || !canvas.getSrcRect().equals(whole)) return;
        while (canvas.getMagnification() * longer < LARGE_ENOUGH) {
            double before = canvas.getMagnification();
            canvas.zoomIn(canvas.getWidth() / 2, canvas.getHeight() / 2);
            if (canvas.getMagnification() <= before) return;
            if (!canvas.getSrcRect().equals(whole)) {
                // The screen is too small.
                canvas.zoomOut(canvas.getWidth() / 2, canvas.getHeight() / 2);
                return;
            }
        }
    }
}
