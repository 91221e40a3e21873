package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.whynot.evaluate.EvaluatedVideo.Found;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.evaluate.VideoRegions.Explained;
import org.whynot.explain.Explanation;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.Tube;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * What is tried on a video beyond the paper: deletion and insertion along the tube, untrained weights, random tubes' scores, and
 * the video without its first frame.
 */
final class Checks implements AutoCloseable {

    /** Untrained heads that are drawn. */
    static final int RANDOM_HEADS = 2;
    /** Random tubes that a score is compared with. */
    static final int RANDOM_TUBES = 200;

    private static final int SCORES = 3;
    private static final int SHIFTED = 4;
    private static final int WEIGHTS = 5;

    private final List<Model> randomHeads = new ArrayList<>();
    private final Optional<Model> randomClassifier;
    private final Model model;
    private final Progress progress;
    private final FeaturePasses passes;

    /**
     * @param model classifier and head; closed after this
     * @param seed of the untrained weights
     * @param passes counts the passes that are needed for features
     */
    Checks(Model model, long seed, FeaturePasses passes, Progress progress) {
        this.model = model;
        this.passes = passes;
        this.progress = progress;
        for (int i = 0; i < RANDOM_HEADS; i++) randomHeads.add(model.withRandomHead(seed + i));
        randomClassifier = model.withRandomClassifier(seed);
    }

    /** How the scores of explanations stand among those of random tubes of the same layer, shape and length. */
    static void strength(EvaluatedVideo evaluated, List<Explained> explained) {
        for (Explained e : explained) {
            SplittableRandom random = evaluated.random(e.tube().judged().negative(), SCORES);
            double own = e.tube().explanation().score();
            int beaten = 0;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < RANDOM_TUBES; i++) {
                double score =
                        evaluated.random(e.found(), e.attribute(), random).value();
                if (score < own) beaten++;
                sum += score;
                squares += score * score;
            }
            double mean = sum / RANDOM_TUBES;
            double deviation = Math.sqrt(Math.max(0, squares / RANDOM_TUBES - mean * mean));
            e.tube()
                    .judged()
                    .setStrength(new JudgedRegion.Strength(
                            beaten / (double) RANDOM_TUBES, deviation > 0 ? (own - mean) / deviation : Double.NaN));
        }
    }

    /**
     * Makes the judged regions of a video and queues what is to be classified for them.
     *
     * @param curves receives the deletion and insertion curves against the most probable negative class
     */
    void add(EvaluatedVideo evaluated, List<Explained> explained, List<Curve> curves) throws IOException {
        Explained first = explained.get(0);
        for (Curve.Kind kind : Curve.Kind.values()) {
            curves.add(Curve.of(evaluated, first.tube(), kind));
            curves.add(Curve.of(evaluated, first.random(), kind));
        }
        for (int i = 0; i < RANDOM_HEADS; i++)
            untrained(evaluated, randomHeads.get(i), i, Method.RANDOM_HEAD, Method.RANDOM_HEAD_RANDOM_TUBE);
        if (randomClassifier.isPresent())
            untrained(
                    evaluated,
                    randomClassifier.get(),
                    RANDOM_HEADS,
                    Method.RANDOM_CLASSIFIER,
                    Method.RANDOM_CLASSIFIER_RANDOM_TUBE);
        shifted(evaluated, explained);
    }

    private void untrained(EvaluatedVideo evaluated, Model untrained, int draw, Method method, Method beside)
            throws IOException {
        int places = Math.min(EvaluationSettings.HARDEST, evaluated.negatives().size());
        try (VideoFeatures features = passes.of(untrained, evaluated.video(), progress)) {
            for (int place = 1; place <= places; place++) {
                int negative = evaluated.negatives().get(place - 1);
                Found found = evaluated.find(features, negative);
                int best = found.best();
                VideoRegions.erased(evaluated, evaluated.tube(place, method, best, found.tubes()[best]));
                Tube drawn = evaluated.random(found, best, evaluated.random(negative, WEIGHTS + draw));
                VideoRegions.erased(evaluated, evaluated.tube(place, beside, best, drawn));
            }
        }
    }

    /** Explains the video without its first frame; nothing where it has no other. */
    private void shifted(EvaluatedVideo evaluated, List<Explained> explained) throws IOException {
        if (evaluated.video().frames() < 2) return;
        Video later = evaluated.video().cut(1, evaluated.video().frames() - 1);
        try (VideoFeatures features = passes.of(model, later, progress)) {
            for (Explained e : explained) {
                int negative = e.tube().judged().negative();
                Found found = evaluated.find(features, negative);
                Explanation before = e.tube().explanation();
                Explanation same = evaluated.explanation(features, e.attribute(), found.tubes()[e.attribute()]);
                SplittableRandom random = evaluated.random(negative, SHIFTED);
                Explanation drawn =
                        evaluated.explanation(e.attribute(), evaluated.random(e.found(), e.attribute(), random));
                e.tube()
                        .judged()
                        .setShifted(new JudgedRegion.Shifted(
                                model.card().explained().get(found.best()),
                                iou(before, same, 1, evaluated.video().frames()),
                                iou(before, drawn, 0, evaluated.video().frames())));
            }
        }
    }

    /**
     * The mean IoU of two tubes over the frames in which either has a box.
     *
     * @param shift frames by which the second one's video begins later
     */
    static double iou(Explanation tube, Explanation other, int shift, int frames) {
        double sum = 0;
        int counted = 0;
        for (int frame = shift; frame < frames; frame++) {
            var a = tube.boxAt(frame);
            var b = other.boxAt(frame - shift);
            if (a.isEmpty() && b.isEmpty()) continue;
            counted++;
            if (a.isPresent() && b.isPresent()) sum += a.get().iou(b.get());
        }
        return counted == 0 ? 0 : sum / counted;
    }

    @Override
    public void close() {
        randomHeads.forEach(Model::close);
        randomClassifier.ifPresent(Model::close);
    }
}
