package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.ResultKind;
import org.whynot.frontend.UntrainedModel;

/** Cancellation of real Spark jobs, in processes of their own. */
@Tag("slow")
class SparkCancellationTest {

    @TempDir
    Path scratch;

    @Test
    void aCancellationBeforeTheJobBeginsIsNotLost() throws Exception {
        SparkChild run = SparkChild.start(scratch, CancelledChild.class, List.of());
        assertEquals(0, run.end(), run.complaints());
        assertTrue(run.results().contains(CancelledChild.ENDED_EARLY), run.results() + run.complaints());
        assertTrue(run.results().contains(CancelledChild.ITEMS_CANCELLED + "[0]"), run.results() + run.complaints());
    }

    @Test
    void aFailureAfterACancellationDoesNotReplaceIt() throws Exception {
        Path model = UntrainedModel.write(scratch.resolve("untrained"));
        FolderOfClips clips = FolderOfClips.write(scratch.resolve("clips"), 8);
        Path output = scratch.resolve("results");
        SparkChild run = SparkChild.start(
                scratch,
                CancelledChild.class,
                List.of(),
                model.toString(),
                clips.folder().toString(),
                output.toString());
        assertEquals(0, run.end(), run.complaints());
        List<String> lines = run.results().lines().toList();
        assertEquals(CancellationException.class.getSimpleName(), lines.get(0), lines + run.complaints());
        assertTrue(
                lines.get(1).startsWith(CancelledChild.SUPPRESSED + output.resolve(ResultKind.EXPLANATIONS.table())),
                lines.get(1));
    }
}
