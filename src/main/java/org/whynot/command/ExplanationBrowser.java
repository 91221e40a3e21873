package org.whynot.command;

import ij.ImagePlus;
import java.awt.GraphicsEnvironment;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.UsageException;
import org.whynot.overlay.LastAnswer;
import org.whynot.ui.ExplanationBrowsers;

/** Plugins &gt; WhyNot &gt; Explanation Browser: a window on the last explanation of the active image. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Opens a window on the last explanation of the active image, for further questions.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Explanation Browser", weight = 1.2)})
public class ExplanationBrowser extends WhyNotCommand {

    @Parameter
    private ImagePlus image;

    @Override
    void work(FrontEnd to) {
        if (GraphicsEnvironment.isHeadless())
            throw new CommandException("The Explanation Browser is a window, and there is no display here. Use 'Explain"
                    + " Video...' or 'All Pairs' with save_to to get the answers as files.");
        if (image == null || image.getWidth() < 1)
            throw new UsageException("There is no image: open a video and run 'Explain Video...' first.");
        LastAnswer last = LastAnswer.of(image)
                .orElseThrow(() -> new UsageException("The image '" + image.getTitle()
                        + "' was not explained yet: run 'Explain Video...' on it first."));
        ExplanationBrowsers.open(image, last);
    }
}
