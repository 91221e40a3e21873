package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.whynot.model.FeatureLimits;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ScoreListener;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.TubeSpace;
import org.whynot.video.ClipReader;
import org.whynot.video.PixelDigest;
import org.whynot.video.Progress;
import org.whynot.video.Video;

/** The work on one question about one video: classifying, searching, a second look, verifying. Used once. */
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
    private final List<TubeFinder> finders = new ArrayList<>();
    private final double seen;
    private final double searched;
    private final double found;

    /** @throws IllegalArgumentException if the window is in seconds and the video does not say how long a frame is */
    Explaining(Model model, Video video, Question question, Progress progress) {
        this.model = model;
        this.card = model.card();
        this.video = video;
        this.question = question;
        this.progress = progress;
        reader = new ClipReader(video, VideoClips.format(card.input()));
        int windowFrames =
                question.window().sampledFrames(video, reader.sampling().frameStep());
        for (Evidence evidence : List.of(Evidence.FOR, Evidence.AGAINST))
            if (question.evidence() == evidence || question.evidence() == Evidence.BOTH)
                finders.add(new TubeFinder(
                        evidence,
                        card.attributes().size(),
                        question.explanations(),
                        windowFrames,
                        progress::isCancelled));
        double verifications = question.verify() ? question.explanations() * finders.size() : 0;
        double all = 1 + (isPairKnown() ? 0 : SEARCH_TIME) + LOOK_TIME + verifications;
        seen = 1 / all;
        searched = seen + (isPairKnown() ? 0 : SEARCH_TIME / all);
        found = searched + LOOK_TIME / all;
    }

    private boolean isPairKnown() {
        return !question.positive().equals(Question.PREDICTED)
                && !question.negative().equals(Question.RUNNER_UP);
    }

    /**
     * Does the work.
     *
     * @param limits how much may be kept of what the classifier sees
     */
    Answer answer(FeatureLimits limits) throws IOException {
        PixelDigest digest =
                new PixelDigest(video.width(), video.height(), reader.sampling().sampled());
        reader.setListener((frame, rgb) -> {
            progress.check();
            digest.add(rgb);
            progress.report(
                    seen * (frame + 1) / video.frames(), "Looking at frame " + (frame + 1) + " of " + video.frames());
        });
        try (VideoFeatures features = features(limits)) {
            reader.setListener((frame, rgb) -> progress.check());
            List<ClassProbability> prediction = prediction(features.probabilities());
            int positive = positive(prediction);
            int negative = negative(prediction, positive);
            progress.check();
            if (!isPairKnown()) search(features, positive, negative);
            progress.report(searched, "Looking at the tubes");
            List<Explanation> explanations = new ArrayList<>();
            for (TubeFinder finder : finders)
                explanations.addAll(explanations(finder, finder.found(features, positive, negative), features.space()));
            if (question.verify())
                explanations = new Verifier(model, video, features, positive, negative)
                        .verify(explanations, progress.part(found, 1));
            progress.report(1, "Explained");
            return new Answer(
                    new Answer.VideoInfo(
                            video.name(),
                            video.width(),
                            video.height(),
                            video.frames(),
                            IntStream.of(reader.sampling().framesUsed()).boxed().toList(),
                            digest.hex()),
                    new Answer.ModelInfo(card.name(), model.sha256()),
                    prediction,
                    card.classes().get(positive),
                    card.classes().get(negative),
                    explanations,
                    new Answer.Settings(
                            question.explanations(), Explainer.RADIUS, model.device(), 0, question.window()));
        }
    }

    private VideoFeatures features(FeatureLimits limits) throws IOException {
        VideoClips clips = new VideoClips(reader);
        if (!isPairKnown()) return model.features(clips, limits, progress::isCancelled, progress::note);
        return model.features(
                clips,
                limits,
                card.classes().indexOf(question.positive()),
                card.classes().indexOf(question.negative()),
                toFinders(),
                progress::isCancelled,
                progress::note);
    }

    private ScoreListener toFinders() {
        return (scores, offset, clip, firstFrame, frames) -> {
            for (TubeFinder finder : finders) finder.clip(scores, offset, clip, firstFrame, frames);
        };
    }

    private void search(VideoFeatures features, int positive, int negative) throws IOException {
        ScoreListener listener = toFinders();
        int sampled = reader.sampling().sampled();
        features.scores(
                positive, negative, 0, sampled, progress::isCancelled, (scores, offset, clip, firstFrame, frames) -> {
                    progress.check();
                    progress.report(seen + (searched - seen) * firstFrame / sampled, "Searching for tubes");
                    listener.clip(scores, offset, clip, firstFrame, frames);
                });
    }

    private List<ClassProbability> prediction(double[] probabilities) {
        List<String> classes = card.classes();
        return IntStream.range(0, probabilities.length)
                .mapToObj(c -> new ClassProbability(classes.get(c), probabilities[c]))
                .sorted(Comparator.comparingDouble(ClassProbability::probability)
                        .reversed())
                .toList();
    }

    private int positive(List<ClassProbability> prediction) {
        return question.positive().equals(Question.PREDICTED)
                ? card.classes().indexOf(prediction.get(0).name())
                : card.classes().indexOf(question.positive());
    }

    private int negative(List<ClassProbability> prediction, int positive) {
        List<String> classes = card.classes();
        if (!question.negative().equals(Question.RUNNER_UP)) {
            int negative = classes.indexOf(question.negative());
            if (positive == negative)
                throw new IllegalArgumentException("The model calls this video '" + classes.get(positive)
                        + "', and why_not names the same class. Choose another one for why_not, or use '"
                        + Question.RUNNER_UP + "'.");
            return negative;
        }
        int first = classes.indexOf(prediction.get(0).name());
        return first == positive ? classes.indexOf(prediction.get(1).name()) : first;
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
