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
import org.whynot.model.Architecture;
import org.whynot.train.Augmentation;
import org.whynot.train.ClassifierSettings;
import org.whynot.train.ClassifierTrainer;

/** Plugins &gt; WhyNot &gt; Train Classifier...: the first of the two training steps. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Trains a video classifier on a data set; the first of the two steps towards a model.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Train Classifier...", weight = 4)})
public class TrainClassifier extends WhyNotCommand {

    private static final ClassifierSettings DEFAULTS = ClassifierSettings.defaults("default");

    @Parameter(
            label = "Dataset",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder of the data set: its tables and videos.")
    private File dataset;

    @Parameter(
            label = "Output",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The model folder to make, new or empty; the model is named after it.")
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
            min = "2",
            max = "4096",
            description = "How many clips are learned from at a time, at least 2.")
    private int batch_size = DEFAULTS.batchSize();

    @Parameter(
            label = "Learning rate",
            persist = false,
            description = "The largest learning rate of the one-cycle rule, above 0.")
    private double learning_rate = DEFAULTS.learningRate();

    @Parameter(
            label = "Widths",
            persist = false,
            description = "The size of the network: 'laptop', 'published' (needs a graphics card), or five numbers.")
    private String widths = "laptop";

    @Parameter(
            label = "Fully connected",
            persist = false,
            min = "1",
            max = "3",
            description = "How many fully connected layers the network ends with, 1 to 3.")
    private int fully_connected = 1;

    @Parameter(
            label = "Frame step",
            persist = false,
            min = "1",
            max = "1000",
            description = "Every how many frames of a video one is looked at; a clip has 16 of them.")
    private int frame_step = DEFAULTS.input().frameStep();

    @Parameter(
            label = "Augmentation",
            persist = false,
            choices = {"yes", "no"},
            description =
                    "Whether training videos are cut, mirrored and brightened at random. Not if left and right matter.")
    private String augmentation = "yes";

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
        ClassifierSettings settings = new ClassifierSettings(
                output.getAbsoluteFile().getName(),
                Architecture.of(widths, fully_connected),
                DEFAULTS.input().withFrameStep(frame_step),
                epochs,
                batch_size,
                learning_rate,
                DEFAULTS.momentum(),
                DEFAULTS.weightDecay(),
                augmentation.equals("yes") ? DEFAULTS.augmentation() : Augmentation.NONE,
                seed,
                device);
        double right = new ClassifierTrainer(settings).train(DataSet.read(dataset.toPath(), to), output.toPath(), to);
        to.result("Trained a classifier"
                + (Double.isNaN(right)
                        ? "; the data set has no test videos to try it on."
                        : String.format(Locale.ROOT, "; it is right on %.1f %% of the test videos.", 100 * right)));
        to.written(output.toPath());
    }
}
