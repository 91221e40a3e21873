package org.whynot.command;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.door.Caller;
import org.whynot.door.Role;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.explain.PairMatrix;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.overlay.PairTable;
import org.whynot.video.ImagePlusVideo;
import org.whynot.video.StagedFiles;
import org.whynot.video.TimeAxis;

/** Plugins &gt; WhyNot &gt; All Pairs...: the attribute that tells each class from each other one, for the active image. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Every class against every other one: the attribute that tells the two apart best in this video, its"
                        + " score and its frames.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "All Pairs...", weight = 1.2)})
public class AllPairs extends WhyNotCommand {

    @Parameter
    private ImagePlus image;

    @Parameter(
            label = "Model",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.MODEL),
            persist = false,
            description = "A model's name (cells, ucf6) or its folder.")
    private String model = "cells";

    @Parameter(
            label = "Time axis",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            choices = {"auto", "frames", "slices"},
            description = "Which axis of the stack is time; 'auto' takes slices only where there is a single frame.")
    private String time_axis = "auto";

    @Parameter(
            label = "Device",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            choices = {"auto", "cpu", "gpu"},
            description = "What computes: the processor, a graphics card, or whichever is there.")
    private String device = "auto";

    @Parameter(
            label = "Save to",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "A folder for the table as a CSV file; nothing is written if it is empty.")
    private File save_to;

    @Override
    void work(Caller to) throws IOException {
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.of(time_axis), to::note);
                Model opened = Model.open(ModelFolders.find(model), device);
                ClassifiedVideo classified = new Explainer(opened).classify(video, to.part(0, 0.7))) {
            List<Answer> answers = PairMatrix.fill(classified, answer -> to.result(answer.sentence()), to.part(0.7, 1));
            if (save_to != null)
                to.written(StagedFiles.writeText(
                        save_to.toPath(), PairTable.fileName(video.name()), PairTable.csv(answers)));
            if (IJ.getInstance() != null) show(answers);
        }
    }

    private void show(List<Answer> answers) {
        ResultsTable table = PairTable.of(answers);
        table.show("All pairs of " + image.getTitle());
    }
}
