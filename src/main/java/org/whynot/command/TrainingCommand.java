package org.whynot.command;

import static org.whynot.command.TrainingMessages.*;

import java.io.File;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;
import org.whynot.frontend.Role;
import org.whynot.train.Augmentation;
import org.whynot.train.ClassifierSettings;
import org.whynot.train.Schedule;
import org.whynot.train.SgdSettings;

/** What the two training steps ask for alike. */
abstract class TrainingCommand extends WhyNotCommand {

    @Parameter(label = "Dataset", persist = false, style = FileWidget.DIRECTORY_STYLE, description = DATASET)
    File dataset;

    @Parameter(label = "Epochs", persist = false, min = "1", max = "100000", description = EPOCHS)
    private int epochs;

    @Parameter(
            label = "Batch size (videos)",
            attrs = @Attr(name = Role.GROUP, value = OPTIMISATION),
            persist = false,
            min = "1",
            max = "4096",
            description = BATCH_SIZE)
    private int batch_size;

    @Parameter(
            label = "Learning rate",
            attrs = @Attr(name = Role.GROUP, value = OPTIMISATION),
            persist = false,
            description = LEARNING_RATE)
    private double learning_rate;

    @Parameter(
            label = "Schedule",
            attrs = @Attr(name = Role.GROUP, value = OPTIMISATION),
            persist = false,
            choices = {"one-cycle", "constant", "step", "cosine"},
            description = SCHEDULE)
    private String schedule;

    @Parameter(
            label = "Momentum",
            attrs = @Attr(name = Role.GROUP, value = OPTIMISATION),
            persist = false,
            min = "0",
            max = "1",
            description = MOMENTUM)
    private double momentum;

    @Parameter(
            label = "Weight decay",
            attrs = @Attr(name = Role.GROUP, value = OPTIMISATION),
            persist = false,
            min = "0",
            max = "1",
            description = WEIGHT_DECAY)
    private double weight_decay;

    @Parameter(
            label = "Gradient clip",
            attrs = @Attr(name = Role.GROUP, value = OPTIMISATION),
            persist = false,
            min = "0",
            description = GRADIENT_CLIP)
    private double gradient_clip;

    @Parameter(
            label = "Augmentation",
            attrs = @Attr(name = Role.GROUP, value = CLIPS),
            persist = false,
            description = AUGMENTATION)
    private String augmentation = "yes";

    @Parameter(
            label = "Checkpoint minutes",
            attrs = @Attr(name = Role.GROUP, value = RUN),
            persist = false,
            min = "0",
            description = CHECKPOINT_MINUTES)
    double checkpoint_minutes = ClassifierSettings.CHECKPOINT_MINUTES;

    @Parameter(label = "Seed", attrs = @Attr(name = Role.GROUP, value = RUN), persist = false, description = SEED)
    long seed;

    @Parameter(
            label = "Device",
            attrs = @Attr(name = Role.GROUP, value = RUN),
            persist = false,
            choices = {"auto", "cpu", "gpu"},
            description = DEVICE)
    String device = "auto";

    /**
     * The defaults of what differs between the steps.
     *
     * @param sgd the steps
     * @param learningRate what the field shows
     */
    TrainingCommand(SgdSettings sgd, double learningRate) {
        epochs = sgd.epochs();
        batch_size = sgd.batchSize();
        learning_rate = learningRate;
        schedule = sgd.schedule().word();
        momentum = sgd.momentum();
        weight_decay = sgd.weightDecay();
        gradient_clip = sgd.gradientClip();
    }

    /** The steps that are asked for, at a given rate where 0 is. */
    final SgdSettings sgd(double otherRate) {
        double rate = learning_rate == 0 ? otherRate : learning_rate;
        return new SgdSettings(epochs, batch_size, rate, Schedule.of(schedule), momentum, weight_decay, gradient_clip);
    }

    final Augmentation augmentation() {
        return Augmentation.of(augmentation);
    }
}
