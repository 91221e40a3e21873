package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.FrameBox;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.model.ModelCard;

/** What an {@link Evaluator} found out: every judged region, and the metrics of them. */
public final class Evaluation {

    /**
     * What an evaluation took.
     *
     * @param passes forward passes of the classifier
     * @param passSeconds time spent in them
     * @param seconds time of the whole
     */
    public record Cost(long passes, double passSeconds, double seconds) {}

    private final DataSet data;
    private final ModelCard model;
    private final String modelSha256;
    private final EvaluationSettings settings;
    private final List<VideoPrediction> videos;
    private final List<JudgedRegion> judgedRegions;
    private final List<Curve> curves;
    private final Faithfulness.Result faithfulness;
    private final List<Metric> metrics;
    private final Cost cost;

    Evaluation(
            DataSet data,
            ModelCard model,
            String modelSha256,
            EvaluationSettings settings,
            List<VideoPrediction> videos,
            List<JudgedRegion> judgedRegions,
            List<Curve> curves,
            Faithfulness.Result faithfulness,
            List<Metric> metrics,
            Cost cost) {
        this.data = data;
        this.model = model;
        this.modelSha256 = modelSha256;
        this.settings = settings;
        this.videos = List.copyOf(videos);
        this.judgedRegions = List.copyOf(judgedRegions);
        this.curves = List.copyOf(curves);
        this.faithfulness = faithfulness;
        this.metrics = List.copyOf(metrics);
        this.cost = cost;
    }

    /** All metrics. */
    public List<Metric> metrics() {
        return metrics;
    }

    /**
     * One metric; see {@link Metric} for the names.
     *
     * @param n as in {@link Metric#n()}
     * @param k as in {@link Metric#k()}
     */
    public Optional<Metric> metric(String metric, String method, int n, int k) {
        return MetricTable.find(metrics, metric, method, n, k);
    }

    /** What it took. */
    public Cost cost() {
        return cost;
    }

    /** The deletion and insertion curves; empty without checks. */
    List<Curve> curves() {
        return curves;
    }

    /** The tubes whose contrast drop was measured; none unless the settings ask for it. */
    Faithfulness.Result faithfulness() {
        return faithfulness;
    }

    /** Every judged region. */
    List<JudgedRegion> judgedRegions() {
        return judgedRegions;
    }

    /** The model's card. */
    ModelCard model() {
        return model;
    }

    /** SHA-256 of the model's weights, in hexadecimal. */
    String modelSha256() {
        return modelSha256;
    }

    /** The data set. */
    DataSet data() {
        return data;
    }

    /** The name of the data set's folder. */
    String dataName() {
        return data.folder().getFileName().toString();
    }

    /** How it was made. */
    EvaluationSettings settings() {
        return settings;
    }

    /** Every video that was classified. */
    List<VideoPrediction> videos() {
        return videos;
    }

    /** How many negative classes there are. */
    int negatives() {
        return model.classes().size() - 1;
    }

    /** The k of the headline negative class accuracy: 3, or fewer where that would always be a hit. */
    int top() {
        return Math.max(1, Math.min(3, negatives() - 1));
    }

    /** Whether a box of any of the videos was interpolated between those that a person drew. */
    boolean isInterpolated() {
        return settings.samples(data).stream()
                .flatMap(s -> s.boxes().values().stream())
                .anyMatch(boxes -> boxes.stream().anyMatch(FrameBox::keyframe)
                        && !boxes.stream().allMatch(FrameBox::keyframe));
    }

    /** Over how many of the most probable ones the tables average. */
    int hardest() {
        return Math.min(EvaluationSettings.HARDEST, negatives());
    }

    /** The numbers that matter most, for a model's card: each with what it is compared with. */
    public Map<String, Object> scores() {
        Map<String, Object> scores = new LinkedHashMap<>();
        scores.put("evaluated_on", dataName() + " (" + settings.split() + "), " + videos.size() + " videos");
        score(scores, "accuracy", "classifier_accuracy", "classifier", 0, 0);
        String hardest = "_" + hardest() + "_hardest";
        for (String method : new String[] {"tube", "centre", "random_tube"}) {
            String suffix = hardest + (method.equals("tube") ? "" : "_" + method);
            String accuracy = "negative_class_accuracy_top_" + top() + "_of_" + negatives() + suffix;
            score(scores, accuracy, "negative_class_accuracy", method, hardest(), top());
            score(scores, "positive_drop" + suffix, "positive_drop", method, hardest(), 0);
            score(scores, "concept_accuracy" + suffix, "concept_accuracy_keyframes", method, hardest(), 1);
        }
        score(scores, "attribute_truly_tells_classes_apart", "true_reason", "tube", negatives(), 0);
        score(scores, "the_same_for_a_random_attribute", "true_reason", "random_attribute", negatives(), 0);
        score(scores, "iou_of_its_tube_with_the_true_boxes", "true_reason_iou", "tube", negatives(), 0);
        score(scores, "the_same_for_a_random_tube", "true_reason_iou", "random_tube", negatives(), 0);
        return scores;
    }

    private void score(Map<String, Object> scores, String name, String metric, String method, int n, int k) {
        metric(metric, method, n, k).ifPresent(m -> scores.put(name, m.value()));
    }

    /** The numbers that matter most, for people: one a line. */
    public String summary() {
        int all = negatives();
        int n = hardest();
        StringBuilder text = new StringBuilder();
        line(text, "classifier accuracy", "classifier_accuracy", 0, 0, "classifier");
        for (int k = 1; k <= Math.min(3, all); k++)
            line(
                    text,
                    "negative class accuracy, top " + k + " of " + all + ", " + n + " hardest",
                    "negative_class_accuracy",
                    n,
                    k,
                    "tube",
                    "centre",
                    "random_tube",
                    Metrics.TUBE_WHERE_ACTORS,
                    "actor");
        line(
                text,
                "positive drop, " + n + " hardest",
                "positive_drop",
                n,
                0,
                "tube",
                "centre",
                "random_tube",
                Metrics.TUBE_WHERE_ACTORS,
                "actor");
        for (int k : Metrics.CONCEPT_TOP)
            line(
                    text,
                    "concept accuracy, top " + k + ", " + n + " hardest",
                    "concept_accuracy_keyframes",
                    n,
                    k,
                    "tube",
                    "tube_random_attribute",
                    "centre",
                    "random_tube",
                    "boxed_tube",
                    "boxed_tube_random_attribute");
        line(text, "the video has the attribute", "attribute_present", n, 0, "tube", "boxed_tube");
        line(text, "tube IoU, " + n + " hardest", "tube_iou_keyframes", n, 0, "tube", "random_tube");
        line(text, "pointing game, " + n + " hardest", "pointing_game_keyframes", n, 0, "tube", "random_tube");
        line(text, "true reason", "true_reason", all, 0, "tube", "random_attribute");
        line(text, "tube IoU of true reasons", "true_reason_iou", all, 0, "tube", "random_tube");
        line(text, "pointing game of true reasons", "true_reason_pointing_game", all, 0, "tube", "random_tube");
        for (String untrained : new String[] {"random_head", "random_classifier"}) {
            line(
                    text,
                    untrained + ", negative class accuracy, top " + top(),
                    "negative_class_accuracy",
                    n,
                    top(),
                    untrained,
                    untrained + "_random_tube");
            line(text, untrained + ", positive drop", "positive_drop", n, 0, untrained, untrained + "_random_tube");
        }
        line(text, "deletion area", "deletion_area", 1, 0, "tube", "random_tube");
        line(text, "insertion gain", "insertion_gain", 1, 0, "tube", "random_tube");
        line(text, "same attribute after a shift", "shift_same_attribute", all, 0, "tube");
        for (Erasure erasure : Erasure.values())
            line(
                    text,
                    "contrast drop, " + erasure.word(),
                    "contrast_drop_" + erasure.word(),
                    1,
                    0,
                    "tube",
                    "random_tube",
                    "tube - random_tube",
                    "centre_tube",
                    "refined_tube",
                    "class_evidence",
                    "grad_cam",
                    "tube - grad_cam",
                    "rise",
                    "occlusion",
                    "oracle");
        faithfulness.missing().forEach(m -> text.append(FaithfulnessTables.missing(m))
                .append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "%d forward passes in %.0f s of %.0f s",
                cost.passes(),
                cost.passSeconds(),
                cost.seconds()));
        return text.toString();
    }

    private void line(StringBuilder text, String title, String metric, int n, int k, String... methods) {
        List<String> parts = new ArrayList<>();
        for (String method : methods)
            metric(metric, method, n, k)
                    .ifPresent(m -> parts.add(String.format(
                            Locale.ROOT,
                            "%s %.3f [%.3f, %.3f] (n=%d)",
                            method,
                            m.value(),
                            m.low(),
                            m.high(),
                            m.samples())));
        if (!parts.isEmpty())
            text.append(title).append(": ").append(String.join("; ", parts)).append('\n');
    }
}
