package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.video.ClipReader;
import org.whynot.video.ErasedVideo;
import org.whynot.video.Progress;
import org.whynot.video.Video;

/**
 * Checks explanations by erasing their tubes: every pixel inside is set to black, and the video is classified again (section
 * 4.1). Only the clips that a tube lies in are read and classified again; the others would give what they gave before.
 */
final class Verifier {

    private final Model model;
    private final Video video;
    private final VideoFeatures features;
    private final double[] before;
    private final int positive;
    private final int negative;

    /**
     * @param features of the whole video
     * @param positive index of the positive class
     * @param negative index of the negative class
     */
    Verifier(Model model, Video video, VideoFeatures features, int positive, int negative) {
        this.model = model;
        this.video = video;
        this.features = features;
        this.before = features.probabilities();
        this.positive = positive;
        this.negative = negative;
    }

    /** The same explanations, each with its verification. */
    List<Explanation> verify(List<Explanation> explanations, Progress progress) throws IOException {
        List<Explanation> verified = new ArrayList<>();
        for (Explanation e : explanations) {
            double share = 1.0 / explanations.size();
            Progress part = progress.part(verified.size() * share, (verified.size() + 1) * share);
            verified.add(new Explanation(
                    e.rank(),
                    e.evidence(),
                    e.attribute(),
                    e.score(),
                    e.counterfactuality(),
                    e.layer(),
                    e.shapeRows(),
                    e.shapeColumns(),
                    e.tube(),
                    Optional.of(verify(e, part))));
        }
        return verified;
    }

    private Verification verify(Explanation explanation, Progress progress) throws IOException {
        Video erased = new ErasedVideo(video, explanation::boxAt);
        ClipReader reader =
                new ClipReader(erased, VideoClips.format(model.card().input()));
        double frames = explanation.lastFrame() - explanation.firstFrame() + 1.0;
        reader.setListener((frame, rgb) -> {
            progress.check();
            double done = (frame - explanation.firstFrame()) / frames;
            progress.report(Math.max(0, Math.min(1, done)), "Erasing '" + explanation.attribute() + "'");
        });
        int step = reader.sampling().frameStep();
        double[] after = features.probabilities(
                new VideoClips(reader),
                explanation.firstFrame() / step,
                explanation.lastFrame() / step,
                progress::isCancelled);
        return new Verification(before[positive], after[positive], before[negative], after[negative], rank(after));
    }

    /** 1 plus the number of other negative classes whose probability rose more. */
    private int rank(double[] after) {
        int rank = 1;
        double rise = after[negative] - before[negative];
        for (int c = 0; c < after.length; c++)
            if (c != positive && c != negative && after[c] - before[c] > rise) rank++;
        return rank;
    }
}
