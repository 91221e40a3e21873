package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.classifier.ClassifierRun;
import org.whynot.model.ClipScores;
import org.whynot.model.FeatureLimits;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.VideoFeatures;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/**
 * Finds the best tube of every attribute again in a video without its first frame, and in one that is cropped a little, to see
 * whether explanations depend on what should not matter.
 *
 * <p>Nothing is found, and nothing can be told, for a still, for pieces of a video, and where the classifier gives no feature maps, as
 * finding tubes then takes too long.
 */
final class Stability {

    private final Model model;
    private final ModelCard card;
    private final Video video;
    private final boolean isPossible;
    private final List<Evidence> kinds;
    private List<Explanation> shifted = List.of();
    private List<Explanation> cropped = List.of();

    /** @param question that the explanations answer */
    Stability(Model model, Video video, Question question) {
        this.model = model;
        this.video = video;
        card = model.card();
        isPossible = question.window().isWhole() && model.maskingPasses(1).isEmpty();
        kinds = question.evidence() == Evidence.BOTH
                ? List.of(Evidence.FOR, Evidence.AGAINST)
                : List.of(question.evidence());
    }

    /**
     * Classifies the changed videos.
     *
     * @throws IOException if the video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    void find(ClassPair pair, Progress progress) throws IOException {
        if (!isPossible) return;
        if (video.frames() > 1) shifted = tubes(video.cut(1, video.frames() - 1), pair, progress.part(0, 0.5));
        int left = margin(video.width());
        int top = margin(video.height());
        if (video.width() > 2 * left && video.height() > 2 * top)
            cropped = tubes(
                    video.crop(left, top, video.width() - 2 * left, video.height() - 2 * top),
                    pair,
                    progress.part(0.5, 1));
    }

    private static int margin(int size) {
        return Math.max(1, size / Confidence.CROP);
    }

    private List<Explanation> tubes(Video changed, ClassPair pair, Progress progress) throws IOException {
        int attributes = card.explained().size();
        ClipReader reader = new ClipReader(changed, model.classifier().input(), (frame, rgb) -> {
            progress.check();
            progress.report((frame + 1.0) / changed.frames(), "Explaining the video slightly changed");
        });
        List<Explanation> tubes = new ArrayList<>();
        try (VideoFeatures features = model.features(reader, FeatureLimits.usual(), progress::note)) {
            List<TubeFinder> finders = new ArrayList<>();
            for (Evidence evidence : kinds)
                finders.add(new TubeFinder(
                        evidence,
                        card.tube().radius(),
                        features.times(),
                        attributes,
                        attributes,
                        Integer.MAX_VALUE,
                        progress::isCancelled));
            try (ClassifierRun.Passes passes = features.passes(progress::isCancelled)) {
                for (ClassifierRun.Pass pass = passes.next(); pass != null; pass = passes.next())
                    for (ClipScores scores : features.keep(pass, pair.positive(), pair.negative()))
                        for (TubeFinder finder : finders) finder.add(scores);
            }
            TubeGeometry geometry =
                    TubeGeometry.of(features, reader.geometry(), card.tube().shapes());
            TubeFinder.Rereading again =
                    (from, to) -> features.scores(pair.positive(), pair.negative(), from, to, progress::isCancelled);
            for (TubeFinder finder : finders)
                for (TubeFinder.Found found : finder.found(again))
                    tubes.add(Explanation.of(
                            1,
                            finder.evidence(),
                            card.explained().get(found.attribute()),
                            found.tube().trimmed(card.tube().trim()),
                            geometry));
        }
        return tubes;
    }

    /** The IoU with the tube of the same attribute a frame later; null if there is none. */
    Double shiftIou(Explanation e) {
        return iou(e, shifted, 1, 0, 0);
    }

    /** The IoU with the tube of the same attribute in the cropped video; null if there is none. */
    Double cropIou(Explanation e) {
        return iou(e, cropped, 0, margin(video.width()), margin(video.height()));
    }

    private Double iou(Explanation e, List<Explanation> others, int later, int left, int top) {
        Optional<Explanation> other = others.stream()
                .filter(o -> o.evidence() == e.evidence() && o.attribute().equals(e.attribute()))
                .findFirst();
        return other.map(found -> iou(e, found, later, left, top)).orElse(null);
    }

    /**
     * The mean IoU of two tubes over the frames in which either has a box.
     *
     * @param later frames by which the second one's video begins later
     * @param left pixels by which it begins further right
     * @param top pixels by which it begins further down
     */
    static double iou(Explanation tube, Explanation other, int later, int left, int top) {
        int first = Math.max(later, Math.min(tube.firstFrame(), other.firstFrame() + later));
        int last = Math.max(tube.lastFrame(), other.lastFrame() + later);
        double sum = 0;
        int counted = 0;
        for (int frame = first; frame <= last; frame++) {
            Optional<Box> a = tube.boxAt(frame);
            Optional<Box> b = other.boxAt(frame - later)
                    .map(box -> new Box(box.x() + left, box.y() + top, box.width(), box.height()));
            if (a.isEmpty() && b.isEmpty()) continue;
            counted++;
            if (a.isPresent() && b.isPresent()) sum += a.get().iou(b.get());
        }
        return counted == 0 ? 0 : sum / counted;
    }
}
