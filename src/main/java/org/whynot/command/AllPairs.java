package org.whynot.command;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.explain.PairMatrix;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.overlay.PairTable;
import org.whynot.ui.PairsOnImage;
import org.whynot.ui.PairsWindow;
import org.whynot.util.StagedFiles;

/** Plugins &gt; WhyNot &gt; All Pairs: for every class against every other the strongest reason in the active image. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "For every class against every other: the attribute that supports it most in this video.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "All Pairs", weight = 1.3)})
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
    void work(FrontEnd to) throws IOException {
        Path folder = ModelFolders.find(model);
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.of(time_axis), to::note);
                Model opened = Model.open(folder, device);
                ClassifiedVideo classified = new Explainer(opened).classify(video, to.part(0, 0.6))) {
            List<PairMatrix.Cell> cells = PairMatrix.of(classified, cell -> {}, to.part(0.6, 1));
            if (save_to != null)
                to.written(StagedFiles.writeText(
                        save_to.toPath(), PairTable.fileName(video.name()), PairTable.csv(cells)));
            if (PairsOnImage.isPossible()) {
                List<PairsWindow.Filled> filled = new ArrayList<>();
                for (PairMatrix.Cell cell : cells) filled.add(PairsWindow.filled(cell, video));
                PairsOnImage.open(image, filled, video.timeOnSlices(), folder, device);
            }
            to.result(cells.size() + " pairs of classes. "
                    + classified.prediction().get(0).name() + " is the prediction.");
        }
    }
}
