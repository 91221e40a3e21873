package org.whynot.command;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.frontend.UsageException;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.overlay.FigureFormat;
import org.whynot.overlay.LastAnswer;
import org.whynot.overlay.Montage;

/** Plugins &gt; WhyNot &gt; Key Frame Montage...: an explanation as one figure with a caption, for a paper. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Key frames of an explained video side by side, with tubes, legend and caption: a figure for a paper.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Key Frame Montage...", weight = 1.45)
        })
public class KeyFrameMontage extends WhyNotCommand {

    @Parameter
    private ImagePlus image;

    @Parameter(
            label = "Frames",
            persist = false,
            min = "1",
            max = "16",
            description = "How many key frames: each explanation's strongest one, then those farthest from these.")
    private int frames = 4;

    @Parameter(
            label = "Format",
            persist = false,
            choices = {"png", "svg", "pdf"},
            description = "png: pixels, 300 an inch; svg, pdf: lines and text that stay sharp.")
    private String format = "png";

    @Parameter(
            label = "Explanation",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            required = false,
            description = "A .explanation.json file of this video. If empty: what was explained last on the image.")
    private File explanation;

    @Parameter(
            label = "Save to",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "A folder for the figure as a file; if it is empty, the figure is shown as an image.")
    private File save_to;

    @Override
    void work(FrontEnd to) throws IOException {
        boolean isShown = save_to == null;
        if (isShown && IJ.getInstance() == null)
            throw new UsageException("'save_to' is missing: without a window, give a folder for the figure.");
        LastAnswer last = LastAnswer.of(image).orElse(null);
        if (explanation == null && last == null)
            throw new UsageException(
                    "The image '" + image.getTitle() + "' was not explained yet: run 'Explain Video...'"
                            + " on it first, or give its .explanation.json file as 'explanation'.");
        Answer answer = explanation == null ? last.answer() : AnswerJson.read(explanation.toPath());
        TimeAxis time = explanation == null && last.timeOnSlices() ? TimeAxis.SLICES : TimeAxis.AUTO;
        try (ImagePlusVideo video = ImagePlusVideo.of(image, time, to::note)) {
            Montage montage = Montage.of(answer, video, frames, to);
            if (!isShown) to.written(montage.write(save_to.toPath(), FigureFormat.of(format)));
            else new ImagePlus("Montage of " + video.name(), montage.image()).show();
            to.result(montage.caption());
        }
    }
}
