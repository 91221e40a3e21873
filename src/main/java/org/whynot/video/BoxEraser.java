package org.whynot.video;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/** Makes a box of every frame black. */
final class BoxEraser implements FrameFilter {

    private final int width;
    private final int height;
    private final IntFunction<Optional<Box>> boxes;

    BoxEraser(int width, int height, IntFunction<Optional<Box>> boxes) {
        this.width = width;
        this.height = height;
        this.boxes = Objects.requireNonNull(boxes);
    }

    @Override
    public void apply(int frame, byte[] rgb) {
        erase(frame, (from, to) -> Arrays.fill(rgb, from, to, (byte) 0));
    }

    @Override
    public void apply(int frame, float[] rgb) {
        erase(frame, (from, to) -> Arrays.fill(rgb, from, to, 0));
    }

    /** Makes numbers of a frame {@code [3, height, width]} black. */
    @FunctionalInterface
    private interface Blackener {
        void fill(int from, int to);
    }

    private void erase(int frame, Blackener black) {
        Optional<Box> box = boxes.apply(frame);
        if (box.isEmpty()) return;
        Rectangle hole = box.get().pixels().intersection(new Rectangle(width, height));
        if (hole.isEmpty()) return;
        for (int c = 0; c < 3; c++)
            for (int y = hole.y; y < hole.y + hole.height; y++) {
                int start = (c * height + y) * width + hole.x;
                black.fill(start, start + hole.width);
            }
    }
}
