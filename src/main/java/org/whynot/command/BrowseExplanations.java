package org.whynot.command;

import ij.IJ;
import ij.ImagePlus;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.whynot.door.Caller;
import org.whynot.door.CommandException;
import org.whynot.overlay.LastAnswer;
import org.whynot.ui.ExplanationBrowser;

/** Plugins &gt; WhyNot &gt; Explanation Browser: a window on the last explanation of the active image. */
@Plugin(
        type = Command.class,
        description =
                "A window beside the video that was explained last: every class against every other one at a click,"
                        + " each box in time, and what the classifier says when it is erased.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Explanation Browser", weight = 1.1)})
public class BrowseExplanations extends WhyNotCommand {

    @Parameter
    private ImagePlus image;

    @Override
    void work(Caller to) throws InterruptedException, InvocationTargetException {
        if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null)
            throw new CommandException(
                    "The Explanation Browser is a window of ImageJ, which needs a display. Without one,"
                            + " 'Explain Video...' and 'All Pairs' write the same to files.");
        LastAnswer last = LastAnswer.of(image)
                .orElseThrow(() -> new CommandException("'" + image.getTitle()
                        + "' was not explained yet: choose Plugins > WhyNot > Explain Video... first."));
        if (image.getWindow() == null)
            throw new CommandException("'" + image.getTitle() + "' is not shown in a window.");
        EventQueue.invokeAndWait(() -> ExplanationBrowser.open(image, last));
    }
}
