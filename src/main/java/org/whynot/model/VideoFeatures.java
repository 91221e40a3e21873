package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.whynot.tube.TubeSpace;
import org.whynot.util.BackgroundWorker;

/**
 * What the classifier made of one video: its probabilities, and h(x) of every clip, kept so that any class pair can be asked
 * about without running the classifier again (about 0.8 MB a clip with the laptop widths). If it was made for one class pair,
 * the scores of that pair may be kept instead (0.3 MB a clip with 12 attributes). Close it to free them.
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
    /** The classes whose scores are kept; if empty, h(x) is, and serves any. */
    private Optional<Pair> kept = Optional.empty();

    private record Pair(int positive, int negative) {}

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

    /** Runs the classifier over the video and keeps h(x). */
    void classify(BooleanSupplier cancelled) throws IOException {
        classify(cancelled, store::add);
    }

    /**
     * Runs the classifier over the video, and tells the scores of two classes on the way. Keeps these or h(x), whichever is less.
     *
     * @param listener receives delta_m of every clip, in time order, on another thread
     */
    void classify(int positive, int negative, ScoreListener listener, BooleanSupplier cancelled) throws IOException {
        Pair pair = new Pair(positive, negative);
        classify(cancelled, (clip, count, features) -> {
            NDArray scores = differences(features, pair);
            tell(scores, clip, count, 0, clips.sampled(), listener);
            long size = features.stream().mapToLong(NDArray::size).sum();
            if (scores.size() < size) kept = Optional.of(pair);
            store.add(clip, count, kept.isPresent() ? new NDList(scores) : features);
        });
    }

    /** {@code keep} works on another thread, while the classifier runs the next pass. */
    private void classify(BooleanSupplier cancelled, ClassifierRun.Features keep) throws IOException {
        try (BackgroundWorker keeper = new BackgroundWorker("WhyNot features")) {
            clipProbabilities = run.run(clips, new double[clips.clips()][], cancelled, (clip, count, features) -> {
                keeper.finish();
                features.forEach(NDScope::unregister);
                keeper.submit(() -> {
                    try (NDScope scope = new NDScope()) {
                        scope.suppressNotUsedWarning();
                        features.forEach(NDScope::register);
                        keep.pass(clip, count, features);
                    }
                });
            });
            keeper.finish();
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
        return space(store.passes().get(0).shapes()[0], frames);
    }

    /** @param shape of features or scores: rows and columns come last in both */
    private TubeSpace space(Shape shape, int frames) {
        int rows = (int) shape.get(shape.dimension() - 2);
        int columns = (int) shape.get(shape.dimension() - 1);
        return new TubeSpace(Architecture.FEATURE_LAYERS, head.shapes().size(), frames, rows, columns);
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
        Pair pair = new Pair(positive, negative);
        for (FeatureStore.Pass pass : store.passes()) {
            if ((pass.clip() + pass.clips()) * clipFrames <= from || pass.clip() * clipFrames >= to) continue;
            if (cancelled.getAsBoolean()) throw new CancellationException("Cancelled. Nothing was changed.");
            if (pass.isKept() && kept.orElse(pair).equals(pair)) {
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    NDList arrays = store.get(pass);
                    NDArray scores = kept.isPresent() ? arrays.get(0) : differences(arrays, pair);
                    tell(scores, pass.clip(), pass.clips(), from, to, listener);
                }
            } else {
                run.again(
                        clips,
                        pass.clip(),
                        pass.clips(),
                        pass.rows(),
                        (clip, count, features) -> tell(differences(features, pair), clip, count, from, to, listener));
            }
        }
    }

    private NDArray differences(NDList features, Pair pair) {
        return head.differences(features, pair.positive, pair.negative);
    }

    /** Hands the clips of a pass, of which there are {@code count} from {@code clip} on, to a listener. */
    private void tell(NDArray scores, int clip, int count, int from, int to, ScoreListener listener)
            throws IOException {
        float[] numbers = scores.toFloatArray();
        TubeSpace space = space(scores.getShape(), clipFrames);
        for (int i = 0; i < count; i++) {
            int first = (clip + i) * clipFrames;
            int frames = Math.min(clipFrames, clips.sampled() - first);
            if (first < to && first + frames > from)
                listener.clip(numbers, i * attributes * space.size(), space, first, frames);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
