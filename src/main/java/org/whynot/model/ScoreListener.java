package org.whynot.model;

import java.io.IOException;
import org.whynot.tube.TubeSpace;

/** Receives delta_m of a video (equation 4), clip after clip. */
@FunctionalInterface
public interface ScoreListener {

    /**
     * @param scores holds {@code [S, L, P, T, H, W]} of one clip, row-major; only valid during the call
     * @param offset index of its first number
     * @param clip the size of one attribute's map {@code [L, P, T, H, W]}
     * @param firstFrame the sampled frame of the video that the clip begins with, 0-based
     * @param frames how many of the clip's frames are frames of the video; those that follow are padding
     * @throws IOException ends the work
     */
    void clip(float[] scores, int offset, TubeSpace clip, int firstFrame, int frames) throws IOException;
}
