package org.whynot.command;

import static org.whynot.command.TrainingMessages.*;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
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
import org.whynot.frontend.ModelChoices;
import org.whynot.frontend.Role;
import org.whynot.frontend.UsageException;
import org.whynot.frontend.Values;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolders;
import org.whynot.train.ClassifierSettings;
import org.whynot.train.ClassifierTrainer;
import org.whynot.train.LastLayerTrainer;

/** Plugins &gt; WhyNot &gt; Train Classifier...: the first of the two training steps. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Trains a video classifier on a data set; the first of the two steps towards a model.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Train Classifier...", weight = 4)})
public class TrainClassifier extends TrainingCommand {

    private static final ClassifierSettings DEFAULTS = ClassifierSettings.defaults("default");

    /** Beside the model folders: what frozen networks have computed of videos. */
    static final String FEATURES_FOLDER = "features";

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

    @Parameter(
            label = "Frozen backbone",
            persist = false,
            choices = {"no", "yes"},
            description = FROZEN_BACKBONE)
    private String frozen_backbone = Values.NO;

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = CLIPS),
            label = "Backbone clips",
            persist = false,
            min = "1",
            max = "1000",
            description = BACKBONE_CLIPS)
    private int backbone_clips = LastLayerTrainer.CLIPS;

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
        Path start = ModelChoices.isNothing(start_from) ? null : ModelFolders.find("start_from", start_from);
        Path folder = output.toPath().toAbsolutePath().normalize();
        if (frozen_backbone.equals(Values.YES)) trainLastLayer(start, folder, to);
        else trainAll(start, folder, to);
    }

    /** All layers, by gradient descent. */
    private void trainAll(Path start, Path folder, FrontEnd to) throws IOException {
        if (start != null && !ModelCard.read(start).isOwnNetwork())
            throw new UsageException("start_from='" + start_from + "' is an imported classifier, whose layers can't be"
                    + " trained. Use frozen_backbone=yes: it then stays as it is and gets a new last layer.");
        ClassifierSettings settings = new ClassifierSettings(
                folder.getFileName().toString(),
                Architecture.of(widths, fully_connected, Integer.parseInt(cell_size)),
                ClassifierSettings.input(clip_frames, input_size, frame_step, resize),
                sgd(0),
                augmentation(),
                start,
                validate_every,
                checkpoint_minutes,
                seed,
                device);
        DataSet data = DataSet.read(dataset.toPath(), to);
        TrainingReport report = new TrainingReport("classifier", data, folder, to);
        double right = new ClassifierTrainer(settings).train(data, folder, to, report);
        report.complete(folder, accuracy(right));
    }

    /** Only a last layer, on the features of the frozen network. */
    private void trainLastLayer(Path backbone, Path folder, FrontEnd to) throws IOException {
        if (backbone == null)
            throw new UsageException("frozen_backbone=yes needs a network: name a model with start_from, bundled, your"
                    + " own or imported.");
        Path cache = folder.resolveSibling(FEATURES_FOLDER);
        LastLayerTrainer trainer =
                new LastLayerTrainer(folder.getFileName().toString(), backbone, backbone_clips, seed, device);
        DataSet data = DataSet.read(dataset.toPath(), to);
        TrainingReport report = new TrainingReport("classifier", data, folder, to);
        double right = trainer.train(data, folder, cache, to);
        report.complete(folder, accuracy(right));
        to.note("The network's features of the training videos are kept in '" + cache + "' for other trainings with"
                + " it; delete the folder if there are none.");
    }

    private static String accuracy(double right) {
        return Double.isNaN(right)
                ? "Trained a classifier; the data set has no test videos to try it on."
                : String.format(
                        Locale.ROOT, "Trained a classifier; it is right on %.1f %% of the test videos.", 100 * right);
    }
}
