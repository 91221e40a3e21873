package org.whynot.video;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds display ranges that hide what a video shows: most of it clipped to black or white, or squeezed into a few shades.
 *
 * <p>Some frames, evenly spaced, are read. A value is clipped if it lies outside the range; a value at its edge is not.
 */
public final class RangeCheck {

    /** Frames that are read. */
    private static final int FRAMES = 8;

    /** A frame that loses more than this share of its pixels is suspicious. */
    private static final double CLIPPED = 0.05;

    /** Small bright objects are lost in fewer pixels, but then the values reach far beyond the range. */
    private static final double CLIPPED_FAR = 0.005;

    /** Values that use less than this share of the range are squeezed. */
    private static final double USED = 0.01;

    /** The largest value of 12 bits. */
    private static final double TWELVE_BITS = 4095;

    private static final double SIXTEEN_BITS = 65535;

    private RangeCheck() {}

    /** What was seen of a channel in the frames that were read. */
    private static final class Seen {

        private final int index;
        private final double low;
        private final double high;
        private double smallest = Double.POSITIVE_INFINITY;
        private double largest = Double.NEGATIVE_INFINITY;
        private int frames;
        private int clipped;
        private int clippedFar;
        private double worst;

        Seen(int index, double low, double high) {
            this.index = index;
            this.low = low;
            this.high = high;
        }

        void add(FramePixels.Kind kind, Object pixels, int length) {
            int outside = 0;
            for (int i = 0; i < length; i++) {
                double value = value(kind, pixels, i);
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
                if (value < low || value > high) outside++;
            }
            double share = (double) outside / length;
            frames++;
            if (share > CLIPPED) clipped++;
            if (share > CLIPPED_FAR) clippedFar++;
            worst = Math.max(worst, share);
        }

        private static double value(FramePixels.Kind kind, Object pixels, int i) {
            return switch (kind) {
                case BYTE -> ((byte[]) pixels)[i] & 255;
                case SHORT -> ((short[]) pixels)[i] & 0xffff;
                case FLOAT -> ((float[]) pixels)[i];
                case DOUBLE -> ((double[]) pixels)[i];
            };
        }

        /** What is odd about it, the rest of a sentence; empty if nothing is. */
        String oddity(FramePixels.Kind kind) {
            if (frames == 0) return "";
            double width = Math.max(0, high - low);
            boolean far = largest - low > 2 * width || high - smallest > 2 * width;
            if (2 * clipped > frames || far && 2 * clippedFar > frames)
                return String.format(
                        Locale.ROOT,
                        "clips up to %.2g %% of the pixels of a frame to black or white: values from %s to %s were found",
                        100 * worst,
                        text(smallest),
                        text(largest));
            if (kind == FramePixels.Kind.SHORT && low <= 0 && high == SIXTEEN_BITS && largest <= TWELVE_BITS)
                return "is that of 16 bits, but the largest value found is " + text(largest)
                        + ": they look like 12 bits or fewer, and are shown nearly black";
            if (largest - smallest < USED * width)
                return "is more than a hundred times as wide as the values need: only " + text(smallest) + " to "
                        + text(largest) + " were found, so nearly no contrast is left";
            return "";
        }
    }

    /**
     * What is odd about a video's display range.
     *
     * @param remedy what to do about it, a sentence
     * @return a warning per channel with a range that hides what is there; empty if all are fine. A frame that can't be read is
     *     left out: whoever reads it will report it
     */
    public static List<Warning> warnings(Video video, String remedy) {
        List<Seen> channels = channels(video.display(), video.channels());
        FramePixels pixels = new FramePixels(video.image());
        // All 256 values between 0 and 255 can't be clipped, and dark bytes are a dark video.
        if (pixels.kind() == FramePixels.Kind.BYTE) channels.removeIf(c -> c.low <= 0 && c.high >= 255);
        if (channels.isEmpty()) return List.of();
        Object frame = pixels.array(pixels.plane());
        int last = video.frames() - 1;
        int read = Math.min(FRAMES, video.frames());
        for (int i = 0; i < read; i++)
            for (Seen channel : channels)
                try {
                    pixels.read(channel.index, (int) ((long) i * last / Math.max(1, read - 1)), frame);
                    channel.add(pixels.kind(), frame, pixels.plane());
                } catch (IOException e) {
                    // Reported with its frame by the one who needs that frame.
                    continue;
                }
        List<Warning> warnings = new ArrayList<>();
        for (Seen channel : channels) {
            String oddity = channel.oddity(pixels.kind());
            if (oddity.isEmpty()) continue;
            warnings.add(new Warning(
                    Warning.Kind.DISPLAY_RANGE,
                    "The display range of '" + video.name() + "'"
                            + (video.channels() == 1 ? "" : ", channel " + (channel.index + 1)) + ", "
                            + text(channel.low)
                            + " to "
                            + text(channel.high) + ", " + oddity + ". " + remedy));
        }
        return warnings;
    }

    private static List<Seen> channels(Display display, int count) {
        List<Seen> channels = new ArrayList<>();
        if (display instanceof Display.Range range)
            for (int c = 0; c < count; c++) channels.add(new Seen(c, range.low(), range.high()));
        else if (display instanceof Display.Grey grey) channels.add(new Seen(grey.channel(), grey.low(), grey.high()));
        else if (display instanceof Display.Composite composite) {
            for (Display.Channel channel : composite.channels())
                if (!channel.isAutomatic()) channels.add(new Seen(channel.index(), channel.low(), channel.high()));
        } else if (display instanceof Display.Brightened brightened) return channels(brightened.display(), count);
        return channels;
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
