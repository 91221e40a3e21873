package org.whynot.evaluate;

import java.io.IOException;
import org.whynot.classifier.ClassifierRun;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/** Runs whole videos for their features, and counts the passes and their time. */
final class FeaturePasses {

    private long passes;
    private long nanoseconds;

    /** The features of a video; see {@link Model#features}. */
    VideoFeatures of(Model model, Video video, Progress progress) throws IOException {
        long start = System.nanoTime();
        ClipReader reader = model.reader(video);
        try {
            return model.features(reader, progress::isCancelled);
        } finally {
            nanoseconds += System.nanoTime() - start;
            passes += ClassifierRun.passes(reader.sampling().clips());
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
