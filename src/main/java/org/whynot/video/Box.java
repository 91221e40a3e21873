package org.whynot.video;

import java.awt.Rectangle;

/**
 * An upright rectangle in pixels of a video frame.
 *
 * <p>{@code x} and {@code y} are the top left corner; the pixel in column c and row r covers {@code [c, c+1) x [r, r+1)},
 * so a whole frame is {@code new Box(0, 0, width, height)}.
 *
 * @param x left edge, pixels
 * @param y top edge, pixels
 * @param width pixels, at least 0
 * @param height pixels, at least 0
 */
public record Box(double x, double y, double width, double height) {

    /** @throws IllegalArgumentException if a value is not finite, or width or height is negative */
    public Box {
        if (!Double.isFinite(x)
                || !Double.isFinite(y)
                || !(width >= 0)
                || !(height >= 0)
                || Double.isInfinite(width)
                || Double.isInfinite(height))
            throw new IllegalArgumentException("Not a box: x=" + x + " y=" + y + " width=" + width + " height=" + height
                    + ". All four must be finite, width and height at least 0.");
    }

    /** The right edge, pixels. */
    public double right() {
        return x + width;
    }

    /** The bottom edge, pixels. */
    public double bottom() {
        return y + height;
    }

    /**
     * The pixels whose centres lie in this box, left and top edge included, right and bottom edge not: columns
     * {@code ceil(x - 0.5)} up to but not including {@code ceil(x + width - 0.5)}, rows likewise. So boxes that touch share no
     * pixel.
     *
     * @return whole pixels, which may lie outside the frame; width or height 0 if no centre lies inside
     */
    public Rectangle pixels() {
        int left = (int) Math.ceil(x - 0.5);
        int top = (int) Math.ceil(y - 0.5);
        return new Rectangle(left, top, (int) Math.ceil(right() - 0.5) - left, (int) Math.ceil(bottom() - 0.5) - top);
    }

    /** The area, square pixels. */
    public double area() {
        return width * height;
    }

    /** The box without a margin of so many pixels at each side; at its middle and without area where it is too small. */
    public Box inset(double margin) {
        double across = Math.min(margin, width / 2);
        double down = Math.min(margin, height / 2);
        return new Box(x + across, y + down, width - 2 * across, height - 2 * down);
    }

    /** The area that both boxes cover, square pixels. */
    public double overlap(Box other) {
        double w = Math.min(right(), other.right()) - Math.max(x, other.x);
        double h = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        return w > 0 && h > 0 ? w * h : 0;
    }

    /** Intersection over union (IoU), 0 to 1; 0 when both are empty. */
    public double iou(Box other) {
        double common = overlap(other);
        return common == 0 ? 0 : common / (area() + other.area() - common);
    }

    /** The part of this box inside a frame of the given size; empty boxes end at the nearest edge. */
    public Box clip(int frameWidth, int frameHeight) {
        double left = Math.min(Math.max(x, 0), frameWidth);
        double top = Math.min(Math.max(y, 0), frameHeight);
        return new Box(
                left,
                top,
                Math.min(Math.max(right(), left), frameWidth) - left,
                Math.min(Math.max(bottom(), top), frameHeight) - top);
    }

    /**
     * The box part of the way to another: edges are interpolated linearly.
     *
     * @param other the box at fraction 1
     * @param fraction 0 (this box) to 1 (the other)
     */
    public Box interpolate(Box other, double fraction) {
        return new Box(
                x + fraction * (other.x - x),
                y + fraction * (other.y - y),
                width + fraction * (other.width - width),
                height + fraction * (other.height - height));
    }
}
