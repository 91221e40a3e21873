package org.whynot.video;

import java.io.IOException;
import java.io.UncheckedIOException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * An ImgLib2 image as a video.
 *
 * @deprecated {@link Video} is one itself: {@code new Video(name, image, new Display.Range(low, high), frameInterval)}
 */
@Deprecated
public class ImgVideo extends Video {

    /**
     * @param name without folder and extension; characters that can't be in a file name are replaced
     * @param image X, Y, T or X, Y, C, T with one channel (grey) or three (red, green, blue); read, never changed
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
        super(name, image, range(low, high), frameInterval);
    }

    private static Display range(double low, double high) {
        if (!(high > low) || !Double.isFinite(high - low))
            throw new IllegalArgumentException("The range of values from " + low + " to " + high + " is empty.");
        return new Display.Range(low, high);
    }

    /** Ends reading through this object. The image stays as it is. */
    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
