package org.whynot.explain;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.whynot.model.FeatureLimits;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ScoreListener;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.ClipReader;
import org.whynot.video.ErasedVideo;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;
import org.whynot.video.PixelDigest;
import org.whynot.video.Video;

/**
 * A video that a model has looked at, ready for any number of questions: what the classifier saw is kept, so an answer takes
 * only the time of the search.
 *
 * <pre>{@code
 * try (ClassifiedVideo seen = new Explainer(model).classify(video, Progress.SILENT)) {
 *     seen.prediction();
 *     for (String other : model.card().classes())
 *         if (!other.equals(seen.prediction().get(0).name()))
 *             System.out.println(seen.answer(new Question("predicted", other, 3, Evidence.FOR, false), Progress.SILENT).sentence());
 * }
 * }</pre>
 *
 * <p>The same question has the same answer as {@link Explainer#explain}, bit for bit. The video must stay open, and is read
 * again where something is erased from it; frames that were changed since are noticed. For one thread at a time.
 */
public final class ClassifiedVideo implements AutoCloseable {

    /** Two classes of a model, by index. */
    record Pair(int positive, int negative) {}

    private final Model model;
    private final ModelCard card;
    private final Video video;
    private final ClipReader reader;
    private final VideoFeatures features;
    private final PixelDigest shown;
    private final List<ClassProbability> prediction;

    private ClassifiedVideo(Model model, Video video, ClipReader reader, VideoFeatures features, PixelDigest shown) {
        this.model = model;
        card = model.card();
        this.video = video;
        this.reader = reader;
        this.features = features;
        this.shown = shown;
        prediction = byProbability(features.probabilities());
    }

    /**
     * Looks at a video.
     *
     * @param reader of this video, for this model
     * @param limits how much is kept
     * @param pair two classes whose scores are told on the way, or empty
     * @param listener receives these scores
     * @param progress of this work only
     */
    static ClassifiedVideo of(
            Model model,
            Video video,
            ClipReader reader,
            FeatureLimits limits,
            Optional<Pair> pair,
            ScoreListener listener,
            Progress progress)
            throws IOException {
        PixelDigest shown =
                new PixelDigest(video.width(), video.height(), reader.sampling().sampled());
        try (BackgroundDigest digest = new BackgroundDigest(shown, video.frameLength())) {
            reader.setListener((frame, rgb) -> {
                progress.check();
                digest.add(rgb.get());
                progress.report(
                        (frame + 1.0) / video.frames(), "Looking at frame " + (frame + 1) + " of " + video.frames());
            });
            VideoClips clips = new VideoClips(reader);
            VideoFeatures features = pair.isEmpty()
                    ? model.features(clips, limits, progress::isCancelled, progress::note)
                    : model.features(
                            clips,
                            limits,
                            pair.get().positive(),
                            pair.get().negative(),
                            listener,
                            progress::isCancelled,
                            progress::note);
            try {
                digest.finish();
                reader.setListener((frame, rgb) -> {});
                return new ClassifiedVideo(model, video, reader, features, shown);
            } catch (IOException | RuntimeException e) {
                features.close();
                throw e;
            }
        }
    }

    /** Every class, most probable first. */
    public List<ClassProbability> prediction() {
        return prediction;
    }

    /** What the model's card says. */
    public ModelCard card() {
        return card;
    }

    /** The video that was looked at. */
    public Video video() {
        return video;
    }

    /** Which frames the model was shown. */
    public FrameSampling sampling() {
        return reader.sampling();
    }

    /** From cells of a score map to pixels of the video. */
    public FrameGeometry geometry() {
        return reader.geometry();
    }

    /** Size of one attribute's score map {@code [L, P, T, H, W]}; T is the number of sampled frames. */
    public TubeSpace space() {
        return features.space();
    }

    /**
     * Answers a question.
     *
     * @param question which classes, how many explanations, verified or not
     * @param progress told about every step, from any thread
     * @throws IOException if what was kept, or the video, can't be read
     * @throws IllegalArgumentException if a class is not known or both classes are the same; the message says which are known.
     *     Or if the window is in seconds and the video does not say how long a frame is
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Answer answer(Question question, Progress progress) throws IOException {
        question.requireClasses(card.classes());
        return new Explaining(model, video, question, progress).answer(this);
    }

    /**
     * The difference of two classes' scores (delta_m, equation 4) for every attribute and cell, clip after clip.
     *
     * @param positive a class of the model
     * @param negative another one
     * @param from the first sampled frame that is wanted, 0-based; its whole clip is given
     * @param to the frame after the last one
     * @param listener receives the clips, in time order
     * @param progress asked between clips whether to stop
     * @throws IOException if what was kept, or the video, can't be read
     * @throws IllegalArgumentException if a class is not known or both are the same
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public void scores(String positive, String negative, int from, int to, ScoreListener listener, Progress progress)
            throws IOException {
        Pair pair = pair(new Question(positive, negative, 1, Evidence.FOR, false));
        features.scores(pair.positive(), pair.negative(), from, to, progress::isCancelled, listener);
    }

    /**
     * Erases a part of the video, every pixel in it set to black, and classifies it again (section 4.1). Only the clips that the part
     * lies in are read and classified again; the others would give what they gave before.
     *
     * @param boxes what is erased in a frame (0-based), pixels of the video; asked for frames in the range only
     * @param firstFrame the first frame in which something is erased, 0-based
     * @param lastFrame the last one
     * @param progress told about every frame
     * @return every class, in the order of {@link ModelCard#classes}
     * @throws IOException if the video can't be read
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public List<ClassProbability> erased(
            IntFunction<Optional<Box>> boxes, int firstFrame, int lastFrame, Progress progress) throws IOException {
        int step = sampling().frameStep();
        ClipReader erasing = new ClipReader(
                new ErasedVideo(
                        new UnchangedVideo(video, shown, step),
                        frame -> frame < firstFrame || frame > lastFrame ? Optional.empty() : boxes.apply(frame)),
                VideoClips.format(card.input()));
        double frames = lastFrame - firstFrame + 1.0;
        erasing.setListener((frame, rgb) -> {
            progress.check();
            progress.report(
                    Math.max(0, Math.min(1, (frame - firstFrame) / frames)), "Erasing, and classifying what is left");
        });
        // Rounded up and down to sampled frames; where none is hit, one clip is classified and nothing changes.
        int first = Math.min((firstFrame + step - 1) / step, lastFrame / step);
        double[] after =
                features.probabilities(new VideoClips(erasing), first, lastFrame / step, progress::isCancelled);
        return IntStream.range(0, after.length)
                .mapToObj(c -> new ClassProbability(card.classes().get(c), after[c]))
                .toList();
    }

    /**
     * What erasing an explanation's tube does.
     *
     * @param explanation the same, verified
     * @param after every class once the tube is erased, in the order of {@link ModelCard#classes}
     */
    public record Check(Explanation explanation, List<ClassProbability> after) {}

    /**
     * Checks one explanation by erasing its tube (section 4.1).
     *
     * @param answer that it is part of, about this video
     * @param explanation what is checked
     * @param progress told about every frame
     * @throws IOException if the video can't be read
     * @throws IllegalArgumentException if the answer is about classes that the model does not know
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Check check(Answer answer, Explanation explanation, Progress progress) throws IOException {
        Pair pair = pair(new Question(answer.positive(), answer.negative(), 1, Evidence.FOR, true));
        return new Verifier(this, pair).check(explanation, progress);
    }

    /**
     * Which classes a question is about.
     *
     * @throws IllegalArgumentException if a class is not known or both are the same
     */
    Pair pair(Question question) {
        question.requireClasses(card.classes());
        List<String> classes = card.classes();
        int predicted = classes.indexOf(prediction.get(0).name());
        int positive =
                question.positive().equals(Question.PREDICTED) ? predicted : classes.indexOf(question.positive());
        if (question.negative().equals(Question.RUNNER_UP)) {
            int second = classes.indexOf(prediction.get(1).name());
            return new Pair(positive, predicted == positive ? second : predicted);
        }
        int negative = classes.indexOf(question.negative());
        if (positive == negative)
            throw new IllegalArgumentException("The model calls this video '" + classes.get(positive)
                    + "', and why_not names the same class. Choose another one for why_not, or use '"
                    + Question.RUNNER_UP + "'.");
        return new Pair(positive, negative);
    }

    /** What the classifier saw. */
    VideoFeatures features() {
        return features;
    }

    /** The SHA-256 of the pixels that the model was shown, in hexadecimal. */
    String sha256() {
        return shown.hex();
    }

    private List<ClassProbability> byProbability(double[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(c -> new ClassProbability(card.classes().get(c), probabilities[c]))
                .sorted(Comparator.comparingDouble(ClassProbability::probability)
                        .reversed())
                .toList();
    }

    /** Frees what was kept. The video and the model stay open. */
    @Override
    public void close() {
        features.close();
    }
}
