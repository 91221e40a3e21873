package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.whynot.evaluate.ContrastTube.Cost;
import org.whynot.evaluate.ContrastTube.Method;
import org.whynot.evaluate.EvaluatedVideo.Found;
import org.whynot.evaluate.PeerTubes.PeerTube;
import org.whynot.evaluate.VideoRegions.Explained;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TubeBox;
import org.whynot.explain.TubeRefiner;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.RandomTubes;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/**
 * Measures whether the classifier uses what an explanation shows: by how much {@code logit(predicted) - logit(negative)} falls when
 * the tube is erased, for the most probable negative class, beside tubes of the same layer, shape and length from other sources.
 */
final class Faithfulness {

    /** Random tubes beside each explanation. */
    static final int RANDOM_TUBES = 5;

    private static final int RANDOM = 20;

    private final Model model;
    private final FaithfulnessSettings settings;
    private final FeaturePasses passes;
    private final Progress progress;
    private final PeerTubes peers;
    private final OracleSearch oracle;
    private final List<ContrastTube> tubes = new ArrayList<>();
    private final Set<Method> missing = EnumSet.noneOf(Method.class);

    /**
     * What was measured.
     *
     * @param tubes of all videos and methods; empty if nothing was measured
     * @param missing methods that the classifier does not allow
     */
    record Result(List<ContrastTube> tubes, Set<Method> missing) {
        /** Nothing was measured. */
        static final Result NONE = new Result(List.of(), Set.of());
    }

    /**
     * @param model classifier and head; stays open
     * @param settings what is measured
     * @param seed of the masks
     * @param passes counts the passes that are needed for features
     * @param message receives what takes long
     * @param progress asked whether to stop
     */
    Faithfulness(
            Model model,
            FaithfulnessSettings settings,
            long seed,
            FeaturePasses passes,
            Consumer<String> message,
            Progress progress) {
        this.model = model;
        this.settings = settings;
        this.passes = passes;
        this.progress = progress;
        peers = new PeerTubes(model, settings.masks(), seed, steps(message, progress));
        oracle = new OracleSearch(model.card().tube().radius());
    }

    /** Steps of a part of the work, which knows nothing of the whole. */
    private static Progress steps(Consumer<String> message, Progress progress) {
        return new Progress() {
            @Override
            public void report(double fraction, String step) {
                message.accept(step);
            }

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        };
    }

    /** What was measured so far. */
    Result result() {
        return new Result(List.copyOf(tubes), Set.copyOf(missing));
    }

    /**
     * Makes the tubes of a video and queues what is to be classified for them.
     *
     * @param evaluated the video
     * @param explained its explanation against the most probable negative class
     * @param place of the video in the split
     * @param videos in the split
     */
    void add(EvaluatedVideo evaluated, Explained explained, int place, int videos) throws IOException {
        int negative = explained.tube().judged().negative();
        Found found = explained.found();
        Tube like = found.tubes()[explained.attribute()];
        OneVideo one = new OneVideo(evaluated, negative);
        one.add(Method.TUBE, like, cost(evaluated, negative));
        SplittableRandom random = evaluated.random(negative, RANDOM);
        Cost none = new Cost(0, 0);
        for (int i = 0; i < RANDOM_TUBES; i++)
            one.add(Method.RANDOM_TUBE, evaluated.random(found, explained.attribute(), random), none);
        one.add(Method.CENTRE_TUBE, centre(found, explained.attribute(), like), none);
        if (settings.peers()) {
            one.refine(like);
            for (Method method : PeerTubes.METHODS) {
                if (missing.contains(method)) continue;
                var peer = peers.find(method, evaluated, negative, like);
                if (peer.isEmpty()) missing.add(method);
                else one.add(method, peer.get().tube(), peer.get().cost());
            }
        }
        if (settings.hasOracle(place, videos)) {
            one.queue();
            evaluated.await();
            PeerTube best = oracle.search(evaluated, negative, one.own);
            // In the order of the explanation's own scores, by which parts of the tube are erased one after another.
            one.add(Method.ORACLE, scored(found, explained.attribute(), best.tube()), best.cost());
        }
        one.queue();
        tubes.addAll(one.own);
    }

    /** What an explanation takes when nothing is known of the video. */
    private Cost cost(EvaluatedVideo evaluated, int negative) throws IOException {
        long start = System.nanoTime();
        try (VideoFeatures features = passes.of(model, evaluated.video(), progress)) {
            evaluated.find(features, negative);
            return new Cost(features.sampling().clips(), (System.nanoTime() - start) / 1e9);
        }
    }

    private static Tube centre(Found found, int attribute, Tube like) {
        TubeSpace space = found.differences().get(like.layer()).space();
        return scored(found, attribute, RandomTubes.still(like, space.rows() / 2, space.columns() / 2));
    }

    /** A tube with its scores in the map of an attribute. */
    private static Tube scored(Found found, int attribute, Tube tube) {
        ScoreMaps maps = found.differences().get(tube.layer());
        return tube.scored(maps.values(), attribute * maps.space().size(), maps.space());
    }

    /** The tubes of one video. */
    private final class OneVideo {
        private final EvaluatedVideo evaluated;
        private final int negative;
        private final Concepts anything;
        private final float[] mean;
        private final List<ContrastTube> own = new ArrayList<>();
        private int queued;

        OneVideo(EvaluatedVideo evaluated, int negative) throws IOException {
            this.evaluated = evaluated;
            this.negative = negative;
            anything = Concepts.ofAnything(evaluated.sample(), evaluated.video().frames());
            mean = mean(evaluated.video(), model.reader(evaluated.video()));
        }

        void add(Method method, Tube tube, Cost cost) {
            add(method, tube, explanation(tube), cost);
        }

        private Explanation explanation(Tube tube) {
            return Explanation.of(1, Evidence.FOR, Concepts.ANYTHING, tube, evaluated.tubeGeometry());
        }

        /** Adds the explanation's own tube, moved off the grid of cells. */
        void refine(Tube like) throws IOException {
            long start = System.nanoTime();
            Video video = evaluated.video();
            double whole = contrast(video);
            Explanation moved = new TubeRefiner(evaluated.tubeGeometry())
                    .refine(
                            explanation(like),
                            at -> whole - contrast(VideoPart.of(at).erasedFrom(video)));
            long erasures = moved.refinement().orElseThrow().erasures();
            Cost found = own.get(0).cost();
            add(
                    Method.REFINED_TUBE,
                    like,
                    moved,
                    new Cost(
                            found.passes()
                                    + erasures * evaluated.features().sampling().clips(),
                            found.seconds() + (System.nanoTime() - start) / 1e9));
        }

        /** The contrast of a variant of the video, at once. */
        private double contrast(Video variant) throws IOException {
            double[] result = new double[1];
            evaluated.contrast(variant, negative, contrast -> result[0] = contrast);
            evaluated.await();
            return result[0];
        }

        private void add(Method method, Tube tube, Explanation explanation, Cost cost) {
            Map<String, Double> ious = anything.ious(VideoPart.of(explanation));
            own.add(new ContrastTube(
                    evaluated.prediction(),
                    negative,
                    method,
                    tube,
                    explanation,
                    cost,
                    new ContrastTube.Place(
                            ious.getOrDefault(Concepts.ANYTHING, Double.NaN), anything.pointing(explanation))));
        }

        /** Queues what is to be classified for the tubes that were added since. */
        void queue() {
            List<ContrastTube> added = List.copyOf(own.subList(queued, own.size()));
            queued = own.size();
            int drawn = 0;
            evaluated.contrast(evaluated.video(), negative, whole -> added.forEach(t -> t.setBefore(whole)));
            for (ContrastTube tube : added) {
                VideoPart part = VideoPart.of(tube.explanation());
                for (Erasure erasure : Erasure.values())
                    evaluated.contrast(
                            erasure.erase(evaluated.video(), part, mean),
                            negative,
                            contrast -> tube.setAfter(erasure, contrast));
                // The curves of one random tube are enough: they take twice as long as the rest.
                if (tube.method() != Method.RANDOM_TUBE || drawn++ == 0)
                    for (Curve.Kind kind : Curve.Kind.values()) queue(tube, kind);
            }
        }

        private void queue(ContrastTube tube, Curve.Kind kind) {
            List<TubeBox> strongest = new ArrayList<>(tube.explanation().tube());
            strongest.sort(Comparator.comparingDouble(b -> -b.contribution()));
            for (int step = 1; step < Curve.STEPS; step++) {
                int at = step;
                VideoPart erased = EvaluatedVideo.part(Curve.erased(strongest, kind, step));
                evaluated.contrast(
                        erased.erasedFrom(evaluated.video()),
                        negative,
                        contrast -> tube.setBetween(kind, at, contrast));
            }
        }
    }

    /** The mean colour of the frames that are sampled, red, green and blue, 0 to 1. */
    private static float[] mean(Video video, ClipReader reader) throws IOException {
        double[] sums = new double[3];
        float[] rgb = new float[video.frameLength()];
        int plane = rgb.length / 3;
        for (int frame : reader.sampling().framesUsed()) {
            video.read(frame, rgb);
            for (int i = 0; i < rgb.length; i++) sums[i / plane] += rgb[i];
        }
        float[] mean = new float[3];
        double pixels = (double) plane * reader.sampling().framesUsed().length;
        for (int c = 0; c < 3; c++) mean[c] = (float) (sums[c] / pixels);
        return mean;
    }

    /** The mean seconds per explanation of every method, for people: they differ from run to run. */
    static Map<Method, Double> seconds(List<ContrastTube> tubes) {
        Map<Method, double[]> sums = new LinkedHashMap<>();
        for (ContrastTube tube : tubes) {
            double[] own = sums.computeIfAbsent(tube.method(), m -> new double[2]);
            own[0] += tube.cost().seconds();
            own[1]++;
        }
        Map<Method, Double> means = new LinkedHashMap<>();
        sums.forEach((method, own) -> means.put(method, own[0] / own[1]));
        return means;
    }
}
