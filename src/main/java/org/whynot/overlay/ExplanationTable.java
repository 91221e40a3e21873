package org.whynot.overlay;

import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.whynot.explain.Answer;
import org.whynot.explain.Confidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.Refinement;
import org.whynot.explain.Verification;
import org.whynot.util.Csv;

/**
 * An answer as a table, one row per explanation: for ImageJ's window and as a CSV file.
 *
 * <p>ImageJ's table counts frames from 1, the file from 0, as all our files do; the headings differ.
 */
public final class ExplanationTable {

    private static final int DECIMALS = 4;

    private record Column(String heading, Function<Explanation, Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("Rank", Explanation::rank),
            new Column("Evidence", e -> e.evidence().word()),
            new Column("Attribute", Explanation::label),
            new Column("Score", Explanation::score),
            new Column("Counterfactuality", Explanation::counterfactuality),
            new Column("First frame", e -> e.firstFrame() + 1),
            new Column("Last frame", e -> e.lastFrame() + 1),
            new Column("Strongest frame", e -> e.strongestFrame() + 1),
            new Column("Layer", Explanation::layer),
            new Column("Shape", e -> e.shapeRows() + "x" + e.shapeColumns()));

    private static final List<Column> VERIFICATION = List.of(
            new Column("Positive before", verified(Verification::positiveBefore)),
            new Column("Positive after", verified(Verification::positiveAfter)),
            new Column("Negative before", verified(Verification::negativeBefore)),
            new Column("Negative after", verified(Verification::negativeAfter)),
            new Column("Negative rank", verified(Verification::negativeRank)));

    private static final List<Column> CONFIDENCE = List.of(
            new Column("Contrast drop", compared(Confidence::drop)),
            new Column("Random drop", compared(Confidence::randomDrop)),
            new Column("Random tubes beaten", compared(Confidence::beaten)),
            new Column("p", compared(Confidence::p)),
            new Column("Shift IoU", compared(Confidence::shiftIou)),
            new Column("Crop IoU", compared(Confidence::cropIou)));

    private static final List<Column> REFINEMENT = List.of(
            new Column("Moved x", refined(Refinement::x)),
            new Column("Moved y", refined(Refinement::y)),
            new Column("Found drop", refined(Refinement::found)),
            new Column("Refined drop", refined(Refinement::refined)));

    private static final List<Column> CSV = List.of(
            new Column("rank", Explanation::rank),
            new Column("evidence", e -> e.evidence().word()),
            new Column("attribute", Explanation::attribute),
            new Column("score", Explanation::score),
            new Column("counterfactuality", Explanation::counterfactuality),
            new Column("first_frame", Explanation::firstFrame),
            new Column("last_frame", Explanation::lastFrame),
            new Column("strongest_frame", Explanation::strongestFrame),
            new Column("layer", Explanation::layer),
            new Column("shape_rows", Explanation::shapeRows),
            new Column("shape_columns", Explanation::shapeColumns),
            new Column("positive_before", verified(Verification::positiveBefore)),
            new Column("positive_after", verified(Verification::positiveAfter)),
            new Column("negative_before", verified(Verification::negativeBefore)),
            new Column("negative_after", verified(Verification::negativeAfter)),
            new Column("negative_rank", verified(Verification::negativeRank)),
            new Column("contrast_drop", compared(Confidence::drop)),
            new Column("random_drop", compared(Confidence::randomDrop)),
            new Column("random_tubes", compared(c -> c.randomDrops().size())),
            new Column("random_beaten", compared(Confidence::beaten)),
            new Column("p", compared(Confidence::p)),
            new Column("p_resolution", compared(Confidence::resolution)),
            new Column("shift_iou", compared(Confidence::shiftIou)),
            new Column("crop_iou", compared(Confidence::cropIou)),
            new Column("moved_x", refined(Refinement::x)),
            new Column("moved_y", refined(Refinement::y)),
            new Column("found_drop", refined(Refinement::found)),
            new Column("refined_drop", refined(Refinement::refined)));

    private ExplanationTable() {}

    /**
     * The table for ImageJ: Rank, Evidence, Attribute, Score, Counterfactuality, First frame, Last frame, Strongest frame
     * (from 1), Layer, Shape (rows x columns, cells); and, if an explanation was verified, Positive before, Positive after,
     * Negative before, Negative after (probabilities), Negative rank; and, if it was compared with chance, Contrast drop, Random
     * drop (the mean of the random tubes), Random tubes beaten, p, Shift IoU, Crop IoU; and, if its tube was moved off the grid of
     * cells, Moved x, Moved y (pixels), Found drop, Refined drop (contrast drops).
     */
    public static ResultsTable of(Answer answer) {
        ResultsTable table = new ResultsTable();
        table.showRowNumbers(false);
        boolean verified =
                answer.explanations().stream().anyMatch(e -> e.verification().isPresent());
        boolean compared =
                answer.explanations().stream().anyMatch(e -> e.confidence().isPresent());
        for (Explanation explanation : answer.explanations()) {
            table.incrementCounter();
            addRow(table, COLUMNS, explanation);
            if (verified) addRow(table, VERIFICATION, explanation);
            if (compared) addRow(table, CONFIDENCE, explanation);
            if (answer.settings().refine()) addRow(table, REFINEMENT, explanation);
        }
        return table;
    }

    /**
     * The table as CSV (RFC 4180, line feeds): video, model, positive, negative, then a column for every key of an
     * explanation in the JSON file, numbers with all their digits, frames from 0. The columns are always the same, so that
     * the files of several videos can be joined; those of the verification, the confidence and the refinement are
     * empty without one.
     */
    public static String csv(Answer answer) {
        List<String> heading = new ArrayList<>(List.of("video", "model", "positive", "negative"));
        CSV.forEach(column -> heading.add(column.heading()));
        StringBuilder text = new StringBuilder(Csv.row(heading));
        for (Explanation explanation : answer.explanations()) {
            List<Object> row = new ArrayList<>(
                    List.of(answer.video().name(), answer.model().name(), answer.positive(), answer.negative()));
            for (Column column : CSV) row.add(column.value().apply(explanation));
            text.append(Csv.row(row));
        }
        return text.toString();
    }

    private static void addRow(ResultsTable table, List<Column> columns, Explanation explanation) {
        for (Column column : columns) {
            Object value = column.value().apply(explanation);
            if (value instanceof Number number) {
                table.addValue(column.heading(), number.doubleValue());
                table.setDecimalPlaces(table.getColumnIndex(column.heading()), value instanceof Integer ? 0 : DECIMALS);
            } else table.addValue(column.heading(), value.toString());
        }
    }

    private static Function<Explanation, Object> verified(Function<Verification, Object> value) {
        return ifPresent(Explanation::verification, value);
    }

    private static Function<Explanation, Object> compared(Function<Confidence, Object> value) {
        return ifPresent(Explanation::confidence, value);
    }

    private static Function<Explanation, Object> refined(Function<Refinement, Object> value) {
        return ifPresent(Explanation::refinement, value);
    }

    /** A value of a part that not every explanation has; empty text where it is missing. */
    private static <T> Function<Explanation, Object> ifPresent(
            Function<Explanation, Optional<T>> part, Function<T, Object> value) {
        return explanation -> {
            Optional<Object> found = part.apply(explanation).map(value);
            return found.orElse("");
        };
    }
}
