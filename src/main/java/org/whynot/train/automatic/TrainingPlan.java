package org.whynot.train.automatic;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.whynot.classifier.Architecture;
import org.whynot.model.RegionShape;
import org.whynot.train.Augmentation;
import org.whynot.train.ClassifierSettings;
import org.whynot.train.ExplainerSettings;
import org.whynot.train.Schedule;
import org.whynot.train.SgdSettings;

/**
 * What was chosen for a training, and when each part of it is to end. Kept in a file, so that a training that was interrupted
 * continues with the same.
 *
 * @param clipFrames sampled frames in a clip (T)
 * @param frameStep every how many frames of a video one is sampled
 * @param inputSize rows and columns of the network input, pixels
 * @param widths channels of the stem and the four blocks
 * @param fullyConnected layers, 1 to 3
 * @param cellSize pixels of the network input in a cell
 * @param batchSize videos in a step
 * @param learningRate the classifier's largest
 * @param epochs of the classifier
 * @param validateEvery epochs
 * @param backboneClips where the network to start from stays as it is and gets a new last layer: how many clips of a video
 *     that learns from; 0 where the network is trained
 * @param explainerEpochs of the head
 * @param located whether only attributes with boxes explain
 * @param evaluatedVideos how many test videos the explanations are evaluated on at most
 * @param begun seconds that had passed when the plan was made
 * @param classifierEnd seconds after which the classifier's steps end
 * @param explainerEnd seconds after which the head's steps end
 */
record TrainingPlan(
        int clipFrames,
        int frameStep,
        int inputSize,
        List<Integer> widths,
        int fullyConnected,
        int cellSize,
        int batchSize,
        double learningRate,
        int epochs,
        int validateEvery,
        int backboneClips,
        int explainerEpochs,
        boolean located,
        int evaluatedVideos,
        double begun,
        double classifierEnd,
        double explainerEnd) {

    /** Small batches are noisy: their gradients are shortened to this length. */
    private static final double GRADIENT_CLIP = 5;

    /**
     * Checks that trainings can be made of it.
     *
     * @throws IllegalArgumentException if a number is out of range; the message names it
     */
    void requirePossible() {
        ModelRequest any = new ModelRequest("any", Path.of("any"), 1, null, 0, "cpu");
        if (!isFrozen()) classifier(any);
        explainer(any);
        boolean isInOrder = begun >= 0 && classifierEnd >= 0 && explainerEnd >= classifierEnd;
        if (!isInOrder || evaluatedVideos < 0 || backboneClips < 0 || clipFrames < 1 || frameStep < 1 || inputSize < 1)
            throw new IllegalArgumentException("a plan can't have these numbers: " + this + ".");
    }

    /** Whether the network to start from stays as it is. */
    boolean isFrozen() {
        return backboneClips > 0;
    }

    /** How the classifier is trained, unless its network stays as it is. */
    ClassifierSettings classifier(ModelRequest request) {
        int[] channels = widths.stream().mapToInt(Integer::intValue).toArray();
        SgdSettings sgd = new SgdSettings(
                epochs,
                batchSize,
                learningRate,
                Schedule.ONE_CYCLE,
                ClassifierSettings.SGD.momentum(),
                ClassifierSettings.SGD.weightDecay(),
                GRADIENT_CLIP);
        return new ClassifierSettings(
                request.name(),
                new Architecture(channels, fullyConnected, cellSize),
                ClassifierSettings.input(clipFrames, inputSize, frameStep, "stretch"),
                sgd,
                Augmentation.DEFAULT,
                request.startFrom(),
                validateEvery,
                1,
                request.seed(),
                request.device());
    }

    /**
     * How the head is trained: beyond the paper, so that its tubes show what the classifier uses and its attributes distinguish the
     * classes, as those of the bundled models.
     */
    ExplainerSettings explainer(ModelRequest request) {
        SgdSettings usual = ExplainerSettings.SGD;
        SgdSettings sgd = new SgdSettings(
                explainerEpochs,
                Math.min(usual.batchSize(), 2 * batchSize),
                ExplainerSettings.learningRate(ExplainerSettings.ClassKernels.CLASSIFIER),
                Schedule.ONE_CYCLE,
                usual.momentum(),
                usual.weightDecay(),
                usual.gradientClip());
        return new ExplainerSettings(
                sgd,
                ExplainerSettings.DEFAULTS.radius(),
                ExplainerSettings.Objective.CONTRAST,
                ExplainerSettings.ClassKernels.CLASSIFIER,
                located ? ExplainerSettings.Attributes.LOCATED : ExplainerSettings.Attributes.ALL,
                RegionShape.ALL,
                0,
                ExplainerSettings.Gradient.POOLED,
                Augmentation.DEFAULT,
                1,
                request.seed(),
                request.device());
    }

    /** What was chosen, as a sentence. */
    String words() {
        if (isFrozen())
            return String.format(
                    Locale.ROOT,
                    "Chosen: the network stays as it is and gets a new last layer, trained on up to %d clips of each"
                            + " video; explanations %d epochs.",
                    backboneClips,
                    explainerEpochs);
        return String.format(
                Locale.ROOT,
                "Chosen: clips of %d frames (every %sframe), %d x %d pixels, cells of %d pixels, widths %s, batches of %d"
                        + " videos, %d epochs; explanations %d epochs.",
                clipFrames,
                frameStep == 1 ? "" : frameStep + ". ",
                inputSize,
                inputSize,
                cellSize,
                widths,
                batchSize,
                epochs,
                explainerEpochs);
    }
}
