package org.whynot.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.SampleVideo;

/** Plugins &gt; WhyNot &gt; Open Sample Video: a bundled clip to try the plugin on. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Opens a short simulated time-lapse of a dividing cell, to try the plugin on.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Open Sample Video", weight = 2)})
public class OpenSampleVideo extends WhyNotCommand {

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus video;

    @Override
    void work(FrontEnd to) throws IOException {
        video = SampleVideo.open();
    }
}
