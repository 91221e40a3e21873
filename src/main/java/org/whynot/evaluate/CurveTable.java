package org.whynot.evaluate;

import java.util.List;
import org.whynot.util.Csv;

/** {@code curves.csv}: one row per step of a deletion or insertion curve. */
final class CurveTable {

    private CurveTable() {}

    /** The whole table with its heading. */
    static String csv(List<String> classes, List<Curve> curves) {
        StringBuilder text = new StringBuilder(Csv.row(
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
                JudgedRegion judged = curve.judged();
                double[] p = curve.at(step);
                text.append(Csv.row(
                        judged.video().id(),
                        classes.get(judged.video().predicted()),
                        classes.get(judged.negative()),
                        judged.method().word(),
                        curve.kind().word(),
                        step / (double) Curve.STEPS,
                        p[judged.video().predicted()],
                        p[judged.negative()]));
            }
        return text.toString();
    }
}
