package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImageJ;
import ij.WindowManager;
import ij.gui.PlotWindow;
import java.awt.EventQueue;
import java.awt.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Progress;

/** The curves of a training in windows of ImageJ, where there is a display. */
@NeedsDisplay
class TrainingReportWindowTest {

    @TempDir
    static Path folder;

    @Test
    void lossAndAccuracyEachHaveAWindowWithThePointsOfAllEpochs() throws Exception {
        new CellSimulator(new SimulationSettings(8, 10, 64, 64, 3, 0)).write(folder.resolve("data"), Progress.SILENT);
        ImageJ window = new ImageJ(ImageJ.EMBEDDED);
        try (Context context = new Context(CommandService.class, TaskService.class)) {
            Map<String, Object> values = new HashMap<>(Map.of(
                    "dataset",
                    folder.resolve("data").toFile(),
                    "output",
                    folder.resolve("watched").toFile(),
                    "epochs",
                    3,
                    "batch_size",
                    4,
                    "widths",
                    "4,4,4,8,8",
                    "clip_frames",
                    4,
                    "input_size",
                    32,
                    "device",
                    "cpu"));
            CommandModule module = context.service(CommandService.class)
                    .run(TrainClassifier.class, true, values)
                    .get();
            assertFalse(module.isCanceled(), module::getCancelReason);
            // What was to be drawn has been drawn then.
            EventQueue.invokeAndWait(() -> {});
            List<PlotWindow> plots = Arrays.stream(Window.getWindows())
                    .filter(w -> w instanceof PlotWindow && w.isShowing())
                    .map(PlotWindow.class::cast)
                    .toList();
            assertEquals(
                    List.of("Training of watched: accuracy", "Training of watched: loss"),
                    plots.stream().map(PlotWindow::getTitle).sorted().toList());
            for (PlotWindow plot : plots) assertEquals(3, plot.getPlot().getDataObjectArrays(0)[0].length);
            assertTrue(Files.exists(folder.resolve("watched").resolve("classifier-training.png")));
        } finally {
            WindowManager.closeAllWindows();
            EventQueue.invokeAndWait(window::dispose);
        }
    }
}
