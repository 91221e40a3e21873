package org.whynot.train;

/**
 * How an explanation head is trained.
 *
 * <p>The published settings (section 4.1) are those of the classifier, a rate of 0.1, and batches of 30. The default rate is lower
 * because the loss sums over C - 1 classes and up to T frames and its first gradients are large.
 *
 * @param epochs how often every training video is seen, at least 1
 * @param batchSize videos in a step, at least 1
 * @param learningRate the largest rate of the one-cycle rule, positive
 * @param momentum 0 to 1
 * @param weightDecay 0 to 1
 * @param gradientClip gradients longer than this are shortened to it, positive
 * @param radius cells that a tube may move by from a frame to the next, at least 0
 * @param objective what the head is asked to do
 * @param gradient how the gradient is computed
 * @param augmentation how examples are varied
 * @param seed of everything that is drawn
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record ExplainerSettings(
        int epochs,
        int batchSize,
        double learningRate,
        double momentum,
        double weightDecay,
        double gradientClip,
        int radius,
        Objective objective,
        Gradient gradient,
        Augmentation augmentation,
        long seed,
        String device) {

    /** What the head is asked to do. */
    public enum Objective {
        /** The published loss (equation 7). */
        PUBLISHED,
        /**
         * Beyond the paper: the best tube of an attribute that tells two classes apart should score high, and no tube of any
         * other attribute. The published loss never tells the head which attributes two classes share, and asks even the worst
         * tube to score high. Needs {@link Gradient#POOLED}.
         */
        CONTRAST
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
    public static final ExplainerSettings DEFAULTS = new ExplainerSettings(
            12, 30, 0.001, 0.9, 1e-3, 5, 1, Objective.PUBLISHED, Gradient.POOLED, Augmentation.DEFAULT, 0, "auto");

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public ExplainerSettings {
        Ranges.atLeast("epochs", epochs, 1);
        Ranges.atLeast("batch_size", batchSize, 1);
        Ranges.atLeast("radius", radius, 0);
        Ranges.positive("learning_rate", learningRate);
        Ranges.positive("gradient_clip", gradientClip);
        Ranges.between("momentum", momentum, 0, 1);
        Ranges.between("weight_decay", weightDecay, 0, 1);
    }
}
