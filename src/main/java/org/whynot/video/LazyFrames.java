package org.whynot.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A lazy image X, Y, C, T with one cell per frame, whose pixels are computed when they are asked for.
 *
 * <pre>{@code
 * LazyFrames<?, ?> image = LazyFrames.ofBytes(640, 480, 3, 100, (frame, pixels) -> decoder.read(frame, (byte[]) pixels));
 * }</pre>
 *
 * <p>A frame that can't be computed is an {@link UncheckedIOException} to whoever accesses its pixels. The image itself keeps
 * no frame, so it always shows what the source has now: copy whole frames ({@link net.imglib2.blocks.PrimitiveBlocks}), or
 * have them cached ({@link Video#cache}), before you jump about in time.
 *
 * @param <T> pixel type
 * @param <A> what holds the pixels of a frame
 */
public final class LazyFrames<T extends NativeType<T> & RealType<T>, A extends ArrayDataAccess<A>>
        extends LazyImage<T, A> {

    /** Computes frames. Must be safe to call from several threads. */
    @FunctionalInterface
    public interface Loader {
        /**
         * @param frame 0 to {@code T - 1}
         * @param pixels receives the frame's pixels {@code [C, Y, X]}: {@code byte[]}, {@code short[]} or {@code float[]} as the
         *     image's type is; may have room for more
         * @throws IOException if they can't be computed; the message is the reason, or a {@link FrameException}
         */
        void load(int frame, Object pixels) throws IOException;
    }

    private final Loader loader;

    private LazyFrames(int width, int height, int channels, int frames, T type, A access, Loader loader) {
        super(
                new CellGrid(new long[] {width, height, channels, frames}, new int[] {width, height, channels, 1}),
                type,
                access,
                index -> cell(width, height, channels, (int) index, access, loader));
        this.loader = loader;
    }

    private static <A extends ArrayDataAccess<A>> Cell<A> cell(
            int width, int height, int channels, int frame, A access, Loader loader) {
        A pixels = access.createArray(width * height * channels);
        try {
            loader.load(frame, pixels.getCurrentStorageArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Cell<>(new int[] {width, height, channels, 1}, new long[] {0, 0, 0, frame}, pixels);
    }

    /** An image of 8-bit values without sign. */
    public static LazyFrames<UnsignedByteType, ByteArray> ofBytes(
            int width, int height, int channels, int frames, Loader loader) {
        return new LazyFrames<>(width, height, channels, frames, new UnsignedByteType(), new ByteArray(0), loader);
    }

    /** An image of 16-bit values without sign. */
    public static LazyFrames<UnsignedShortType, ShortArray> ofShorts(
            int width, int height, int channels, int frames, Loader loader) {
        return new LazyFrames<>(width, height, channels, frames, new UnsignedShortType(), new ShortArray(0), loader);
    }

    /** An image of real numbers. */
    public static LazyFrames<FloatType, FloatArray> ofFloats(
            int width, int height, int channels, int frames, Loader loader) {
        return new LazyFrames<>(width, height, channels, frames, new FloatType(), new FloatArray(0), loader);
    }

    /** An image of real numbers with 64 bits. */
    static LazyFrames<DoubleType, DoubleArray> ofDoubles(
            int width, int height, int channels, int frames, Loader loader) {
        return new LazyFrames<>(width, height, channels, frames, new DoubleType(), new DoubleArray(0), loader);
    }

    /**
     * Computes a whole frame into an array, without a cell in between.
     *
     * @param frame 0 to {@code T - 1}
     * @param pixels as in {@link Loader#load}
     * @throws IOException as there
     */
    void load(int frame, Object pixels) throws IOException {
        try {
            loader.load(frame, pixels);
        } catch (UncheckedIOException e) {
            // A loader that asks another lazy image gets its failures in this form.
            throw e.getCause();
        }
    }
}
