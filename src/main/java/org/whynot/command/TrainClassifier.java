package org.whynot.command;

import static org.whynot.command.TrainingMessages.*;

import java.io.File;
import java.io.IOException;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.model.ModelFolders;
import org.whynot.train.ClassifierSettings;
import org.whynot.train.ClassifierTrainer;

/** Plugins &gt; WhyNot &gt; Train Classifier...: the first of the two training steps. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Trains a video classifier on a data set; the first of the two steps towards a model.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Train Classifier...", weight = 4)})
public class TrainClassifier extends TrainingCommand {

    private static final ClassifierSettings DEFAULTS = ClassifierSettings.defaults("default");

    /** For SciJava, which makes one for every run. */
    public TrainClassifier() {
        super(DEFAULTS.sgd(), DEFAULTS.sgd().learningRate());
    }

    @Parameter(label = "Output", persist = false, style = FileWidget.DIRECTORY_STYLE, description = NEW_MODEL)
    private File output;

    @Parameter(
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.CLASSIFIER),
            label = "Start from",
            persist = false,
            required = false,
            description = START_FROM)
    private String start_from = "";

    @Parameter(label = "Widths", persist = false, description = WIDTHS)
    private String widths = "laptop";

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = NETWORK),
            label = "Fully connected",
            persist = false,
            min = "1",
            max = "3",
            description = FULLY_CONNECTED)
    private int fully_connected = DEFAULTS.architecture().fullyConnected();

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = NETWORK),
            label = "Cell size (pixels)",
            persist = false,
            choices = {"16", "8"},
            description = CELL_SIZE)
    private String cell_size = "" + DEFAULTS.architecture().cellSize();

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = CLIPS),
            label = "Clip frames",
            persist = false,
            min = "1",
            max = "1000",
            description = CLIP_FRAMES)
    private int clip_frames = DEFAULTS.input().frames();

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = CLIPS),
            label = "Frame step (frames)",
            persist = false,
            min = "1",
            max = "1000",
            description = FRAME_STEP)
    private int frame_step = DEFAULTS.input().frameStep();

    @Parameter(label = "Input size (pixels)", persist = false, min = "32", max = "1024", description = INPUT_SIZE)
    private int input_size = DEFAULTS.input().width();

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = CLIPS),
            label = "Resize",
            persist = false,
            choices = {"stretch", "crop"},
            description = RESIZE)
    private String resize = "stretch";

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = RUN),
            label = "Validate every (epochs)",
            persist = false,
            min = "0",
            max = "100000",
            description = VALIDATE_EVERY)
    private int validate_every = DEFAULTS.validateEvery();

    @Override
    void work(FrontEnd to) throws IOException {
        ClassifierSettings settings = new ClassifierSettings(
                output.getAbsoluteFile().getName(),
                Architecture.of(widths, fully_connected, Integer.parseInt(cell_size)),
                ClassifierSettings.input(clip_frames, input_size, frame_step, resize),
                sgd(0),
                augmentation(),
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
