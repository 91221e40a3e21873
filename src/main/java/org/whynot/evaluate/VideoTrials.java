package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.evaluate.Concepts.Labels;
import org.whynot.evaluate.Trial.Method;
import org.whynot.evaluate.Trial.VideoCase;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Explanation;
import org.whynot.explain.VideoClips;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.Movement;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;
import org.whynot.video.Progress;

/** What is tried on one video: the explanation against every negative class, and the baselines beside it. */
final class VideoTrials {

    private final Model model;
    private final DataSet data;
    private final Set<String> boxed;
    private final List<String> boxedChoices;
    private final long seed;
    private final TubeSearch search = new TubeSearch(Explainer.RADIUS, Movement.FIXED);

    /**
     * @param boxed the attributes that have boxes anywhere in the split
     * @param seed of the random tubes
     */
    VideoTrials(Model model, DataSet data, Set<String> boxed, long seed) {
        this.model = model;
        this.data = data;
        this.boxed = boxed;
        this.seed = seed;
        boxedChoices =
                model.card().attributes().stream().filter(boxed::contains).toList();
    }

    /** The video at hand, while its trials are made. */
    private final class Scene {
        final Sample sample;
        final KeptVideo video;
        final ClipPipeline pipeline;
        final List<Trial> trials;
        final VideoCase videoCase;
        final TubeSpace space;
        final FrameSampling sampling;
        final FrameGeometry geometry;
        final Map<Labels, Concepts> concepts = new LinkedHashMap<>();

        Scene(Sample sample, KeptVideo video, VideoFeatures features, ClipPipeline pipeline, List<Trial> trials) {
            this.sample = sample;
            this.video = video;
            this.pipeline = pipeline;
            this.trials = trials;
            space = features.space();
            double[] before = features.probabilities();
            var format = VideoClips.format(model.card().input());
            sampling = new FrameSampling(video.frames(), format.frameStep(), format.frames());
            geometry = new FrameGeometry(video.width(), video.height(), format);
            videoCase = new VideoCase(
                    sample.id(),
                    sample.classIndex(),
                    largest(before),
                    before,
                    !sample.boxes().isEmpty(),
                    !sample.actors().isEmpty());
            for (Labels labels : Labels.values()) concepts.put(labels, new Concepts(sample, video.frames(), labels));
        }

        /** Queues the video with a region erased. */
        void erase(Region region, Consumer<double[]> result) {
            pipeline.classify(
                    new VideoClips(region.erasedFrom(video), model.card().input()), result);
        }

        Trial.Concept concept(Labels labels, Region region, Optional<Explanation> named, List<String> choices) {
            Map<String, Double> ious = concepts.get(labels).ious(region);
            double[] chance = new double[Metrics.CONCEPT_TOP.length];
            for (int i = 0; i < chance.length; i++) chance[i] = Concepts.chance(ious, choices, Metrics.CONCEPT_TOP[i]);
            Concepts.Fit fit = named.map(e -> Concepts.fit(ious, e.attribute())).orElse(Concepts.Fit.NONE);
            return new Trial.Concept(fit, chance);
        }

        Trial trial(
                int negative,
                int place,
                Method method,
                Region region,
                Optional<Explanation> shown,
                Optional<Tube> tube) {
            boolean explains = method == Method.TUBE || method == Method.BOXED_TUBE;
            Optional<Explanation> named = explains ? shown : Optional.empty();
            List<String> choices =
                    method == Method.BOXED_TUBE ? boxedChoices : model.card().attributes();
            Trial.Attribute attribute = named.map(e -> new Trial.Attribute(
                            sample.has(data.attributes().indexOf(e.attribute())), boxed.contains(e.attribute())))
                    .orElse(null);
            Trial trial = new Trial(
                    videoCase,
                    negative,
                    place,
                    method,
                    shown,
                    tube,
                    attribute,
                    concept(Labels.ALL, region, named, choices),
                    concept(Labels.KEYFRAMES, region, named, choices));
            trials.add(trial);
            return trial;
        }
    }

    /**
     * Makes all trials of a video and queues what is to be classified for them.
     *
     * @param features of the whole video
     * @param trials receives them; their probabilities come when the pipeline has run
     */
    VideoCase add(
            Sample sample,
            KeptVideo video,
            VideoFeatures features,
            ClipPipeline pipeline,
            List<Trial> trials,
            Progress progress) {
        Scene scene = new Scene(sample, video, features, pipeline, trials);
        List<Integer> negatives = negatives(scene.videoCase);
        for (int i = 0; i < negatives.size(); i++) {
            progress.check();
            explain(scene, negatives.get(i), i + 1, features, progress);
        }
        same(scene, negatives, Method.CENTRE, Region.centre(scene.geometry));
        if (scene.videoCase.hasActors()) same(scene, negatives, Method.ACTOR, Region.actors(sample.actors()));
        return scene.videoCase;
    }

    private void explain(Scene scene, int negative, int place, VideoFeatures features, Progress progress) {
        float[] differences = features.differences(scene.videoCase.predicted(), negative);
        List<String> attributes = model.card().attributes();
        int threads = Runtime.getRuntime().availableProcessors();
        Tube[] tubes = search.maxima(differences, attributes.size(), scene.space, threads, progress::isCancelled);
        int best = best(tubes, IntStream.range(0, tubes.length));
        Region region = tube(scene, negative, place, Method.TUBE, attributes.get(best), tubes[best], true);
        int bestBoxed = best(tubes, IntStream.range(0, tubes.length).filter(s -> boxed.contains(attributes.get(s))));
        if (bestBoxed >= 0)
            tube(scene, negative, place, Method.BOXED_TUBE, attributes.get(bestBoxed), tubes[bestBoxed], false);
        SplittableRandom random =
                new SplittableRandom(seed ^ scene.sample.id().hashCode() * 0x9E3779B97F4A7C15L + negative);
        Tube drawn = new RandomTubes(scene.space, Explainer.RADIUS)
                .draw(tubes[best], differences, best * scene.space.size(), random);
        tube(scene, negative, place, Method.RANDOM_TUBE, attributes.get(best), drawn, true);
    }

    private Region tube(
            Scene scene, int negative, int place, Method method, String attribute, Tube tube, boolean erase) {
        Explanation explanation =
                Explanation.of(1, Evidence.FOR, attribute, tube, scene.space, scene.sampling, scene.geometry);
        Region region = Region.of(explanation);
        Trial trial = scene.trial(negative, place, method, region, Optional.of(explanation), Optional.of(tube));
        if (erase) scene.erase(region, trial::setAfter);
        return region;
    }

    /** A region that is the same for all negative classes: classified once. */
    private void same(Scene scene, List<Integer> negatives, Method method, Region region) {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < negatives.size(); i++)
            trials.add(scene.trial(negatives.get(i), i + 1, method, region, Optional.empty(), Optional.empty()));
        scene.erase(region, after -> trials.forEach(t -> t.setAfter(after)));
    }

    /** The index of the tube with the largest sum, of equals the first; -1 of none. */
    private static int best(Tube[] tubes, IntStream choices) {
        int best = -1;
        for (int s : choices.toArray()) if (best < 0 || tubes[s].value() > tubes[best].value()) best = s;
        return best;
    }

    /** All classes but the predicted one, the most probable first, of equals the first in the list. */
    private static List<Integer> negatives(VideoCase video) {
        return IntStream.range(0, video.before().length)
                .filter(c -> c != video.predicted())
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -video.before()[c]))
                .toList();
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int c = 1; c < values.length; c++) if (values[c] > values[largest]) largest = c;
        return largest;
    }
}
