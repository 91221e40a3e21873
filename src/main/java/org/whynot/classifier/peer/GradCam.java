package org.whynot.classifier.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.whynot.classifier.EngineArrays;
import org.whynot.classifier.VideoClassifier;
import org.whynot.util.Progress;

/**
 * Grad-CAM of the difference of two logits (Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra: Grad-CAM, ICCV 2017).
 *
 * <p>With A the last feature maps {@code [D, T', H', W']} and {@code y = logit(positive) - logit(negative)}, channel d weighs
 * {@code alpha_d}, the mean of {@code dy/dA_d} over all cells, and the heat is {@code relu(sum over d of alpha_d A_d)}. Takes one
 * forward pass and the backward pass of the layers after the feature maps.
 */
public final class GradCam implements ClipHeat {

    private final VideoClassifier classifier;
    private final NDManager manager;
    private long passes;

    /**
     * @param classifier stays open
     * @param manager under which intermediate arrays live for a moment; of the classifier's device
     */
    public GradCam(VideoClassifier classifier, NDManager manager) {
        this.classifier = classifier;
        this.manager = manager;
    }

    @Override
    public Optional<Heat> of(float[] clip, int positive, int negative, Progress progress) {
        progress.check();
        try (NDManager own = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray clips = EngineArrays.create(
                    own, clip, 0, new Shape(classifier.input().batchShape(1)));
            Optional<VideoClassifier.LayerGradient> found = classifier.contrastGradient(clips, positive, negative);
            if (found.isEmpty()) return Optional.empty();
            passes++;
            long[] shape = found.get().features().getShape().getShape();
            float[] heat = heat(
                    found.get().features().toFloatArray(),
                    found.get().gradient().toFloatArray(),
                    (int) shape[1]);
            return Optional.of(new Heat(heat, (int) shape[2], (int) shape[3], (int) shape[4]));
        }
    }

    /**
     * The heat from feature maps and their gradient.
     *
     * @param features {@code [D, cells]}, row-major
     * @param gradient of the same size
     * @param channels D
     * @return {@code [cells]}
     */
    static float[] heat(float[] features, float[] gradient, int channels) {
        int cells = features.length / channels;
        double[] sums = new double[cells];
        for (int d = 0; d < channels; d++) {
            double alpha = 0;
            for (int i = 0; i < cells; i++) alpha += gradient[d * cells + i];
            alpha /= cells;
            for (int i = 0; i < cells; i++) sums[i] += alpha * features[d * cells + i];
        }
        float[] heat = new float[cells];
        for (int i = 0; i < cells; i++) heat[i] = (float) Math.max(0, sums[i]);
        return heat;
    }

    @Override
    public long passes() {
        return passes;
    }
}
