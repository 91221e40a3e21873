package org.whynot.overlay;

import ij.measure.ResultsTable;
import java.util.Arrays;
import java.util.List;
import org.whynot.explain.AttributeSwitch;
import org.whynot.explain.AttributeSwitches;
import org.whynot.util.Csv;

/** What switching attributes off does, as a table: for ImageJ's window and as a CSV file, one row per attribute. */
public final class SwitchTable {

    private SwitchTable() {}

    /** The table for ImageJ, by falling drop. */
    public static ResultsTable of(AttributeSwitches.Result result) {
        ResultsTable table = new ResultsTable();
        table.showRowNumbers(false);
        for (AttributeSwitch s : result.switches()) {
            table.incrementCounter();
            table.addValue("Attribute", s.attribute());
            table.addValue("Kind", s.kind().word());
            table.addValue(result.positive() + " before", s.positiveBefore());
            table.addValue(result.positive() + " after", s.positiveAfter());
            table.addValue(result.negative() + " before", s.negativeBefore());
            table.addValue(result.negative() + " after", s.negativeAfter());
            table.addValue("Contrast drop", s.drop());
            table.addValue("Changed by shuffling", s.shuffled());
            table.addValue("Spread", s.spread());
        }
        return table;
    }

    /**
     * The table as a file: positive, negative, attribute, kind, positive_before, positive_after, negative_before, negative_after,
     * contrast_drop, shuffled (empty where it was not tried), spread.
     */
    public static String csv(AttributeSwitches.Result result) {
        StringBuilder text = new StringBuilder(Csv.row(List.of(
                "positive",
                "negative",
                "attribute",
                "kind",
                "positive_before",
                "positive_after",
                "negative_before",
                "negative_after",
                "contrast_drop",
                "shuffled",
                "spread")));
        for (AttributeSwitch s : result.switches())
            text.append(Csv.row(Arrays.asList(
                    result.positive(),
                    result.negative(),
                    s.attribute(),
                    s.kind().word(),
                    s.positiveBefore(),
                    s.positiveAfter(),
                    s.negativeBefore(),
                    s.negativeAfter(),
                    s.drop(),
                    Double.isNaN(s.shuffled()) ? "" : s.shuffled(),
                    s.spread())));
        return text.toString();
    }

    /** {@code clip.switches.csv}. */
    public static String fileName(String video) {
        return AnswerFiles.fileName(video) + ".switches.csv";
    }
}
