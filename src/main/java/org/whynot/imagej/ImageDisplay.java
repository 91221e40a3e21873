package org.whynot.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.whynot.video.Display;

/** How an image of ImageJ shows its values: its display ranges, LUTs and active channels. See {@link ImagePlusVideo} for the rules. */
final class ImageDisplay {

    /** The largest change of red, green and blue together between neighbours in a LUT that is a colour scale. */
    private static final int SMOOTH = 64;

    private ImageDisplay() {}

    /** The display of an image that has a processor; {@code note} receives what a user may not expect. */
    static Display of(ImagePlus image, Consumer<String> note) {
        if (image.getBitDepth() == 24) return new Display.Range(0, 255);
        int current = currentChannel(image);
        if (image.getNChannels() > 1 && image instanceof CompositeImage composite) {
            if (composite.getMode() == CompositeImage.COMPOSITE) return composite(composite, note);
            note.accept("The image shows one channel at a time: only channel " + current + " of "
                    + image.getNChannels()
                    + " is looked at. Choose Composite in Image > Color > Channels Tool to have them all.");
            LUT lut = composite.getMode() == CompositeImage.GRAYSCALE
                    ? LUT.createLutFromColor(Color.white)
                    : (LUT) composite.getChannelLut(current).clone();
            return single(image, current, ranged(lut, composite.getChannelLut(current), image, current, note));
        }
        if (image.getNChannels() > 1)
            note.accept("The image shows one channel at a time: only channel " + current + " of "
                    + image.getNChannels()
                    + " is looked at. Choose Image > Color > Make Composite to have them all.");
        LUT[] luts = image.getLuts();
        LUT lut = luts.length > 0 ? luts[0] : LUT.createLutFromColor(Color.white);
        return single(image, current, ranged(lut, lut, image, current, note));
    }

    /** The current channel, 1-based. */
    static int currentChannel(ImagePlus image) {
        return Math.max(1, Math.min(image.getC(), image.getNChannels()));
    }

    /** The LUT with the display range of another, or the image's where that says nothing (both 0). */
    private static LUT ranged(LUT lut, LUT range, ImagePlus image, int channel, Consumer<String> note) {
        boolean unknown = range.min == 0 && range.max == 0;
        lut.min = unknown ? image.getDisplayRangeMin() : range.min;
        lut.max = unknown ? image.getDisplayRangeMax() : range.max;
        return meant(lut, image, channel, note);
    }

    /** A LUT with the values' own range where nobody has displayed the image and its range can't be meant. */
    private static LUT meant(LUT lut, ImagePlus image, int channel, Consumer<String> note) {
        ValueRange own = ValueRange.insteadOf(lut.min, lut.max, image, channel);
        if (own == null) return lut;
        note.accept(String.format(
                Locale.ROOT,
                "The image '%s' was never displayed, and its display range, %.4g to %.4g, is not that of its values:"
                        + " the range of all its values, %.6g to %.6g, is used.",
                image.getTitle(),
                lut.min,
                lut.max,
                own.min(),
                own.max()));
        lut.min = own.min();
        lut.max = own.max();
        return lut;
    }

    private static Display composite(CompositeImage image, Consumer<String> note) {
        boolean[] active = image.getActiveChannels();
        int[] channels = IntStream.rangeClosed(1, image.getNChannels())
                .filter(c -> c > active.length || active[c - 1])
                .toArray();
        String property = image.getProp("CompositeProjection");
        String value = property == null ? "" : property.toLowerCase(Locale.ROOT);
        Display.Projection projection = value.contains("max")
                ? Display.Projection.MAXIMUM
                : value.contains("min")
                        ? Display.Projection.MINIMUM
                        : value.contains("invert") ? Display.Projection.INVERTED_SUM : Display.Projection.SUM;
        LUT[] luts = image.getLuts();
        // Pixels that are red, green and blue already need no colour tables, which would round them.
        if (image.getStack() instanceof DeepColourStack
                && channels.length == DeepColourStack.COLOURS
                && projection == Display.Projection.SUM
                && isRedGreenBlue(luts)) return new Display.Range(luts[0].min, luts[0].max);
        List<Display.Channel> shown = new ArrayList<>();
        for (int channel : channels) {
            // A range of 0 to 0 means each frame's own to ImageJ.
            LUT lut = luts[channel - 1].max == 0 ? luts[channel - 1] : meant(luts[channel - 1], image, channel, note);
            if (projection == Display.Projection.INVERTED_SUM) lut = complement(lut);
            shown.add(channel(channel, lut, image.getBitDepth()));
        }
        return new Display.Composite(shown, projection);
    }

    /** Whether the first channels are shown in red, green and blue through one range. */
    private static boolean isRedGreenBlue(LUT[] luts) {
        Color[] colours = {Color.red, Color.green, Color.blue};
        for (int c = 0; c < colours.length; c++) {
            if (luts[c].min != luts[0].min || luts[c].max != luts[0].max) return false;
            if (!Arrays.deepEquals(components(luts[c]), components(LUT.createLutFromColor(colours[c])))) return false;
        }
        return luts.length == colours.length;
    }

    /** A channel as ImageJ draws it: of 8 and 16 bits all values are drawn once, so that the colours are ImageJ's own. */
    private static Display.Channel channel(int channel, LUT lut, int bitDepth) {
        boolean automatic = lut.min == 0 && lut.max == 0;
        if (bitDepth == 8)
            return new Display.Channel(channel - 1, lut.min, lut.max, drawn(new ByteProcessor(256, 1), lut));
        if (bitDepth == 16 && !automatic)
            return new Display.Channel(channel - 1, lut.min, lut.max, drawn(new ShortProcessor(256, 256), lut));
        FloatProcessor ranged = new FloatProcessor(1, 1);
        if (!automatic) ranged.setMinAndMax(lut.min, lut.max);
        int[] colours = new int[Display.STEPS];
        byte[][] rgb = components(lut);
        for (int i = 0; i < colours.length; i++)
            colours[i] = (rgb[0][i] & 255) << 16 | (rgb[1][i] & 255) << 8 | rgb[2][i] & 255;
        return new Display.Channel(
                channel - 1, automatic ? 0 : ranged.getMin(), automatic ? 0 : ranged.getMax(), colours);
    }

    /** What ImageJ draws for each value that a pixel can have, 0xRRGGBB. */
    private static int[] drawn(ImageProcessor ramp, LUT lut) {
        int values = ramp.getWidth() * ramp.getHeight();
        for (int value = 0; value < values; value++) ramp.set(value, value);
        int[] colours = new int[values];
        ramp.setLut(lut);
        ramp.updateComposite(colours, ImageProcessor.SET_FIRST_CHANNEL);
        for (int i = 0; i < values; i++) colours[i] &= 0xffffff;
        return colours;
    }

    private static Display single(ImagePlus image, int channel, LUT lut) {
        byte[][] rgb = components(lut);
        boolean grey = true;
        boolean jumps = false;
        boolean rises = false;
        for (int i = 0; i < 256; i++) {
            grey &= rgb[0][i] == rgb[1][i] && rgb[1][i] == rgb[2][i];
            if (i == 0) continue;
            int change = 0;
            for (byte[] component : rgb) {
                int step = (component[i] & 255) - (component[i - 1] & 255);
                change += Math.abs(step);
                rises |= step > 0;
            }
            // The first and the last entry may mark under- and overexposure (HiLo).
            jumps |= change > SMOOTH && i > 1 && i < 255;
        }
        if (!grey && jumps && image.getBitDepth() == 8)
            return new Display.Composite(List.of(channel(channel, lut, 8)), Display.Projection.SUM);
        boolean falls = !rises && (rgb[0][0] != rgb[0][255] || rgb[1][0] != rgb[1][255] || rgb[2][0] != rgb[2][255]);
        double[] curve = new double[256];
        boolean straight = true;
        for (int i = 0; i < 256; i++) {
            int brightness = grey ? rgb[0][i] & 255 : falls ? 255 - i : i;
            curve[i] = brightness / 255.0;
            straight &= brightness == i;
        }
        return new Display.Grey(channel - 1, lut.min, lut.max, straight ? new double[0] : curve);
    }

    private static byte[][] components(LUT lut) {
        byte[][] rgb = new byte[3][256];
        lut.getReds(rgb[0]);
        lut.getGreens(rgb[1]);
        lut.getBlues(rgb[2]);
        return rgb;
    }

    private static LUT complement(LUT lut) {
        byte[][] rgb = components(lut);
        for (byte[] component : rgb) for (int i = 0; i < 256; i++) component[i] = (byte) ~component[i];
        LUT result = new LUT(rgb[0], rgb[1], rgb[2]);
        result.min = lut.min;
        result.max = lut.max;
        return result;
    }
}
