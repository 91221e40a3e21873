package org.whynot.video;

import java.awt.Rectangle;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A video in which a box of every frame is black: the masked sample x * z of section 4.1 of the paper.
 *
 * <p>A pixel is erased if its centre lies inside the box, left and top edge included, right and bottom edge not. So boxes
 * that touch share no pixel, and {@link #pixels} names the very pixels for whoever wants to repeat it.
 *
 * <p>Closing it does not close the video it was made from, which can be erased again elsewhere.
 */
public final class ErasedVideo extends VideoView {

    private final IntFunction<Optional<Box>> boxes;
    private boolean closed;

    /**
     * @param video what is erased; stays open when this is closed
     * @param boxes the box of a frame (0-based) in pixels of the video; empty where nothing is erased
     */
    public ErasedVideo(Video video, IntFunction<Optional<Box>> boxes) {
        super(video);
        this.boxes = Objects.requireNonNull(boxes);
    }

    /**
     * The pixels whose centres lie in a box: columns {@code ceil(x - 0.5)} up to but not including
     * {@code ceil(x + width - 0.5)}, rows likewise.
     *
     * @param box pixels; may reach outside the frame, and so may the result
     * @return whole pixels; width or height 0 if no centre lies inside
     */
    public static Rectangle pixels(Box box) {
        int left = (int) Math.ceil(box.x() - 0.5);
        int top = (int) Math.ceil(box.y() - 0.5);
        int right = (int) Math.ceil(box.right() - 0.5);
        int bottom = (int) Math.ceil(box.bottom() - 0.5);
        return new Rectangle(left, top, right - left, bottom - top);
    }

    @Override
    public void read(int frame, float[] rgb) throws IOException {
        requireOpen();
        super.read(frame, rgb);
        erase(frame, (from, to) -> Arrays.fill(rgb, from, to, 0));
    }

    @Override
    public boolean isEightBit() {
        return source().isEightBit();
    }

    @Override
    public void read(int frame, byte[] rgb) throws IOException {
        requireOpen();
        source().read(frame, rgb);
        erase(frame, (from, to) -> Arrays.fill(rgb, from, to, (byte) 0));
    }

    private void requireOpen() throws IOException {
        if (closed) throw new IOException("The erased video '" + name() + "' was closed and can't be read any more.");
    }

    /** Makes numbers of a frame {@code [3, height, width]} black. */
    @FunctionalInterface
    private interface Blackener {
        void fill(int from, int to);
    }

    private void erase(int frame, Blackener black) {
        Optional<Box> box = boxes.apply(frame);
        if (box.isEmpty()) return;
        Rectangle hole = pixels(box.get()).intersection(new Rectangle(width(), height()));
        if (hole.isEmpty()) return;
        for (int c = 0; c < 3; c++)
            for (int y = hole.y; y < hole.y + hole.height; y++) {
                int start = (c * height() + y) * width() + hole.x;
                black.fill(start, start + hole.width);
            }
    }

    /** Ends reading through this object. The video it was made from stays open. */
    @Override
    public void close() {
        closed = true;
    }
}
