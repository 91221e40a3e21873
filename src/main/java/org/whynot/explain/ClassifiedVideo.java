package org.whynot.explain;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.whynot.classifier.ClassifierRun;
import org.whynot.model.ClipScores;
import org.whynot.model.FeatureLimits;
import org.whynot.model.FeatureParts;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.RegionShape;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;
import org.whynot.video.PixelDigest;
import org.whynot.video.PixelStatistics;
import org.whynot.video.Video;
import org.whynot.video.Warning;

/**
 * A video that a model has classified, ready for any number of questions: its features are kept, so an answer takes only the
 * time of the search.
 *
 * <pre>{@code
 * try (ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
 *     classified.prediction();
 *     for (String other : model.card().classes())
 *         if (!other.equals(classified.prediction().get(0).name()))
 *             System.out.println(classified.answer(new Question("predicted", other, 3, Evidence.FOR, false), Progress.SILENT).sentence());
 * }
 * }</pre>
 *
 * <p>The same question has the same answer as {@link Explainer#explain}, bit for bit. The video must stay open, and is read
 * again where something is erased from it; frames that were changed since are noticed. For one thread at a time.
 */
public final class ClassifiedVideo implements AutoCloseable {

    /** Time of the search through what was kept, relative to that of reading and classifying. */
    private static final double SEARCH_TIME = 0.1;
    /** The same for the second pass over the best tubes. */
    private static final double LOOK_TIME = 0.05;

    private final Model model;
    private final ModelCard card;
    private final Video video;
    private final ClipReader reader;
    private final VideoFeatures features;
    private final PixelDigest shown;
    private final TubeGeometry geometry;
    private final Eraser eraser;
    private final OptionalInt maskingPasses;
    private final PixelStatistics pixels;
    private final List<Warning> knownBefore;
    private List<ClassProbability> prediction = List.of();
    private List<Warning> warnings = List.of();

    private ClassifiedVideo(
            Model model,
            Video video,
            FeatureLimits limits,
            FeatureParts known,
            Progress progress,
            BackgroundDigest digest) {
        this.model = model;
        card = model.card();
        this.video = video;
        this.shown = digest.digest();
        pixels = digest.statistics();
        knownBefore = video.warnings();
        reader = new ClipReader(video, model.classifier().input(), (frame, rgb) -> {
            progress.check();
            digest.add(rgb.get());
            // Where parts are erased, reading is far ahead of the classifier, which reports itself.
            if (model.maskingPasses(1).isEmpty())
                progress.report(
                        (frame + 1.0) / video.frames(), "Classifying frame " + (frame + 1) + " of " + video.frames());
        });
        features = model.features(reader, limits, known, progress::note);
        maskingPasses = model.maskingPasses(reader.sampling().clips());
        maskingPasses.ifPresent(passes -> progress.note("The classifier gives no feature maps, so tubes are found by"
                + " erasing parts of the video and classifying it again: " + passes + " passes at most."));
        geometry = TubeGeometry.of(features, reader.geometry(), card.tube().shapes());
        eraser = new Eraser(model, video, features, shown);
    }

    /**
     * Classifies a video and answers a question about it. Where both classes are named, the tubes are searched meanwhile.
     *
     * @param limits how much is kept
     * @param known parts that were classified before
     * @param progress of all of the work
     */
    static Answer explain(
            Model model, Video video, FeatureLimits limits, Question question, FeatureParts known, Progress progress)
            throws IOException {
        double searching = (question.isPairKnown() ? 0 : SEARCH_TIME)
                + LOOK_TIME
                + question.refinements()
                + question.verifications()
                + question.comparisons();
        double classified = 1 / (1 + searching);
        Progress first = progress.part(0, classified);
        Progress second = progress.part(classified, 1);
        try (BackgroundDigest digest = digest(model, video);
                ClassifiedVideo made = new ClassifiedVideo(model, video, limits, known, first, digest)) {
            AnswerSearch search = made.search(question, progress);
            if (!question.isPairKnown()) {
                made.classify(digest, first);
                return made.answer(question, search, false, second);
            }
            List<String> classes = model.card().classes();
            ClassPair pair = new ClassPair(classes.indexOf(question.positive()), classes.indexOf(question.negative()));
            made.classify(pair, search, digest, first);
            return made.answer(question, search, true, second);
        }
    }

    /**
     * Classifies a video for questions to come.
     *
     * @param limits how much is kept
     * @param known parts that were classified before
     * @param progress of this work only
     */
    static ClassifiedVideo of(Model model, Video video, FeatureLimits limits, FeatureParts known, Progress progress)
            throws IOException {
        try (BackgroundDigest digest = digest(model, video)) {
            ClassifiedVideo made = new ClassifiedVideo(model, video, limits, known, progress, digest);
            try {
                made.classify(digest, progress);
                return made;
            } catch (IOException | RuntimeException | Error e) {
                made.close();
                throw e;
            }
        }
    }

    private static BackgroundDigest digest(Model model, Video video) {
        int sampled = model.classifier()
                .input()
                .sampling(video.frames(), video.frameInterval())
                .sampled();
        return new BackgroundDigest(new PixelDigest(video.width(), video.height(), sampled), video.frameLength());
    }

    private void classify(BackgroundDigest digest, Progress progress) throws IOException {
        features.classify(progress);
        digest.finish();
        predict(progress);
    }

    private void classify(ClassPair pair, AnswerSearch search, BackgroundDigest digest, Progress progress)
            throws IOException {
        try (ClassifierRun.Passes passes = features.passes(progress)) {
            for (ClassifierRun.Pass pass = passes.next(); pass != null; pass = passes.next())
                for (ClipScores scores : features.keep(pass, pair.positive(), pair.negative())) search.add(scores);
        }
        digest.finish();
        predict(progress);
    }

    private void predict(Progress progress) {
        prediction = ClassProbability.byProbability(card.classes(), features.probabilities());
        warnings = AnswerWarnings.of(video, sampling(), pixels, card.trainedOn(), features.means(), prediction);
        // Whoever opened the video was notified of what was known then.
        warnings.stream().filter(w -> !knownBefore.contains(w)).forEach(w -> progress.note(w.message()));
    }

    /** Every class, most probable first. */
    public List<ClassProbability> prediction() {
        return prediction;
    }

    /** What makes every answer about this video doubtful; empty where nothing does. */
    public List<Warning> warnings() {
        return warnings;
    }

    /** The model's card. */
    public ModelCard card() {
        return card;
    }

    /** The video that was classified. */
    public Video video() {
        return video;
    }

    /** The model that classified it; not closed with this. */
    Model model() {
        return model;
    }

    /** What the classifier made of the video. */
    VideoFeatures features() {
        return features;
    }

    /** Which frames were classified. */
    public FrameSampling sampling() {
        return reader.sampling();
    }

    /** From the network's input to pixels of the video. */
    public FrameGeometry geometry() {
        return reader.geometry();
    }

    /** From cells of a score map to frames and pixels of the video. */
    public TubeGeometry tubeGeometry() {
        return geometry;
    }

    /** The size of one attribute's score map {@code [P, T, H, W]} in each feature layer; T is the steps of the video. */
    public List<TubeSpace> spaces() {
        return geometry.spaces();
    }

    /**
     * Answers a question.
     *
     * @param question which classes, how many explanations, verified or not
     * @param progress notified of every step, from any thread
     * @throws IOException if what was kept, or the video, can't be read
     * @throws IllegalArgumentException if a class is not known or both classes are the same; the message states which are known.
     *     Or if the window is in seconds and the video doesn't state how long a frame is
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Answer answer(Question question, Progress progress) throws IOException {
        question.requireClasses(card.classes());
        return answer(question, search(question, progress), false, progress);
    }

    private AnswerSearch search(Question question, Progress progress) {
        int windowFrames =
                question.window().sampledFrames(video, reader.sampling().frameStep());
        return new AnswerSearch(question, card, features, geometry, windowFrames, progress::isCancelled);
    }

    /** @param searched whether the search has all scores already */
    private Answer answer(Question question, AnswerSearch search, boolean searched, Progress to) throws IOException {
        double searching = searched ? 0 : SEARCH_TIME;
        double refined = searching + LOOK_TIME + question.refinements();
        double verified = refined + question.verifications();
        double all = verified + question.comparisons();
        ClassPair pair = pair(question);
        to.check();
        if (!searched) addScores(search, pair, to.part(0, searching / all));
        to.report(searching / all, "Reading the tubes");
        List<Reason> reasons = search.reasons(pair);
        if (question.refine())
            reasons = new TubeRefiner(geometry)
                    .refine(
                            reasons,
                            eraser,
                            features.probabilities(),
                            pair,
                            to.part((searching + LOOK_TIME) / all, refined / all));
        if (question.verify())
            reasons = new Verifier(eraser, features.probabilities(), pair)
                    .verify(reasons, to.part(refined / all, verified / all));
        List<Explanation> explanations =
                reasons.stream().map(Reason::explanation).toList();
        if (question.confidence() > 0)
            explanations = new ConfidenceCheck(
                            eraser,
                            features.probabilities(),
                            pair,
                            geometry,
                            card.tube().radius())
                    .check(
                            reasons,
                            question.confidence(),
                            new Stability(model, video, question),
                            to.part(verified / all, 1));
        to.report(1, "Explained");
        return new Answer(
                new Answer.VideoInfo(
                        video.name(),
                        video.width(),
                        video.height(),
                        video.frames(),
                        IntStream.of(sampling().framesUsed()).boxed().toList(),
                        shown.hex()),
                new Answer.ModelInfo(card.name(), model.sha256(), Answer.ImportedClassifier.of(card)),
                prediction,
                card.classes().get(pair.positive()),
                card.classes().get(pair.negative()),
                explanations,
                new Answer.Settings(
                        question.explanations(),
                        card.tube().radius(),
                        model.device(),
                        ConfidenceCheck.SEED,
                        question.window(),
                        question.tubes(),
                        maskingPasses.orElse(0),
                        question.confidence(),
                        question.refine(),
                        model.precision()),
                warnings);
    }

    private void addScores(AnswerSearch search, ClassPair pair, Progress to) throws IOException {
        int sampled = sampling().sampled();
        ClipScores.Source scores = features.scores(pair.positive(), pair.negative(), 0, sampled, to::isCancelled);
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next()) {
            to.check();
            to.report((double) clip.firstFrame() / sampled, "Searching for tubes");
            search.add(clip);
        }
    }

    /**
     * The difference of two classes' scores (delta_m, equation 4) for every attribute and cell, clip after clip.
     *
     * @param positive a class of the model
     * @param negative another one
     * @param from the first sampled frame that is wanted, 0-based; its whole clip is given
     * @param to the frame after the last one
     * @param progress asked between clips whether to stop
     * @throws IllegalArgumentException if a class is not known or both are the same
     */
    public ClipScores.Source scores(String positive, String negative, int from, int to, Progress progress) {
        ClassPair pair = pair(new Question(positive, negative, 1, Evidence.FOR, false));
        return scores(pair, from, to, progress);
    }

    /**
     * The scores that an explanation was found in: of its attribute, layer and shape, over the whole video.
     *
     * @param positive the class that is explained
     * @param negative the class it is compared with
     * @param explanation of this video, by this model
     * @param progress asked whether to stop
     * @throws IOException if what was kept can't be read
     * @throws IllegalArgumentException if a class is not known or both are the same
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public ScoreVolume volume(String positive, String negative, Explanation explanation, Progress progress)
            throws IOException {
        int layer = explanation.layer();
        TubeSpace all = geometry.spaces().get(layer);
        int attribute = card.explained().indexOf(explanation.attribute());
        int shape = geometry.shapes().indexOf(new RegionShape(explanation.shapeRows(), explanation.shapeColumns()));
        float[] values = new float[all.frames() * all.cellsPerFrame()];
        ClipScores.Source scores = scores(positive, negative, 0, sampling().sampled(), progress);
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next())
            clip.layers().get(layer).copy(attribute, shape, 0, all.frames(), values);
        return new ScoreVolume(
                values,
                TubeSpace.of(all.frames(), all.rows(), all.columns()),
                geometry.times().get(layer));
    }

    ClipScores.Source scores(ClassPair pair, int from, int to, Progress progress) {
        return features.scores(pair.positive(), pair.negative(), from, to, progress::isCancelled);
    }

    /**
     * Erases a part of the video, every pixel in it set to black, and classifies it again (section 4.1). Only the clips that the part
     * lies in are read and classified again; the others would give what they gave before.
     *
     * @param boxes what is erased in a frame (0-based), pixels of the video; asked for frames in the range only
     * @param firstFrame the first frame in which something is erased, 0-based
     * @param lastFrame the last one
     * @param progress notified of every frame
     * @return every class, in the order of {@link ModelCard#classes}
     * @throws IOException if the video can't be read
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public List<ClassProbability> erased(
            IntFunction<Optional<Box>> boxes, int firstFrame, int lastFrame, Progress progress) throws IOException {
        return ClassProbability.byClass(card.classes(), eraser.erased(boxes, firstFrame, lastFrame, progress));
    }

    /**
     * What erasing an explanation's tube does.
     *
     * @param explanation the same, verified
     * @param after every class once the tube is erased, in the order of {@link ModelCard#classes}
     */
    public record Verified(Explanation explanation, List<ClassProbability> after) {}

    /**
     * Verifies one explanation by erasing its tube (section 4.1).
     *
     * @param answer that it is part of, about this video
     * @param explanation what is verified
     * @param progress notified of every frame
     * @throws IOException if the video can't be read
     * @throws IllegalArgumentException if the answer is about classes that the model does not know
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Verified verify(Answer answer, Explanation explanation, Progress progress) throws IOException {
        ClassPair pair = pair(new Question(answer.positive(), answer.negative(), 1, Evidence.FOR, true));
        Verifier.Verified verified = new Verifier(eraser, features.probabilities(), pair).verify(explanation, progress);
        return new Verified(verified.explanation(), ClassProbability.byClass(card.classes(), verified.after()));
    }

    /**
     * Which classes a question is about.
     *
     * @throws IllegalArgumentException if a class is not known or both are the same
     */
    ClassPair pair(Question question) {
        question.requireClasses(card.classes());
        List<String> classes = card.classes();
        int predicted = classes.indexOf(prediction.get(0).name());
        int positive =
                question.positive().equals(Question.PREDICTED) ? predicted : classes.indexOf(question.positive());
        if (question.negative().equals(Question.RUNNER_UP)) {
            int second = classes.indexOf(prediction.get(1).name());
            return new ClassPair(positive, predicted == positive ? second : predicted);
        }
        int negative = classes.indexOf(question.negative());
        if (positive == negative)
            throw new IllegalArgumentException("The model calls this video '" + classes.get(positive)
                    + "', and why_not names the same class. Choose another one for why_not, or use '"
                    + Question.RUNNER_UP + "'.");
        return new ClassPair(positive, negative);
    }

    /** Frees what was kept. The video and the model stay open. */
    @Override
    public void close() {
        features.close();
    }
}
