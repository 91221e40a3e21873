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
import org.whynot.dataset.DataSet;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.model.ModelFolders;
import org.whynot.model.RegionShape;
import org.whynot.train.ExplainerSettings;
import org.whynot.train.ExplainerTrainer;

/** Plugins &gt; WhyNot &gt; Train Explainer...: the second of the two training steps. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Trains the part that explains a classifier's decisions; the second of the two steps towards a model.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Train Explainer...", weight = 5)})
public class TrainExplainer extends TrainingCommand {

    private static final ExplainerSettings DEFAULTS = ExplainerSettings.DEFAULTS;

    /** For SciJava, which makes one for every run. */
    public TrainExplainer() {
        super(DEFAULTS.sgd(), 0);
    }

    @Parameter(
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.CLASSIFIER),
            label = "Model",
            persist = false,
            description = CLASSIFIER)
    private String model = "";

    @Parameter(
            label = "Output",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = COMPLETED_MODEL)
    private File output;

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = OBJECTIVES),
            label = "Objective",
            persist = false,
            choices = {"published", "contrast"},
            description = OBJECTIVE)
    private String objective = "published";

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = OBJECTIVES),
            label = "Class kernels",
            persist = false,
            choices = {"learned", "classifier"},
            description = CLASS_KERNELS)
    private String class_kernels = "learned";

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = OBJECTIVES),
            label = "Attributes",
            persist = false,
            choices = {"all", "located"},
            description = ATTRIBUTES)
    private String attributes = "all";

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = TUBES),
            label = "Shapes (cells)",
            persist = false,
            description = SHAPES)
    private String shapes = "all";

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = TUBES),
            label = "Trim (share of the mean)",
            persist = false,
            min = "0",
            description = TRIM)
    private double trim = DEFAULTS.trim();

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = OPTIMISATION),
            label = "Gradient",
            persist = false,
            choices = {"pooled", "autodiff"},
            description = GRADIENT)
    private String gradient = "pooled";

    @Parameter(
            attrs = @Attr(name = Role.GROUP, value = TUBES),
            label = "Radius (cells a frame)",
            persist = false,
            min = "0",
            max = "100",
            description = RADIUS)
    private int radius = DEFAULTS.radius();

    @Override
    void work(FrontEnd to) throws IOException {
        var kernels = ExplainerSettings.ClassKernels.valueOf(class_kernels.toUpperCase(Locale.ROOT));
        ExplainerSettings settings = new ExplainerSettings(
                sgd(ExplainerSettings.learningRate(kernels)),
                radius,
                ExplainerSettings.Objective.valueOf(objective.toUpperCase(Locale.ROOT)),
                kernels,
                ExplainerSettings.Attributes.valueOf(attributes.toUpperCase(Locale.ROOT)),
                RegionShape.of(shapes),
                trim,
                ExplainerSettings.Gradient.valueOf(gradient.toUpperCase(Locale.ROOT)),
                augmentation(),
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
