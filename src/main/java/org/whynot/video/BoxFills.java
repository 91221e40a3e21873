package org.whynot.video;

import java.awt.Rectangle;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Ways to erase a box of every frame, or what lies around some, other than {@linkplain Video#erase making it black}.
 *
 * <pre>{@code
 * Video grey = video.filter(BoxFills.colour(video.width(), video.height(), tube::boxAt, mean));
 * Video blurred = video.filter(BoxFills.blur(video.width(), video.height(), tube::boxAt, 10));
 * }</pre>
 */
public final class BoxFills {

    private BoxFills() {}

    /**
     * Fills a box of every frame with one colour.
     *
     * @param width of the frames, pixels
     * @param height of the frames, pixels
     * @param boxes the box of a frame (0-based); empty where nothing is erased
     * @param colour red, green and blue, 0 to 1
     */
    public static FrameFilter colour(int width, int height, IntFunction<Optional<Box>> boxes, float[] colour) {
        float[] own = colour.clone();
        return new BoxFilter(width, height, boxes) {
            @Override
            void fill(float[] rgb, Rectangle hole) {
                for (int c = 0; c < 3; c++)
                    for (int y = hole.y; y < hole.y + hole.height; y++)
                        for (int x = hole.x; x < hole.x + hole.width; x++) rgb[(c * height + y) * width + x] = own[c];
            }
        };
    }

    /**
     * Fills all that lies outside of some boxes of every frame with one colour.
     *
     * @param width of the frames, pixels
     * @param height of the frames, pixels
     * @param boxes what is left of a frame (0-based); where the list is empty, nothing
     * @param colour red, green and blue, 0 to 1
     */
    public static FrameFilter colourOutside(int width, int height, IntFunction<List<Box>> boxes, float[] colour) {
        float[] own = colour.clone();
        return new FrameFilter() {
            @Override
            public void apply(int frame, byte[] rgb) {
                boolean[] kept = kept(frame);
                for (int c = 0; c < 3; c++) {
                    byte value = (byte) Math.round(255 * own[c]);
                    for (int i = 0; i < kept.length; i++) if (!kept[i]) rgb[c * kept.length + i] = value;
                }
            }

            @Override
            public void apply(int frame, float[] rgb) {
                boolean[] kept = kept(frame);
                for (int c = 0; c < 3; c++)
                    for (int i = 0; i < kept.length; i++) if (!kept[i]) rgb[c * kept.length + i] = own[c];
            }

            private boolean[] kept(int frame) {
                boolean[] kept = new boolean[width * height];
                for (Box box : boxes.apply(frame)) {
                    Rectangle pixels = box.pixels().intersection(new Rectangle(width, height));
                    for (int y = pixels.y; y < pixels.y + pixels.height; y++)
                        for (int x = pixels.x; x < pixels.x + pixels.width; x++) kept[y * width + x] = true;
                }
                return kept;
            }
        };
    }

    /**
     * Blurs a box of every frame: three box filters one after another, which come close to a Gaussian (Wells: Efficient Synthesis
     * of Gaussian Filters by Cascaded Uniform Filters, 1986). What lies around the box takes part.
     *
     * @param width of the frames, pixels
     * @param height of the frames, pixels
     * @param boxes the box of a frame (0-based); empty where nothing is erased
     * @param radius of the box filters, pixels, at least 1; the standard deviation is about half a pixel more
     */
    public static FrameFilter blur(int width, int height, IntFunction<Optional<Box>> boxes, int radius) {
        return new BoxFilter(width, height, boxes) {
            @Override
            void fill(float[] rgb, Rectangle hole) {
                Rectangle around = new Rectangle(hole);
                around.grow(3 * radius, 3 * radius);
                around = around.intersection(new Rectangle(width, height));
                float[] part = new float[around.width * around.height];
                for (int c = 0; c < 3; c++) {
                    for (int y = 0; y < around.height; y++)
                        System.arraycopy(
                                rgb,
                                (c * height + around.y + y) * width + around.x,
                                part,
                                y * around.width,
                                around.width);
                    for (int i = 0; i < 3; i++) {
                        for (int y = 0; y < around.height; y++) smooth(part, y * around.width, 1, around.width, radius);
                        for (int x = 0; x < around.width; x++) smooth(part, x, around.width, around.height, radius);
                    }
                    for (int y = hole.y; y < hole.y + hole.height; y++)
                        System.arraycopy(
                                part,
                                (y - around.y) * around.width + hole.x - around.x,
                                rgb,
                                (c * height + y) * width + hole.x,
                                hole.width);
                }
            }
        };
    }

    /** The running mean of a line, whose ends are repeated beyond it. */
    private static void smooth(float[] values, int first, int step, int length, int radius) {
        float[] line = new float[length];
        for (int i = 0; i < length; i++) line[i] = values[first + i * step];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) sum += line[Math.max(0, Math.min(length - 1, i))];
        for (int i = 0; i < length; i++) {
            values[first + i * step] = (float) (sum / (2 * radius + 1));
            sum += line[Math.min(length - 1, i + radius + 1)] - line[Math.max(0, i - radius)];
        }
    }

    /** Changes the pixels of a box. */
    private abstract static class BoxFilter implements FrameFilter {
        private final int width;
        private final int height;
        private final IntFunction<Optional<Box>> boxes;

        BoxFilter(int width, int height, IntFunction<Optional<Box>> boxes) {
            this.width = width;
            this.height = height;
            this.boxes = boxes;
        }

        /**
         * @param rgb a frame, {@code [3, height, width]}, 0 to 1
         * @param hole pixels of the frame, at least one
         */
        abstract void fill(float[] rgb, Rectangle hole);

        private Rectangle hole(int frame) {
            return boxes.apply(frame)
                    .map(box -> box.pixels().intersection(new Rectangle(width, height)))
                    .orElse(new Rectangle());
        }

        @Override
        public void apply(int frame, byte[] rgb) {
            Rectangle hole = hole(frame);
            if (hole.isEmpty()) return;
            float[] numbers = new float[3 * width * height];
            for (int i = 0; i < numbers.length; i++) numbers[i] = (rgb[i] & 0xff) / 255f;
            fill(numbers, hole);
            for (int c = 0; c < 3; c++)
                for (int y = hole.y; y < hole.y + hole.height; y++)
                    for (int x = hole.x; x < hole.x + hole.width; x++) {
                        int i = (c * height + y) * width + x;
                        rgb[i] = (byte) Math.round(255 * numbers[i]);
                    }
        }

        @Override
        public void apply(int frame, float[] rgb) {
            Rectangle hole = hole(frame);
            if (!hole.isEmpty()) fill(rgb, hole);
        }
    }
}
