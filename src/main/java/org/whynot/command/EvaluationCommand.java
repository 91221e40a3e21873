package org.whynot.command;

import java.io.File;
import java.util.Optional;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.FaithfulnessSettings;
import org.whynot.frontend.Role;

/** What is evaluated, and on what. */
abstract class EvaluationCommand extends WhyNotCommand {

    @Parameter(
            label = "Dataset",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder of the data set: its tables and videos.")
    File dataset;

    @Parameter(
            label = "Model",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.MODEL),
            description = "The model to measure: a model's name, or a model folder.")
    String model = "";

    @Parameter(
            label = "Output",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder for the tables and the report; older ones in it are replaced.")
    File output;

    @Parameter(
            label = "Split",
            persist = false,
            choices = {"test", "train", "validation", "all"},
            description = "Which videos of the data set.")
    private String split = "test";

    @Parameter(
            label = "Seed",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            description = "Of random tubes and intervals; the same seed gives the same numbers.")
    private long seed = 0;

    @Parameter(
            label = "Checks",
            persist = false,
            choices = {"yes", "no"},
            description = "Whether the checks beyond the paper are made; they take three times as long.")
    private String checks = "yes";

    /** @param faithfulness null where the contrast drop is not measured */
    final EvaluationSettings settings(FaithfulnessSettings faithfulness) {
        return new EvaluationSettings(split, seed, checks.equals("yes"), Optional.ofNullable(faithfulness));
    }
}
