package org.whynot.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.whynot.classifier.ClipPasses;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.model.ModelCard;
import org.whynot.util.Progress;

/**
 * {@code report.html}: an evaluation for people, in one file that needs nothing else. The paper's tables and figure 5, the paper's
 * own numbers beside ours and marked as those of other data sets, the checks, and examples.
 */
final class Report {

    private static final String CITATION =
            "Kanehira, Takemoto, Inayoshi, Harada: Multimodal Explanations by Predicting "
                    + "Counterfactuality in Videos. CVPR 2019";

    private final Evaluation evaluation;
    private final List<Evaluation> compared;

    /**
     * @param evaluation the main one
     * @param compared other models on the same data, for table 4
     */
    Report(Evaluation evaluation, List<Evaluation> compared) {
        this.evaluation = evaluation;
        this.compared = compared;
    }

    /**
     * The page.
     *
     * @param progress asked whether to stop while the examples are read
     * @throws IOException if an example's video can't be read
     */
    String html(Progress progress) throws IOException {
        ModelCard model = evaluation.model();
        PaperTables paper = new PaperTables(evaluation, compared);
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>"
                + Html.text("WhyNot: evaluation of " + model.name()) + "</title>\n<style>\n" + style()
                + "</style></head><body><main>\n");
        page.append("<header><p class=\"kicker\">WhyNot · evaluation</p><h1>")
                .append(Html.text(model.name()))
                .append("</h1><p>Explanations of a video classifier on ")
                .append(evaluation.videos().size())
                .append(" videos of the data set <b>")
                .append(Html.text(evaluation.dataName()))
                .append("</b> (")
                .append(evaluation.settings().split())
                .append(")</p></header>\n");
        page.append(tiles());
        section(page, "Model and data", facts());
        section(page, "Negative class accuracy (figure 5)", paper.figure5());
        section(page, "Positive drop (table 2)", paper.table2());
        section(page, "Concept accuracy (table 3)", paper.table3());
        section(page, "Depth of the classifier (table 4)", paper.table4());
        CheckTables checks = new CheckTables(evaluation);
        FaithfulnessTables tubes = new FaithfulnessTables(evaluation);
        section(page, "Faithfulness: what the classifier uses", tubes.drops() + tubes.curves() + checks.faithfulness());
        section(page, "Plausibility: where a person would look", checks.plausibility(tubes.places()));
        section(page, "Sanity and stability", checks.sanity());
        section(page, "Examples", new ReportExamples(evaluation).html(progress));
        section(page, "Class by class", new ClassTables(evaluation).html());
        section(page, "How it was made", method());
        return page.append("</main></body></html>\n").toString();
    }

    private static void section(StringBuilder page, String title, String content) {
        if (content.isEmpty()) return;
        page.append("<section><h2>")
                .append(title)
                .append("</h2>\n")
                .append(content)
                .append("</section>\n");
    }

    private static String style() throws IOException {
        try (InputStream in = Report.class.getResourceAsStream("report.css")) {
            if (in == null)
                throw new IOException("The report's style is missing from this installation. Install WhyNot again.");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String tiles() {
        int n = evaluation.hardest();
        int top = evaluation.top();
        StringBuilder html = new StringBuilder("<div class=\"tiles\">");
        tile(html, "classifier accuracy", "classifier_accuracy", "classifier", 0, 0);
        tile(html, "negative class accuracy, top " + top, "negative_class_accuracy", "tube", n, top);
        tile(html, "positive drop", "positive_drop", "tube", n, 0);
        tile(html, "concept accuracy, top 1", "concept_accuracy_keyframes", "tube", n, 1);
        tile(html, "truly telling attribute", "true_reason", "tube", evaluation.negatives(), 0);
        return html.append("</div>\n").toString();
    }

    private void tile(StringBuilder html, String title, String metric, String method, int n, int k) {
        Optional<Metric> found = evaluation.metric(metric, method, n, k);
        if (found.isEmpty()) return;
        Metric m = found.get();
        html.append("<div class=\"tile\"><strong>")
                .append(Html.percent(m.value()))
                .append("</strong><span>")
                .append(title)
                .append("</span><small>")
                .append(Html.percent(m.low()))
                .append(" … ")
                .append(Html.percent(m.high()))
                .append(", n = ")
                .append(m.samples())
                .append("</small></div>");
    }

    private String facts() {
        ModelCard model = evaluation.model();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("classes", Html.text(String.join(", ", model.classes()))));
        rows.add(List.of("attributes", Html.text(String.join(", ", model.attributes()))));
        rows.add(List.of("input", Html.text(model.input().toString())));
        rows.add(List.of("architecture", Html.text(model.classifierWords())));
        model.training()
                .forEach((key, value) ->
                        rows.add(List.of(Html.text(key.replace('_', ' ')), Html.text(String.valueOf(value)))));
        rows.add(List.of("weights, SHA-256", "<code>" + evaluation.modelSha256() + "</code>"));
        return "<div class=\"columns\"><div>" + dataTable() + "</div><details><summary>All facts of the model</summary>"
                + Html.table(List.of("model", ""), rows) + "</details></div>";
    }

    /** Table 1. */
    private String dataTable() {
        List<Sample> samples = evaluation.settings().samples(evaluation.data());
        int marked = 0;
        int boxes = 0;
        int actors = 0;
        for (Sample sample : samples) {
            marked += sample.boxes().size();
            for (List<FrameBox> own : sample.boxes().values()) boxes += own.size();
            if (!sample.actors().isEmpty()) actors++;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                Html.text(evaluation.dataName() + " (" + evaluation.settings().split() + ")"),
                "" + samples.size(),
                "" + evaluation.data().classes().size(),
                "" + evaluation.data().attributes().size(),
                marked + " attributes of videos, " + boxes + " boxes",
                "" + actors));
        for (PaperFigures paper : PaperFigures.ALL)
            rows.add(List.of(
                    other(paper.name()),
                    "" + paper.videos(),
                    "" + paper.classes(),
                    "" + paper.attributes(),
                    "" + paper.boxes(),
                    "–"));
        return Html.table(
                List.of("data set", "videos", "classes", "attributes", "boxes", "videos with actor boxes"), rows);
    }

    /** Marks what is the paper's. */
    static String other(String name) {
        return "<span class=\"other\">paper, other data set</span> " + name;
    }

    private String method() {
        Evaluation.Cost cost = evaluation.cost();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("seed", "" + evaluation.settings().seed());
        facts.put(
                "intervals",
                EvaluationSettings.RESAMPLES + " bootstrap resamples of whole videos, percentiles, "
                        + Html.percent(EvaluationSettings.CONFIDENCE));
        // Those methods run the classifier in their own way and count clips: see the chapter on faithfulness.
        boolean peers = evaluation
                .settings()
                .faithfulness()
                .filter(FaithfulnessSettings::peers)
                .isPresent();
        facts.put(
                "forward passes of the classifier",
                cost.passes() + " (of " + ClipPasses.CLIPS + " clips each"
                        + (peers ? "; without RISE and occlusion)" : ")"));
        facts.put(
                "time in forward passes",
                FaithfulnessTables.time(String.format(Locale.ROOT, "%.0f s", cost.passSeconds())));
        facts.put(
                "time of the evaluation",
                FaithfulnessTables.time(
                        peers
                                ? String.format(Locale.ROOT, "%.0f s", cost.seconds())
                                : String.format(
                                        Locale.ROOT,
                                        "%.0f s: %.2f times that of its forward passes",
                                        cost.seconds(),
                                        cost.seconds() / cost.passSeconds())));
        List<List<String>> rows = new ArrayList<>();
        facts.forEach((key, value) -> rows.add(List.of(key, value)));
        return Html.table(List.of("what", "value"), rows)
                + "<p>The positive class of a video is the predicted one. Against every other class, ordered by p(c|x), the best"
                + " attribute and tube are taken (equation 9), the tube’s pixels are set to 0, and the video is classified again."
                + " <b>Centre</b>: the middle 32×32 of 112×112 pixels in all frames. <b>Random tube</b>: of the same layer, shape and"
                + " length as the explanation’s, from a random frame and cell on, walking at random. <b>Actor</b>: the data set’s boxes"
                + " of who acts, on the videos that have them. Every row of every number is in <code>explanations.csv</code> and"
                + " <code>curves.csv</code>, every number with its interval in <code>metrics.csv</code>.</p><p>Method and metrics: "
                + CITATION + ".</p>";
    }
}
