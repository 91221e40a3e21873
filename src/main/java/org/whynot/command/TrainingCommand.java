package org.whynot.command;

import static org.whynot.command.TrainingMessages.*;

import java.io.File;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;
import org.whynot.frontend.Role;
import org.whynot.train.Augmentation;
import org.whynot.train.Schedule;
import org.whynot.train.SgdSettings;

/** What the two training steps ask for alike. */
abstract class TrainingCommand extends WhyNotCommand {

    @Parameter(label = "Dataset", persist = false, style = FileWidget.DIRECTORY_STYLE, description = DATASET)
    private File dataset;

    @Parameter(label = "Epochs", persist = false, min = "1", max = "100000", description = EPOCHS)
    private int epochs;

    @Parameter(
            label = "Schedule",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            choices = {"one-cycle", "constant", "step", "cosine"},
            description = SCHEDULE)
    private String schedule;

    @Parameter(
            label = "Momentum",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            min = "0",
            max = "1",
            description = MOMENTUM)
    private double momentum;

    @Parameter(
            label = "Weight decay",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            min = "0",
            max = "1",
            description = WEIGHT_DECAY)
    private double weight_decay;

    @Parameter(
            label = "Gradient clip",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            min = "0",
            description = GRADIENT_CLIP)
    private double gradient_clip;

    @Parameter(
            label = "Augmentation",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            description = AUGMENTATION)
    private String augmentation = "yes";

    @Parameter(
            label = "Checkpoint minutes",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            min = "0",
            description = CHECKPOINT_MINUTES)
    private double checkpoint_minutes;

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
    private String device;

    /** The defaults of what differs between the steps; checkpoints in minutes. */
    TrainingCommand(SgdSettings sgd, double checkpointMinutes, long seed, String device) {
        epochs = sgd.epochs();
        schedule = sgd.schedule().word();
        momentum = sgd.momentum();
        weight_decay = sgd.weightDecay();
        gradient_clip = sgd.gradientClip();
        checkpoint_minutes = checkpointMinutes;
        this.seed = seed;
        this.device = device;
    }

    final File dataset() {
        return dataset;
    }

    final SgdSettings sgd(int batchSize, double learningRate) {
        return new SgdSettings(
                epochs, batchSize, learningRate, Schedule.of(schedule), momentum, weight_decay, gradient_clip);
    }

    final Augmentation augmentation() {
        return Augmentation.of(augmentation);
    }

    final double checkpointMinutes() {
        return checkpoint_minutes;
    }

    final long seed() {
        return seed;
    }

    final String device() {
        return device;
    }
}
