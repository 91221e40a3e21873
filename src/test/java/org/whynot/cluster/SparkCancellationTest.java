package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    }
}
