package org.whynot.video;

import java.io.IOException;
import java.util.Objects;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/**
 * An ImgLib2 image as a video.
 *
 * <pre>{@code
 * Img<FloatType> img = …; // X, Y, T
 * Video video = new ImgVideo("nuclei", img, 0, 4095, 30);
 * }</pre>
 *
 * <p>Dimensions are X, Y, T or X, Y, C, T with one channel (becomes three equal ones) or three (red, green, blue). The given
 * range of values becomes 0 to 1, what lies outside is clipped. Lazy images are read frame by frame. Intervals need not
 * start at 0.
 */
public final class ImgVideo implements Video {

    private final String name;
    private final RandomAccessibleInterval<? extends RealType<?>> image;
    private final double low;
    private final double high;
    private final double frameInterval;
    private boolean closed;

    /**
     * @param name without folder and extension; characters that can't be in a file name are replaced
     * @param image X, Y, T or X, Y, C, T; read, never changed
     * @param low the value that becomes 0 (black)
     * @param high the value that becomes 1; larger than {@code low}
     * @param frameInterval seconds from a frame to the next, or NaN
     * @throws IllegalArgumentException if the image has other dimensions, is empty or too large, or the range is empty
     */
    public ImgVideo(
            String name,
            RandomAccessibleInterval<? extends RealType<?>> image,
            double low,
            double high,
            double frameInterval) {
        int dimensions = image.numDimensions();
        if (dimensions != 3 && dimensions != 4)
            throw new IllegalArgumentException("The image '" + name + "' has " + dimensions
                    + " dimensions: a video has X, Y, T or X, Y, channel, T.");
        for (int d = 0; d < dimensions; d++)
            if (image.dimension(d) < 1 || image.dimension(d) > Integer.MAX_VALUE)
                throw new IllegalArgumentException(
                        "The image '" + name + "' is " + image.dimension(d) + " long in dimension " + d + ".");
        if (dimensions == 4 && image.dimension(2) != 1 && image.dimension(2) != 3)
            throw new IllegalArgumentException("The image '" + name + "' has " + image.dimension(2)
                    + " channels in its third dimension: a video has one or three.");
        if (image.dimension(0) * image.dimension(1) > Integer.MAX_VALUE / 3)
            throw new IllegalArgumentException("The image '" + name + "' is too large: crop or scale it first.");
        if (!(high > low) || !Double.isFinite(high - low))
            throw new IllegalArgumentException("The range of values from " + low + " to " + high + " is empty.");
        this.name = Names.clean(name);
        this.image = image;
        this.low = low;
        this.high = high;
        this.frameInterval = frameInterval;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int width() {
        return (int) image.dimension(0);
    }

    @Override
    public int height() {
        return (int) image.dimension(1);
    }

    @Override
    public int frames() {
        return (int) image.dimension(image.numDimensions() - 1);
    }

    @Override
    public double frameInterval() {
        return frameInterval;
    }

    @Override
    public void read(int frame, float[] rgb) throws IOException {
        Objects.checkIndex(frame, frames());
        Objects.checkFromIndexSize(0, frameLength(), rgb.length);
        if (closed) throw new IOException("The video '" + name + "' was closed and can't be read any more.");
        int time = image.numDimensions() - 1;
        Cursor<? extends RealType<?>> cursor = Views.flatIterable(
                        Views.hyperSlice(image, time, image.min(time) + frame))
                .cursor();
        int n = 0;
        while (cursor.hasNext()) {
            double value = cursor.next().getRealDouble();
            if (!Double.isFinite(value))
                throw new IOException("Frame " + (frame + 1) + " of '" + name + "' holds "
                        + (Double.isNaN(value) ? "NaN" : "infinity") + " at pixel x=" + n % width() + ", y="
                        + n / width() % height() + ": replace such pixels first.");
            rgb[n++] = (float) Math.max(0, Math.min(1, (value - low) / (high - low)));
        }
        for (int plane = width() * height(); n < frameLength(); n += plane) System.arraycopy(rgb, 0, rgb, n, plane);
    }

    /** Ends reading through this object. The image stays as it is. */
    @Override
    public void close() {
        closed = true;
    }
}
