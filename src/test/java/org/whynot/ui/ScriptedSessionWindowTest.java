package org.whynot.ui;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Dimension;
import java.awt.Toolkit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.util.NeedsDisplay;

/**
 * A whole visit with a real mouse and real keys, in Fiji's look and feel, light and dark, on screens of both scalings: open the
 * sample, explain it, browse its classes, check a tube, draw a region and score it, save, quit, and open the result again.
 */
@NeedsDisplay
class ScriptedSessionWindowTest {

    /** What the windows of a visit need, pixels before scaling. */
    private static final Dimension ROOM = new Dimension(1270, 1000);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"light, 1", "dark, 1", "light, 2", "dark, 2"})
    void aVisitFromTheSampleToTheSavedAnswer(String look, int scale) throws Exception {
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        assumeTrue(
                screen.width >= scale * ROOM.width && screen.height >= scale * ROOM.height,
                "Skipped: the screen is too small.");
        for (String part : List.of("visit", "again"))
            Fork.scaled(
                    scale,
                    ScriptedVisit.class,
                    folder,
                    part,
                    look,
                    "session-" + look + "-" + scale + "-",
                    folder.toString());
    }
}
