package org.whynot.command;

import static org.whynot.command.TrainingMessages.*;

import java.io.File;
import java.io.IOException;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.FrontEnd;
import org.whynot.model.ModelFolders;
import org.whynot.train.Augmentation;
import org.whynot.train.ClassifierSettings;
import org.whynot.train.ClassifierTrainer;
import org.whynot.train.Schedule;
import org.whynot.train.SgdSettings;

/** Plugins &gt; WhyNot &gt; Train Classifier...: the first of the two training steps. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Trains a video classifier on a data set; the first of the two steps towards a model.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Train Classifier...", weight = 4)})
public class TrainClassifier extends WhyNotCommand {

    private static final ClassifierSettings DEFAULTS = ClassifierSettings.defaults("default");

    @Parameter(label = "Dataset", persist = false, style = FileWidget.DIRECTORY_STYLE, description = DATASET)
    private File dataset;

    @Parameter(label = "Output", persist = false, style = FileWidget.DIRECTORY_STYLE, description = NEW_MODEL)
    private File output;

    @Parameter(label = "Start from", persist = false, required = false, description = START_FROM)
    private String start_from = "";

    @Parameter(label = "Epochs", persist = false, min = "1", max = "100000", description = EPOCHS)
    private int epochs = DEFAULTS.sgd().epochs();

    @Parameter(label = "Batch size", persist = false, min = "2", max = "4096", description = BATCH_SIZE)
    private int batch_size = DEFAULTS.sgd().batchSize();

    @Parameter(label = "Learning rate", persist = false, description = LEARNING_RATE)
    private double learning_rate = DEFAULTS.sgd().learningRate();

    @Parameter(
            label = "Schedule",
            persist = false,
            choices = {"one-cycle", "constant", "step", "cosine"},
            description = SCHEDULE)
    private String schedule = DEFAULTS.sgd().schedule().word();

    @Parameter(label = "Momentum", persist = false, min = "0", max = "1", description = MOMENTUM)
    private double momentum = DEFAULTS.sgd().momentum();

    @Parameter(label = "Weight decay", persist = false, min = "0", max = "1", description = WEIGHT_DECAY)
    private double weight_decay = DEFAULTS.sgd().weightDecay();

    @Parameter(label = "Gradient clip", persist = false, min = "0", description = GRADIENT_CLIP)
    private double gradient_clip = DEFAULTS.sgd().gradientClip();

    @Parameter(label = "Widths", persist = false, description = WIDTHS)
    private String widths = "laptop";

    @Parameter(label = "Fully connected", persist = false, min = "1", max = "3", description = FULLY_CONNECTED)
    private int fully_connected = DEFAULTS.architecture().fullyConnected();

    @Parameter(
            label = "Cell size",
            persist = false,
            choices = {"16", "8"},
            description = CELL_SIZE)
    private String cell_size = "" + DEFAULTS.architecture().cellSize();

    @Parameter(label = "Clip frames", persist = false, min = "1", max = "1000", description = CLIP_FRAMES)
    private int clip_frames = DEFAULTS.input().frames();

    @Parameter(label = "Frame step", persist = false, min = "1", max = "1000", description = FRAME_STEP)
    private int frame_step = DEFAULTS.input().frameStep();

    @Parameter(label = "Input size", persist = false, min = "32", max = "1024", description = INPUT_SIZE)
    private int input_size = DEFAULTS.input().width();

    @Parameter(
            label = "Resize",
            persist = false,
            choices = {"stretch", "crop"},
            description = RESIZE)
    private String resize = "stretch";

    @Parameter(label = "Augmentation", persist = false, description = AUGMENTATION)
    private String augmentation = "yes";

    @Parameter(label = "Validate every", persist = false, min = "0", max = "100000", description = VALIDATE_EVERY)
    private int validate_every = DEFAULTS.validateEvery();

    @Parameter(label = "Checkpoint minutes", persist = false, min = "0", description = CHECKPOINT_MINUTES)
    private double checkpoint_minutes = DEFAULTS.checkpointMinutes();

    @Parameter(label = "Seed", persist = false, description = SEED)
    private long seed = DEFAULTS.seed();

    @Parameter(
            label = "Device",
            persist = false,
            choices = {"auto", "cpu", "gpu"},
            description = DEVICE)
    private String device = DEFAULTS.device();

    @Override
    void work(FrontEnd to) throws IOException {
        ClassifierSettings settings = new ClassifierSettings(
                output.getAbsoluteFile().getName(),
                Architecture.of(widths, fully_connected, Integer.parseInt(cell_size)),
                ClassifierSettings.input(clip_frames, input_size, frame_step, resize),
                new SgdSettings(
                        epochs,
                        batch_size,
                        learning_rate,
                        Schedule.of(schedule),
                        momentum,
                        weight_decay,
                        gradient_clip),
                Augmentation.of(augmentation),
                start_from.isBlank() ? null : ModelFolders.find("start_from", start_from),
                validate_every,
                checkpoint_minutes,
                seed,
                device);
        DataSet data = DataSet.read(dataset.toPath(), to);
        TrainingReport report = new TrainingReport("classifier", data, output.toPath(), to);
        double right = new ClassifierTrainer(settings).train(data, output.toPath(), to, report);
        report.complete(output.toPath(), accuracy(right));
    }

    private static String accuracy(double right) {
        return Double.isNaN(right)
                ? "Trained a classifier; the data set has no test videos to try it on."
                : String.format(
                        Locale.ROOT, "Trained a classifier; it is right on %.1f %% of the test videos.", 100 * right);
    }
}
