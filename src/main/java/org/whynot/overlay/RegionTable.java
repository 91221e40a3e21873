package org.whynot.overlay;

import ij.measure.ResultsTable;
import java.util.List;
import org.whynot.explain.RegionScore;
import org.whynot.util.Csv;

/** The scores of a region, one row per attribute and pair of classes: for ImageJ's window and as CSV (RFC 4180, line feeds). */
public final class RegionTable {

    private RegionTable() {}

    /** The table for ImageJ. */
    public static ResultsTable of(List<RegionScore> scores) {
        ResultsTable table = new ResultsTable();
        table.showRowNumbers(false);
        for (RegionScore score : scores)
            for (RegionScore.Attribute attribute : score.attributes()) {
                table.incrementCounter();
                table.addValue("Region", score.region());
                table.addValue("Why", score.positive());
                table.addValue("And not", score.negative());
                table.addValue("Attribute", attribute.name());
                table.addValue("Score", attribute.score());
                table.addValue("Counterfactuality", attribute.counterfactuality());
                table.addValue("Best tube", attribute.bestScore());
                table.addValue("Random tubes below (%)", 100 * attribute.randomBelow());
            }
        return table;
    }

    /** The table as a file: region, positive, negative, attribute, score, counterfactuality, best_score, random_below (0 to 1), overlap. */
    public static String csv(List<RegionScore> scores) {
        StringBuilder text = new StringBuilder(
                "region,positive,negative,attribute,score,counterfactuality,best_score,random_below,overlap\n");
        for (RegionScore score : scores)
            for (RegionScore.Attribute attribute : score.attributes())
                text.append(Csv.row(
                        score.region(),
                        score.positive(),
                        score.negative(),
                        attribute.name(),
                        attribute.score(),
                        attribute.counterfactuality(),
                        attribute.bestScore(),
                        attribute.randomBelow(),
                        score.overlap()));
        return text.toString();
    }

    /** The name of the file that the table of a video is saved as. */
    public static String fileName(String video) {
        return AnswerFiles.fileName(video) + ".region.csv";
    }
}
