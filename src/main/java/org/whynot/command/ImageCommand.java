package org.whynot.command;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.StagedFiles;

/** What the commands that ask a model about the active image, and make a table, have in common. */
abstract class ImageCommand extends WhyNotCommand {

    /** The share of the work until the video is classified. */
    static final double CLASSIFIED = 0.7;

    @Parameter
    ImagePlus image;

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
    String device = "auto";

    @Parameter(
            label = "Save to",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "A folder for the results as files; nothing is written if it is empty.")
    private File save_to;

    @Override
    final void work(FrontEnd to) throws IOException {
        Path folder = ModelFolders.find(model);
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.of(time_axis), to::note)) {
            prepare(video);
            try (Model opened = Model.open(folder, device);
                    ClassifiedVideo classified = new Explainer(opened).classify(video, to.part(0, CLASSIFIED))) {
                ask(classified, video, to);
            }
            show(video, folder);
        }
    }

    /** Checks, before the model is opened, what the user gave besides the image. */
    void prepare(ImagePlusVideo video) throws IOException {}

    /** Asks about the classified video; gives its results. */
    abstract void ask(ClassifiedVideo classified, ImagePlusVideo video, FrontEnd to) throws IOException;

    /** Shows the answer in a window where there can be one, once the model is closed; the windows open it again by its folder. */
    abstract void show(ImagePlusVideo video, Path model);

    /** Writes a text where the user wants it, or nothing. */
    final void save(String fileName, String text, FrontEnd to) throws IOException {
        if (save_to != null) to.written(StagedFiles.writeText(save_to.toPath(), fileName, text));
    }

    /** Writes another file where the user wants it, or nothing. */
    final void save(String fileName, byte[] content, FrontEnd to) throws IOException {
        if (save_to != null) to.written(StagedFiles.write(save_to.toPath(), fileName, content));
    }
}
