package org.whynot.video;

import java.io.IOException;

/**
 * Changes or checks the frames of a video as they are read, see {@link Video#filter}. May be called from several threads.
 *
 * <p>Pixels are {@code [3, height, width]}, red, green and blue. A video in 8 bits is filtered as bytes, every other one as
 * numbers.
 */
public interface FrameFilter {

    /**
     * Filters a frame of a video in 8 bits.
     *
     * @param frame 0-based
     * @param rgb 0 to 255 without sign, to be changed in place; may be longer than a frame
     * @throws IOException if the frame can't be read
     */
    void apply(int frame, byte[] rgb) throws IOException;

    /**
     * Filters a frame of a video that is finer than 8 bits.
     *
     * @param frame 0-based
     * @param rgb 0 to 1, to be changed in place; may be longer than a frame
     * @throws IOException if the frame can't be read
     */
    void apply(int frame, float[] rgb) throws IOException;
}
