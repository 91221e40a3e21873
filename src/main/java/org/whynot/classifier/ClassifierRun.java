package org.whynot.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.whynot.util.Progress;
import org.whynot.util.ReadAhead;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameSampling;

/**
 * Runs a classifier over the clips of one video after another, without gradients, a few clips at a time.
 *
 * <pre>{@code
 * try (ClassifierRun.Passes passes = run.passes(reader, clip -> true, progress::isCancelled)) {
 *     for (ClassifierRun.Pass next = passes.next(); next != null; next = passes.next())
 *         try (ClassifierRun.Pass pass = next) { … }
 * }
 * }</pre>
 *
 * <p>While the caller works on a pass the next one is classified on another thread, and the one after that is read on a
 * third. A video's clips are always parted into the same passes: two clips each, and three in the last one if their number is
 * odd. When memory runs out, the number of clips in a pass is halved, for all passes that follow. Each clip's numbers don't
 * depend on the other clips of its pass. Whether they depend on how many there are is up to the engine, which may add numbers
 * up in another order; the differences are those of rounding (below 1e-4 of a logit).
 */
public final class ClassifierRun {

    /**
     * Clips in a forward pass. Two, because larger passes gain nothing on a CPU, while one of a single clip takes longer than
     * one of two: the engine then computes convolutions of few channels in another way. So a clip that would be left alone at the
     * end joins the pass before, and the only clip of a short video gets an empty one beside it.
     */
    public static final int CLIPS_PER_PASS = 2;

    private static final Pattern NO_MEMORY =
            Pattern.compile("out of memory|allocate memory|not enough memory|bad_alloc", Pattern.CASE_INSENSITIVE);

    private final VideoClassifier classifier;
    private final NDManager manager;
    private final int clipLength;
    private final int perBlock;
    private final Consumer<String> note;
    private volatile int perPass;

    /**
     * @param classifier what to run
     * @param manager under which passes live until they are closed; of the classifier's device
     * @param note receives a message when memory runs out and the passes become smaller
     */
    public ClassifierRun(VideoClassifier classifier, NDManager manager, Consumer<String> note) {
        this(classifier, manager, CLIPS_PER_PASS, note);
    }

    /** @param perPass clips in a pass, at first */
    ClassifierRun(VideoClassifier classifier, NDManager manager, int perPass, Consumer<String> note) {
        this.classifier = classifier;
        this.manager = manager;
        this.perPass = perPass;
        this.note = note;
        perBlock = perPass;
        clipLength = classifier.input().clipLength();
    }

    /**
     * Some clips of a video after a forward pass, and the one owner of its features.
     *
     * @param clip the first clip of the pass
     * @param probabilities p(c|x) of every clip, {@code [clips][C]}
     * @param features h(x), an array {@code [N, D, T', H', W']} per layer; N is {@code rows}, what follows the clips is padding
     * @param owner manager of the features, closed with this
     */
    public record Pass(int clip, double[][] probabilities, NDList features, NDManager owner) implements AutoCloseable {

        /** Number of clips. */
        public int clips() {
            return probabilities.length;
        }

        /** Rows of the features (N), padding counted. */
        public int rows() {
            return (int) features.get(0).getShape().get(0);
        }

        /** Frees the features, unless they were attached elsewhere. */
        @Override
        public void close() {
            owner.close();
        }
    }

    /**
     * Starts a run.
     *
     * @param reader the video; read on another thread until the run is closed
     * @param wanted which clips are needed; passes without one are left out
     * @param cancelled asked before every pass
     * @return to be closed by the caller
     */
    public Passes passes(ClipReader reader, IntPredicate wanted, BooleanSupplier cancelled) {
        return passes(reader, wanted, Progress.quiet(cancelled));
    }

    /**
     * Starts a run whose passes may take long.
     *
     * @param progress of the run; receives only what the classifier itself reports, and is asked before and in every pass
     *     whether to stop
     * @return to be closed by the caller
     */
    public Passes passes(ClipReader reader, IntPredicate wanted, Progress progress) {
        return passes(reader, wanted, KnownPasses.NONE, progress);
    }

    /**
     * Starts a run of which some passes are known already; their clips are read all the same.
     *
     * @param known asked for every pass before it is run
     * @param progress as above
     * @return to be closed by the caller
     */
    public Passes passes(ClipReader reader, IntPredicate wanted, KnownPasses known, Progress progress) {
        return new Passes(reader, wanted, known, progress, true);
    }

    /** The passes over one video, in time order. For one thread at a time. */
    public final class Passes implements AutoCloseable {

        private final ClipReader reader;
        private final IntPredicate wanted;
        private final KnownPasses known;
        private final Progress progress;
        private final boolean features;
        private final ReadAhead<Block> blocks;
        private final ReadAhead<Pass> passes;
        private final float[][] buffers = new float[2][];
        private int reads;
        private int nextClip;
        private Block block;
        private int done;
        private volatile boolean closed;

        /** Clips as the network wants them, one after another. */
        private record Block(int clip, int clips, float[] numbers) {}

        private Passes(ClipReader reader, IntPredicate wanted, KnownPasses known, Progress progress, boolean features) {
            this.reader = reader;
            this.wanted = wanted;
            this.known = known;
            this.progress = progress;
            this.features = features;
            blocks = new ReadAhead<>("WhyNot video reader", this::read, unread -> {});
            passes = new ReadAhead<>("WhyNot classifier", this::classify, Pass::close);
        }

        /**
         * The next pass, to be closed by the caller; null after the last one.
         *
         * @throws IOException if the video can't be read
         * @throws CancellationException if cancelled
         * @throws EngineException if there is not enough memory for a single clip
         */
        public Pass next() throws IOException {
            progress.check();
            return passes.next();
        }

        private Block read() throws IOException {
            while (nextClip < clips() && !isWanted(nextClip)) nextClip = endOfBlock(nextClip);
            if (nextClip >= clips()) return null;
            int which = reads++ % 2;
            int end = endOfBlock(nextClip);
            int count = end - nextClip;
            if (buffers[which] == null || buffers[which].length < count * clipLength)
                buffers[which] = new float[count * clipLength];
            for (int i = 0; i < count; i++) {
                if (closed) throw new CancellationException("The run was closed before these clips were classified.");
                reader.read(nextClip + i, buffers[which], i * clipLength);
            }
            Block read = new Block(nextClip, count, buffers[which]);
            nextClip = end;
            return read;
        }

        private int clips() {
            return reader.sampling().clips();
        }

        /** The clip after the last one of the block that begins with a clip. */
        private int endOfBlock(int first) {
            int end = Math.min(first + perBlock, clips());
            return perBlock > 1 && end == clips() - 1 ? clips() : end;
        }

        private boolean isWanted(int first) {
            for (int clip = first; clip < endOfBlock(first); clip++) if (wanted.test(clip)) return true;
            return false;
        }

        private Pass classify() throws IOException {
            if (block == null || done == block.clips) {
                block = blocks.next();
                done = 0;
            }
            if (block == null) return null;
            progress.check();
            while (true) {
                int left = block.clips - done;
                int clips = perPass == perBlock ? left : Math.min(perPass, left);
                int rows = Math.max(clips, Math.min(perPass, CLIPS_PER_PASS));
                try {
                    int clip = block.clip + done;
                    Optional<Pass> before = known.find(clip, clips, rows, manager);
                    Pass pass = before.isPresent()
                            ? before.get()
                            : forward(block.numbers, done, rows, clip, clips, features, progress(clip, clips));
                    done += clips;
                    return pass;
                } catch (OutOfMemoryError | ai.djl.engine.EngineException e) {
                    halve(e);
                }
            }
        }

        private Progress progress(int clip, int clips) {
            double all = reader.sampling().clips();
            Progress part = progress.part(clip / all, (clip + clips) / all);
            return new Progress() {
                @Override
                public void report(double fraction, String message) {
                    part.report(fraction, message);
                }

                @Override
                public boolean isCancelled() {
                    return closed || part.isCancelled();
                }
            };
        }

        /** Ends the run; waits for the clip that is being read and the pass that is being run. */
        @Override
        public void close() {
            closed = true;
            passes.close();
            blocks.close();
        }
    }

    /**
     * @param first where in the block the first clip is
     * @param features whether they are wanted
     */
    private Pass forward(float[] block, int first, int rows, int clip, int clips, boolean features, Progress progress) {
        NDManager own = manager.newSubManager();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray batch = EngineArrays.create(
                    own, block, first * clipLength, new Shape(classifier.input().batchShape(clips)));
            if (rows > clips)
                batch = batch.concat(own.zeros(new Shape(classifier.input().batchShape(rows - clips))));
            VideoClassifier.Output output = features
                    ? classifier.forward(batch, progress)
                    : new VideoClassifier.Output(classifier.logits(batch), new NDList());
            float[] logits = output.logits().toFloatArray();
            for (NDArray layer : output.features()) {
                NDScope.unregister(layer);
                layer.attach(own);
            }
            int classes = logits.length / rows;
            double[][] probabilities = new double[clips][];
            for (int row = 0; row < clips; row++) probabilities[row] = softmax(logits, row * classes, classes);
            return new Pass(clip, probabilities, output.features(), own);
        } catch (RuntimeException | Error e) {
            own.close();
            throw e;
        }
    }

    /**
     * h(x) of some clips once more, in a pass of the same size as before, so bit for bit the same.
     *
     * @param reader the video
     * @param clip the first clip
     * @param clips how many
     * @param rows clips in the pass, padding counted
     * @return to be closed by the caller
     * @throws IOException if the video can't be read
     */
    public Pass again(ClipReader reader, int clip, int clips, int rows) throws IOException {
        float[] block = new float[clips * clipLength];
        for (int i = 0; i < clips; i++) reader.read(clip + i, block, i * clipLength);
        return forward(block, 0, rows, clip, clips, true, Progress.SILENT);
    }

    /** Number of forward passes over a video of so many clips, as long as memory suffices. */
    public static int passes(int clips) {
        return Math.max(1, clips / CLIPS_PER_PASS);
    }

    /**
     * Which forward pass over a video a clip is in, as long as memory suffices.
     *
     * @param clip 0-based
     * @param clips of the video
     * @return 0-based
     */
    public static int passOf(int clip, int clips) {
        return Math.min(clip / CLIPS_PER_PASS, passes(clips) - 1);
    }

    private void halve(Throwable e) {
        if (e instanceof ai.djl.engine.EngineException failed
                && !NO_MEMORY.matcher(String.valueOf(failed.getMessage())).find()) throw failed;
        if (perPass == 1)
            throw new EngineException(
                    "There is not enough memory to run the model on a single clip of "
                            + classifier.input().frames() + " frames of "
                            + classifier.input().width() + " x "
                            + classifier.input().height()
                            + " pixels. Close other programs, or use a machine with more memory.",
                    e);
        perPass /= 2;
        note.accept("Memory ran out, so the model now processes " + perPass + (perPass == 1 ? " clip" : " clips")
                + " at a time instead of " + 2 * perPass
                + ". This takes longer, and the last digits of the numbers may differ.");
    }

    /**
     * p(c|x) of every clip.
     *
     * @param reader the video
     * @param known {@code [clips]}: the probabilities {@code [C]} of clips that need not be run, or null for the others
     * @param cancelled asked before every pass
     * @return the same array, filled up
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public double[][] probabilities(ClipReader reader, double[][] known, BooleanSupplier cancelled) throws IOException {
        IntPredicate unknown = clip -> known[clip] == null;
        try (Passes passes = new Passes(reader, unknown, KnownPasses.NONE, Progress.quiet(cancelled), false)) {
            for (Pass next = passes.next(); next != null; next = passes.next())
                try (Pass pass = next) {
                    System.arraycopy(pass.probabilities(), 0, known, pass.clip(), pass.clips());
                }
        }
        return known;
    }

    /**
     * p(c|x) of one video: the mean over its clips, each weighted by the frames that no earlier clip has.
     *
     * @param reader the video
     * @param cancelled asked before every pass
     * @return {@code [C]}, summing to 1
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     */
    public double[] probabilities(ClipReader reader, BooleanSupplier cancelled) throws IOException {
        FrameSampling sampling = reader.sampling();
        return mean(probabilities(reader, new double[sampling.clips()][], cancelled), sampling);
    }

    /**
     * p(c|x) of a video from those of its clips: their mean, each weighted by the frames that no earlier clip has.
     *
     * @param clips {@code [clips][C]}
     * @param sampling of the video
     * @return {@code [C]}
     */
    public static double[] mean(double[][] clips, FrameSampling sampling) {
        double[] mean = new double[clips[0].length];
        for (int clip = 0; clip < clips.length; clip++) {
            double weight = sampling.newFramesOf(clip) / (double) sampling.sampled();
            for (int c = 0; c < mean.length; c++) mean[c] += weight * clips[clip][c];
        }
        return mean;
    }

    /** The softmax of some logits, in double precision; sums to 1. */
    public static double[] softmax(float[] logits, int offset, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < count; c++) largest = Math.max(largest, logits[offset + c]);
        double[] softmax = new double[count];
        double sum = 0;
        for (int c = 0; c < count; c++) sum += softmax[c] = Math.exp(logits[offset + c] - largest);
        for (int c = 0; c < count; c++) softmax[c] /= sum;
        return softmax;
    }
}
