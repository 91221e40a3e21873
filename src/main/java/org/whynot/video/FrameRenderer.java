package org.whynot.video;

import java.io.IOException;

/** Shows the frames of an image as a {@link Display} says. For one thread at a time. */
abstract class FrameRenderer {

    final FramePixels pixels;
    final int plane;
    /** A frame in 8 bits, made when first needed. */
    private byte[] bytes;
    /** A frame as numbers, made when first needed. */
    private float[] numbers;

    FrameRenderer(FramePixels pixels) {
        this.pixels = pixels;
        plane = pixels.plane();
    }

    /** Shows an image's frames; the display must fit its channels. */
    static FrameRenderer of(FramePixels pixels, Display display) {
        if (display instanceof Display.Range range) return new ScaleRenderer(pixels, range);
        if (display instanceof Display.Grey grey) return new ScaleRenderer(pixels, grey);
        if (display instanceof Display.Composite composite) return new CompositeRenderer(pixels, composite);
        Display.Brightened brightened = (Display.Brightened) display;
        return new Brightened(of(pixels, brightened.display()), brightened.gain());
    }

    /** Whether everything that is shown is a 255th of brightness. */
    abstract boolean isEightBit();

    /** Renders a frame in brightness 0 to 1, {@code [3, Y, X]}. */
    void render(int frame, float[] rgb) throws IOException {
        if (bytes == null) bytes = new byte[3 * plane];
        render(frame, bytes);
        EightBit.brightness(bytes, 0, bytes.length, rgb, 0);
    }

    /** Renders a frame in bytes, {@code [3, Y, X]}; 255 times the brightness, rounded half up. */
    void render(int frame, byte[] rgb) throws IOException {
        if (numbers == null) numbers = new float[3 * plane];
        render(frame, numbers);
        EightBit.round(numbers, numbers.length, rgb);
    }

    /** Copies the first channel to the two others. */
    final void repeat(Object rgb) {
        System.arraycopy(rgb, 0, rgb, plane, plane);
        System.arraycopy(rgb, 0, rgb, 2 * plane, plane);
    }

    /** Brightness times a gain. */
    private static final class Brightened extends FrameRenderer {

        private final FrameRenderer shown;
        private final float gain;

        Brightened(FrameRenderer shown, float gain) {
            super(shown.pixels);
            this.shown = shown;
            this.gain = gain;
        }

        @Override
        boolean isEightBit() {
            return gain == 1 && shown.isEightBit();
        }

        @Override
        void render(int frame, float[] rgb) throws IOException {
            shown.render(frame, rgb);
            for (int i = 0; i < 3 * plane; i++) rgb[i] = Math.min(1, rgb[i] * gain);
        }

        @Override
        void render(int frame, byte[] rgb) throws IOException {
            if (isEightBit()) shown.render(frame, rgb);
            else super.render(frame, rgb);
        }
    }

    /** Values through a display range and perhaps a curve: one channel as grey, or three as red, green and blue. */
    private static final class ScaleRenderer extends FrameRenderer {

        /** The only channel that is shown, or -1 for all of them. */
        private final int channel;

        private final double low;
        private final double high;
        private final double[] curve;
        private final boolean grey;
        private final boolean eightBit;
        /** Whether the values are brightness already. */
        private final boolean isBrightness;

        private Object values;
        /** Brightness of every value of 8 or 16 bits, made when first needed. */
        private float[] table;

        ScaleRenderer(FramePixels pixels, Display.Range range) {
            this(pixels, -1, range.low(), range.high(), new double[0]);
        }

        ScaleRenderer(FramePixels pixels, Display.Grey grey) {
            this(pixels, grey.channel(), grey.low(), grey.high(), grey.curve());
        }

        private ScaleRenderer(FramePixels pixels, int channel, double low, double high, double[] curve) {
            super(pixels);
            this.channel = channel;
            this.low = low;
            this.high = high;
            this.curve = curve;
            grey = channel >= 0 || pixels.channels() == 1;
            isBrightness = pixels.kind() == FramePixels.Kind.FLOAT && curve.length == 0 && low == 0 && high == 1;
            eightBit = pixels.kind() == FramePixels.Kind.BYTE && curve.length == 0 && low == 0 && high == 255;
        }

        @Override
        boolean isEightBit() {
            return eightBit;
        }

        private void read(int frame, Object into) throws IOException {
            if (channel >= 0) pixels.read(channel, frame, into);
            else pixels.read(frame, into);
        }

        @Override
        void render(int frame, byte[] rgb) throws IOException {
            if (!eightBit) {
                super.render(frame, rgb);
                return;
            }
            read(frame, rgb);
            if (grey) repeat(rgb);
        }

        @Override
        void render(int frame, float[] rgb) throws IOException {
            int count = grey ? plane : 3 * plane;
            if (isBrightness) {
                read(frame, rgb);
                for (int i = 0; i < count; i++) rgb[i] = Math.max(0, Math.min(1, rgb[i]));
                if (grey) repeat(rgb);
                return;
            }
            if (values == null) values = pixels.array(count);
            read(frame, values);
            if (values instanceof byte[] bytes) {
                float[] brightness = table(1 << Byte.SIZE);
                for (int i = 0; i < count; i++) rgb[i] = brightness[bytes[i] & 255];
            } else if (values instanceof short[] shorts) {
                float[] brightness = table(1 << Short.SIZE);
                for (int i = 0; i < count; i++) rgb[i] = brightness[shorts[i] & 65535];
            } else if (values instanceof float[] floats) {
                for (int i = 0; i < count; i++) rgb[i] = brightness(floats[i]);
            } else {
                double[] doubles = (double[]) values;
                for (int i = 0; i < count; i++) rgb[i] = brightness(doubles[i]);
            }
            if (grey) repeat(rgb);
        }

        private float[] table(int length) {
            if (table == null) {
                table = new float[length];
                for (int value = 0; value < length; value++) table[value] = brightness(value);
            }
            return table;
        }

        private float brightness(double value) {
            double share = high > low ? (value - low) / (high - low) : value > low ? 1 : 0;
            double clipped = Math.max(0, Math.min(1, share));
            if (curve.length == 0) return (float) clipped;
            double place = (curve.length - 1) * clipped;
            int below = (int) Math.min(place, curve.length - 2);
            return (float) (curve[below] + (place - below) * (curve[below + 1] - curve[below]));
        }
    }
}
