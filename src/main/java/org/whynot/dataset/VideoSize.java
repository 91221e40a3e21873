package org.whynot.dataset;

/**
 * How large a video is, as far as the files of its data set state it.
 *
 * @param frames number of frames, 0 if not known
 * @param width pixels, 0 if not known
 * @param height pixels, 0 if not known
 */
public record VideoSize(int frames, int width, int height) {

    /** Nothing is known. */
    public static final VideoSize UNKNOWN = new VideoSize(0, 0, 0);
}
