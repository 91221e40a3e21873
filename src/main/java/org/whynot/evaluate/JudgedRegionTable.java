package org.whynot.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.whynot.evaluate.Concepts.Labels;
import org.whynot.explain.Explanation;
import org.whynot.tube.Tube;
import org.whynot.util.Csv;

/**
 * {@code explanations.csv}: one row per region that was judged, from which every metric can be computed again.
 *
 * <p>Numbers have all their digits, frames count from 0, an empty field means that there is no such thing. RFC 4180, line feeds.
 */
final class JudgedRegionTable {

    private final Map<String, Function<JudgedRegion, Object>> columns = new LinkedHashMap<>();

    /** @param classes the names behind the indices */
    JudgedRegionTable(List<String> classes) {
        column("video", t -> t.video().id());
        column("class", t -> classes.get(t.video().truth()));
        column("predicted", t -> classes.get(t.video().predicted()));
        column("correct", t -> t.video().isCorrect());
        column("positive", t -> classes.get(t.video().predicted()));
        column("negative", t -> classes.get(t.negative()));
        column("place", JudgedRegion::place);
        column("method", t -> t.method().word());
        column("attribute", t -> t.attribute() == null ? null : explanation(t, Explanation::attribute));
        column(
                "attribute_present",
                t -> t.attribute() == null ? null : t.attribute().present());
        column(
                "attribute_boxed",
                t -> t.attribute() == null ? null : t.attribute().boxed());
        column("true_reason", t -> t.attribute() == null ? null : t.attribute().reason());
        column(
                "true_reason_by_chance",
                t -> t.attribute() == null ? null : t.attribute().reasonByChance());
        column("score", t -> explanation(t, Explanation::score));
        column("first_frame", t -> explanation(t, Explanation::firstFrame));
        column("last_frame", t -> explanation(t, Explanation::lastFrame));
        column("layer", t -> explanation(t, Explanation::layer));
        column("shape_rows", t -> explanation(t, Explanation::shapeRows));
        column("shape_columns", t -> explanation(t, Explanation::shapeColumns));
        column("cells", t -> t.tube().map(JudgedRegionTable::cells).orElse(null));
        column("positive_before", t -> t.video().before()[t.video().predicted()]);
        column(
                "positive_after",
                t -> t.after() == null ? null : t.after()[t.video().predicted()]);
        column("negative_before", t -> t.video().before()[t.negative()]);
        column("negative_after", t -> t.after() == null ? null : t.after()[t.negative()]);
        column("positive_lower", t -> t.after() == null ? null : t.isPositiveLower());
        column("negative_rank", t -> t.after() == null ? null : t.rank());
        column("video_has_actors", t -> t.video().hasActors());
        column("video_has_boxes", t -> t.video().hasBoxes());
        for (Labels labels : Labels.values()) {
            String suffix = labels == Labels.KEYFRAMES ? "_keyframes" : "";
            column("iou" + suffix, t -> t.concept(labels).fit().iou());
            column(
                    "concept_rank" + suffix,
                    t -> t.attribute() == null || !t.video().hasBoxes()
                            ? null
                            : t.concept(labels).fit().rank());
            column("pointing" + suffix, t -> t.concept(labels).pointing());
            for (int i = 0; i < Metrics.CONCEPT_TOP.length; i++) {
                int at = i;
                column(
                        "random_attribute_top" + Metrics.CONCEPT_TOP[i] + suffix,
                        t -> t.video().hasBoxes() ? t.concept(labels).chance()[at] : null);
            }
        }
        column(
                "beaten_random_tubes",
                t -> t.strength() == null ? null : t.strength().beaten());
        column(
                "margin_over_random_tubes",
                t -> t.strength() == null ? null : t.strength().margin());
        column(
                "shifted_attribute",
                t -> t.shifted() == null ? null : t.shifted().attribute());
        column("shifted_iou", t -> t.shifted() == null ? null : t.shifted().iou());
        column(
                "shifted_random_iou",
                t -> t.shifted() == null ? null : t.shifted().randomIou());
        for (int i = 0; i < classes.size(); i++) {
            int c = i;
            column("before " + classes.get(c), t -> t.video().before()[c]);
        }
        for (int i = 0; i < classes.size(); i++) {
            int c = i;
            column("after " + classes.get(c), t -> t.after() == null ? null : t.after()[c]);
        }
    }

    private void column(String name, Function<JudgedRegion, Object> value) {
        columns.put(name, value);
    }

    /** The whole table with its heading. */
    String csv(List<JudgedRegion> judgedRegions) {
        StringBuilder text = new StringBuilder(Csv.row(columns.keySet()));
        for (JudgedRegion judged : judgedRegions)
            text.append(
                    Csv.row(columns.values().stream().map(c -> c.apply(judged)).toList()));
        return text.toString();
    }

    private static Object explanation(JudgedRegion judged, Function<Explanation, Object> value) {
        return judged.explanation().map(value).orElse(null);
    }

    /** The row and column of every cell: {@code 3:4 3:5}. */
    static String cells(Tube tube) {
        StringJoiner cells = new StringJoiner(" ");
        for (int i = 0; i < tube.length(); i++) cells.add(tube.row(i) + ":" + tube.column(i));
        return cells.toString();
    }
}
