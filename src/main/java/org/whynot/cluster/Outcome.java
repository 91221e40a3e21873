package org.whynot.cluster;

import java.io.Serializable;
import java.util.List;
import org.whynot.batch.SummaryTable.Row;

/**
 * What became of one video, as it is sent back.
 *
 * @param row of the summary; null if the whole run has to end
 * @param isEarlier whether it had been explained before
 * @param sentence of the answer; empty if it was not explained now
 * @param notes what was assumed about it, as sentences
 * @param json the text of its {@code .explanation.json}, where the driver keeps it; else empty
 * @param end why the whole run has to end, as a sentence; empty if it need not
 */
record Outcome(Row row, boolean isEarlier, String sentence, List<String> notes, String json, String end)
        implements Serializable {

    static Outcome earlier(Row row) {
        return new Outcome(row, true, "", List.of(), "", "");
    }

    static Outcome now(Row row, String sentence, List<String> notes, String json) {
        return new Outcome(row, false, sentence, List.copyOf(notes), json, "");
    }

    static Outcome end(String reason) {
        return new Outcome(null, false, "", List.of(), "", reason);
    }
}
