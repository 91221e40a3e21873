package org.whynot.evaluate;

import java.io.IOException;
import org.whynot.model.ClipPasses;
import org.whynot.model.ClipSource;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.util.Progress;

/** Runs whole videos for their features, and counts the passes and their time. */
final class FeaturePasses {

    private long passes;
    private long nanoseconds;

    /** The features of a video; see {@link Model#features}. */
    VideoFeatures of(Model model, ClipSource clips, Progress progress) throws IOException {
        long start = System.nanoTime();
        try {
            return model.features(clips, progress::isCancelled);
        } finally {
            nanoseconds += System.nanoTime() - start;
            passes += (clips.clips() + ClipPasses.CLIPS - 1) / ClipPasses.CLIPS;
        }
    }

    /** Forward passes so far. */
    long passes() {
        return passes;
    }

    /** Time spent in them, reading of clips included, nanoseconds. */
    long nanoseconds() {
        return nanoseconds;
    }
}
