package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.fuzz.FuzzTarget;

class CheckpointTest {

    @TempDir
    Path folder;

    /** Found by fuzzing: a training went on from weights that were not those it had saved. */
    @Test
    void noNumberOfACheckpointGoesWrongUnseen() throws Exception {
        FuzzTarget target = CheckpointFuzz.target(folder);
        Path file = target.files().get(0);
        byte[] whole = Files.readAllBytes(file);
        target.opening().open(file);
        int opened = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 2;
            Files.write(file, damaged);
            try {
                // Fails if it opens and holds other numbers; some bytes of the heading mean nothing.
                target.opening().open(file);
                opened++;
            } catch (IOException e) {
                assertTrue(e.getMessage().startsWith("'" + file + "' "), e.getMessage());
            }
        }
        assertTrue(opened < whole.length / 20, opened + " of " + whole.length);
    }
}
