package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.whynot.model.ModelCard;

/** The paper's figure 5 and tables 2 to 4 with our numbers, for the report. */
final class PaperTables {

    /** Colours of Okabe and Ito, which colour-blind people can tell apart. */
    static final String BLUE = "#0072B2";

    static final String ORANGE = "#E69F00";
    static final String GREEN = "#009E73";
    static final String GREY = "#777777";

    private static final String NEGATIVE = "negative_class_accuracy";
    private static final String DROP = "positive_drop";
    private static final String CONCEPT = "concept_accuracy";

    private final Evaluation evaluation;
    private final List<Evaluation> compared;
    private final int all;
    private final int hardest;

    PaperTables(Evaluation evaluation, List<Evaluation> compared) {
        this.evaluation = evaluation;
        this.compared = compared;
        all = evaluation.negatives();
        hardest = evaluation.hardest();
    }

    /** Figure 5: curves over n for every k, and the differences at the hardest few. */
    String figure5() {
        StringBuilder html = new StringBuilder(
                "<p>Is the negative class among the k classes whose probability rises most when the tube is erased? Averaged over the"
                        + " n most probable negative classes of each video; bands are 95 % intervals.</p><div class=\"charts\">");
        List<String> places =
                IntStream.rangeClosed(1, all).mapToObj(Integer::toString).toList();
        for (int k = 1; k <= Math.min(Metrics.MOST_TOP, all - 1); k++)
            html.append(new LineChart("top " + k, "negative classes (n)", places)
                    .line("explanation", BLUE, curve("tube", k))
                    .line("random tube", ORANGE, curve("random_tube", k))
                    .line("centre", GREEN, curve("centre", k))
                    .level("by chance", GREY, k / (double) all)
                    .svg());
        html.append("</div>");
        List<List<String>> rows = new ArrayList<>();
        for (int k = 1; k <= Math.min(Metrics.MOST_TOP, all - 1); k++)
            rows.add(regions("top " + k, NEGATIVE, hardest, k));
        return html + Html.table(regionHead(hardest + " hardest negatives"), rows);
    }

    private List<Optional<Metric>> curve(String method, int k) {
        return IntStream.rangeClosed(1, all)
                .mapToObj(n -> evaluation.metric(NEGATIVE, method, n, k))
                .toList();
    }

    private List<String> regionHead(String first) {
        return List.of(
                first,
                "explanation",
                "centre",
                "random tube",
                "explanation − centre",
                "explanation − random tube",
                "explanation, videos with actors",
                "actor",
                "explanation − actor");
    }

    private List<String> regions(String name, String metric, int n, int k) {
        return List.of(
                name,
                Html.value(evaluation.metric(metric, "tube", n, k)),
                Html.value(evaluation.metric(metric, "centre", n, k)),
                Html.value(evaluation.metric(metric, "random_tube", n, k)),
                Html.difference(evaluation.metric(metric, "tube - centre", n, k), true),
                Html.difference(evaluation.metric(metric, "tube - random_tube", n, k), true),
                Html.value(evaluation.metric(metric, Metrics.TUBE_WHERE_ACTORS, n, k)),
                Html.value(evaluation.metric(metric, "actor", n, k)),
                Html.difference(evaluation.metric(metric, "tube_where_actors - actor", n, k), true));
    }

    /** Table 2. */
    String table2() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(regions(hardest + " hardest negatives", DROP, hardest, 0));
        if (all > hardest) rows.add(regions("all " + all + " negatives", DROP, all, 0));
        List<List<String>> papers = new ArrayList<>();
        for (PaperFigures paper : PaperFigures.ALL)
            papers.add(List.of(Report.other(paper.name()), two(paper.drop()[1]), two(paper.drop()[0])));
        return "<p>The share of explanations after whose erasing the probability of the positive class is smaller.</p>"
                + Html.table(regionHead("share with a drop"), rows)
                + Html.table(List.of("", "proposed", "baseline"), papers);
    }

    /** Table 3. */
    String table3() {
        if (evaluation.metric(CONCEPT, "tube", hardest, 1).isEmpty()) return "";
        StringBuilder html = new StringBuilder(
                "<p>Of correctly classified videos with boxes: the attributes of the video are ranked by the IoU of the region with"
                        + " their boxes; is the explanation’s attribute among the first k? An attribute that the video has not, or that"
                        + " has no box, is a miss. Baselines name an attribute at random. With the choice among attributes that have"
                        + " boxes in this data set, the question is the paper’s, where every attribute has.</p>");
        int videos =
                evaluation.metric(CONCEPT, "tube", hardest, 1).orElseThrow().videos();
        int samples =
                evaluation.metric(CONCEPT, "tube", hardest, 1).orElseThrow().samples();
        for (String suffix : evaluation.isInterpolated() ? new String[] {"_keyframes", ""} : new String[] {""}) {
            List<List<String>> rows = new ArrayList<>();
            for (int k : Metrics.CONCEPT_TOP) {
                String metric = CONCEPT + suffix;
                rows.add(List.of(
                        "top " + k,
                        Html.value(evaluation.metric(metric, "tube", hardest, k)),
                        Html.value(evaluation.metric(metric, "tube_random_attribute", hardest, k)),
                        Html.value(evaluation.metric(metric, "random_tube", hardest, k)),
                        Html.value(evaluation.metric(metric, "centre", hardest, k)),
                        Html.difference(evaluation.metric(metric, "tube - centre", hardest, k), true),
                        Html.value(evaluation.metric(metric, "boxed_tube", hardest, k)),
                        Html.value(evaluation.metric(metric, "boxed_tube_random_attribute", hardest, k))));
            }
            html.append(Html.table(
                    List.of(
                            (suffix.isEmpty() ? "all boxes" : "boxes that were not interpolated") + ", " + hardest
                                    + " hardest negatives",
                            "explanation",
                            "its tube, random attribute",
                            "random tube and attribute",
                            "centre, random attribute",
                            "explanation − centre",
                            "explanation, attributes with boxes only",
                            "its tube, random attribute with boxes"),
                    rows));
        }
        html.append("<p>" + samples + " explanations of " + videos
                + " videos. The video truly has the explanation’s attribute in "
                + share("attribute_present") + " of all explanations, and in " + share("attribute_present_of_boxed")
                + " of those whose attribute has a box anywhere; " + share("attribute_boxed")
                + " of explanations name such an attribute.</p>");
        List<List<String>> papers = new ArrayList<>();
        for (PaperFigures paper : PaperFigures.ALL)
            papers.add(List.of(Report.other(paper.name()), three(paper.concept()), three(paper.conceptBaseline())));
        return html + Html.table(List.of("top 1 / 3 / 5", "proposed", "baseline"), papers);
    }

    private String share(String metric) {
        return evaluation
                .metric(metric, "tube", hardest, 0)
                .map(m -> Html.percent(m.value()) + " (" + Html.percent(m.low()) + " … " + Html.percent(m.high()) + ")")
                .orElse("none");
    }

    /** Only of the project's own network is it known how many fully connected layers it has. */
    private static String depth(ModelCard.Kind classifier) {
        return classifier.fullyConnected() == null
                ? classifier.type()
                : classifier.fullyConnected() + " fully connected";
    }

    /** Table 4: this model and the compared ones, by the number of fully connected layers. */
    String table4() {
        int k = evaluation.top();
        List<Evaluation> models = new ArrayList<>(List.of(evaluation));
        models.addAll(compared);
        List<List<String>> rows = new ArrayList<>();
        for (Evaluation e : models)
            rows.add(List.of(
                    Html.text(e.model().name()) + "<small>" + depth(e.model().architecture()) + "</small>",
                    Html.value(e.metric("classifier_accuracy", "classifier", 0, 0)),
                    Html.value(e.metric(NEGATIVE, "tube", hardest, k)),
                    Html.value(e.metric(NEGATIVE, "centre", hardest, k)),
                    Html.value(e.metric(NEGATIVE, "random_tube", hardest, k)),
                    Html.value(e.metric(DROP, "tube", hardest, 0)),
                    Html.value(e.metric(DROP, "centre", hardest, 0)),
                    Html.value(e.metric(DROP, "random_tube", hardest, 0)),
                    Html.value(e.metric(CONCEPT + "_keyframes", "tube", hardest, 1)),
                    Html.value(e.metric(CONCEPT + "_keyframes", "centre", hardest, 1)),
                    Html.value(e.metric(CONCEPT + "_keyframes", "random_tube", hardest, 1))));
        List<List<String>> papers = new ArrayList<>();
        for (PaperFigures paper : PaperFigures.ALL)
            papers.add(List.of(Report.other(paper.name()), three(paper.negative()), three(paper.negativeBaseline())));
        return "<p>Top " + k + " of " + all + " negative classes, averaged over the " + hardest
                + " hardest; with positive drop and concept accuracy (top 1) beside it.</p>"
                + Html.table(
                        List.of(
                                "model",
                                "classifier accuracy",
                                "negative class accuracy",
                                "centre",
                                "random tube",
                                "positive drop",
                                "centre",
                                "random tube",
                                "concept accuracy",
                                "centre",
                                "random tube"),
                        rows)
                + Html.table(List.of("negative class accuracy, 1 / 2 / 3 fc", "proposed", "baseline"), papers);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String three(double[] values) {
        List<String> parts = new ArrayList<>(Collections.nCopies(values.length, ""));
        for (int i = 0; i < values.length; i++) parts.set(i, two(values[i]));
        return String.join(" / ", parts);
    }
}
