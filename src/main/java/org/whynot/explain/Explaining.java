package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.whynot.model.FeatureLimits;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ScoreListener;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/** The work on one question about one video: classifying unless that was done, searching, a second look, verifying. Used once. */
final class Explaining {

    /** Time of the search through what was kept, against that of reading and classifying. */
    private static final double SEARCH_TIME = 0.1;
    /** The same for the second look at the best tubes. */
    private static final double LOOK_TIME = 0.05;

    private final Model model;
    private final ModelCard card;
    private final Video video;
    private final Question question;
    private final Progress progress;
    private final ClipReader reader;
    private final int windowFrames;
    private final List<TubeFinder> finders = new ArrayList<>();

    /** @throws IllegalArgumentException if the window is in seconds and the video does not say how long a frame is */
    Explaining(Model model, Video video, Question question, Progress progress) {
        this.model = model;
        this.card = model.card();
        this.video = video;
        this.question = question;
        this.progress = progress;
        reader = new ClipReader(video, VideoClips.format(card.input()));
        windowFrames = question.window().sampledFrames(video, reader.sampling().frameStep());
        for (Evidence evidence : List.of(Evidence.FOR, Evidence.AGAINST))
            if (question.evidence() == evidence || question.evidence() == Evidence.BOTH)
                finders.add(new TubeFinder(
                        evidence,
                        card.attributes().size(),
                        question.explanations(),
                        windowFrames,
                        progress::isCancelled));
    }

    /**
     * Classifies the video and answers. Where both classes are known beforehand the tubes are searched meanwhile.
     *
     * @param limits how much may be kept of what the classifier sees
     */
    Answer answer(FeatureLimits limits) throws IOException {
        Optional<ClassifiedVideo.Pair> pair = question.isPairKnown()
                ? Optional.of(new ClassifiedVideo.Pair(
                        card.classes().indexOf(question.positive()),
                        card.classes().indexOf(question.negative())))
                : Optional.empty();
        double searching = (pair.isEmpty() ? SEARCH_TIME : 0) + LOOK_TIME + verifications();
        double seen = 1 / (1 + searching);
        try (ClassifiedVideo classified =
                ClassifiedVideo.of(model, video, reader, limits, pair, toFinders(), progress.part(0, seen))) {
            return answer(classified, pair.isPresent(), progress.part(seen, 1));
        }
    }

    /** Answers about a video that was classified before. */
    Answer answer(ClassifiedVideo classified) throws IOException {
        return answer(classified, false, progress);
    }

    private double verifications() {
        return question.verify() ? question.explanations() * question.tubes() * finders.size() : 0;
    }

    private Answer answer(ClassifiedVideo classified, boolean searched, Progress to) throws IOException {
        double search = searched ? 0 : SEARCH_TIME;
        double all = search + LOOK_TIME + verifications();
        ClassifiedVideo.Pair pair = classified.pair(question);
        to.check();
        if (!searched) search(classified, pair, to.part(0, search / all));
        to.report(search / all, "Looking at the tubes");
        List<Explanation> explanations = new ArrayList<>();
        for (TubeFinder finder : finders)
            explanations.addAll(explanations(finder, found(finder, classified, pair), classified.space()));
        if (question.verify())
            explanations = new Verifier(classified, pair).verify(explanations, to.part((search + LOOK_TIME) / all, 1));
        to.report(1, "Explained");
        return new Answer(
                new Answer.VideoInfo(
                        video.name(),
                        video.width(),
                        video.height(),
                        video.frames(),
                        IntStream.of(reader.sampling().framesUsed()).boxed().toList(),
                        classified.sha256()),
                new Answer.ModelInfo(card.name(), model.sha256()),
                classified.prediction(),
                card.classes().get(pair.positive()),
                card.classes().get(pair.negative()),
                explanations,
                new Answer.Settings(
                        question.explanations(),
                        Explainer.RADIUS,
                        model.device(),
                        0,
                        question.window(),
                        question.tubes()));
    }

    private List<TubeFinder.Found> found(TubeFinder finder, ClassifiedVideo classified, ClassifiedVideo.Pair pair)
            throws IOException {
        TubeFinder.Scores again = (from, to, listener) -> classified
                .features()
                .scores(pair.positive(), pair.negative(), from, to, progress::isCancelled, listener);
        return new DiverseTubes(finder.evidence(), card.shapes(), progress::isCancelled)
                .of(
                        finder.found(again),
                        question.tubes(),
                        windowFrames,
                        reader.sampling().sampled(),
                        again);
    }

    private ScoreListener toFinders() {
        return (scores, offset, clip, firstFrame, frames) -> {
            for (TubeFinder finder : finders) finder.clip(scores, offset, clip, firstFrame, frames);
        };
    }

    private void search(ClassifiedVideo classified, ClassifiedVideo.Pair pair, Progress to) throws IOException {
        ScoreListener listener = toFinders();
        int sampled = reader.sampling().sampled();
        classified
                .features()
                .scores(
                        pair.positive(),
                        pair.negative(),
                        0,
                        sampled,
                        to::isCancelled,
                        (scores, offset, clip, firstFrame, frames) -> {
                            to.check();
                            to.report((double) firstFrame / sampled, "Searching for tubes");
                            listener.clip(scores, offset, clip, firstFrame, frames);
                        });
    }

    private List<Explanation> explanations(TubeFinder finder, List<TubeFinder.Found> tubes, TubeSpace space) {
        List<Explanation> explanations = new ArrayList<>();
        for (TubeFinder.Found tube : tubes)
            explanations.add(Explanation.of(
                    explanations.size() + 1,
                    finder.evidence(),
                    card.attributes().get(tube.attribute()),
                    tube.tube().trimmed(card.tubeTrim()),
                    card.shapes(),
                    space,
                    reader.sampling(),
                    reader.geometry()));
        return explanations;
    }
}
