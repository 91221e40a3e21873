package org.whynot.explain;

import java.io.IOException;
import java.util.Optional;
import java.util.function.IntFunction;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.ClipReader;
import org.whynot.video.PixelDigest;
import org.whynot.video.Video;

/** Erases a part of a classified video, every pixel in it set to black, and classifies it again (section 4.1). */
final class Eraser {

    private final Model model;
    private final Video video;
    private final VideoFeatures features;
    private final PixelDigest shown;

    /** @param shown the pixels that were classified */
    Eraser(Model model, Video video, VideoFeatures features, PixelDigest shown) {
        this.model = model;
        this.video = video;
        this.features = features;
        this.shown = shown;
    }

    /**
     * p(c|x) with a part erased; only the clips that the part lies in are read and classified again.
     *
     * @param boxes what is erased in a frame (0-based), pixels of the video; asked for frames in the range only
     * @param firstFrame the first frame in which something is erased, 0-based
     * @param lastFrame the last one
     * @param progress of this work only
     * @return {@code [C]}
     * @throws IOException if the video can't be read
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    double[] erased(IntFunction<Optional<Box>> boxes, int firstFrame, int lastFrame, Progress progress)
            throws IOException {
        int step = features.sampling().frameStep();
        double frames = lastFrame - firstFrame + 1.0;
        Video erased = video.filter(new UnchangedVideo(video, shown, step))
                .erase(frame -> frame < firstFrame || frame > lastFrame ? Optional.empty() : boxes.apply(frame));
        ClipReader reader = new ClipReader(erased, model.classifier().input(), (frame, rgb) -> {
            progress.check();
            progress.report(
                    Math.max(0, Math.min(1, (frame - firstFrame) / frames)), "Erasing, and classifying what is left");
        });
        // Rounded to sampled frames; where none is hit, one clip is classified and nothing changes.
        int from = Math.min((firstFrame + step - 1) / step, lastFrame / step);
        return features.probabilities(reader, from, lastFrame / step + 1, progress::isCancelled);
    }
}
