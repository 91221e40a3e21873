package org.whynot.train;

import org.whynot.model.Architecture;
import org.whynot.model.ModelCard;

/**
 * How a classifier is trained.
 *
 * <p>The published settings (section 4.1) are widths 64 to 512, a constant rate of 0.1 and batches of 64, for data sets of
 * hundreds to thousands of videos on a GPU. The defaults here suit hundreds of videos on a laptop: narrow widths, smaller
 * batches, and a one-cycle rate.
 *
 * @param name of the model
 * @param architecture of the network
 * @param input what the network is fed
 * @param epochs how often every training video is seen, at least 1
 * @param batchSize clips in a step, at least 2 (batch normalisation needs two)
 * @param learningRate the largest rate of the one-cycle rule, positive
 * @param momentum 0 to 1
 * @param weightDecay 0 to 1
 * @param augmentation how examples are varied
 * @param seed of everything that is drawn
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record ClassifierSettings(
        String name,
        Architecture architecture,
        ModelCard.Input input,
        int epochs,
        int batchSize,
        double learningRate,
        double momentum,
        double weightDecay,
        Augmentation augmentation,
        long seed,
        String device) {

    /** Clips of 16 frames of 112x112 pixels, every frame, the whole picture (section 4.1). */
    public static final ModelCard.Input INPUT = new ModelCard.Input(
            16, 112, 112, 1, "stretch", new float[] {0.45f, 0.45f, 0.45f}, new float[] {0.25f, 0.25f, 0.25f});

    /** Sixteen epochs of the laptop widths. */
    public static ClassifierSettings defaults(String name) {
        return new ClassifierSettings(
                name, Architecture.LAPTOP, INPUT, 16, 16, 0.05, 0.9, 1e-3, Augmentation.DEFAULT, 0, "auto");
    }

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public ClassifierSettings {
        Ranges.atLeast("epochs", epochs, 1);
        Ranges.atLeast("batch_size", batchSize, 2);
        Ranges.positive("learning_rate", learningRate);
        Ranges.between("momentum", momentum, 0, 1);
        Ranges.between("weight_decay", weightDecay, 0, 1);
        if (name.isBlank()) throw new IllegalArgumentException("The model needs a name.");
    }
}
