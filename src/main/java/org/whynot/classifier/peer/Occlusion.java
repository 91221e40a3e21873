package org.whynot.classifier.peer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.whynot.classifier.ClipPasses;
import org.whynot.classifier.EngineArrays;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.MaskingClassifier;
import org.whynot.classifier.VideoClassifier;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/**
 * Occlusion (Zeiler, Fergus: Visualizing and Understanding Convolutional Networks, ECCV 2014) of the difference of two logits: by
 * how much it falls when a part of the clip is erased, coarse parts first, as {@link MaskingClassifier} does it.
 */
public final class Occlusion implements ClipHeat {

    private final CountedLogits logits;
    private final MaskingClassifier masking;
    private final NDManager manager;

    /**
     * @param classifier stays open
     * @param manager under which intermediate arrays live for a moment; of the classifier's device
     */
    public Occlusion(VideoClassifier classifier, NDManager manager) {
        logits = new CountedLogits(classifier);
        masking = new MaskingClassifier(logits);
        this.manager = manager;
    }

    @Override
    public Optional<Heat> of(float[] clip, int positive, int negative, Progress progress) {
        FeatureLayer layer = masking.layers().get(0);
        int cells = layer.steps() * layer.rows() * layer.columns();
        try (NDManager own = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            // An empty clip beside it: its row makes the passes as large as they are fastest.
            NDArray clips = EngineArrays.create(
                    own,
                    Arrays.copyOf(clip, ClipPasses.CLIPS * clip.length),
                    0,
                    new Shape(masking.input().batchShape(ClipPasses.CLIPS)));
            float[] falls = masking.forward(clips, progress).features().get(0).toFloatArray();
            float[] heat = new float[cells];
            for (int i = 0; i < cells; i++) heat[i] = falls[positive * cells + i] - falls[negative * cells + i];
            return Optional.of(new Heat(heat, layer.steps(), layer.rows(), layer.columns()));
        }
    }

    @Override
    public long passes() {
        return logits.clips;
    }

    /** A classifier without its feature layers, which counts the clips that it is given. */
    private static final class CountedLogits implements VideoClassifier {

        private final VideoClassifier classifier;
        private long clips;

        CountedLogits(VideoClassifier classifier) {
            this.classifier = classifier;
        }

        @Override
        public ClipFormat input() {
            return classifier.input();
        }

        @Override
        public List<String> classes() {
            return classifier.classes();
        }

        @Override
        public List<FeatureLayer> layers() {
            return List.of();
        }

        @Override
        public Output forward(NDArray batch) {
            return new Output(logits(batch), new NDList());
        }

        @Override
        public NDArray logits(NDArray batch) {
            clips += batch.getShape().get(0);
            return classifier.logits(batch);
        }

        @Override
        public Device device() {
            return classifier.device();
        }

        @Override
        public String description() {
            return classifier.description();
        }

        @Override
        public void close() {
            classifier.close();
        }
    }
}
