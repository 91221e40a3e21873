package org.whynot.command;

import java.io.File;
import java.io.IOException;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.dataset.DataSet;
import org.whynot.door.Caller;
import org.whynot.model.ModelFolders;
import org.whynot.train.Augmentation;
import org.whynot.train.ExplainerSettings;
import org.whynot.train.ExplainerTrainer;

/** Plugins &gt; WhyNot &gt; Train Explainer...: the second of the two training steps. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Trains the part that explains a classifier's decisions; the second of the two steps towards a model.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Train Explainer...", weight = 5)})
public class TrainExplainer extends WhyNotCommand {

    private static final ExplainerSettings DEFAULTS = ExplainerSettings.DEFAULTS;

    @Parameter(
            label = "Dataset",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder of the data set: its tables and videos, with attributes.")
    private File dataset;

    @Parameter(
            label = "Model",
            persist = false,
            description = "The classifier to explain: the folder that Train Classifier... made, or a model's name.")
    private String model = "";

    @Parameter(
            label = "Output",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description =
                    "The model folder to make, new or empty; if none is given, the classifier's folder is completed.")
    private File output;

    @Parameter(
            label = "Epochs",
            persist = false,
            min = "1",
            max = "100000",
            description = "How often every training video is seen.")
    private int epochs = DEFAULTS.epochs();

    @Parameter(
            label = "Batch size",
            persist = false,
            min = "1",
            max = "4096",
            description = "How many videos are learned from at a time.")
    private int batch_size = DEFAULTS.batchSize();

    @Parameter(
            label = "Learning rate",
            persist = false,
            description = "The largest learning rate of the one-cycle rule, above 0.")
    private double learning_rate = DEFAULTS.learningRate();

    @Parameter(
            label = "Augmentation",
            persist = false,
            choices = {"yes", "no"},
            description =
                    "Whether training videos are cut, mirrored and brightened at random. Not if left and right matter.")
    private String augmentation = "yes";

    @Parameter(
            label = "Objective",
            persist = false,
            choices = {"published", "contrast"},
            description =
                    "What is learned: the paper's loss, or to tell attributes that two classes share from those they do not.")
    private String objective = "published";

    @Parameter(
            label = "Gradient",
            persist = false,
            choices = {"pooled", "autodiff"},
            description =
                    "Two ways to the same gradient: 'pooled' is faster on a processor, 'autodiff' is as published.")
    private String gradient = "pooled";

    @Parameter(label = "Seed", persist = false, description = "The same seed trains the same model.")
    private long seed = DEFAULTS.seed();

    @Parameter(
            label = "Device",
            persist = false,
            choices = {"auto", "cpu", "gpu"},
            description = "What computes: the processor, a graphics card, or whichever is there.")
    private String device = DEFAULTS.device();

    @Override
    void work(Caller to) throws IOException {
        ExplainerSettings settings = new ExplainerSettings(
                epochs,
                batch_size,
                learning_rate,
                DEFAULTS.momentum(),
                DEFAULTS.weightDecay(),
                DEFAULTS.gradientClip(),
                DEFAULTS.radius(),
                ExplainerSettings.Objective.valueOf(objective.toUpperCase(Locale.ROOT)),
                ExplainerSettings.Gradient.valueOf(gradient.toUpperCase(Locale.ROOT)),
                augmentation.equals("yes") ? DEFAULTS.augmentation() : Augmentation.NONE,
                seed,
                device);
        var classifier = ModelFolders.find(model);
        var folder = output == null ? classifier : output.toPath();
        double loss = new ExplainerTrainer(settings).train(DataSet.read(dataset.toPath(), to), classifier, folder, to);
        to.result(String.format(Locale.ROOT, "Trained the explanations; the last loss is %.3f nats.", loss));
        to.written(folder);
    }
}
