package org.whynot.command;

import java.io.File;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.batch.AllPairsQuestion;
import org.whynot.batch.FolderExplainer;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Shard;

/** Plugins &gt; WhyNot &gt; All Pairs in Folder...: the same as All Pairs for every video of a folder. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "For every video of a folder and of the folders in it, the strongest reason of every class against"
                        + " every other. A run that was stopped can be started again: what is done is left as it is.",
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "WhyNot"),
            @Menu(label = "All Pairs in Folder...", weight = 1.51)
        })
public class AllPairsInFolder extends WhyNotCommand {

    @Parameter(label = "Input", persist = false, style = FileWidget.DIRECTORY_STYLE, description = FolderRun.INPUT)
    private File input;

    @Parameter(
            label = "Output",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder for a table per video and pairs-summary.csv, which has one row per video; made if"
                    + " missing.")
    private File output;

    @Parameter(
            label = "Model",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.MODEL),
            description = "A model's name (cells, ucf6) or its folder.")
    private String model = "cells";

    @Parameter(
            label = "Time axis",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"auto", "frames", "slices"},
            description = "Which axis of a stack is time; 'auto' takes slices only where there is a single frame.")
    private String time_axis = "auto";

    @Parameter(
            label = "Device",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"auto", "cpu", "gpu"},
            description = "What computes: the processor, a graphics card, or whichever is there.")
    private String device = "auto";

    @Parameter(
            label = "Shard",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            description = FolderRun.SHARD)
    private String shard = Shard.WHOLE.toString();

    @Override
    void work(FrontEnd to) throws IOException {
        Shard part = Shard.of(shard);
        AllPairsQuestion question = new AllPairsQuestion(TimeAxis.of(time_axis));
        try (Model opened = Model.open(ModelFolders.find(model), device)) {
            FolderRun.run(new FolderExplainer(opened, question), input, output, part, to);
        }
    }
}
