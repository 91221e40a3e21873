package org.whynot.command;

import java.io.IOException;
import java.nio.file.Path;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.whynot.classifier.Precision;
import org.whynot.explain.Evidence;
import org.whynot.explain.Question;
import org.whynot.explain.Window;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;

/**
 * What the commands that explain ask for alike, one video or many.
 *
 * <p>SciJava lists these parameters before those of a command itself; the front ends of this project put first what has no default
 * (see {@link org.whynot.frontend.CommandCatalog#parameters}).
 */
abstract class ExplainCommand extends WhyNotCommand {

    @Parameter(
            label = "Model",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.MODEL),
            description = "A model's name (cells, ucf6) or its folder.")
    private String model = "cells";

    @Parameter(
            label = "Positive",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.POSITIVE),
            description = "The class to explain: 'predicted' for the most probable one, or a class of the model.")
    private String positive = Question.PREDICTED;

    @Parameter(
            label = "Why not",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.WHY_NOT),
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
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"for", "against", "both"},
            description = "The kind of evidence: what supports the class, what contradicts it, or both.")
    private String evidence = "for";

    @Parameter(
            label = "Verify",
            persist = false,
            choices = {"no", "yes"},
            description = "Whether each box is erased and the video classified again, as a check. Takes longer.")
    private String verify = "no";

    @Parameter(
            label = "Confidence (random tubes)",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            min = "0",
            max = "99",
            description =
                    "With how many random tubes each box is compared, to tell it from chance: 0 for none, or 19 to 99."
                            + " Each takes as long as verifying.")
    private int confidence = 0;

    @Parameter(
            label = "Refine",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"no", "yes"},
            description =
                    "Whether each box is moved off the grid of cells, to where erasing it changes the prediction most."
                            + " Takes up to nine times as long as verifying.")
    private String refine = "no";

    @Parameter(
            label = "Window (seconds or frames)",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            description =
                    "Finds the best boxes of every segment of the video instead of those of the whole: its length in"
                            + " seconds, or in frames such as '40 frames'; 0 for the whole video.")
    private String window = "0";

    @Parameter(
            label = "Tubes",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            min = "1",
            max = "3",
            description = "How many tubes of each attribute at most; the second overlaps the first nowhere.")
    private int tubes = 1;

    @Parameter(
            label = "Time axis",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"auto", "frames", "slices"},
            description = "Which axis of the stack is time; 'auto' takes slices only where there is a single frame.")
    private String time_axis = "auto";

    @Parameter(
            label = "Device",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"auto", "cpu", "gpu"},
            description = "What computes: the processor, a graphics card, or whichever is there.")
    private String device = "auto";

    @Parameter(
            label = "Precision",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"exact", "fast"},
            description = "'fast' computes with half as many bits where this machine is faster with them: the numbers"
                    + " change a little. Otherwise it says so and stays exact.")
    private String precision = "exact";

    @Parameter(
            label = "GIF",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"no", "yes"},
            description = "Whether the results have an animated GIF as well, which every program shows. Takes longer.")
    private String gif = "no";

    final Question question() {
        return new Question(
                positive,
                why_not,
                explanations,
                Evidence.of(evidence),
                verify.equals("yes"),
                Window.of(window),
                tubes,
                confidence,
                refine.equals("yes"));
    }

    final TimeAxis timeAxis() {
        return TimeAxis.of(time_axis);
    }

    final boolean gif() {
        return gif.equals("yes");
    }

    /** The model that is asked for, in the precision that is asked for; to be closed. */
    final Model openModel(FrontEnd to) throws IOException {
        return Model.open(modelFolder(), device, Precision.of(precision), to::note);
    }

    final Path modelFolder() {
        return ModelFolders.find(model);
    }

    /** The word for what computes. */
    final String device() {
        return device;
    }
}
