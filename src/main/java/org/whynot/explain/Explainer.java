package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.Names;
import org.whynot.model.RegionShape;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.Movement;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;
import org.whynot.video.PixelDigest;
import org.whynot.video.Progress;
import org.whynot.video.Video;

/**
 * Answers why a model calls a video one class and not another (equation 9).
 *
 * <pre>{@code
 * try (Model model = Model.open(ModelFolders.find("cells"), "auto");
 *         Video video = VideoFiles.open(Path.of("clip.avi"))) {
 *     Question question = new Question("predicted", "apoptosis", 3, Evidence.FOR, true);
 *     Answer answer = new Explainer(model).explain(video, question, Progress.SILENT);
 *     System.out.println(answer.sentence());
 * }
 * }</pre>
 */
public final class Explainer {

    /** Cells that a tube may move by from a frame to the next (k), as the heads are trained with. */
    public static final int RADIUS = 1;

    private static final double SEEN = 0.6;
    private static final double SEARCHED = 0.7;

    private final Model model;

    /** @param model classifier and head; not closed by this */
    public Explainer(Model model) {
        this.model = model;
    }

    /**
     * Classifies a video, finds the tubes that tell the two classes apart, and checks them if asked to.
     *
     * @param video read from the first to the last frame, once, and once more for every tube that is verified; not closed
     * @param question which classes, how many explanations, verified or not
     * @param progress told about every step
     * @throws IOException if the video can't be read
     * @throws IllegalArgumentException if a class is not known or both classes are the same; the message says which are known
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Answer explain(Video video, Question question, Progress progress) throws IOException {
        ModelCard card = model.card();
        checkClasses(question, card);
        ClipReader reader = new ClipReader(video, VideoClips.format(card.input()));
        FrameSampling sampling = reader.sampling();
        PixelDigest digest = new PixelDigest(video.width(), video.height(), sampling.sampled());
        reader.setListener((frame, rgb) -> {
            progress.check();
            digest.add(rgb);
            progress.report(SEEN * (frame + 1) / video.frames(), "Looking at frame " + (frame + 1));
        });
        try (VideoFeatures features = model.features(new VideoClips(reader), progress::isCancelled)) {
            List<ClassProbability> prediction = prediction(features.probabilities());
            int positive = question.positive().equals(Question.PREDICTED)
                    ? card.classes().indexOf(prediction.get(0).name())
                    : card.classes().indexOf(question.positive());
            int negative = question.negative().equals(Question.RUNNER_UP)
                    ? runnerUp(prediction, positive)
                    : card.classes().indexOf(question.negative());
            if (positive == negative)
                throw new IllegalArgumentException("The model calls this video '"
                        + card.classes().get(positive) + "', and why_not names the same class. Choose another one for"
                        + " why_not, or use '" + Question.RUNNER_UP + "'.");
            progress.check();
            progress.report(SEEN, "Searching for tubes");
            List<Explanation> explanations =
                    explanations(features, positive, negative, question, sampling, reader.geometry(), progress);
            if (question.verify())
                explanations = new Verifier(model, video, features.probabilities(), positive, negative)
                        .verify(explanations, progress.part(SEARCHED, 1));
            progress.report(1, "Explained");
            return new Answer(
                    new Answer.VideoInfo(
                            video.name(),
                            video.width(),
                            video.height(),
                            video.frames(),
                            IntStream.of(sampling.framesUsed()).boxed().toList(),
                            digest.hex()),
                    new Answer.ModelInfo(card.name(), model.sha256()),
                    prediction,
                    card.classes().get(positive),
                    card.classes().get(negative),
                    explanations,
                    new Answer.Settings(question.explanations(), RADIUS, model.device(), 0));
        }
    }

    private static void checkClasses(Question question, ModelCard card) {
        if (!question.positive().equals(Question.PREDICTED))
            Names.indexOf("positive", question.positive(), card.classes());
        if (!question.negative().equals(Question.RUNNER_UP))
            Names.indexOf("why_not", question.negative(), card.classes());
        if (question.positive().equals(question.negative()))
            throw new IllegalArgumentException(
                    "positive and why_not are both '" + question.positive() + "'. Choose two different classes.");
    }

    private List<ClassProbability> prediction(double[] probabilities) {
        List<String> classes = model.card().classes();
        return IntStream.range(0, probabilities.length)
                .mapToObj(c -> new ClassProbability(classes.get(c), probabilities[c]))
                .sorted(Comparator.comparingDouble(ClassProbability::probability)
                        .reversed())
                .toList();
    }

    private int runnerUp(List<ClassProbability> prediction, int positive) {
        List<String> classes = model.card().classes();
        String other = prediction.get(0).name().equals(classes.get(positive))
                ? prediction.get(1).name()
                : prediction.get(0).name();
        return classes.indexOf(other);
    }

    private List<Explanation> explanations(
            VideoFeatures features,
            int positive,
            int negative,
            Question question,
            FrameSampling sampling,
            FrameGeometry geometry,
            Progress progress) {
        float[] differences = features.differences(positive, negative);
        TubeSpace space = features.space();
        TubeSearch search = new TubeSearch(RADIUS, Movement.FIXED);
        int attributes = model.card().attributes().size();
        int threads = Runtime.getRuntime().availableProcessors();
        List<Explanation> explanations = new ArrayList<>();
        if (question.evidence() != Evidence.AGAINST) {
            Tube[] tubes = search.maxima(differences, attributes, space, threads, progress::isCancelled);
            explanations.addAll(ranked(tubes, Evidence.FOR, question, space, sampling, geometry));
        }
        if (question.evidence() != Evidence.FOR) {
            Tube[] tubes = search.minima(differences, attributes, space, threads, progress::isCancelled);
            explanations.addAll(ranked(tubes, Evidence.AGAINST, question, space, sampling, geometry));
        }
        return explanations;
    }

    private List<Explanation> ranked(
            Tube[] tubes,
            Evidence evidence,
            Question question,
            TubeSpace space,
            FrameSampling sampling,
            FrameGeometry geometry) {
        int sign = evidence == Evidence.FOR ? -1 : 1;
        int[] order = IntStream.range(0, tubes.length)
                .boxed()
                .sorted(Comparator.comparingDouble(s -> sign * tubes[s].value()))
                .limit(question.explanations())
                .mapToInt(Integer::intValue)
                .toArray();
        List<Explanation> ranked = new ArrayList<>();
        for (int s : order)
            ranked.add(explanation(ranked.size() + 1, evidence, s, tubes[s], space, sampling, geometry));
        return ranked;
    }

    private Explanation explanation(
            int rank,
            Evidence evidence,
            int attribute,
            Tube tube,
            TubeSpace space,
            FrameSampling sampling,
            FrameGeometry geometry) {
        int[] frames = sampling.framesUsed();
        List<TubeBox> boxes = new ArrayList<>();
        for (int i = 0; i < tube.length(); i++) {
            RegionShape shape = RegionShape.ALL.get(tube.shape(i));
            boxes.add(new TubeBox(
                    frames[tube.start() + i],
                    geometry.cellBox(
                            tube.row(i), tube.column(i), space.rows(), space.columns(), shape.rows(), shape.columns()),
                    tube.contribution(i)));
        }
        RegionShape first = RegionShape.ALL.get(tube.shape(0));
        double score = tube.value();
        return new Explanation(
                rank,
                evidence,
                model.card().attributes().get(attribute),
                score,
                1 / (1 + Math.exp(-score)),
                tube.layer(0),
                first.rows(),
                first.columns(),
                boxes,
                Optional.empty());
    }
}
