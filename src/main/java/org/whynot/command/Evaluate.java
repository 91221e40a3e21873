package org.whynot.command;

import java.io.File;
import java.io.IOException;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.dataset.DataSet;
import org.whynot.door.Caller;
import org.whynot.evaluate.Evaluation;
import org.whynot.evaluate.EvaluationFiles;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.Evaluator;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;

/** Plugins &gt; WhyNot &gt; Evaluate...: how good a model's explanations are, by the paper's measures and others. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Measures a model's explanations on a data set, beside baselines, and writes tables and a report.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Evaluate...", weight = 5.5)})
public class Evaluate extends WhyNotCommand {

    @Parameter(
            label = "Dataset",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder of the data set: its tables and videos.")
    private File dataset;

    @Parameter(
            label = "Model",
            persist = false,
            description = "The model to measure: a model's name, or a model folder.")
    private String model = "";

    @Parameter(
            label = "Output",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder for the tables and the report; older ones in it are replaced.")
    private File output;

    @Parameter(
            label = "Split",
            persist = false,
            choices = {"test", "train", "validation", "all"},
            description = "Which videos of the data set.")
    private String split = "test";

    @Parameter(
            label = "Seed",
            persist = false,
            description = "Of random tubes and intervals; the same seed gives the same numbers.")
    private long seed = 0;

    @Parameter(
            label = "Checks",
            persist = false,
            choices = {"yes", "no"},
            description = "Whether the checks beyond the paper are made; they take three times as long.")
    private String checks = "yes";

    @Parameter(
            label = "Device",
            persist = false,
            choices = {"auto", "cpu", "gpu"},
            description = "What computes: the processor, a graphics card, or whichever is there.")
    private String device = "auto";

    @Override
    void work(Caller to) throws IOException {
        DataSet data = DataSet.read(dataset.toPath());
        try (Model opened = Model.open(ModelFolders.find(model), device)) {
            EvaluationSettings settings = new EvaluationSettings(split, seed, checks.equals("yes"));
            Evaluation evaluation = new Evaluator(opened, settings).evaluate(data, to);
            EvaluationFiles.write(evaluation, List.of(), output.toPath(), to).forEach(to::written);
            to.result(evaluation.summary());
        }
    }
}
