package org.whynot.video;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * How an image shows its pixel values, kept as it was when this was made: display ranges, LUTs, the channels that are on.
 * See {@link ImagePlusVideo} for the rules.
 */
final class Look {

    private enum Kind {
        RGB,
        GREY,
        PALETTE,
        COMPOSITE
    }

    private final Kind kind;
    private final int[] channels;
    private final LUT[] luts;
    /** ImageJ's projection of several channels, a constant of {@link ImageProcessor}. */
    private final int projection;
    /** GREY: brightness (0 to 1) at 256 steps of the display range. */
    private final double[] curve;
    /** GREY, 8 and 16 bit: brightness of every pixel value, made when first needed. */
    private float[] table;
    /** COMPOSITE: one frame, packed. */
    private int[] packed;

    private Look(Kind kind, int[] channels, LUT[] luts, int projection, double[] curve) {
        this.kind = kind;
        this.channels = channels;
        this.luts = luts;
        this.projection = projection;
        this.curve = curve;
    }

    /** The look of an image that has a processor; {@code note} is told what a user may not expect. */
    static Look of(ImagePlus image, Consumer<String> note) {
        int current = Math.max(1, Math.min(image.getC(), image.getNChannels()));
        if (image.getBitDepth() == 24) return new Look(Kind.RGB, new int[] {current}, null, 0, null);
        if (image.getNChannels() > 1 && image instanceof CompositeImage composite) {
            if (composite.getMode() == CompositeImage.COMPOSITE) return composite(composite);
            note.accept("The image shows one channel at a time: only channel " + current + " of "
                    + image.getNChannels()
                    + " is looked at. Choose Composite in Image > Color > Channels Tool to have them all.");
            LUT lut = composite.getMode() == CompositeImage.GRAYSCALE
                    ? LUT.createLutFromColor(Color.white)
                    : (LUT) composite.getChannelLut(current).clone();
            return single(image, current, ranged(lut, composite.getChannelLut(current), image));
        }
        if (image.getNChannels() > 1)
            note.accept("The image shows one channel at a time: only channel " + current + " of "
                    + image.getNChannels()
                    + " is looked at. Choose Image > Color > Make Composite to have them all.");
        LUT[] luts = image.getLuts();
        LUT lut = luts.length > 0 ? luts[0] : LUT.createLutFromColor(Color.white);
        return single(image, current, ranged(lut, lut, image));
    }

    /** The LUT with the display range of another, or the image's where that says nothing (both 0). */
    private static LUT ranged(LUT lut, LUT range, ImagePlus image) {
        boolean unknown = range.min == 0 && range.max == 0;
        lut.min = unknown ? image.getDisplayRangeMin() : range.min;
        lut.max = unknown ? image.getDisplayRangeMax() : range.max;
        return lut;
    }

    private static Look composite(CompositeImage image) {
        boolean[] active = image.getActiveChannels();
        int[] channels = IntStream.rangeClosed(1, image.getNChannels())
                .filter(c -> c > active.length || active[c - 1])
                .toArray();
        String property = image.getProp("CompositeProjection");
        String word = property == null ? "" : property.toLowerCase(Locale.ROOT);
        int projection = word.contains("max")
                ? ImageProcessor.MAX_PROJECTION
                : word.contains("min")
                        ? ImageProcessor.MIN_PROJECTION
                        : word.contains("invert") ? ImageProcessor.INVERT_PROJECTION : ImageProcessor.SUM_PROJECTION;
        LUT[] all = image.getLuts();
        LUT[] luts = new LUT[channels.length];
        for (int i = 0; i < channels.length; i++) {
            LUT lut = all[channels[i] - 1];
            luts[i] = projection == ImageProcessor.INVERT_PROJECTION ? complement(lut) : lut;
        }
        return new Look(Kind.COMPOSITE, channels, luts, projection, null);
    }

    private static Look single(ImagePlus image, int channel, LUT lut) {
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
        int[] channels = {channel};
        if (!grey && jumps && image.getBitDepth() == 8)
            return new Look(Kind.PALETTE, channels, new LUT[] {lut}, 0, null);
        boolean falls = !rises && (rgb[0][0] != rgb[0][255] || rgb[1][0] != rgb[1][255] || rgb[2][0] != rgb[2][255]);
        double[] curve = new double[256];
        for (int i = 0; i < 256; i++) curve[i] = (grey ? rgb[0][i] & 255 : falls ? 255 - i : i) / 255.0;
        return new Look(Kind.GREY, channels, new LUT[] {lut}, 0, curve);
    }

    /** The largest change of red, green and blue together between neighbours in a LUT that is a colour scale. */
    private static final int SMOOTH = 64;

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

    /** The channels that are seen, 1-based; may be none. */
    int[] channels() {
        return channels.clone();
    }

    /** Whether what is shown comes in 256 steps of red, green and blue; otherwise it is grey and finer. */
    boolean isEightBit() {
        return kind != Kind.GREY;
    }

    /**
     * Renders one frame, where this {@link #isEightBit}.
     *
     * @param pixels the pixels of each of {@link #channels}; not changed
     * @param rgb receives {@code [3, height, width]}, 0 to 255
     */
    void render(ImageProcessor[] pixels, int width, int height, byte[] rgb) {
        if (isRgb()) {
            unpack((int[]) pixels[0].getPixels(), rgb);
            return;
        }
        int n = width * height;
        if (packed == null) packed = new int[n];
        Arrays.fill(packed, projection == ImageProcessor.MIN_PROJECTION ? 0xffffff : 0);
        for (int i = 0; i < pixels.length; i++) {
            ImageProcessor own = wrap(pixels[i]);
            own.setLut(luts[i]);
            own.updateComposite(packed, i == 0 ? ImageProcessor.SET_FIRST_CHANNEL : sumUnlessMinMax());
        }
        unpack(packed, n, projection == ImageProcessor.INVERT_PROJECTION ? 0xffffff : 0, rgb);
    }

    private int sumUnlessMinMax() {
        return projection == ImageProcessor.INVERT_PROJECTION ? ImageProcessor.SUM_PROJECTION : projection;
    }

    /** A processor of our own on the same pixels, so that setting its LUT changes nobody else's. */
    private static ImageProcessor wrap(ImageProcessor ip) {
        int w = ip.getWidth();
        int h = ip.getHeight();
        Object pixels = ip.getPixels();
        if (pixels instanceof byte[] bytes) return new ByteProcessor(w, h, bytes);
        if (pixels instanceof short[] shorts) return new ShortProcessor(w, h, shorts, null);
        return new FloatProcessor(w, h, (float[]) pixels);
    }

    /** Whether the pixels are shown as they are, red, green and blue packed in an {@code int}. */
    boolean isRgb() {
        return kind == Kind.RGB;
    }

    /** The pixels of an RGB image as {@code [3, height, width]}, 0 to 255. */
    static void unpack(int[] packed, byte[] rgb) {
        unpack(packed, packed.length, 0, rgb);
    }

    private static void unpack(int[] packed, int n, int flip, byte[] rgb) {
        for (int i = 0; i < n; i++) {
            int pixel = packed[i] ^ flip;
            rgb[i] = (byte) (pixel >> 16);
            rgb[n + i] = (byte) (pixel >> 8);
            rgb[2 * n + i] = (byte) pixel;
        }
    }

    /**
     * Renders one frame of a grey image.
     *
     * @param ip its pixels; not changed
     * @param n how many
     * @param rgb receives {@code [3, height, width]}, 0 to 1
     */
    void render(ImageProcessor ip, int n, float[] rgb) {
        Object pixels = ip.getPixels();
        if (pixels instanceof byte[] bytes) {
            float[] brightness = table(256);
            for (int i = 0; i < n; i++) rgb[i] = brightness[bytes[i] & 255];
        } else if (pixels instanceof short[] shorts) {
            float[] brightness = table(65536);
            for (int i = 0; i < n; i++) rgb[i] = brightness[shorts[i] & 65535];
        } else {
            float[] values = (float[]) pixels;
            for (int i = 0; i < n; i++) rgb[i] = brightness(values[i]);
        }
        System.arraycopy(rgb, 0, rgb, n, n);
        System.arraycopy(rgb, 0, rgb, 2 * n, n);
    }

    private float[] table(int values) {
        if (table == null || table.length != values) {
            table = new float[values];
            for (int v = 0; v < values; v++) table[v] = brightness(v);
        }
        return table;
    }

    private float brightness(double value) {
        double range = luts[0].max - luts[0].min;
        double share = range > 0 ? (value - luts[0].min) / range : value > luts[0].min ? 1 : 0;
        double place = 255 * Math.max(0, Math.min(1, share));
        int below = (int) Math.min(place, 254);
        return (float) (curve[below] + (place - below) * (curve[below + 1] - curve[below]));
    }
}
