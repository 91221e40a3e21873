package org.whynot.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.Trial.VideoCase;
import org.whynot.model.ModelCard;
import org.whynot.video.StagedFiles;

/** What an {@link Evaluator} found out: every judged region, and the metrics of them. */
public final class Evaluation {

    /** The table of judged regions. */
    public static final String EXPLANATIONS = "explanations.csv";
    /** The deletion and insertion curves. */
    public static final String CURVES = "curves.csv";
    /** The table of metrics. */
    public static final String METRICS = "metrics.csv";
    /** The metrics with the settings and the cost. */
    public static final String JSON = "metrics.json";

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

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
    private final List<VideoCase> videos;
    private final List<Trial> trials;
    private final List<Curve> curves;
    private final List<Metric> metrics;
    private final Cost cost;

    Evaluation(
            DataSet data,
            ModelCard model,
            String modelSha256,
            EvaluationSettings settings,
            List<VideoCase> videos,
            List<Trial> trials,
            List<Curve> curves,
            List<Metric> metrics,
            Cost cost) {
        this.data = data;
        this.model = model;
        this.modelSha256 = modelSha256;
        this.settings = settings;
        this.videos = List.copyOf(videos);
        this.trials = List.copyOf(trials);
        this.curves = List.copyOf(curves);
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

    /** Every judged region. */
    List<Trial> trials() {
        return trials;
    }

    /**
     * Writes {@value #EXPLANATIONS}, {@value #METRICS}, {@value #JSON} and, with checks, {@value #CURVES} into a folder, all of them
     * or none.
     *
     * @param folder made if missing; older files of these names are replaced
     * @return the files
     * @throws IOException if they can't be written; the message says why
     */
    public List<Path> write(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(EXPLANATIONS, new TrialTable(model.classes()).csv(trials));
        List<String> outdated = settings.checks() ? List.of() : List.of(CURVES);
        if (settings.checks()) files.put(CURVES, CurveTable.csv(model.classes(), curves));
        files.put(METRICS, csv());
        files.put(JSON, json());
        try (StagedFiles staged = new StagedFiles(folder)) {
            for (Map.Entry<String, String> file : files.entrySet())
                try {
                    Files.write(staged.path(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new IOException(
                            folder.resolve(file.getKey()) + " was not written, nor the other files of the evaluation: "
                                    + StagedFiles.reason(e),
                            e);
                }
            return staged.commit(List.copyOf(files.keySet()), outdated);
        }
    }

    private String csv() {
        StringBuilder text = new StringBuilder();
        Csv.row(text, List.of("metric", "method", "n", "k", "value", "low", "high", "samples", "videos", "seed"));
        for (Metric m : metrics)
            Csv.row(
                    text,
                    Arrays.asList(
                            m.metric(),
                            m.method(),
                            m.n() == 0 ? null : m.n(),
                            m.k() == 0 ? null : m.k(),
                            m.value(),
                            m.low(),
                            m.high(),
                            m.samples(),
                            m.videos(),
                            m.seed()));
        return text.toString();
    }

    private String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", 1);
        root.put("model", Map.of("name", model.name(), "sha256", modelSha256));
        root.put("dataset", data.folder().getFileName().toString());
        root.put("split", settings.split());
        root.put("videos", videos.size());
        root.put("seed", settings.seed());
        root.put("resamples", EvaluationSettings.RESAMPLES);
        root.put("confidence", EvaluationSettings.CONFIDENCE);
        root.put("forward_passes", cost.passes());
        root.put("forward_pass_seconds", cost.passSeconds());
        root.put("seconds", cost.seconds());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Metric m : metrics) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("metric", m.metric());
            row.put("method", m.method());
            if (m.n() > 0) row.put("n", m.n());
            if (m.k() > 0) row.put("k", m.k());
            row.put("value", m.value());
            row.put("low", m.low());
            row.put("high", m.high());
            row.put("samples", m.samples());
            row.put("videos", m.videos());
            rows.add(row);
        }
        root.put("metrics", rows);
        return GSON.toJson(root) + "\n";
    }

    /** The numbers that matter most, for people: one a line. */
    public String summary() {
        int all = model.classes().size() - 1;
        int n = Math.min(EvaluationSettings.HARDEST, all);
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
                    untrained + ", negative class accuracy, top 3",
                    "negative_class_accuracy",
                    n,
                    Math.min(3, all),
                    untrained,
                    untrained + "_random_tube");
            line(text, untrained + ", positive drop", "positive_drop", n, 0, untrained, untrained + "_random_tube");
        }
        line(text, "deletion area", "deletion_area", 1, 0, "tube", "random_tube");
        line(text, "insertion area", "insertion_area", 1, 0, "tube", "random_tube");
        line(text, "same attribute after a shift", "shift_same_attribute", all, 0, "tube");
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
