package org.whynot.imagej;

import ij.ImageStack;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.whynot.video.FrameException;
import org.whynot.video.LazyFrames;
import org.whynot.video.LazyImage;
import org.whynot.video.Names;

/**
 * The pixels of an ImageJ stack as an ImgLib2 image X, Y, C, T, without a copy: one cell per plane, which wraps the plane's own
 * array whenever it is asked for. RGB planes are unpacked to three channels.
 */
final class StackPixels {

    /** Where a frame lies. */
    @FunctionalInterface
    interface Index {
        /** The 1-based index in the stack of a channel (1-based) and frame (0-based). */
        int of(int channel, int frame);
    }

    private final ImageStack stack;
    private final String name;
    private final int bitDepth;
    private final int frames;
    private final Index index;

    /**
     * @param title the image's, for messages
     * @param bitDepth 8, 16, 24 or 32, of all planes
     */
    StackPixels(ImageStack stack, String title, int bitDepth, int frames, Index index) {
        this.stack = stack;
        this.name = Names.clean(title);
        this.bitDepth = bitDepth;
        this.frames = frames;
        this.index = index;
    }

    /**
     * The image.
     *
     * @param channels how many the stack has
     * @param current the channel (1-based) that is shown of an RGB stack with several
     */
    RandomAccessibleInterval<? extends RealType<?>> image(int channels, int current) {
        if (stack instanceof FileStack file && file.bitDepthOfVideo() == bitDepth && channels == 1)
            return file.image(
                    IntStream.range(0, frames).map(frame -> index.of(1, frame)).toArray());
        return switch (bitDepth) {
            case 8 ->
                planes(channels, new UnsignedByteType(), new ByteArray(0), plane -> new ByteArray((byte[]) plane));
            case 16 ->
                planes(channels, new UnsignedShortType(), new ShortArray(0), plane -> new ShortArray((short[]) plane));
            case 32 -> planes(channels, new FloatType(), new FloatArray(0), plane -> new FloatArray((float[]) plane));
            default ->
                LazyFrames.ofBytes(
                        stack.getWidth(),
                        stack.getHeight(),
                        3,
                        frames,
                        (frame, rgb) -> unpack((int[]) plane(current, frame), (byte[]) rgb));
        };
    }

    private <T extends NativeType<T>, A extends ArrayDataAccess<A>> LazyImage<T, A> planes(
            int channels, T type, A access, Function<Object, A> wrapped) {
        int[] size = {stack.getWidth(), stack.getHeight(), 1, 1};
        CellGrid grid = new CellGrid(new long[] {size[0], size[1], channels, frames}, size);
        return new LazyImage<>(grid, type, access, cell -> {
            int channel = (int) (cell % channels);
            int frame = (int) (cell / channels);
            try {
                return new Cell<>(size, new long[] {0, 0, channel, frame}, wrapped.apply(plane(1 + channel, frame)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The pixels of an RGB plane as red, green and blue planes. */
    static void unpack(int[] packed, byte[] rgb) {
        int n = packed.length;
        for (int i = 0; i < n; i++) {
            int pixel = packed[i];
            rgb[i] = (byte) (pixel >> 16);
            rgb[n + i] = (byte) (pixel >> 8);
            rgb[2 * n + i] = (byte) pixel;
        }
    }

    /** A plane's own array. */
    private Object plane(int channel, int frame) throws IOException {
        ImageProcessor plane = processor(channel, frame);
        if (plane.getWidth() != stack.getWidth()
                || plane.getHeight() != stack.getHeight()
                || plane.getBitDepth() != bitDepth)
            throw new FrameException(
                    where(frame) + "is of another kind or size (" + plane.getBitDepth() + " bit, " + plane.getWidth()
                            + " x " + plane.getHeight() + " pixels) than the first: all frames must be alike.",
                    null);
        return plane.getPixels();
    }

    private ImageProcessor processor(int channel, int frame) throws IOException {
        int at = index.of(channel, frame);
        try {
            if (stack instanceof FileStack file) return file.read(at);
            return stack.isVirtual() ? SilentImageJ.call(() -> stack.getProcessor(at)) : stack.getProcessor(at);
        } catch (IllegalArgumentException e) {
            throw new FrameException(where(frame) + "is gone: the image was closed or changed while it was read.", e);
        }
    }

    private String where(int frame) {
        return "Frame " + (frame + 1) + " of '" + name + "' ";
    }
}
