package org.whynot.train;

import java.util.List;
import org.whynot.model.RegionShape;

/**
 * How an explanation head is trained.
 *
 * <p>The published settings (section 4.1) are those of the classifier, a rate of 0.1, and batches of 30. The default rate is lower
 * because the loss sums over C - 1 classes and up to T frames and its first gradients are large.
 *
 * <p>{@link Objective#CONTRAST}, {@link ClassKernels#CLASSIFIER} and {@link Attributes#LOCATED} go beyond the paper; the model cards state
 * which were used, and the manual what each is worth.
 *
 * @param sgd the steps
 * @param radius cells that a tube may move by from a frame to the next, at least 0
 * @param objective what the head is asked to do
 * @param classKernels where the class part of the kernels comes from
 * @param attributes which attributes of the data set may explain
 * @param shapes of the regions that tubes are made of, all four as published. The four of a kernel are normalised to the same sum, so
 *     that the smallest usually wins; where things are larger, larger shapes alone outline them better
 * @param trim by which share of its mean contribution a tube's frames must stand out to stay in it
 *     ({@link org.whynot.tube.Tube#trimmed}); not negative, 0 as published. It does not change the training, but what the model
 *     answers with
 * @param gradient how the gradient is computed
 * @param augmentation how examples are varied
 * @param checkpointMinutes after how many minutes within an epoch the state is saved, so that no more is lost; not negative
 * @param seed of everything that is drawn
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record ExplainerSettings(
        SgdSettings sgd,
        int radius,
        Objective objective,
        ClassKernels classKernels,
        Attributes attributes,
        List<RegionShape> shapes,
        double trim,
        Gradient gradient,
        Augmentation augmentation,
        double checkpointMinutes,
        long seed,
        String device) {

    /** What the head is asked to do. */
    public enum Objective {
        /** The published loss (equation 7). */
        PUBLISHED,
        /**
         * Beyond the paper: the best tube of an attribute that distinguishes two classes should score high, and no tube of any
         * other attribute. The published loss never tells the head which attributes two classes share, and asks even the worst
         * tube to score high. Needs {@link Gradient#POOLED}.
         */
        CONTRAST
    }

    /** Where w_c of equation 3's kernels {@code w_c * w_s + w_c + w_s} comes from. */
    public enum ClassKernels {
        /** Learned together with w_s, as published. */
        LEARNED,
        /**
         * Beyond the paper: the classifier's own evidence ({@link org.whynot.model.ClassEvidence}), which stays as it is; only w_s is
         * learned, which decides which of the classifier's evidence goes with which attribute.
         */
        CLASSIFIER
    }

    /** Which attributes of the data set may explain. */
    public enum Attributes {
        /** All. */
        ALL,
        /**
         * Those that have a box anywhere in the data set: they name things that can be pointed at, as all attributes of the paper
         * do (section 4.1). What an attribute such as "outdoor" means is not in any tube.
         */
        LOCATED
    }

    /** Two ways to the same gradient. */
    public enum Gradient {
        /**
         * The tube is searched in Java without gradients, and h is summed along it: max delta_m[R] = delta_w . pool(h, R*), end of
         * section 3.5. Faster on a CPU.
         */
        POOLED,
        /** Automatic differentiation through the maximum-subpath layer, as published. */
        AUTODIFF
    }

    /** Twelve epochs at a low rate: with a peak of 0.02 the loss on simulated cells rises from the third epoch on. */
    public static final SgdSettings SGD = new SgdSettings(12, 30, 0.001, Schedule.ONE_CYCLE, 0.9, 1e-3, 5);

    private static final double CLASSIFIER_RATE = 1;

    /** The published objective, tubes that move by one cell. */
    public static final ExplainerSettings DEFAULTS = new ExplainerSettings(
            SGD,
            1,
            Objective.PUBLISHED,
            ClassKernels.LEARNED,
            Attributes.ALL,
            RegionShape.ALL,
            0,
            Gradient.POOLED,
            Augmentation.DEFAULT,
            ClassifierSettings.CHECKPOINT_MINUTES,
            0,
            "auto");

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public ExplainerSettings {
        Ranges.atLeast("radius", radius, 0);
        Ranges.notNegative("trim", trim);
        Ranges.notNegative("checkpoint_minutes", checkpointMinutes);
    }

    /**
     * The largest learning rate by default: where only w_s is learned, gradients are hundreds of times smaller.
     *
     * @param kernels where w_c comes from
     */
    public static double learningRate(ClassKernels kernels) {
        return kernels == ClassKernels.LEARNED ? SGD.learningRate() : CLASSIFIER_RATE;
    }

    /** All that the weights depend on, but the classifier and the data. */
    String key() {
        return sgd + "; radius " + radius + "; " + objective + "; class kernels " + classKernels
                + "; attributes " + attributes + "; shapes " + shapes + "; " + gradient + "; " + augmentation
                + "; seed " + seed
                + "; " + device;
    }
}
