package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.whynot.model.ClipScores;
import org.whynot.model.ModelCard;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.Tube;

/**
 * The search for the tubes that answer a question, of both kinds of evidence if both are asked for: takes the scores of all
 * clips, and then gives the explanations. Used once.
 */
final class AnswerSearch {

    private final Question question;
    private final ModelCard card;
    private final VideoFeatures features;
    private final TubeGeometry geometry;
    private final int windowFrames;
    private final BooleanSupplier cancelled;
    private final List<TubeFinder> finders = new ArrayList<>();

    /**
     * @param windowFrames sampled frames in a window
     * @param geometry of the video
     */
    AnswerSearch(
            Question question,
            ModelCard card,
            VideoFeatures features,
            TubeGeometry geometry,
            int windowFrames,
            BooleanSupplier cancelled) {
        this.question = question;
        this.card = card;
        this.features = features;
        this.geometry = geometry;
        this.windowFrames = windowFrames;
        this.cancelled = cancelled;
        for (Evidence evidence : List.of(Evidence.FOR, Evidence.AGAINST))
            if (question.evidence() == evidence || question.evidence() == Evidence.BOTH)
                finders.add(new TubeFinder(
                        evidence,
                        card.tube().radius(),
                        features.times(),
                        card.explained().size(),
                        question.explanations(),
                        windowFrames,
                        cancelled));
    }

    /** Without attributes the explanations that are asked for are several tubes of the only one there is. */
    private int tubes() {
        return card.attributes().isEmpty() && question.window().isWhole()
                ? Math.max(question.tubes(), question.explanations())
                : question.tubes();
    }

    /** Takes the scores of the next clip. */
    void add(ClipScores clip) {
        for (TubeFinder finder : finders) finder.add(clip);
    }

    /**
     * The explanations with their cells, after all clips were taken.
     *
     * @throws IOException if the scores can't be read once more
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    List<Reason> reasons(ClassPair pair) throws IOException {
        TubeFinder.Rereading again =
                (from, to) -> features.scores(pair.positive(), pair.negative(), from, to, cancelled);
        List<Reason> reasons = new ArrayList<>();
        for (TubeFinder finder : finders) {
            List<TubeFinder.Found> found = new DiverseTubes(
                            finder.evidence(), card.tube().radius(), geometry, cancelled)
                    .of(
                            finder.found(again),
                            tubes(),
                            windowFrames,
                            features.sampling().sampled(),
                            again);
            int rank = 0;
            for (TubeFinder.Found tube : found) {
                Tube trimmed = tube.tube().trimmed(card.tube().trim());
                String attribute = card.explained().get(tube.attribute());
                reasons.add(
                        new Reason(Explanation.of(++rank, finder.evidence(), attribute, trimmed, geometry), trimmed));
            }
        }
        return reasons;
    }
}
