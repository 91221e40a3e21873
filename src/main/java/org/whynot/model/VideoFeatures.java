package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.whynot.classifier.ClassEvidence;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.KnownPasses;
import org.whynot.classifier.LayerSampling;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameSampling;

/**
 * The result of classifying one video: its probabilities, and h(x) of every clip, kept so that any class pair can be asked
 * about without running the classifier again (about 0.8 MB per clip with the laptop widths). If it was made for one class pair,
 * the scores of that pair may be kept instead (0.3 MB per clip with 12 attributes). Close it to free them.
 *
 * <pre>{@code
 * try (VideoFeatures features = model.features(reader, FeatureLimits.usual(), note);
 *         ClassifierRun.Passes passes = features.passes(progress::isCancelled)) {
 *     for (ClassifierRun.Pass pass = passes.next(); pass != null; pass = passes.next())
 *         for (ClipScores scores : features.keep(pass, positive, negative)) search.add(scores);
 *     features.probabilities();
 * }
 * }</pre>
 *
 * <p>How much is kept, and where, {@link FeatureLimits} decides. What could not be kept is computed again from the video when it
 * is asked for, bit for bit. For one thread at a time.
 */
public final class VideoFeatures implements AutoCloseable {

    private final ExplanationHead head;
    private final List<FeatureLayer> layers;
    private final List<LayerSampling> times;
    private final ClipReader reader;
    private final ClassifierRun run;
    private final FeatureStore store;
    private final KnownPasses known;
    private final double[][] clipProbabilities;
    private final FeatureMeans means = new FeatureMeans();
    /** The classes whose scores are kept; if empty, h(x) is, and serves any. */
    private Optional<Pair> kept = Optional.empty();

    private record Pair(int positive, int negative) {}

    VideoFeatures(
            ExplanationHead head,
            List<FeatureLayer> layers,
            ClipReader reader,
            ClassifierRun run,
            KnownPasses known,
            FeatureStore store) {
        this.head = head;
        this.known = known;
        this.layers = layers;
        this.reader = reader;
        this.run = run;
        this.store = store;
        times = layers.stream()
                .map(layer -> new LayerSampling(reader.sampling(), layer))
                .toList();
        clipProbabilities = new double[reader.sampling().clips()][];
    }

    /**
     * The scores that another head makes of the same features, clips joined along time.
     *
     * @param other for the same feature layers
     * @return as {@link #differences}
     */
    List<ScoreMaps> differences(ExplanationHead other, int positive, int negative, BooleanSupplier cancelled)
            throws IOException {
        VideoFeatures same = new VideoFeatures(other, layers, reader, run, known, store);
        return same.differences(positive, negative, cancelled);
    }

    /**
     * Gives h(x) of all clips to a classifier's own evidence. Only where h(x) was kept, see {@link #keep(ClassifierRun.Pass)}.
     *
     * @throws IOException if the features were not all kept in memory, and can't be read
     */
    void collect(ClassEvidence evidence) throws IOException {
        for (FeatureStore.Pass pass : store.passes())
            try (NDScope scope = new NDScope();
                    ClassifierRun.Pass again =
                            pass.isKept() ? null : run.again(reader, pass.clip(), pass.clips(), pass.rows())) {
                scope.suppressNotUsedWarning();
                NDList features = new NDList();
                for (NDArray layer : again == null ? store.get(pass) : again.features())
                    features.add(layer.get(new NDIndex(":{}", pass.clips())));
                evidence.add(features);
            }
    }

    /**
     * Starts classifying the video; every pass must be given to one of the {@code keep} methods, in order.
     *
     * @param cancelled asked before every pass
     * @return to be closed by the caller
     */
    public ClassifierRun.Passes passes(BooleanSupplier cancelled) {
        return passes(Progress.quiet(cancelled));
    }

    /**
     * Starts classifying the video; every pass must be given to one of the {@code keep} methods, in order.
     *
     * @param progress receives what the classifier itself reports; asked before and in every pass whether to stop
     * @return to be closed by the caller
     */
    public ClassifierRun.Passes passes(Progress progress) {
        return run.passes(reader, clip -> true, known, progress);
    }

    /** Takes over a pass: its probabilities, and h(x). */
    public void keep(ClassifierRun.Pass pass) {
        try (pass;
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            noteProbabilities(pass);
            store.add(pass.clip(), pass.clips(), pass.features());
        }
    }

    /**
     * Takes over a pass: its probabilities, and h(x) or the scores of a class pair, whichever is less. The pair must be the same
     * for all passes.
     *
     * @param positive index of the positive class
     * @param negative index of the negative class
     * @return the scores of every clip of the pass, in time order
     */
    public List<ClipScores> keep(ClassifierRun.Pass pass, int positive, int negative) {
        try (pass;
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            noteProbabilities(pass);
            NDList scores = head.differences(pass.features(), positive, negative);
            List<ClipScores> clips = clips(scores, pass.clip(), pass.clips());
            if (size(scores) < size(pass.features())) {
                kept = Optional.of(new Pair(positive, negative));
                store.add(pass.clip(), pass.clips(), scores);
            } else store.add(pass.clip(), pass.clips(), pass.features());
            return clips;
        }
    }

    private static long size(NDList arrays) {
        return arrays.stream().mapToLong(NDArray::size).sum();
    }

    private void noteProbabilities(ClassifierRun.Pass pass) {
        System.arraycopy(pass.probabilities(), 0, clipProbabilities, pass.clip(), pass.clips());
        means.add(pass, sampling());
    }

    /**
     * Classifies the whole video and keeps h(x).
     *
     * @param cancelled asked before every pass
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public void classify(BooleanSupplier cancelled) throws IOException {
        try (ClassifierRun.Passes passes = passes(cancelled)) {
            keepAll(passes);
        }
    }

    /** The same with a {@linkplain #passes(Progress) progress}. */
    public void classify(Progress progress) throws IOException {
        try (ClassifierRun.Passes passes = passes(progress)) {
            keepAll(passes);
        }
    }

    private void keepAll(ClassifierRun.Passes passes) throws IOException {
        for (ClassifierRun.Pass pass = passes.next(); pass != null; pass = passes.next()) keep(pass);
    }

    /** p(c|x): the mean over the clips, each weighted by the frames that no earlier clip has; {@code [C]}, summing to 1. */
    public double[] probabilities() {
        return ClassifierRun.mean(clipProbabilities, sampling());
    }

    /** The mean of the last feature layer over time and space, {@code [D]}, each clip weighted as in {@link #probabilities}. */
    public double[] means() {
        return means.get();
    }

    /**
     * p(c|x) of a video that differs from this one in some frames only: clips without such a frame are not run again.
     *
     * @param changed the other video, of as many frames
     * @param from the first sampled frame that may differ, 0-based
     * @param to the sampled frame after the last one that may differ
     * @param cancelled asked before every pass
     * @return {@code [C]}, bit for bit what running all of its clips gives
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public double[] probabilities(ClipReader changed, int from, int to, BooleanSupplier cancelled) throws IOException {
        double[][] known = clipProbabilities.clone();
        for (int clip = 0; clip < known.length; clip++) if (sampling().has(clip, from, to)) known[clip] = null;
        return ClassifierRun.mean(run.probabilities(changed, known, cancelled), sampling());
    }

    /** p(c|x) of every clip, {@code [clips][C]}; a copy. */
    public double[][] clipProbabilities() {
        double[][] copy = new double[clipProbabilities.length][];
        for (int clip = 0; clip < copy.length; clip++) copy[clip] = clipProbabilities[clip].clone();
        return copy;
    }

    /**
     * h(x) of one clip in the first layer, as it was or computed again.
     *
     * @param clip 0-based
     * @return {@code [D, T', H', W']}, row-major
     * @throws IOException if what was kept, or the video, can't be read
     */
    public float[] features(int clip) throws IOException {
        for (FeatureStore.Pass pass : store.passes())
            if (clip >= pass.clip() && clip < pass.clip() + pass.clips()) return features(pass, clip - pass.clip());
        throw new IllegalArgumentException("The video has no clip " + clip + ", or it was not classified yet.");
    }

    private float[] features(FeatureStore.Pass pass, int row) throws IOException {
        boolean isKept = pass.isKept() && kept.isEmpty();
        try (NDScope scope = new NDScope();
                ClassifierRun.Pass again = isKept ? null : run.again(reader, pass.clip(), pass.clips(), pass.rows())) {
            scope.suppressNotUsedWarning();
            float[] all = (isKept ? store.get(pass) : again.features()).get(0).toFloatArray();
            int size = all.length / pass.rows();
            return Arrays.copyOfRange(all, row * size, (row + 1) * size);
        }
    }

    /** Which frames of the video were classified. */
    public FrameSampling sampling() {
        return reader.sampling();
    }

    /** Which sampled frames the steps of each feature layer stand for. */
    public List<LayerSampling> times() {
        return times;
    }

    /** The size of one attribute's score map {@code [P, T, H, W]} in each feature layer; T is the steps of the whole video. */
    public List<TubeSpace> spaces() {
        List<TubeSpace> spaces = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++)
            spaces.add(space(l).withFrames(times.get(l).steps()));
        return spaces;
    }

    /** The size of one attribute's score map of one clip. */
    private TubeSpace space(int layer) {
        FeatureLayer l = layers.get(layer);
        return new TubeSpace(head.shapes().size(), l.steps(), l.rows(), l.columns());
    }

    /**
     * delta_m of every attribute for a class pair (equation 4), clips joined along time.
     *
     * @param positive index of the positive class
     * @param negative index of the negative class
     * @param cancelled asked before every pass
     * @return {@code [S, P, T, H, W]} per feature layer
     * @throws IllegalArgumentException if they don't fit one array; {@link #scores} has no such limit
     * @throws IOException if the features were not all kept in memory, and can't be read
     * @throws CancellationException if cancelled
     */
    public List<ScoreMaps> differences(int positive, int negative, BooleanSupplier cancelled) throws IOException {
        int attributes = head.attributes();
        List<ScoreMaps> joined = new ArrayList<>();
        for (TubeSpace space : spaces()) {
            if ((long) attributes * space.size() > Integer.MAX_VALUE - 8)
                throw new IllegalArgumentException("The scores of " + attributes + " attributes in " + space.frames()
                        + " steps don't fit one array. Take them clip by clip.");
            joined.add(new ScoreMaps(new float[attributes * space.size()], attributes, space));
        }
        ClipScores.Source scores = scores(positive, negative, 0, sampling().sampled(), cancelled);
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next())
            for (int l = 0; l < joined.size(); l++) {
                ClipScores.Layer layer = clip.layers().get(l);
                TubeSpace whole = joined.get(l).space();
                int maps = attributes * whole.shapes();
                for (int map = 0; map < maps; map++)
                    System.arraycopy(
                            layer.values(),
                            layer.index(0, map, layer.from()),
                            joined.get(l).values(),
                            (map * whole.frames() + layer.firstStep()) * whole.cellsPerFrame(),
                            (layer.to() - layer.from()) * whole.cellsPerFrame());
            }
        return joined;
    }

    /**
     * delta_m of every attribute for a class pair (equation 4), clip after clip.
     *
     * @param positive index of the positive class
     * @param negative index of the negative class
     * @param from the first sampled frame that is wanted, 0-based; its whole clip is given
     * @param to the sampled frame after the last one that is wanted
     * @param cancelled asked before every pass
     */
    public ClipScores.Source scores(int positive, int negative, int from, int to, BooleanSupplier cancelled) {
        return new Scores(new Pair(positive, negative), from, to, cancelled);
    }

    /** The scores of some clips. */
    private final class Scores implements ClipScores.Source {

        private final Pair pair;
        private final int from;
        private final int to;
        private final BooleanSupplier cancelled;
        private final Iterator<FeatureStore.Pass> passes = store.passes().iterator();
        private final Deque<ClipScores> clips = new ArrayDeque<>();

        private Scores(Pair pair, int from, int to, BooleanSupplier cancelled) {
            this.pair = pair;
            this.from = from;
            this.to = to;
            this.cancelled = cancelled;
        }

        @Override
        public ClipScores next() throws IOException {
            while (clips.isEmpty() && passes.hasNext()) {
                FeatureStore.Pass pass = passes.next();
                if (!isWanted(pass)) continue;
                if (cancelled.getAsBoolean()) throw Progress.cancelled();
                load(pass);
            }
            return clips.poll();
        }

        private boolean isWanted(FeatureStore.Pass pass) {
            for (int clip = pass.clip(); clip < pass.clip() + pass.clips(); clip++) if (isWanted(clip)) return true;
            return false;
        }

        private boolean isWanted(int clip) {
            int first = sampling().firstNewOf(clip);
            return first < to && first + sampling().newFramesOf(clip) > from;
        }

        private void load(FeatureStore.Pass pass) throws IOException {
            boolean isKept = pass.isKept() && kept.orElse(pair).equals(pair);
            try (NDScope scope = new NDScope();
                    ClassifierRun.Pass again =
                            isKept ? null : run.again(reader, pass.clip(), pass.clips(), pass.rows())) {
                scope.suppressNotUsedWarning();
                NDList arrays = isKept ? store.get(pass) : again.features();
                NDList scores =
                        isKept && kept.isPresent() ? arrays : head.differences(arrays, pair.positive, pair.negative);
                List<ClipScores> all = VideoFeatures.this.clips(scores, pass.clip(), pass.clips());
                for (int i = 0; i < all.size(); i++) if (isWanted(pass.clip() + i)) clips.add(all.get(i));
            }
        }
    }

    /** The clips of a pass, of which there are {@code count} from {@code clip} on. */
    private List<ClipScores> clips(NDList scores, int clip, int count) {
        float[][] values = scores.stream().map(NDArray::toFloatArray).toArray(float[][]::new);
        List<ClipScores> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<ClipScores.Layer> own = new ArrayList<>();
            for (int l = 0; l < values.length; l++) {
                TubeSpace space = space(l);
                LayerSampling time = times.get(l);
                own.add(new ClipScores.Layer(
                        values[l],
                        i * head.attributes() * space.size(),
                        space,
                        time.from(clip + i),
                        time.to(clip + i),
                        time.firstStep(clip + i)));
            }
            clips.add(new ClipScores(sampling().firstNewOf(clip + i), own));
        }
        return clips;
    }

    @Override
    public void close() {
        store.close();
    }
}
