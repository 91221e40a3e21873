package org.whynot.command;

import static org.whynot.command.TrainingMessages.*;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.FrontEnd;
import org.whynot.model.ModelFolders;
import org.whynot.model.RegionShape;
import org.whynot.train.Augmentation;
import org.whynot.train.ExplainerSettings;
import org.whynot.train.ExplainerTrainer;
import org.whynot.train.Schedule;
import org.whynot.train.SgdSettings;

/** Plugins &gt; WhyNot &gt; Train Explainer...: the second of the two training steps. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Trains the part that explains a classifier's decisions; the second of the two steps towards a model.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Train Explainer...", weight = 5)})
public class TrainExplainer extends WhyNotCommand {

    private static final ExplainerSettings DEFAULTS = ExplainerSettings.DEFAULTS;

    @Parameter(label = "Dataset", persist = false, style = FileWidget.DIRECTORY_STYLE, description = DATASET)
    private File dataset;

    @Parameter(label = "Model", persist = false, description = CLASSIFIER)
    private String model = "";

    @Parameter(
            label = "Output",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = COMPLETED_MODEL)
    private File output;

    @Parameter(label = "Epochs", persist = false, min = "1", max = "100000", description = EPOCHS)
    private int epochs = DEFAULTS.sgd().epochs();

    @Parameter(label = "Batch size", persist = false, min = "1", max = "4096", description = BATCH_SIZE)
    private int batch_size = DEFAULTS.sgd().batchSize();

    @Parameter(label = "Learning rate", persist = false, min = "0", description = EXPLAINER_RATE)
    private double learning_rate = 0;

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

    @Parameter(
            label = "Objective",
            persist = false,
            choices = {"published", "contrast"},
            description = OBJECTIVE)
    private String objective = "published";

    @Parameter(
            label = "Class kernels",
            persist = false,
            choices = {"learned", "classifier"},
            description = CLASS_KERNELS)
    private String class_kernels = "learned";

    @Parameter(
            label = "Attributes",
            persist = false,
            choices = {"all", "located"},
            description = ATTRIBUTES)
    private String attributes = "all";

    @Parameter(label = "Shapes", persist = false, description = SHAPES)
    private String shapes = "all";

    @Parameter(label = "Trim", persist = false, min = "0", description = TRIM)
    private double trim = DEFAULTS.trim();

    @Parameter(
            label = "Gradient",
            persist = false,
            choices = {"pooled", "autodiff"},
            description = GRADIENT)
    private String gradient = "pooled";

    @Parameter(label = "Radius", persist = false, min = "0", max = "100", description = RADIUS)
    private int radius = DEFAULTS.radius();

    @Parameter(label = "Augmentation", persist = false, description = AUGMENTATION)
    private String augmentation = "yes";

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
        var kernels = ExplainerSettings.ClassKernels.valueOf(class_kernels.toUpperCase(Locale.ROOT));
        ExplainerSettings settings = new ExplainerSettings(
                new SgdSettings(
                        epochs,
                        batch_size,
                        learning_rate > 0 ? learning_rate : ExplainerSettings.learningRate(kernels),
                        Schedule.of(schedule),
                        momentum,
                        weight_decay,
                        gradient_clip),
                radius,
                ExplainerSettings.Objective.valueOf(objective.toUpperCase(Locale.ROOT)),
                kernels,
                ExplainerSettings.Attributes.valueOf(attributes.toUpperCase(Locale.ROOT)),
                RegionShape.of(shapes),
                trim,
                ExplainerSettings.Gradient.valueOf(gradient.toUpperCase(Locale.ROOT)),
                Augmentation.of(augmentation),
                checkpoint_minutes,
                seed,
                device);
        DataSet data = DataSet.read(dataset.toPath(), to);
        Path classifier = ModelFolders.find(model);
        Path folder = output == null ? classifier : output.toPath();
        TrainingReport report = new TrainingReport("explainer", data, folder, to);
        double loss = new ExplainerTrainer(settings).train(data, classifier, folder, to, report);
        report.complete(
                folder, String.format(Locale.ROOT, "Trained the explanations; the last loss is %.3f nats.", loss));
    }
}
