package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The checks beyond the paper, for the report. */
final class CheckTables {

    private final Evaluation evaluation;
    private final int all;
    private final int hardest;

    CheckTables(Evaluation evaluation) {
        this.evaluation = evaluation;
        all = evaluation.negatives();
        hardest = evaluation.hardest();
    }

    /** Deletion and insertion, as HTML; empty if they were not made. */
    String faithfulness() {
        return curves();
    }

    /**
     * Where the tubes are, compared with people's boxes, as HTML.
     *
     * @param byMethod the same of other methods' tubes
     */
    String plausibility(String byMethod) {
        String own = reasons() + places() + byMethod;
        if (own.isEmpty())
            return "<p>This data set has no boxes for these videos, so it is not known where a person would look, and plausibility is"
                    + " left out.</p>";
        return "<p>Agreement with people’s boxes tells whether an explanation convinces, not whether it is true: a classifier may go by"
                + " the background, and an explanation that says so is right.</p>" + own;
    }

    /** What untrained weights and a shifted video do, as HTML. */
    String sanity() {
        return untrained() + scores();
    }

    private Optional<Metric> metric(String metric, String method, int n) {
        return evaluation.metric(metric, method, n, 0);
    }

    private List<String> pair(String name, String metric, String method, String beside, int n, boolean isMoreBetter) {
        Optional<Metric> own = metric(metric, method, n);
        return List.of(
                name,
                Html.value(own),
                Html.value(metric(metric, beside, n)),
                Html.difference(metric(metric, method + " - " + beside, n), isMoreBetter),
                own.map(m -> m.samples() + " of " + m.videos() + " videos").orElse("–"));
    }

    private String reasons() {
        if (metric("true_reason", "tube", all).isEmpty()) return "";
        List<List<String>> rows = List.of(
                pair(
                        "the attribute truly distinguishes the classes",
                        "true_reason",
                        "tube",
                        "random_attribute",
                        all,
                        true),
                pair("IoU of its tube with the true boxes", "true_reason_iou", "tube", "random_tube", all, true),
                pair("pointing game", "true_reason_pointing_game", "tube", "random_tube", all, true));
        return "<h3>True reasons</h3><p>This data set states which attributes truly distinguish two classes. Correctly classified videos,"
                + " all pairs; IoU and pointing where the attribute is such a one.</p>"
                + Html.table(head("random attribute or tube"), rows);
    }

    private static List<String> head(String beside) {
        return List.of("", "explanation", beside, "difference", "explanations");
    }

    private String places() {
        List<List<String>> rows = new ArrayList<>();
        for (String suffix : evaluation.isInterpolated() ? new String[] {"_keyframes", ""} : new String[] {""}) {
            String boxes = suffix.isEmpty() ? ", all boxes" : ", boxes that were not interpolated";
            rows.add(pair("tube IoU" + boxes, "tube_iou" + suffix, "tube", "random_tube", hardest, true));
            rows.add(pair("pointing game" + boxes, "pointing_game" + suffix, "tube", "random_tube", hardest, true));
            rows.add(pair(
                    "tube IoU, attributes with boxes only" + boxes,
                    "tube_iou" + suffix,
                    "boxed_tube",
                    "boxed_random_tube",
                    hardest,
                    true));
            rows.add(pair(
                    "pointing game, attributes with boxes only" + boxes,
                    "pointing_game" + suffix,
                    "boxed_tube",
                    "boxed_random_tube",
                    hardest,
                    true));
        }
        rows.removeIf(row -> row.get(1).equals("–"));
        if (rows.isEmpty()) return "";
        return "<h3>Where the tubes are</h3><p>Where the video has boxes of the explanation’s attribute: the mean IoU over the frames"
                + " in which either has a box, and whether the centre of the strongest box lies in a true one.</p>"
                + Html.table(head("random tube"), rows);
    }

    private String curves() {
        if (metric("deletion_area", "tube", 1).isEmpty()) return "";
        StringBuilder html = new StringBuilder(
                "<h3>Deletion and insertion</h3><p>The tube against the most probable negative class is erased, or put back, box by box,"
                        + " those that contribute most first. p(pos) should fall soon, or rise soon; insertion"
                        + " begins at the erased tube, so lower for a tube that matters.</p><div class=\"charts\">");
        for (Curve.Kind kind : Curve.Kind.values()) {
            List<String> places = IntStream.rangeClosed(0, Curve.STEPS)
                    .mapToObj(step -> 100 * step / Curve.STEPS + " %")
                    .toList();
            html.append(new LineChart(kind.word() + ": mean p(pos)", "share of the tube’s boxes", places)
                    .line("explanation", PaperTables.BLUE, curve(kind, "tube"))
                    .line("random tube", PaperTables.ORANGE, curve(kind, "random_tube"))
                    .svg());
        }
        List<List<String>> rows = List.of(
                pair("area under deletion (less is better)", "deletion_area", "tube", "random_tube", 1, false),
                pair(
                        "mean rise by insertion above the erased tube (more is better)",
                        "insertion_gain",
                        "tube",
                        "random_tube",
                        1,
                        true));
        return html.append("</div>") + Html.table(head("random tube"), rows);
    }

    private List<Optional<Metric>> curve(Curve.Kind kind, String method) {
        return IntStream.rangeClosed(0, Curve.STEPS)
                .mapToObj(step -> evaluation.metric(kind.word() + "_probability", method, 1, 100 * step / Curve.STEPS))
                .toList();
    }

    private String untrained() {
        if (metric("positive_drop", "random_head", hardest).isEmpty()) return "";
        int top = evaluation.top();
        List<List<String>> rows = new ArrayList<>();
        for (int k = 1; k <= top; k++)
            rows.add(sanity("negative class accuracy, top " + k, "negative_class_accuracy", k));
        rows.add(sanity("positive drop", "positive_drop", 0));
        for (int k : Metrics.CONCEPT_TOP)
            rows.add(sanity("concept accuracy, top " + k, "concept_accuracy_keyframes", k));
        rows.add(sanity("the video has the attribute", "attribute_present", 0));
        rows.add(sanity("tube IoU", "tube_iou_keyframes", 0));
        rows.add(sanity("pointing game", "pointing_game_keyframes", 0));
        rows.add(sanity("true reason", "true_reason", 0));
        rows.removeIf(row -> row.get(2).equals("–"));
        return "<h3>Untrained weights</h3><p>An explanation that comes from what was learned must be lost with it: the same with an"
                + " untrained head (" + Checks.RANDOM_HEADS
                + " draws), and with the trained head on features of an untrained classifier; judged by the trained classifier. Each"
                + " beside random tubes of the same layer, shape and length. " + hardest
                + " hardest negatives. Marked: what was not lost.</p>"
                + Html.table(
                        List.of(
                                "",
                                "trained",
                                "random tube",
                                "untrained head",
                                "random tube like it",
                                "untrained head − random tube",
                                "untrained classifier",
                                "random tube like it",
                                "untrained classifier − random tube"),
                        rows);
    }

    private List<String> sanity(String name, String metric, int k) {
        List<String> row = new ArrayList<>(List.of(name));
        row.add(Html.value(evaluation.metric(metric, "tube", hardest, k)));
        row.add(Html.value(evaluation.metric(metric, "random_tube", hardest, k)));
        for (String method : new String[] {"random_head", "random_classifier"}) {
            row.add(Html.value(evaluation.metric(metric, method, hardest, k)));
            row.add(Html.value(evaluation.metric(metric, method + "_random_tube", hardest, k)));
            row.add(Html.leftover(evaluation.metric(metric, method + " - " + method + "_random_tube", hardest, k)));
        }
        return row;
    }

    private String scores() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(pair(
                "change of p(pos) by erasing (less is better)",
                "positive_change",
                "tube",
                "random_tube",
                hardest,
                false));
        rows.add(pair("same attribute without the first frame", "shift_same_attribute", "tube", "", all, true));
        rows.add(pair("IoU of the tubes with and without it", "shift_tube_iou", "tube", "random_tube", all, true));
        rows.add(pair(
                "score above 95 % of " + Checks.RANDOM_TUBES + " random tubes’",
                "score_beats_95_percent_of_random_tubes",
                "tube",
                "",
                all,
                true));
        rows.add(pair(
                "score less their mean, in standard deviations",
                "score_margin_over_random_tubes",
                "tube",
                "",
                all,
                true));
        rows.removeIf(row -> row.get(1).equals("–"));
        return "<h3>Strength and stability</h3>" + Html.table(head("random tube"), rows)
                + "<p>The explanation is the tube with the largest score of all, so that it beats random tubes shows no more than that"
                + " the search works; the margin shows by how much.</p>";
    }
}
