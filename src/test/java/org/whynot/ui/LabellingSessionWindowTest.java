package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Dimension;
import java.awt.Toolkit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Progress;

/**
 * 24 simulated videos are labelled with real keys and a real mouse; the program is killed, opened again, a model proposes the classes
 * of the rest, and a model is trained on them that explains one. The windows are shown in Fiji's look and feel, light and dark, on
 * screens of both scalings.
 */
@NeedsDisplay
class LabellingSessionWindowTest {

    /** What the windows need, pixels before scaling. */
    private static final Dimension ROOM = new Dimension(1270, 1000);

    /** Of two classes, in folders that are days. */
    private static final int VIDEOS = 24;

    private static final int DAYS = 3;
    private static final int FRAMES = 16;

    @TempDir
    Path folder;

    private static void needRoom(int scale) {
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        assumeTrue(
                screen.width >= scale * ROOM.width && screen.height >= scale * ROOM.height,
                "Skipped: the screen is too small.");
    }

    @Test
    void videosAreLabelledKilledReopenedTaughtTrainedOnAndExplained() throws Exception {
        needRoom(1);
        Path truth = folder.resolve("truth");
        new CellSimulator(new SimulationSettings(2 * VIDEOS, FRAMES, 5)).write(truth, Progress.SILENT);
        Path videos = folder.resolve("videos");
        DataSet cells = DataSet.read(truth);
        int file = 0;
        for (Sample sample : cells.samples()) {
            if (!LabellingVisit.CLASSES.contains(cells.classes().get(sample.classIndex()))) continue;
            Path day = Files.createDirectories(videos.resolve("day" + file++ % DAYS));
            Files.copy(sample.path(), day.resolve(sample.path().getFileName()));
        }
        assertEquals(VIDEOS, file);
        Path labelled = folder.resolve("labelled");
        Fork.killed(1, labelled, LabellingVisit.class, folder, "label", "light", "labels-light-1-", folder.toString());
        Fork.scaled(1, LabellingVisit.class, folder, "again", "light", "labels-light-1-", folder.toString());
    }

    @ParameterizedTest
    @CsvSource({"dark, 1", "light, 2", "dark, 2"})
    void theWindowsFitEveryLookAndScaling(String look, int scale) throws Exception {
        needRoom(scale);
        new CellSimulator(new SimulationSettings(8, FRAMES, 6)).write(folder.resolve("videos"), Progress.SILENT);
        Fork.scaled(
                scale,
                LabellingVisit.class,
                folder,
                "look",
                look,
                "labels-" + look + "-" + scale + "-",
                folder.toString());
    }
}
