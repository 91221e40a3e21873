package org.whynot.overlay;

import ij.measure.ResultsTable;
import java.util.List;
import java.util.StringJoiner;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;

/** The best attribute of every pair of classes, a row a pair: for ImageJ's window and as CSV (RFC 4180, line feeds). */
public final class PairTable {

    private PairTable() {}

    /** The name of the file that the table of a video is saved as. */
    public static String fileName(String video) {
        return AnswerFiles.fileName(video) + ".pairs.csv";
    }

    /** The table for ImageJ, frames from 1. */
    public static ResultsTable of(List<Answer> answers) {
        ResultsTable table = new ResultsTable();
        table.showRowNumbers(false);
        for (Answer answer : answers) {
            Explanation best = answer.explanations().get(0);
            table.incrementCounter();
            table.addValue("Why", answer.positive());
            table.addValue("And not", answer.negative());
            table.addValue("Attribute", best.attribute());
            table.addValue("Score", best.score());
            table.addValue("Counterfactuality", best.counterfactuality());
            table.addValue("First frame", best.firstFrame() + 1.0);
            table.addValue("Last frame", best.lastFrame() + 1.0);
            table.addValue("Strongest frame", best.strongestFrame() + 1.0);
        }
        for (String heading : new String[] {"First frame", "Last frame", "Strongest frame"})
            table.setDecimalPlaces(table.getColumnIndex(heading), 0);
        return table;
    }

    /**
     * The table as a file: video, model, positive, negative, attribute, score, counterfactuality, first_frame, last_frame,
     * strongest_frame. Frames from 0, numbers with all their digits.
     *
     * @param answers one for every pair, of at least one explanation
     */
    public static String csv(List<Answer> answers) {
        StringBuilder text = new StringBuilder("video,model,positive,negative,attribute,score,counterfactuality,"
                + "first_frame,last_frame,strongest_frame\n");
        for (Answer answer : answers) {
            Explanation best = answer.explanations().get(0);
            StringJoiner row = new StringJoiner(",", "", "\n");
            for (Object value : new Object[] {
                answer.video().name(),
                answer.model().name(),
                answer.positive(),
                answer.negative(),
                best.attribute(),
                best.score(),
                best.counterfactuality(),
                best.firstFrame(),
                best.lastFrame(),
                best.strongestFrame()
            }) row.add(ExplanationTable.quote(value));
            text.append(row);
        }
        return text.toString();
    }
}
