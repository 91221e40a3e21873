package org.whynot.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.Verification;

/**
 * The answers on many videos as a CSV table (RFC 4180, line feeds, numbers with all their digits), a row a video.
 *
 * <p>Its columns: {@code video} (path in the folder), {@code status} ({@code explained}, {@code failed} or {@code waiting}),
 * {@code prediction} and its {@code probability}, the classes {@code positive} and {@code negative}, {@code reasons} (the
 * attributes, strongest first, with semicolons between them; {@code against:} before what speaks against), of the first
 * reason {@code score}, {@code counterfactuality} and, where it was verified, {@code positive_before},
 * {@code positive_after}, {@code negative_before}, {@code negative_after} (probabilities) and {@code negative_rank};
 * {@code results} (where the results are, without their endings) and {@code problem} (why there are none, as a sentence).
 */
public final class SummaryTable {

    /**
     * What became of a video.
     *
     * @param video path in the folder, with slashes
     * @param results where its results are, without endings; empty if there are none
     * @param answer the answer, if there is one
     * @param problem why there is no answer, as a sentence; empty if there is one or the video has not been looked at yet
     */
    public record Row(String video, String results, Optional<Answer> answer, String problem) {

        /** A video that was explained. */
        public static Row explained(String video, String results, Answer answer) {
            return new Row(video, results, Optional.of(answer), "");
        }

        /** A video that could not be explained. */
        public static Row failed(String video, String problem) {
            return new Row(video, "", Optional.empty(), problem);
        }

        /** A video that has not been looked at yet. */
        public static Row waiting(String video) {
            return new Row(video, "", Optional.empty(), "");
        }

        /** {@code explained}, {@code failed} or {@code waiting}. */
        public String status() {
            return answer.isPresent() ? "explained" : problem.isEmpty() ? "waiting" : "failed";
        }
    }

    private record Column(String heading, Function<Row, Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("video", Row::video),
            new Column("status", Row::status),
            new Column("prediction", of(answer -> answer.prediction().get(0).name())),
            new Column("probability", of(answer -> answer.prediction().get(0).probability())),
            new Column("positive", of(Answer::positive)),
            new Column("negative", of(Answer::negative)),
            new Column("reasons", of(SummaryTable::reasons)),
            new Column("score", ofFirst(Explanation::score)),
            new Column("counterfactuality", ofFirst(Explanation::counterfactuality)),
            new Column("positive_before", verified(Verification::positiveBefore)),
            new Column("positive_after", verified(Verification::positiveAfter)),
            new Column("negative_before", verified(Verification::negativeBefore)),
            new Column("negative_after", verified(Verification::negativeAfter)),
            new Column("negative_rank", verified(Verification::negativeRank)),
            new Column("results", Row::results),
            new Column("problem", Row::problem));

    private SummaryTable() {}

    /** The table, with a line of headings. */
    public static String csv(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(COLUMNS.stream().map(Column::heading).collect(Collectors.joining(",")));
        for (Row row : rows)
            lines.add(COLUMNS.stream()
                    .map(column -> ExplanationTable.quote(column.value().apply(row)))
                    .collect(Collectors.joining(",")));
        return String.join("\n", lines) + "\n";
    }

    private static String reasons(Answer answer) {
        return answer.explanations().stream()
                .map(e -> (e.evidence() == Evidence.AGAINST ? "against: " : "") + e.attribute())
                .collect(Collectors.joining("; "));
    }

    private static Function<Row, Object> of(Function<Answer, Object> value) {
        return row -> row.answer().map(value).orElse("");
    }

    private static Function<Row, Object> ofFirst(Function<Explanation, Object> value) {
        return of(
                answer -> answer.explanations().stream().findFirst().map(value).orElse(""));
    }

    private static Function<Row, Object> verified(Function<Verification, Object> value) {
        return ofFirst(explanation -> explanation.verification().map(value).orElse(""));
    }
}
