package org.whynot.model;

import java.io.IOException;

/** Where a model gets a video's clips from, one after another. */
public interface ClipSource {

    /** Number of clips, at least 1. */
    int clips();

    /** Number of sampled frames of the video, at least 1; what the last clip has beyond them is padding. */
    int sampled();

    /**
     * Reads one clip.
     *
     * @param clip 0 to {@code clips() - 1}; asked for in rising order
     * @param target receives {@code [3, T, H, W]}, normalised
     * @param offset where in the target
     * @throws IOException if a frame can't be read
     */
    void read(int clip, float[] target, int offset) throws IOException;
}
