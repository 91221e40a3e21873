package org.whynot.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.converter.Converters;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/** The pixel values of an image X, Y, C, T, a frame at a time, in arrays of the kind that the image keeps. For one thread at a time. */
final class FramePixels {

    /** How pixel values come: bytes and shorts without sign, floats, and everything else as double. */
    enum Kind {
        BYTE(Byte.BYTES),
        SHORT(Short.BYTES),
        FLOAT(Float.BYTES),
        DOUBLE(Double.BYTES);

        /** Memory of one value. */
        final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }
    }

    /** A pixel that is no finite number. */
    static final class NoNumberException extends IOException {

        private static final long serialVersionUID = 1L;

        /** @param reason such as {@code holds NaN at pixel x=3, y=1} */
        NoNumberException(String reason) {
            super(reason);
        }
    }

    private final RandomAccessibleInterval<? extends RealType<?>> image;
    private final Kind kind;
    private final int width;
    private final int height;
    private final int channels;
    /** Whole frames of a lazy image, or null. */
    private final LazyFrames<?, ?> lazy;
    /** A frame of {@link #lazy} is this one plus so many. */
    private final int shift;
    /** All channels together at 0, then each by itself; made when first needed. */
    private final PrimitiveBlocks<?>[] blocks;
    /** All channels of a frame, made when first needed. */
    private Object whole;

    /** @param image zero-min */
    FramePixels(RandomAccessibleInterval<? extends RealType<?>> image) {
        this(image, image instanceof LazyFrames<?, ?> frames ? frames : null, 0);
    }

    private FramePixels(RandomAccessibleInterval<? extends RealType<?>> image, LazyFrames<?, ?> lazy, int shift) {
        this.image = image;
        this.lazy = lazy;
        this.shift = shift;
        width = (int) image.dimension(0);
        height = (int) image.dimension(1);
        channels = (int) image.dimension(2);
        kind = kind(image.getType());
        blocks = new PrimitiveBlocks<?>[1 + channels];
    }

    /** The pixels of the same image cut in time, so that a lazy one is still read directly. */
    FramePixels cut(RandomAccessibleInterval<? extends RealType<?>> part, int first) {
        return new FramePixels(part, lazy, shift + first);
    }

    private static Kind kind(Object type) {
        if (type instanceof UnsignedByteType) return Kind.BYTE;
        if (type instanceof UnsignedShortType) return Kind.SHORT;
        return type instanceof FloatType ? Kind.FLOAT : Kind.DOUBLE;
    }

    Kind kind() {
        return kind;
    }

    int channels() {
        return channels;
    }

    /** Pixels in one channel of a frame. */
    int plane() {
        return width * height;
    }

    /** An array for some pixels: {@code byte[]}, {@code short[]}, {@code float[]} or {@code double[]}. */
    Object array(int length) {
        return switch (kind) {
            case BYTE -> new byte[length];
            case SHORT -> new short[length];
            case FLOAT -> new float[length];
            case DOUBLE -> new double[length];
        };
    }

    /**
     * Reads all channels of a frame.
     *
     * @param pixels receives {@code [C, Y, X]}, an array as {@link #array} makes it; may be longer
     * @throws NoNumberException if a value is not finite
     * @throws IOException if the frame can't be read
     */
    void read(int frame, Object pixels) throws IOException {
        if (lazy != null) lazy.load(frame + shift, pixels);
        // A single channel by itself is a simpler view, which an added axis is not.
        else if (channels == 1) copy(0, frame, pixels);
        else copy(-1, frame, pixels);
        requireNumbers(pixels, channels * plane());
    }

    /**
     * Reads one channel of a frame.
     *
     * @param pixels receives {@code [Y, X]}
     * @throws IOException as in {@link #read(int, Object)}
     */
    void read(int channel, int frame, Object pixels) throws IOException {
        if (channels == 1) {
            read(frame, pixels);
            return;
        }
        if (lazy == null) copy(channel, frame, pixels);
        else {
            if (whole == null) whole = array(channels * plane());
            lazy.load(frame + shift, whole);
            System.arraycopy(whole, channel * plane(), pixels, 0, plane());
        }
        requireNumbers(pixels, plane());
    }

    private void copy(int channel, int frame, Object pixels) throws IOException {
        if (blocks[1 + channel] == null) blocks[1 + channel] = blocks(channel);
        FinalInterval part = channel < 0
                ? FinalInterval.createMinSize(0, 0, 0, frame, width, height, channels, 1)
                : FinalInterval.createMinSize(0, 0, frame, width, height, 1);
        try {
            blocks[1 + channel].copy(part, pixels);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private PrimitiveBlocks<?> blocks(int channel) {
        return channel < 0 ? of(image) : of(Views.hyperSlice(image, 2, channel));
    }

    @SuppressWarnings("unchecked")
    private <T extends NativeType<T>> PrimitiveBlocks<?> of(RandomAccessibleInterval<? extends RealType<?>> part) {
        if (kind == Kind.DOUBLE && !(part.getType() instanceof DoubleType))
            return PrimitiveBlocks.of(
                    Converters.convert(part, (in, out) -> out.set(in.getRealDouble()), new DoubleType()),
                    PrimitiveBlocks.OnFallback.ACCEPT);
        return PrimitiveBlocks.of((RandomAccessibleInterval<T>) part, PrimitiveBlocks.OnFallback.ACCEPT);
    }

    private void requireNumbers(Object pixels, int length) throws NoNumberException {
        if (pixels instanceof float[] values) {
            for (int i = 0; i < length; i++) if (!Float.isFinite(values[i])) throw noNumber(values[i], i);
        } else if (pixels instanceof double[] values) {
            for (int i = 0; i < length; i++) if (!Double.isFinite(values[i])) throw noNumber(values[i], i);
        }
    }

    private NoNumberException noNumber(double value, int at) {
        return new NoNumberException("holds " + (Double.isNaN(value) ? "NaN" : "infinity") + " at pixel x=" + at % width
                + ", y=" + at / width % height);
    }
}
