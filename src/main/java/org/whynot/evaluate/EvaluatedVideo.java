package org.whynot.evaluate;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.whynot.classifier.Contrast;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.evaluate.Concepts.Labels;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TubeBox;
import org.whynot.explain.TubeGeometry;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.RandomTubes;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.ClipFormat;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameGeometry;
import org.whynot.video.Video;

/** One video while its regions are judged: what is known of it, and the ways to try something on it. */
final class EvaluatedVideo {

    private final ModelCard card;
    private final DataSet data;
    private final Sample sample;
    private final Video video;
    private final VideoFeatures features;
    private final Set<String> boxed;
    private final ClipPipeline pipeline;
    private final List<JudgedRegion> judgedRegions;
    private final Progress progress;
    private final long seed;
    private final VideoPrediction prediction;
    private final List<Integer> negatives;
    private final ClipFormat input;
    private final FrameGeometry geometry;
    private final TubeGeometry tubeGeometry;
    private final Map<Labels, Concepts> concepts = new LinkedHashMap<>();
    private final TubeSearch search;

    /** What all videos of an evaluation share. */
    record Setting(
            Model model,
            DataSet data,
            Set<String> boxed,
            ClipPipeline pipeline,
            List<JudgedRegion> judgedRegions,
            Progress progress,
            long seed) {}

    /**
     * The best tubes of all attributes for one pair of classes.
     *
     * @param tubes trimmed as the model wants it
     * @param scores their sums before that, {@code [S]}
     * @param differences the maps they were found in, {@code [S, P, T, H, W]} per feature layer
     */
    record Found(Tube[] tubes, float[] scores, List<ScoreMaps> differences) {
        /** The index of the tube with the largest sum among some attributes, of equals the first; -1 of none. */
        int best(IntStream choices) {
            int best = -1;
            for (int s : choices.toArray()) if (best < 0 || scores[s] > scores[best]) best = s;
            return best;
        }

        /** The same among all attributes. */
        int best() {
            return best(IntStream.range(0, tubes.length));
        }
    }

    /** A judged tube, and what is needed to judge more about it. */
    record JudgedTube(JudgedRegion judged, Explanation explanation, VideoPart region) {}

    EvaluatedVideo(Setting setting, Sample sample, Video video, VideoFeatures features) {
        card = setting.model().card();
        input = setting.model().classifier().input();
        data = setting.data();
        boxed = setting.boxed();
        pipeline = setting.pipeline();
        judgedRegions = setting.judgedRegions();
        progress = setting.progress();
        seed = setting.seed();
        this.sample = sample;
        this.video = video;
        this.features = features;
        double[] before = features.probabilities();
        geometry = new FrameGeometry(video.width(), video.height(), input);
        tubeGeometry = TubeGeometry.of(features, geometry, card.tube().shapes());
        search = new TubeSearch(card.tube().radius());
        prediction = new VideoPrediction(
                sample.id(),
                sample.classIndex(),
                largest(before),
                before,
                !sample.boxes().isEmpty() && !card.attributes().isEmpty(),
                !sample.actors().isEmpty());
        // The most probable first, of equals the first in the list.
        negatives = IntStream.range(0, before.length)
                .filter(c -> c != prediction.predicted())
                .boxed()
                .sorted((a, b) -> Double.compare(before[b], before[a]))
                .toList();
        for (Labels labels : Labels.values()) concepts.put(labels, new Concepts(sample, video.frames(), labels));
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int c = 1; c < values.length; c++) if (values[c] > values[largest]) largest = c;
        return largest;
    }

    VideoPrediction prediction() {
        return prediction;
    }

    Sample sample() {
        return sample;
    }

    Video video() {
        return video;
    }

    VideoFeatures features() {
        return features;
    }

    FrameGeometry geometry() {
        return geometry;
    }

    /** All classes but the predicted one, the most probable first. */
    List<Integer> negatives() {
        return negatives;
    }

    /** Draws for one negative class and one purpose; the same every time. */
    SplittableRandom random(int negative, int purpose) {
        return new SplittableRandom(
                seed ^ (sample.id().hashCode() * 31L + negative) * 0x9E3779B97F4A7C15L + purpose * 0xD1B54A32D192ED03L);
    }

    /** The best tube of every attribute for the predicted class against another one. */
    Found find(VideoFeatures of, int negative) throws IOException {
        progress.check();
        List<ScoreMaps> differences = of.differences(prediction.predicted(), negative, progress::isCancelled);
        int threads = Runtime.getRuntime().availableProcessors();
        Tube[] tubes = search.maxima(differences, threads, progress::isCancelled);
        float[] scores = new float[tubes.length];
        for (int s = 0; s < tubes.length; s++) {
            scores[s] = tubes[s].value();
            tubes[s] = tubes[s].trimmed(card.tube().trim());
        }
        return new Found(tubes, scores, differences);
    }

    /** A random tube like one of the found ones, scored in the same map. */
    Tube random(Found found, int attribute, SplittableRandom random) {
        Tube like = found.tubes()[attribute];
        ScoreMaps maps = found.differences().get(like.layer());
        return new RandomTubes(maps.space(), card.tube().radius())
                .draw(like, maps.values(), attribute * maps.space().size(), random);
    }

    /** The tube as an explanation of this video. */
    Explanation explanation(int attribute, Tube tube) {
        return Explanation.of(1, Evidence.FOR, card.explained().get(attribute), tube, tubeGeometry);
    }

    /** The tube as an explanation of a variant of this video with other frames, of the same size. */
    Explanation explanation(VideoFeatures variant, int attribute, Tube tube) {
        TubeGeometry own = TubeGeometry.of(variant, geometry, card.tube().shapes());
        return Explanation.of(1, Evidence.FOR, card.explained().get(attribute), tube, own);
    }

    /** Adds a tube to be judged; it is not erased yet. */
    JudgedTube tube(int place, Method method, int attribute, Tube tube) {
        Explanation explanation = explanation(attribute, tube);
        VideoPart region = VideoPart.of(explanation);
        JudgedRegion judged = judged(place, method, region, Optional.of(explanation), Optional.of(tube));
        return new JudgedTube(judged, explanation, region);
    }

    /** Adds a region that is no tube; it is not erased yet. */
    JudgedRegion region(int place, Method method, VideoPart region) {
        return judged(place, method, region, Optional.empty(), Optional.empty());
    }

    private JudgedRegion judged(
            int place, Method method, VideoPart region, Optional<Explanation> explanation, Optional<Tube> tube) {
        int negative = negatives.get(place - 1);
        JudgedRegion.Attribute attribute = explanation
                .filter(e -> !e.attribute().isEmpty())
                .map(e -> attribute(e.attribute(), negative))
                .orElse(null);
        boolean boxedOnly = method == Method.BOXED_TUBE || method == Method.BOXED_RANDOM_TUBE;
        List<String> choices =
                boxedOnly ? card.attributes().stream().filter(boxed::contains).toList() : card.attributes();
        JudgedRegion judged = new JudgedRegion(
                prediction,
                negative,
                place,
                method,
                explanation,
                tube,
                attribute,
                concept(Labels.ALL, region, explanation, choices),
                concept(Labels.KEYFRAMES, region, explanation, choices));
        judgedRegions.add(judged);
        return judged;
    }

    private JudgedRegion.Attribute attribute(String name, int negative) {
        Optional<Set<String>> reasons = prediction.isCorrect()
                ? data.reasons()
                        .of(
                                data.classes().get(prediction.predicted()),
                                data.classes().get(negative))
                : Optional.empty();
        return new JudgedRegion.Attribute(
                sample.has(data.attributes().indexOf(name)),
                boxed.contains(name),
                reasons.map(r -> r.contains(name) ? 1.0 : 0.0).orElse(Double.NaN),
                reasons.map(r -> card.attributes().stream().filter(r::contains).count()
                                / (double) card.attributes().size())
                        .orElse(Double.NaN));
    }

    private JudgedRegion.Concept concept(
            Labels labels, VideoPart region, Optional<Explanation> explanation, List<String> choices) {
        Concepts own = concepts.get(labels);
        Map<String, Double> ious = own.ious(region);
        double[] chance = new double[Metrics.CONCEPT_TOP.length];
        for (int i = 0; i < chance.length; i++) chance[i] = Concepts.chance(ious, choices, Metrics.CONCEPT_TOP[i]);
        return new JudgedRegion.Concept(
                explanation.map(e -> Concepts.fit(ious, e.attribute())).orElse(Concepts.Fit.NONE),
                explanation.map(e -> own.pointing(e)).orElse(Double.NaN),
                chance);
    }

    /** Queues the video with a region erased. */
    void erase(VideoPart region, Consumer<double[]> result) {
        classify(region.erasedFrom(video), result);
    }

    /** Queues a variant of the video. */
    void classify(Video variant, Consumer<double[]> result) {
        pipeline.classify(new ClipReader(variant, input), result);
    }

    /**
     * Queues a variant of the video for its contrast.
     *
     * @param variant of the same size
     * @param negative index of the negative class
     * @param result receives {@code logit(predicted) - logit(negative)}
     */
    void contrast(Video variant, int negative, DoubleConsumer result) {
        ClipReader reader = new ClipReader(variant, input);
        pipeline.classifyClips(
                reader,
                clips -> result.accept(Contrast.of(clips, reader.sampling(), prediction.predicted(), negative)));
    }

    /** Waits for all that is queued. */
    void await() throws IOException {
        pipeline.finish();
    }

    /** Where the cells of tubes lie in the video. */
    TubeGeometry tubeGeometry() {
        return tubeGeometry;
    }

    /** The part of a tube that lies in some of its boxes' frames. */
    static VideoPart part(List<TubeBox> boxes) {
        Map<Integer, Box> byFrame = new LinkedHashMap<>();
        for (TubeBox box : boxes) byFrame.put(box.frame(), box.box());
        return new VideoPart(List.of(frame -> Optional.ofNullable(byFrame.get(frame))));
    }
}
