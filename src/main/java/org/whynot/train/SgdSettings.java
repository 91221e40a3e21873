package org.whynot.train;

import java.util.Map;

/**
 * How the weights go down the gradient: stochastic gradient descent with momentum (section 4.1).
 *
 * @param epochs how often every training video is processed, at least 1
 * @param batchSize videos in a step, at least 1
 * @param learningRate the largest rate of the schedule, positive
 * @param schedule how the rate changes
 * @param momentum share of the last step that is added to the next, 0 to 1
 * @param weightDecay share of a weight that is added to its gradient, 0 to 1
 * @param gradientClip gradients longer than this (all weights together) are shortened to it; 0: never
 */
public record SgdSettings(
        int epochs,
        int batchSize,
        double learningRate,
        Schedule schedule,
        double momentum,
        double weightDecay,
        double gradientClip) {

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public SgdSettings {
        Ranges.atLeast("epochs", epochs, 1);
        Ranges.atLeast("batch_size", batchSize, 1);
        Ranges.positive("learning_rate", learningRate);
        Ranges.between("momentum", momentum, 0, 1);
        Ranges.between("weight_decay", weightDecay, 0, 1);
        Ranges.notNegative("gradient_clip", gradientClip);
    }

    /** Tells a model card. */
    void describe(String part, Map<String, Object> training) {
        training.put(part + "_epochs", epochs);
        training.put(part + "_batch_size", batchSize);
        training.put(part + "_learning_rate", learningRate);
        training.put(part + "_schedule", schedule.word());
        training.put(part + "_momentum", momentum);
        training.put(part + "_weight_decay", weightDecay);
        training.put(part + "_gradient_clip", gradientClip == 0 ? "none" : gradientClip);
    }

    /** By how much a gradient of some length is multiplied. */
    double scale(double norm) {
        return gradientClip > 0 && norm > gradientClip ? gradientClip / norm : 1;
    }
}
