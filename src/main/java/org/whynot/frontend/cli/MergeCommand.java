package org.whynot.frontend.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.whynot.batch.FolderReport;
import org.whynot.batch.ResultKind;
import org.whynot.batch.SummaryMerge;
import org.whynot.evaluate.ShardedEvaluation;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.UsageException;

/** The subcommand that makes one table of those that the shards of a run have written. */
final class MergeCommand {

    /** Its name. */
    static final String NAME = "merge-summaries";

    private MergeCommand() {}

    /**
     * Runs it.
     *
     * @param words the folder, as {@code output}
     * @throws UsageException if no folder was named
     * @throws IOException if the tables can't be merged; a sentence
     * @throws CommandException if a video could not be explained, as where the run had no shards
     */
    static void run(Map<String, String> words, FrontEnd to) throws IOException {
        String output = words.getOrDefault(CommandLines.OUTPUT, "");
        if (output.isBlank()) throw new UsageException("Which folder? Name it with --output.");
        Path folder = Path.of(output);
        if (ShardedEvaluation.isWaiting(folder)) {
            ShardedEvaluation.Merged merged = ShardedEvaluation.merge(folder, folder, to);
            merged.files().forEach(to::written);
            to.result(merged.evaluation().summary());
            if (SummaryMerge.waiting(folder).isEmpty()) return;
        }
        List<ResultKind> waiting = SummaryMerge.waiting(folder);
        List<String> failures = new ArrayList<>();
        // Where there is no table the merge states how to make one.
        for (ResultKind kind : waiting.isEmpty() ? List.of(ResultKind.EXPLANATIONS) : waiting) {
            FolderReport report = SummaryMerge.merge(folder, kind, to);
            to.written(report.summary());
            to.result(report.sentence());
            if (report.failed() > 0) failures.add(report.failure());
        }
        if (!failures.isEmpty()) throw new CommandException(String.join(" ", failures));
    }
}
