package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.whynot.evaluate.Concepts.Labels;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;

/** The evaluation class by class, the confusion matrix, and the attributes that explanations name, for the report. */
final class ClassTables {

    private static final int MOST_ATTRIBUTES = 15;

    private final Evaluation evaluation;
    private final List<String> classes;

    ClassTables(Evaluation evaluation) {
        this.evaluation = evaluation;
        classes = evaluation.model().classes();
    }

    /** All three tables. */
    String html() {
        return breakdown() + "<div class=\"columns\"><div><h3>Confusion</h3>" + confusion()
                + "</div><div><h3>Attributes that explanations name</h3>" + attributes() + "</div></div>";
    }

    private String breakdown() {
        int n = evaluation.hardest();
        int k = evaluation.top();
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            int own = c;
            Predicate<JudgedRegion> here = t -> t.video().truth() == own && t.place() <= n;
            List<VideoPrediction> videos =
                    evaluation.videos().stream().filter(v -> v.truth() == own).toList();
            rows.add(List.of(
                    Html.text(classes.get(c)),
                    "" + videos.size(),
                    share(videos.stream().filter(VideoPrediction::isCorrect).count(), videos.size()),
                    mean(Method.TUBE, here, t -> t.rank() <= k ? 1 : 0),
                    mean(Method.RANDOM_TUBE, here, t -> t.rank() <= k ? 1 : 0),
                    mean(Method.TUBE, here, t -> t.isPositiveLower() ? 1 : 0),
                    mean(Method.RANDOM_TUBE, here, t -> t.isPositiveLower() ? 1 : 0),
                    mean(
                            Method.TUBE,
                            here.and(t -> t.video().isCorrect() && t.video().hasBoxes()),
                            t -> t.concept(Labels.KEYFRAMES).fit().hit(1)),
                    mean(Method.TUBE, here, JudgedRegion::present)));
        }
        return Html.table(
                List.of(
                        "class, " + n + " hardest negatives",
                        "videos",
                        "classifier accuracy",
                        "negative class accuracy, top " + k,
                        "random tube",
                        "positive drop",
                        "random tube",
                        "concept accuracy, top 1",
                        "has the attribute"),
                rows);
    }

    private String mean(Method method, Predicate<JudgedRegion> counts, ToDoubleFunction<JudgedRegion> value) {
        double[] values = evaluation.judgedRegions().stream()
                .filter(t -> t.method() == method && counts.test(t))
                .mapToDouble(value)
                .toArray();
        double sum = 0;
        for (double v : values) sum += v;
        return share(sum, values.length);
    }

    private static String share(double hits, int of) {
        return of == 0 ? "–" : Html.number(hits / of) + "<small>n = " + of + "</small>";
    }

    private String confusion() {
        int[][] counts = new int[classes.size()][classes.size()];
        for (VideoPrediction video : evaluation.videos()) counts[video.truth()][video.predicted()]++;
        List<String> head = new ArrayList<>(List.of("true class ↓ predicted →"));
        for (String name : classes) head.add(Html.text(name));
        List<List<String>> rows = new ArrayList<>();
        for (int truth = 0; truth < classes.size(); truth++) {
            int all = Math.max(1, Arrays.stream(counts[truth]).sum());
            List<String> row = new ArrayList<>(List.of(Html.text(classes.get(truth))));
            for (int predicted = 0; predicted < classes.size(); predicted++) {
                double shade = counts[truth][predicted] / (double) all;
                row.add(String.format(
                        Locale.ROOT,
                        "<span class=\"cell\" style=\"background:rgba(%s,%.2f)\">%d</span>",
                        truth == predicted ? "0,114,178" : "213,94,0",
                        0.75 * shade,
                        counts[truth][predicted]));
            }
            rows.add(row);
        }
        return Html.table(head, rows);
    }

    private String attributes() {
        Map<String, int[]> named = new TreeMap<>();
        int all = 0;
        for (JudgedRegion judged : evaluation.judgedRegions()) {
            if (judged.method() != Method.TUBE || judged.place() > evaluation.hardest()) continue;
            if (judged.attribute() == null) continue;
            int[] count =
                    named.computeIfAbsent(judged.explanation().orElseThrow().attribute(), a -> new int[2]);
            count[0]++;
            if (judged.present() == 1) count[1]++;
            all++;
        }
        int explanations = all;
        List<List<String>> rows = named.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> -e.getValue()[0]))
                .limit(MOST_ATTRIBUTES)
                .map(e -> List.of(
                        Html.text(e.getKey()),
                        e.getValue()[0] + " (" + Html.percent(e.getValue()[0] / (double) explanations) + ")",
                        Html.percent(e.getValue()[1] / (double) e.getValue()[0])))
                .toList();
        return Html.table(List.of("attribute", "explanations", "of these, the video has it"), rows);
    }
}
