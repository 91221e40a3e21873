package org.whynot.evaluate;

import java.io.Serializable;

/**
 * How it is measured whether the classifier uses what an explanation shows.
 *
 * @param peers whether other methods on the same classifier and videos are compared: refined tubes, the class evidence without attributes,
 *     Grad-CAM, RISE, occlusion
 * @param masks of RISE, at least 1
 * @param oracleVideos for how many videos, spread over the split, the best tube is searched with the classifier itself; at least 0
 */
public record FaithfulnessSettings(boolean peers, int masks, int oracleVideos) implements Serializable {

    /** As many masks as RISE is usually given. */
    public static final int MASKS = 1000;

    /** @throws IllegalArgumentException if a number is out of range */
    public FaithfulnessSettings {
        if (masks < 1) throw new IllegalArgumentException("masks=" + masks + " is too few. Use 1 or more, as 1000.");
        if (oracleVideos < 0)
            throw new IllegalArgumentException("oracle=" + oracleVideos + " is negative. Use 0 for none, or more.");
    }

    /** Whether the oracle is searched for a video, given by its place in the split. */
    boolean hasOracle(int place, int videos) {
        long all = Math.min(oracleVideos, videos);
        return (place + 1) * all / videos > place * all / videos;
    }
}
