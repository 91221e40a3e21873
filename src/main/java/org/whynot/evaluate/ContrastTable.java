package org.whynot.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.whynot.util.Csv;

/**
 * {@code contrast.csv}: one row per tube of a method, from which every number of the chapter on faithfulness can be computed again.
 *
 * <p>Contrasts are {@code logit(positive) - logit(negative)}. Times are not here, so that a second run writes the same bytes.
 */
final class ContrastTable {

    private final Map<String, Function<ContrastTube, Object>> columns = new LinkedHashMap<>();

    /** @param classes the names behind the indices */
    ContrastTable(List<String> classes) {
        column("video", t -> t.video().id());
        column("positive", t -> classes.get(t.video().predicted()));
        column("negative", t -> classes.get(t.negative()));
        column("correct", t -> t.video().isCorrect());
        column("method", t -> t.method().word());
        column("score", t -> t.explanation().score());
        column("first_frame", t -> t.explanation().firstFrame());
        column("last_frame", t -> t.explanation().lastFrame());
        column("layer", t -> t.tube().layer());
        column("shape_rows", t -> t.explanation().shapeRows());
        column("shape_columns", t -> t.explanation().shapeColumns());
        column("cells", t -> JudgedRegionTable.cells(t.tube()));
        column("contrast", ContrastTube::before);
        for (Erasure erasure : Erasure.values()) column("drop_" + erasure.word(), t -> t.drop(erasure));
        for (Curve.Kind kind : Curve.Kind.values())
            for (int step = 1; step < Curve.STEPS; step++) {
                int at = step;
                column(kind.word() + "_drop_" + 100 * step / Curve.STEPS, t -> t.dropAt(kind, at));
            }
        column("anything_iou", t -> t.place().iou());
        column("anything_pointing", t -> t.place().pointing());
        column("clips_classified", t -> t.cost().passes());
    }

    private void column(String name, Function<ContrastTube, Object> value) {
        columns.put(name, value);
    }

    /** The whole table with its heading. */
    String csv(List<ContrastTube> tubes) {
        StringBuilder text = new StringBuilder(Csv.row(columns.keySet()));
        for (ContrastTube tube : tubes)
            text.append(
                    Csv.row(columns.values().stream().map(c -> c.apply(tube)).toList()));
        return text.toString();
    }
}
