package org.whynot.command;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.door.Caller;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.explain.Window;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.overlay.AnswerFiles;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.ExplanationTable;
import org.whynot.video.ImagePlusVideo;
import org.whynot.video.TimeAxis;

/** Plugins &gt; WhyNot &gt; Explain Video...: why the model calls the active image one class and not another. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Why is the video of one class and not of another? Answers with attributes, and boxes that show them.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Explain Video...", weight = 1)})
public class ExplainVideo extends WhyNotCommand {

    /** The share of the work that is done before the files are written. */
    private static final double EXPLAINED = 0.8;

    @Parameter
    private ImagePlus image;

    @Parameter(label = "Model", persist = false, description = "A model's name (cells, ucf6) or its folder.")
    private String model = "cells";

    @Parameter(
            label = "Positive",
            persist = false,
            description = "The class to explain: 'predicted' for the most probable one, or a class of the model.")
    private String positive = Question.PREDICTED;

    @Parameter(
            label = "Why not",
            persist = false,
            description = "The class it could have been: 'runner-up' for the most probable other one, or a class.")
    private String why_not = Question.RUNNER_UP;

    @Parameter(
            label = "Explanations",
            persist = false,
            min = "1",
            max = "20",
            description = "How many attributes are named, 1 to 20.")
    private int explanations = 3;

    @Parameter(
            label = "Evidence",
            persist = false,
            choices = {"for", "against", "both"},
            description = "What is looked for: what speaks for the class, what against it, or both.")
    private String evidence = "for";

    @Parameter(
            label = "Verify",
            persist = false,
            choices = {"no", "yes"},
            description = "Whether each box is erased and the video classified again, as a check. Takes longer.")
    private String verify = "no";

    @Parameter(
            label = "Window",
            persist = false,
            description = "Gives the best boxes of every piece of the video instead of one for the whole: its length in"
                    + " seconds, or in frames such as '40 frames'; 0 for the whole video.")
    private String window = "0";

    @Parameter(
            label = "Time axis",
            persist = false,
            choices = {"auto", "frames", "slices"},
            description = "Which axis of the stack is time; 'auto' takes slices only where there is a single frame.")
    private String time_axis = "auto";

    @Parameter(
            label = "Device",
            persist = false,
            choices = {"auto", "cpu", "gpu"},
            description = "What computes: the processor, a graphics card, or whichever is there.")
    private String device = "auto";

    @Parameter(
            label = "Save to",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "A folder for the results as files; nothing is written if it is empty.")
    private File save_to;

    @Override
    void work(Caller to) throws IOException {
        Question question = new Question(
                positive, why_not, explanations, Evidence.of(evidence), verify.equals("yes"), Window.of(window));
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.of(time_axis), to::note);
                Model opened = Model.open(ModelFolders.find(model), device)) {
            Answer answer = new Explainer(opened).explain(video, question, to.part(0, EXPLAINED));
            if (save_to != null) save(answer, video, to);
            ExplanationOverlay.show(answer, image, video.timeOnSlices());
            if (IJ.getInstance() != null) ExplanationTable.of(answer).show("Explanations of " + image.getTitle());
            to.result(answer.sentence());
        }
    }

    private void save(Answer answer, ImagePlusVideo video, Caller to) throws IOException {
        List<Path> files = AnswerFiles.write(answer, video, save_to.toPath(), macro(), to.part(EXPLAINED, 1));
        files.forEach(to::written);
        if (files.stream().noneMatch(file -> file.toString().endsWith(".mp4")))
            to.note("There is no video encoder for this platform, so no .mp4 file was written.");
    }
}
