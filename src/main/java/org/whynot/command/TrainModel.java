package org.whynot.command;

import static org.whynot.command.TrainingMessages.*;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.ModelChoices;
import org.whynot.frontend.Role;
import org.whynot.frontend.UsageException;
import org.whynot.model.ModelFolders;
import org.whynot.train.automatic.ModelRequest;
import org.whynot.train.automatic.ModelTraining;
import org.whynot.train.automatic.TrainedModel;
import org.whynot.util.FileNames;

/** Plugins &gt; WhyNot &gt; Train Model...: from labelled videos to an evaluated model, without settings. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Trains a model on a data set in a given time, chooses all settings itself, and evaluates it.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Train Model...", weight = 3.8)})
public class TrainModel extends WhyNotCommand {

    @Parameter(label = "Dataset", persist = false, style = FileWidget.DIRECTORY_STYLE, description = DATASET)
    private File dataset;

    @Parameter(label = "Name", persist = false, description = MODEL_NAME)
    private String name = "my-model";

    @Parameter(label = "Output", persist = false, style = FileWidget.DIRECTORY_STYLE, description = MODELS_FOLDER)
    private File output;

    @Parameter(label = "Minutes", persist = false, min = "0.1", max = "10080", description = MINUTES)
    private double minutes = 30;

    @Parameter(
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.CLASSIFIER),
            label = "Start from",
            persist = false,
            required = false,
            description = START_FROM_ANY)
    private String start_from = "";

    @Parameter(
            label = "Seed",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            description = SEED)
    private long seed;

    @Parameter(
            label = "Device",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            choices = {"auto", "cpu", "gpu"},
            description = DEVICE)
    private String device = "auto";

    @Override
    void work(FrontEnd to) throws IOException {
        Path models = output.toPath().toAbsolutePath().normalize();
        Path folder = FileNames.resolve(models, name.strip()).normalize();
        if (!models.equals(folder.getParent()))
            throw new UsageException(
                    "name='" + name + "' can't be the name of a folder. Use letters, digits, '-' or '_'.");
        Path start = ModelChoices.isNothing(start_from) ? null : ModelFolders.find("start_from", start_from);
        ModelRequest request = new ModelRequest(name.strip(), folder, minutes, start, seed, device);
        DataSet data = DataSet.read(dataset.toPath(), to);
        Map<String, TrainingReport> reports = new HashMap<>();
        reports.put("classifier", new TrainingReport("classifier", data, folder, to));
        TrainedModel trained = new ModelTraining(request)
                .train(
                        data,
                        to,
                        part -> reports.computeIfAbsent(
                                part, p -> reports.get("classifier").next(p)));
        for (TrainingReport report : reports.values()) report.keep(folder);
        ModelFolders.add(folder);
        trained.findings().forEach(to::note);
        to.result(trained.summary());
        to.written(folder);
        if (trained.report() != null) {
            to.written(trained.report());
            TrainingReport.open(trained.report());
        }
    }
}
