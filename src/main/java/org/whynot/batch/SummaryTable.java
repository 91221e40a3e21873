package org.whynot.batch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.Verification;
import org.whynot.util.Csv;
import org.whynot.video.Warning;

/**
 * The answers on many videos as a CSV table (RFC 4180, line feeds, numbers with all their digits), one row per video.
 *
 * <p>Its columns: {@code video} (path in the folder), {@code status} ({@code explained}, {@code failed} or {@code waiting}),
 * {@code prediction} and its {@code probability}, the classes {@code positive} and {@code negative}, {@code reasons} (the
 * attributes, strongest first, with semicolons between them; {@code against:} before what contradicts), of the first
 * reason {@code score}, {@code counterfactuality} and, where it was verified, {@code positive_before},
 * {@code positive_after}, {@code negative_before}, {@code negative_after} (probabilities) and {@code negative_rank};
 * {@code results} (where the results are, without their endings), {@code problem} (why there are none, as a
 * sentence) and {@code warnings} (the kinds of what makes the answer doubtful).
 */
public final class SummaryTable {

    /** What became of a video. */
    public enum Status {
        /** It has results. */
        EXPLAINED,
        /** It could not be explained. */
        FAILED,
        /** It has not been processed yet. */
        WAITING
    }

    /**
     * A row of the table; of the answer it keeps no more than that, so that very many can be held.
     *
     * @param video path in the folder, with slashes
     * @param status what became of it
     * @param values of the columns that tell the answer, in their order; none where there is no answer
     * @param results where its results are, without endings; empty if there are none
     * @param problem why there is no answer, as a sentence; empty if there is one or the video is waiting
     * @param warnings the kinds of what makes the answer doubtful, with semicolons between them; empty if nothing does
     */
    public record Row(String video, Status status, List<String> values, String results, String problem, String warnings)
            implements Serializable {

        /** Copies the values. */
        public Row {
            values = List.copyOf(values);
        }

        /** A video that was explained. */
        public static Row explained(String video, String results, Answer answer) {
            List<String> values = ANSWER.stream()
                    .map(column -> String.valueOf(column.value().apply(answer)))
                    .toList();
            return new Row(video, Status.EXPLAINED, values, results, "", kinds(answer.warnings()));
        }

        /** A video that has results of another kind. */
        static Row done(FolderVideo video, List<String> values, String warnings) {
            return new Row(video.path(), Status.EXPLAINED, values, video.results(), "", warnings);
        }

        /** A video that could not be explained. */
        public static Row failed(String video, String problem) {
            return new Row(video, Status.FAILED, List.of(), "", problem, "");
        }

        /** A video that has not been processed yet. */
        public static Row waiting(String video) {
            return new Row(video, Status.WAITING, List.of(), "", "", "");
        }
    }

    private record Column(String heading, Function<Answer, Object> value) {}

    private static final List<Column> ANSWER = List.of(
            new Column("prediction", answer -> answer.prediction().get(0).name()),
            new Column("probability", answer -> answer.prediction().get(0).probability()),
            new Column("positive", Answer::positive),
            new Column("negative", Answer::negative),
            new Column("reasons", SummaryTable::reasons),
            new Column("score", ofFirst(Explanation::score)),
            new Column("counterfactuality", ofFirst(Explanation::counterfactuality)),
            new Column("positive_before", verified(Verification::positiveBefore)),
            new Column("positive_after", verified(Verification::positiveAfter)),
            new Column("negative_before", verified(Verification::negativeBefore)),
            new Column("negative_after", verified(Verification::negativeAfter)),
            new Column("negative_rank", verified(Verification::negativeRank)));

    /** At the end, where programs that read the older columns by their place don't meet it. */
    private static final String WARNINGS = "warnings";

    /** The columns that tell of all pairs. */
    private static final List<String> PAIRS = List.of("prediction", "probability", "pairs");

    private SummaryTable() {}

    /** How many columns tell of an answer. */
    static int answerColumns() {
        return ANSWER.size();
    }

    /** How many columns tell of all pairs. */
    static int pairColumns() {
        return PAIRS.size();
    }

    /** The table, with a line of headings. */
    public static String csv(List<Row> rows) {
        return csv(ANSWER.stream().map(Column::heading).toList(), rows);
    }

    /** The table of rows on all pairs of classes: the prediction and its probability, and how many pairs there are. */
    public static String pairsCsv(List<Row> rows) {
        return csv(PAIRS, rows);
    }

    /** The kinds of warnings, with semicolons between them. */
    static String kinds(List<Warning> warnings) {
        return warnings.stream()
                .map(warning -> warning.kind().word())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String csv(List<String> columns, List<Row> rows) {
        List<String> heading = new ArrayList<>(List.of("video", "status"));
        heading.addAll(columns);
        heading.addAll(List.of("results", "problem", WARNINGS));
        StringBuilder text = new StringBuilder(Csv.row(heading));
        for (Row row : rows) {
            List<String> values =
                    new ArrayList<>(row.values().isEmpty() ? Collections.nCopies(columns.size(), "") : row.values());
            values.add(0, row.video());
            values.add(1, row.status().name().toLowerCase(Locale.ROOT));
            values.add(row.results());
            values.add(row.problem());
            values.add(row.warnings());
            text.append(Csv.row(values));
        }
        return text.toString();
    }

    private static String reasons(Answer answer) {
        return answer.explanations().stream()
                .map(e -> (e.evidence() == Evidence.AGAINST ? "against: " : "") + e.label())
                .collect(Collectors.joining("; "));
    }

    private static Function<Answer, Object> ofFirst(Function<Explanation, Object> value) {
        return answer -> answer.explanations().stream().findFirst().map(value).orElse("");
    }

    private static Function<Answer, Object> verified(Function<Verification, Object> value) {
        return ofFirst(explanation -> explanation.verification().map(value).orElse(""));
    }
}
