package org.whynot.video;

import java.io.IOException;

/**
 * Frames in time order, all of one size, read one by one.
 *
 * <p>A pixel is three numbers from 0 (black) to 1: red, green, blue, as a person sees them. A grey video has three equal
 * ones. Implementations hold at most a few frames in memory and may be read from one thread at a time.
 */
public interface Video extends AutoCloseable {

    /** The name without folder and extension, as used in file names. */
    String name();

    /** Pixels in a row, at least 1. */
    int width();

    /** Rows, at least 1. */
    int height();

    /** Number of frames, at least 1. */
    int frames();

    /** Seconds from a frame to the next, or NaN when the video does not say. */
    double frameInterval();

    /**
     * Reads one frame.
     *
     * @param frame 0 to {@code frames() - 1}
     * @param rgb receives the pixels, {@code [3, height, width]}, values 0 to 1; must have room for all of them
     * @throws IOException if the frame can't be read or holds a pixel that is not a number; the message names the frame
     *     (1-based, as ImageJ counts) and the reason
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    void read(int frame, float[] rgb) throws IOException;

    /** Whether all pixels are 255ths of brightness, so that {@link #read(int, byte[])} loses nothing. */
    default boolean isEightBit() {
        return false;
    }

    /**
     * Reads one frame in 8 bits a colour, which is faster than {@link #read(int, float[])} where {@link #isEightBit}.
     *
     * @param frame 0 to {@code frames() - 1}
     * @param rgb receives the pixels, {@code [3, height, width]}, values 0 to 255 as bytes without sign: 255 times those of
     *     {@link #read(int, float[])}, rounded half up; must have room for all of them
     * @throws IOException as there
     * @throws IndexOutOfBoundsException if there is no such frame, or no room
     */
    default void read(int frame, byte[] rgb) throws IOException {
        float[] brightness = new float[frameLength()];
        read(frame, brightness);
        EightBit.round(brightness, brightness.length, rgb);
    }

    /** Numbers in one frame: {@code 3 * height * width}. */
    default int frameLength() {
        return 3 * height() * width();
    }

    /** Releases files; reading afterwards fails. Does nothing when called again. */
    @Override
    void close() throws IOException;
}
