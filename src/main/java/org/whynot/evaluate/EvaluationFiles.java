package org.whynot.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.whynot.util.Csv;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * Writes an evaluation as a folder: its tables, {@value #JSON} and {@value #REPORT}.
 *
 * <pre>{@code
 * EvaluationFiles.write(evaluation, List.of(), folder, progress);
 * }</pre>
 *
 * <p>The CSV files of the same evaluation are the same bytes every time; times are in the JSON file and the report only.
 */
public final class EvaluationFiles {

    /** The table of judged regions. */
    public static final String EXPLANATIONS = "explanations.csv";
    /** The deletion and insertion curves. */
    public static final String CURVES = "curves.csv";
    /** The table of tubes whose contrast drop was measured. */
    public static final String CONTRAST = "contrast.csv";
    /** The table of metrics. */
    public static final String METRICS = "metrics.csv";
    /** The metrics with the settings and the cost. */
    public static final String JSON = "metrics.json";
    /** Everything for people. */
    public static final String REPORT = "report.html";

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private EvaluationFiles() {}

    /**
     * Writes the files, all of them or none. Tables of compared models are named after them, for example
     * {@code metrics.ucf6-2fc.csv}.
     *
     * @param evaluation the main one
     * @param compared of other models on the same data; may be empty
     * @param folder made if missing; older files of these names are replaced
     * @param progress asked whether to stop
     * @return the files, the report last
     * @throws IOException if a video for the report can't be read, or a file not be written; the message states why
     */
    public static List<Path> write(Evaluation evaluation, List<Evaluation> compared, Path folder, Progress progress)
            throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        tables(evaluation, "", files);
        for (Evaluation other : compared) tables(other, suffix(other, files), files);
        files.put(JSON, json(evaluation, compared));
        files.put(REPORT, new Report(evaluation, compared).html(progress));
        List<String> outdated = new ArrayList<>(older(folder));
        outdated.removeAll(files.keySet());
        try (StagedFiles staged = new StagedFiles(folder)) {
            for (Map.Entry<String, String> file : files.entrySet())
                try {
                    Files.write(staged.path(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new IOException(
                            folder.resolve(file.getKey()) + " was not written, nor the other files of the evaluation: "
                                    + StagedFiles.reason(e) + StagedFiles.advice(e),
                            e);
                }
            progress.check();
            return staged.commit(List.copyOf(files.keySet()), outdated);
        }
    }

    private static void tables(Evaluation evaluation, String suffix, Map<String, String> files) {
        List<String> classes = evaluation.model().classes();
        files.put(named(EXPLANATIONS, suffix), new JudgedRegionTable(classes).csv(evaluation.judgedRegions()));
        if (evaluation.settings().checks())
            files.put(named(CURVES, suffix), CurveTable.csv(classes, evaluation.curves()));
        if (!evaluation.faithfulness().tubes().isEmpty())
            files.put(
                    named(CONTRAST, suffix),
                    new ContrastTable(classes).csv(evaluation.faithfulness().tubes()));
        files.put(named(METRICS, suffix), csv(evaluation.metrics()));
    }

    private static String named(String file, String suffix) {
        return suffix.isEmpty() ? file : file.replace(".csv", "." + suffix + ".csv");
    }

    /** The model's name as part of a file name, with a number where it was used already. */
    private static String suffix(Evaluation evaluation, Map<String, String> files) {
        String name = evaluation.model().name().replaceAll("[^\\p{L}\\p{N}_-]", "_");
        String suffix = name;
        for (int i = 2; files.containsKey(named(METRICS, suffix)); i++) suffix = name + "-" + i;
        return suffix;
    }

    /** Tables of an earlier evaluation in the folder. */
    private static List<String> older(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> name.matches("(explanations|curves|contrast|metrics)(\\.[\\p{L}\\p{N}_-]+)?\\.csv"))
                    .toList();
        }
    }

    private static String csv(List<Metric> metrics) {
        StringBuilder text = new StringBuilder(
                Csv.row("metric", "method", "n", "k", "value", "low", "high", "samples", "videos", "seed"));
        for (Metric m : metrics)
            text.append(Csv.row(
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

    private static String json(Evaluation evaluation, List<Evaluation> compared) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", 1);
        root.put("dataset", evaluation.dataName());
        root.put("split", evaluation.settings().split());
        root.put("videos", evaluation.videos().size());
        root.put("seed", evaluation.settings().seed());
        root.put("resamples", EvaluationSettings.RESAMPLES);
        root.put("confidence", EvaluationSettings.CONFIDENCE);
        root.putAll(json(evaluation));
        root.put("compared", compared.stream().map(EvaluationFiles::json).toList());
        return GSON.toJson(root) + "\n";
    }

    private static Map<String, Object> json(Evaluation evaluation) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", evaluation.model().name());
        model.put("sha256", evaluation.modelSha256());
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("model", model);
        own.put("forward_passes", evaluation.cost().passes());
        own.put("forward_pass_seconds", evaluation.cost().passSeconds());
        own.put("seconds", evaluation.cost().seconds());
        Map<String, Object> seconds = new LinkedHashMap<>();
        Faithfulness.seconds(evaluation.faithfulness().tubes()).forEach((m, s) -> seconds.put(m.word(), s));
        if (!seconds.isEmpty()) own.put("seconds_per_explanation", seconds);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Metric m : evaluation.metrics()) {
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
        own.put("metrics", rows);
        return own;
    }
}
