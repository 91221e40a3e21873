package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.whynot.evaluate.ContrastTube.Method;

/** What the classifier uses, by method, for the report's chapter on faithfulness; and where people's boxes are, by method. */
final class FaithfulnessTables {

    private static final Map<Method, String> COLOURS = Map.of(
            Method.TUBE,
            PaperTables.BLUE,
            Method.REFINED_TUBE,
            "#003F70",
            Method.RANDOM_TUBE,
            PaperTables.ORANGE,
            Method.CENTRE_TUBE,
            PaperTables.GREEN,
            Method.CLASS_EVIDENCE,
            "#CC79A7",
            Method.GRAD_CAM,
            "#D55E00",
            Method.RISE,
            "#56B4E9",
            Method.OCCLUSION,
            "#8C6D1F",
            Method.ORACLE,
            PaperTables.GREY);

    private final Evaluation evaluation;
    private final List<ContrastTube> tubes;
    private final List<Method> methods;

    FaithfulnessTables(Evaluation evaluation) {
        this.evaluation = evaluation;
        tubes = evaluation.faithfulness().tubes();
        methods = Stream.of(Method.values())
                .filter(m -> tubes.stream().anyMatch(t -> t.method() == m))
                .toList();
    }

    private Optional<Metric> metric(String metric, String method) {
        return evaluation.metric(metric, method, 1, 0);
    }

    private static String over(Method method, Method other) {
        return method.word() + " - " + other.word();
    }

    /** The drop of the contrast by method, with its cost; empty if it was not measured. */
    String drops() {
        if (tubes.isEmpty()) return "";
        Map<Method, Double> seconds = Faithfulness.seconds(tubes);
        List<List<String>> rows = new ArrayList<>();
        for (Method method : methods) {
            List<String> row = new ArrayList<>(List.of(method.title()));
            for (Erasure erasure : Erasure.values())
                row.add(Html.value(metric("contrast_drop_" + erasure.word(), method.word())));
            for (Erasure erasure : Erasure.values())
                row.add(Html.difference(
                        metric("contrast_drop_" + erasure.word(), over(method, Method.RANDOM_TUBE)), true));
            row.add(Html.difference(metric("contrast_drop_black", over(Method.TUBE, method)), true));
            row.add(metric("clips_classified_per_explanation", method.word())
                    .map(m -> String.format(Locale.ROOT, "%.0f", m.value()))
                    .orElse("–"));
            boolean isFree = method == Method.RANDOM_TUBE || method == Method.CENTRE_TUBE;
            row.add(isFree ? "–" : time(String.format(Locale.ROOT, "%.2f", seconds.get(method))));
            rows.add(row);
        }
        int videos = metric("contrast_drop_black", "tube").orElseThrow().videos();
        return "<h3>Contrast drop</h3><p>By how much logit(predicted) − logit(most probable other class) falls when the tube is erased:"
                + " made black, filled with the video’s mean colour, or blurred. All tubes of a video have the layer, shape and length of"
                + " the explanation’s; differences are paired by video. " + videos + " videos, "
                + Faithfulness.RANDOM_TUBES
                + " random tubes each. The cost of a method is that of one explanation on its own."
                + oracle() + missing() + "</p>"
                + Html.table(
                        List.of(
                                "tube of",
                                "black",
                                "mean",
                                "blur",
                                "black − random",
                                "mean − random",
                                "blur − random",
                                "explanation − this, black",
                                "clips classified",
                                "seconds"),
                        rows);
    }

    /** Marks what differs from run to run. */
    static String time(String text) {
        return "<span class=\"time\">" + text + "</span>";
    }

    private String oracle() {
        return metric("contrast_drop_black", Method.ORACLE.word())
                .map(m -> " The oracle erases and classifies to find its tube, on " + m.videos()
                        + " of the videos: it shows how much is left to gain, not what can be had. Compare it by its differences, which"
                        + " are of the same videos.")
                .orElse("");
    }

    private String missing() {
        StringBuilder text = new StringBuilder();
        for (Method method : evaluation.faithfulness().missing())
            text.append(" ").append(Html.text(missing(method)));
        return text.toString();
    }

    /** Why a method is left out. */
    static String missing(Method method) {
        return method.title()
                + " is left out: this classifier gives no gradients, as an imported network often does not.";
    }

    /** Deletion and insertion by method; empty if they were not measured. */
    String curves() {
        if (tubes.isEmpty()) return "";
        StringBuilder html = new StringBuilder(
                "<h3>Deletion and insertion of the contrast</h3><p>The tube is made black box by box, those"
                        + " that contribute most first, or put back in that order: the mean drop of the contrast along a deletion, and the mean rise"
                        + " above the erased tube along an insertion. More is better in both.</p><div class=\"charts\">");
        DoubleSummaryStatistics ends = ends();
        for (Curve.Kind kind : Curve.Kind.values()) {
            List<String> places = IntStream.rangeClosed(0, Curve.STEPS)
                    .mapToObj(step -> 100 * step / Curve.STEPS + " %")
                    .toList();
            LineChart chart = new LineChart(
                    kind.word() + ": contrast drop",
                    "share of the tube’s boxes",
                    places,
                    Math.floor(Math.min(0, ends.getMin())),
                    Math.ceil(Math.max(1, ends.getMax())));
            for (Method method : methods) chart.line(method.title(), COLOURS.get(method), curve(kind, method));
            html.append(chart.svg());
        }
        List<List<String>> rows = new ArrayList<>();
        for (Method method : methods)
            rows.add(List.of(
                    method.title(),
                    Html.value(metric("contrast_deletion", method.word())),
                    Html.difference(metric("contrast_deletion", over(method, Method.RANDOM_TUBE)), true),
                    Html.value(metric("contrast_insertion", method.word())),
                    Html.difference(metric("contrast_insertion", over(method, Method.RANDOM_TUBE)), true)));
        return html.append("</div>")
                + Html.table(
                        List.of("tube of", "deletion", "deletion − random", "insertion", "insertion − random"), rows);
    }

    /** The ends of all intervals, which the charts have to show. */
    private DoubleSummaryStatistics ends() {
        return Stream.of(Curve.Kind.values())
                .flatMap(kind -> methods.stream().flatMap(method -> curve(kind, method).stream()))
                .flatMap(Optional::stream)
                .flatMapToDouble(m -> DoubleStream.of(m.low(), m.high()))
                .filter(Double::isFinite)
                .summaryStatistics();
    }

    private List<Optional<Metric>> curve(Curve.Kind kind, Method method) {
        return IntStream.rangeClosed(0, Curve.STEPS)
                .mapToObj(step ->
                        evaluation.metric("contrast_drop_" + kind.word(), method.word(), 1, 100 * step / Curve.STEPS))
                .toList();
    }

    /** Where the tubes of all methods are, compared with all boxes of the video; empty without boxes. */
    String places() {
        if (metric("anything_iou", "tube").isEmpty()) return "";
        List<List<String>> rows = new ArrayList<>();
        for (Method method : methods)
            rows.add(List.of(
                    method.title(),
                    Html.value(metric("anything_pointing_game", method.word())),
                    Html.difference(metric("anything_pointing_game", over(method, Method.RANDOM_TUBE)), true),
                    Html.value(metric("anything_iou", method.word())),
                    Html.difference(metric("anything_iou", over(method, Method.RANDOM_TUBE)), true)));
        int videos = metric("anything_iou", "tube").orElseThrow().videos();
        return "<h3>Any labelled thing, by method</h3><p>Other methods name no attribute, so here a box of any attribute of the video"
                + " counts. Against the most probable other class; " + videos + " videos with boxes.</p>"
                + Html.table(
                        List.of("tube of", "pointing game", "pointing − random", "tube IoU", "IoU − random"), rows);
    }
}
