package org.whynot.command;

import java.io.File;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.frontend.FrontEnd;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;

/** Plugins &gt; WhyNot &gt; Simulate Cells...: a labelled data set whose true reasons are known. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Writes a data set of simulated time-lapse videos of cells, with classes, attributes and true boxes.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Simulate Cells...", weight = 3)})
public class SimulateCells extends WhyNotCommand {

    @Parameter(
            label = "Output",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder to make; new or empty.")
    private File output;

    @Parameter(
            label = "Videos",
            persist = false,
            min = "1",
            max = "100000",
            description = "How many videos; a multiple of four has as many of each class.")
    private int videos = 8;

    @Parameter(
            label = "Frames",
            persist = false,
            min = "8",
            max = "10000",
            description = "Frames of each video, at least 8.")
    private int frames = SimulationSettings.DEFAULT_FRAMES;

    @Parameter(label = "Seed", persist = false, description = "The same seed gives the same videos.")
    private long seed = 0;

    @Override
    void work(FrontEnd to) throws IOException {
        new CellSimulator(new SimulationSettings(videos, frames, seed)).write(output.toPath(), to);
        to.result("Simulated " + videos + " videos of " + frames + " frames.");
        to.written(output.toPath());
    }
}
