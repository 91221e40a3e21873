package org.whynot.evaluate;

import java.util.Arrays;
import java.util.List;

/** {@code curves.csv}: a row a step of a deletion or insertion curve. */
final class CurveTable {

    private CurveTable() {}

    /** The whole table with its heading. */
    static String csv(List<String> classes, List<Curve> curves) {
        StringBuilder text = new StringBuilder();
        Csv.row(
                text,
                List.of(
                        "video",
                        "positive",
                        "negative",
                        "method",
                        "curve",
                        "share_of_boxes",
                        "positive_probability",
                        "negative_probability"));
        for (Curve curve : curves)
            for (int step = 0; step <= Curve.STEPS; step++) {
                Trial trial = curve.trial();
                double[] p = curve.at(step);
                Csv.row(
                        text,
                        Arrays.asList(
                                trial.video().id(),
                                classes.get(trial.video().predicted()),
                                classes.get(trial.negative()),
                                trial.method().word(),
                                curve.kind().word(),
                                step / (double) Curve.STEPS,
                                p[trial.video().predicted()],
                                p[trial.negative()]));
            }
        return text.toString();
    }
}
