package org.whynot.video;

import java.util.List;
import java.util.Objects;

/**
 * How the pixel values of an image are shown as red, green and blue: display ranges and colour tables, as plain data.
 *
 * <p>Channels are counted from 0. Brightness is 0 (black) to 1.
 */
public sealed interface Display {

    /**
     * Every channel through one display range; an image of one channel becomes grey, one of three red, green and blue.
     *
     * @param low the value that becomes 0
     * @param high the value that becomes 1; where it is not above {@code low}, what lies above {@code low} is 1
     */
    record Range(double low, double high) implements Display {

        /** @throws IllegalArgumentException if a limit is not finite */
        public Range {
            requireFinite(low, high);
        }

        @Override
        public void requireChannels(String name, long channels) {
            if (channels != 1 && channels != 3)
                throw new IllegalArgumentException("The image '" + name + "' has " + channels
                        + " channels in its third dimension: a video has one or three. Bring the axes into the order X, Y,"
                        + " channel, T, or say which channels are shown.");
        }
    }

    /**
     * One channel through a display range and a curve, grey.
     *
     * @param channel the only one that is shown
     * @param low the value at the beginning of the curve
     * @param high the value at its end; where it is not above {@code low}, what lies above {@code low} is at its end
     * @param curve brightness at 256 equal steps from {@code low} to {@code high}, interpolated in between; empty for a
     *     straight line from 0 to 1
     */
    record Grey(int channel, double low, double high, double[] curve) implements Display {

        /** @throws IllegalArgumentException if a limit is not finite or the curve has another length */
        public Grey {
            requireFinite(low, high);
            if (curve.length != 0 && curve.length != STEPS)
                throw new IllegalArgumentException(
                        "A brightness curve has " + STEPS + " values, this one " + curve.length + ".");
            curve = curve.clone();
        }

        @Override
        public double[] curve() {
            return curve.clone();
        }

        @Override
        public void requireChannels(String name, long channels) {
            requireChannel(channel, name, channels);
        }
    }

    /**
     * Channels in colours, put together in 8-bit steps as ImageJ does.
     *
     * @param channels those that are shown; none is black, or white where the projection starts from white
     * @param projection how their colours are put together
     */
    record Composite(List<Channel> channels, Projection projection) implements Display {

        /** Keeps a copy of the list. */
        public Composite {
            channels = List.copyOf(channels);
            Objects.requireNonNull(projection);
        }

        @Override
        public void requireChannels(String name, long count) {
            for (Channel channel : channels) requireChannel(channel.index, name, count);
        }
    }

    /**
     * Another display made brighter or darker.
     *
     * @param display what is shown with gain 1
     * @param gain the brightness is multiplied by it and clipped to 1; positive
     */
    record Brightened(Display display, float gain) implements Display {

        /** @throws IllegalArgumentException if the gain is not a positive number */
        public Brightened {
            Objects.requireNonNull(display);
            if (!(gain > 0) || Float.isInfinite(gain))
                throw new IllegalArgumentException("The gain must be a positive number, it is " + gain + ".");
        }

        @Override
        public void requireChannels(String name, long channels) {
            display.requireChannels(name, channels);
        }
    }

    /**
     * A channel in colours.
     *
     * @param index which channel
     * @param low the value of the first colour; where {@code low} and {@code high} are both 0, each frame's own smallest and
     *     largest values are meant
     * @param high the value of the last colour
     * @param colours 0xRRGGBB: either 256 from {@code low} to {@code high}, or, for 8 and 16-bit pixels, one for each value
     *     that a pixel can have (256 or 65536), and then the range means nothing
     */
    record Channel(int index, double low, double high, int[] colours) {

        /** @throws IllegalArgumentException if a limit is not finite or there are not 256 or 65536 colours */
        public Channel {
            requireFinite(low, high);
            if (colours.length != STEPS && colours.length != 1 << Short.SIZE)
                throw new IllegalArgumentException(
                        "A colour table has 256 or 65536 colours, this one " + colours.length + ".");
            colours = colours.clone();
        }

        @Override
        public int[] colours() {
            return colours.clone();
        }

        /** Whether each frame's own smallest and largest values are the range. */
        boolean isAutomatic() {
            return low == 0 && high == 0;
        }
    }

    /** How the colours of several channels are put together. */
    enum Projection {
        /** Added, clipped to 255. */
        SUM,
        /** The largest red, green and blue. */
        MAXIMUM,
        /** The smallest red, green and blue. */
        MINIMUM,
        /** Added, clipped to 255, and subtracted from white. */
        INVERTED_SUM
    }

    /** Entries of a brightness curve, and of a colour table with a display range. */
    int STEPS = 256;

    private static void requireFinite(double low, double high) {
        if (!Double.isFinite(low) || !Double.isFinite(high) || !Double.isFinite(high - low))
            throw new IllegalArgumentException("The display range from " + low + " to " + high + " is not finite.");
    }

    private static void requireChannel(int channel, String name, long channels) {
        if (channel < 0 || channel >= channels)
            throw new IllegalArgumentException(
                    "Channel " + (channel + 1) + " of '" + name + "' can't be shown: the image has " + channels + ".");
    }

    /**
     * Checks that an image has the channels that are shown.
     *
     * @param name the image's, for the message
     * @param channels how many it has
     * @throws IllegalArgumentException if it has others; a sentence that names the image
     */
    void requireChannels(String name, long channels);
}
