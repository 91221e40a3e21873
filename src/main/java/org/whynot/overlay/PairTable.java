package org.whynot.overlay;

import java.util.List;
import org.whynot.explain.Explanation;
import org.whynot.explain.PairMatrix;
import org.whynot.util.Csv;

/** The strongest reason of every class against every other, as CSV. */
public final class PairTable {

    /** How the name of the file ends that the table of a video is saved as. */
    public static final String ENDING = ".pairs.csv";

    private PairTable() {}

    /**
     * The table (RFC 4180, line feeds), one row per pair: positive, negative, attribute, score, counterfactuality, first_frame,
     * last_frame, strongest_frame (from 0).
     */
    public static String csv(List<PairMatrix.Cell> cells) {
        StringBuilder text = new StringBuilder(
                "positive,negative,attribute,score,counterfactuality,first_frame,last_frame,strongest_frame\n");
        for (PairMatrix.Cell cell : cells) {
            Explanation best = cell.best();
            text.append(Csv.row(
                    cell.positive(),
                    cell.negative(),
                    best.attribute(),
                    best.score(),
                    best.counterfactuality(),
                    best.firstFrame(),
                    best.lastFrame(),
                    best.strongestFrame()));
        }
        return text.toString();
    }

    /** The name of the file that the table of a video is saved as. */
    public static String fileName(String video) {
        return AnswerFiles.fileName(video) + ENDING;
    }
}
