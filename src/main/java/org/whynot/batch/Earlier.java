package org.whynot.batch;

import java.io.Serializable;
import java.util.Optional;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Receipt;

/**
 * What the results of a video that were found tell: by this it is decided whether they are still right, on this machine or another.
 *
 * @param receipt what they were made from, and with which settings
 * @param row of the summary
 * @param modelSha256 of the weights that they were made with, in hexadecimal
 * @param device what computed: {@code cpu} or {@code gpu}
 */
public record Earlier(Receipt receipt, Row row, String modelSha256, String device) implements Serializable {

    /**
     * What an explanation tells.
     *
     * @param json the text of the {@code .explanation.json}
     * @return empty if it has no receipt
     * @throws IllegalArgumentException if it is not such a text; the message states why
     */
    static Optional<Earlier> of(FolderVideo video, String json) {
        Optional<Receipt> receipt = AnswerJson.parseReceipt(json);
        if (receipt.isEmpty()) return Optional.empty();
        Answer answer = AnswerJson.parse(json);
        return Optional.of(new Earlier(
                receipt.get(),
                Row.explained(video.path(), video.results(), answer),
                answer.model().sha256(),
                answer.settings().device()));
    }
}
