package org.whynot.video;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Channels in colours, put together in the 8-bit steps in which ImageJ draws composite images.
 *
 * <p>A value becomes one of 256 steps of its channel's display range (min to max): {@code (value - min) * 256 / (max - min + 1)}
 * for integers and {@code (value - min) * 255 / (max - min)} for real numbers, rounded half up.
 */
final class CompositeRenderer extends FrameRenderer {

    private static final int LAST = Display.STEPS - 1;
    private static final int WHITE = 0xffffff;

    private final List<Display.Channel> channels;
    private final int[][] colours;
    private final Display.Projection projection;
    private final Object values;
    /** One frame, 0xRRGGBB. */
    private final int[] packed;

    CompositeRenderer(FramePixels pixels, Display.Composite composite) {
        super(pixels);
        channels = composite.channels();
        colours = channels.stream().map(Display.Channel::colours).toArray(int[][]::new);
        projection = composite.projection();
        values = pixels.array(plane);
        packed = new int[plane];
    }

    @Override
    boolean isEightBit() {
        return true;
    }

    @Override
    void render(int frame, byte[] rgb) throws IOException {
        if (channels.isEmpty()) Arrays.fill(packed, projection == Display.Projection.MINIMUM ? WHITE : 0);
        for (int c = 0; c < colours.length; c++) {
            pixels.read(channels.get(c).index(), frame, values);
            add(c);
        }
        int flip = projection == Display.Projection.INVERTED_SUM ? WHITE : 0;
        for (int i = 0; i < plane; i++) {
            int pixel = packed[i] ^ flip;
            rgb[i] = (byte) (pixel >> 16);
            rgb[plane + i] = (byte) (pixel >> 8);
            rgb[2 * plane + i] = (byte) pixel;
        }
    }

    private void add(int c) {
        int[] table = colours[c];
        boolean first = c == 0;
        if (values instanceof byte[] bytes && table.length == 1 << Byte.SIZE) {
            for (int i = 0; i < plane; i++) put(i, table[bytes[i] & 255], first);
        } else if (values instanceof short[] shorts && table.length == 1 << Short.SIZE) {
            for (int i = 0; i < plane; i++) put(i, table[shorts[i] & 65535], first);
        } else addScaled(channels.get(c), table, first);
    }

    private void addScaled(Display.Channel channel, int[] table, boolean first) {
        double low = channel.low();
        double high = channel.high();
        if (channel.isAutomatic()) {
            low = Double.POSITIVE_INFINITY;
            high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < plane; i++) {
                low = Math.min(low, value(i));
                high = Math.max(high, value(i));
            }
        }
        boolean whole = values instanceof byte[] || values instanceof short[];
        double scale = whole ? Display.STEPS / (high - low + 1) : LAST / (high - low);
        for (int i = 0; i < plane; i++)
            put(i, table[Math.min(LAST, (int) (Math.max(0, value(i) - low) * scale + 0.5))], first);
    }

    private double value(int i) {
        if (values instanceof byte[] bytes) return bytes[i] & 255;
        if (values instanceof short[] shorts) return shorts[i] & 65535;
        return values instanceof float[] floats ? floats[i] : ((double[]) values)[i];
    }

    private void put(int i, int colour, boolean first) {
        if (first) {
            packed[i] = colour;
            return;
        }
        int red = packed[i] >> 16 & 255;
        int green = packed[i] >> 8 & 255;
        int blue = packed[i] & 255;
        packed[i] = joined(red, colour >> 16 & 255) << 16
                | joined(green, colour >> 8 & 255) << 8
                | joined(blue, colour & 255);
    }

    private int joined(int before, int added) {
        return switch (projection) {
            case SUM, INVERTED_SUM -> Math.min(255, before + added);
            case MAXIMUM -> Math.max(before, added);
            case MINIMUM -> Math.min(before, added);
        };
    }
}
