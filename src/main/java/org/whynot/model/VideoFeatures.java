package org.whynot.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.whynot.tube.TubeSpace;

/**
 * What the classifier made of one video: its probabilities, and h(x) of every clip, kept so that any class pair can be asked
 * about without running the classifier again (about 0.8 MB a clip with the laptop widths). Close it to free the features.
 *
 * <p>How much is kept, and where, {@link FeatureLimits} say. What could not be kept is computed again from the video when it
 * is asked for, bit for bit.
 */
public final class VideoFeatures implements AutoCloseable {

    private final ExplanationHead head;
    private final int attributes;
    private final int clipFrames;
    private final ClipSource clips;
    private final ClassifierRun run;
    private final FeatureStore store;
    private double[][] clipProbabilities;

    VideoFeatures(
            ExplanationHead head,
            int attributes,
            int clipFrames,
            ClipSource clips,
            ClassifierRun run,
            FeatureStore store) {
        this.head = head;
        this.attributes = attributes;
        this.clipFrames = clipFrames;
        this.clips = clips;
        this.run = run;
        this.store = store;
    }

    /**
     * Runs the classifier over the video. {@code live} sees every pass before it is kept, on another thread, while the classifier
     * runs the next pass; or is null.
     */
    void classify(BooleanSupplier cancelled, ClassifierRun.Features live) throws IOException {
        try (BackgroundWorker keeper = new BackgroundWorker("WhyNot features")) {
            clipProbabilities = run.run(clips, new double[clips.clips()][], cancelled, (clip, count, features) -> {
                keeper.finish();
                features.forEach(NDScope::unregister);
                keeper.submit(() -> keep(clip, count, features, live));
            });
            keeper.finish();
        }
    }

    /** Takes over the features of a pass: they are kept, or freed. */
    private void keep(int clip, int count, NDList features, ClassifierRun.Features live) throws IOException {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            features.forEach(NDScope::register);
            if (live != null) live.pass(clip, count, features);
            store.add(clip, count, features);
        }
    }

    /** p(c|x): the mean over the clips, {@code [C]}, summing to 1. */
    public double[] probabilities() {
        return ClassifierRun.mean(clipProbabilities);
    }

    /**
     * p(c|x) of a video that differs from this one in some frames only: clips without such a frame are not run again.
     *
     * @param changed the other video, of as many frames
     * @param firstFrame the first sampled frame that may differ, 0-based
     * @param lastFrame the last one
     * @param cancelled asked before every pass
     * @return {@code [C]}, bit for bit what running all of its clips gives
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public double[] probabilities(ClipSource changed, int firstFrame, int lastFrame, BooleanSupplier cancelled)
            throws IOException {
        double[][] known = clipProbabilities.clone();
        for (int clip = firstFrame / clipFrames; clip <= lastFrame / clipFrames; clip++) known[clip] = null;
        return ClassifierRun.mean(run.run(changed, known, cancelled, (clip, count, features) -> {}));
    }

    /** Size of one attribute's score map {@code [L, P, T, H, W]}; T is the number of sampled frames, without padding. */
    public TubeSpace space() {
        return space(clips.sampled());
    }

    private TubeSpace space(int frames) {
        long[] shape = store.passes().get(0).shapes()[0].getShape();
        return space(shape, frames);
    }

    private TubeSpace space(long[] shape, int frames) {
        return new TubeSpace(Architecture.FEATURE_LAYERS, head.shapes().size(), frames, (int) shape[3], (int) shape[4]);
    }

    /**
     * delta_m of every attribute for a class pair (equation 4), clips joined along time.
     *
     * @param positive index of the positive class
     * @param negative index of the negative class
     * @return {@code [S, L, P, T, H, W]}
     * @throws IllegalArgumentException if they don't fit one array; {@link #scores} has no such limit
     * @throws UncheckedIOException if the features were not all kept in memory, and can't be read
     */
    public float[] differences(int positive, int negative) {
        TubeSpace space = space();
        int maps = attributes * space.layers() * space.shapes();
        int cells = space.cellsPerFrame();
        if ((long) attributes * space.size() > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException("The scores of " + attributes + " attributes in " + space.frames()
                    + " frames don't fit one array. Take them clip by clip.");
        float[] joined = new float[maps * space.frames() * cells];
        try {
            scores(positive, negative, 0, space.frames(), () -> false, (scores, offset, clip, firstFrame, frames) -> {
                for (int map = 0; map < maps; map++)
                    System.arraycopy(
                            scores,
                            offset + map * clip.frames() * cells,
                            joined,
                            (map * space.frames() + firstFrame) * cells,
                            frames * cells);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return joined;
    }

    /**
     * delta_m of every attribute for a class pair (equation 4), clip after clip.
     *
     * @param positive index of the positive class
     * @param negative index of the negative class
     * @param from the first sampled frame that is wanted, 0-based; its whole clip is given
     * @param to the frame after the last one
     * @param cancelled asked before every pass
     * @param listener receives the clips, in time order
     * @throws IOException if features can't be read, or computed again because the video can't be read
     * @throws CancellationException if cancelled
     */
    public void scores(int positive, int negative, int from, int to, BooleanSupplier cancelled, ScoreListener listener)
            throws IOException {
        for (FeatureStore.Pass pass : store.passes()) {
            if ((pass.clip() + pass.clips()) * clipFrames <= from || pass.clip() * clipFrames >= to) continue;
            if (cancelled.getAsBoolean()) throw new CancellationException("Cancelled. Nothing was changed.");
            ClassifierRun.Features scored = scored(positive, negative, from, to, listener);
            if (pass.isKept()) {
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    scored.pass(pass.clip(), pass.clips(), store.get(pass));
                }
            } else {
                run.again(clips, pass.clip(), pass.clips(), pass.rows(), scored);
            }
        }
    }

    /** Runs the head on every pass, and hands its clips to a listener. */
    ClassifierRun.Features scored(int positive, int negative, int from, int to, ScoreListener listener) {
        return (clip, count, features) -> {
            float[] scores = head.differences(features, positive, negative).toFloatArray();
            TubeSpace space = space(features.get(0).getShape().getShape(), clipFrames);
            for (int i = 0; i < count; i++) {
                int first = (clip + i) * clipFrames;
                int frames = Math.min(clipFrames, clips.sampled() - first);
                if (first < to && first + frames > from)
                    listener.clip(scores, i * attributes * space.size(), space, first, frames);
            }
        };
    }

    @Override
    public void close() {
        store.close();
    }
}
