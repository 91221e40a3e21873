package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Runs a classifier over the clips of one video after another, without gradients, a few clips at a time; the next clips are
 * read meanwhile. Not for several threads at once.
 *
 * <p>When memory runs out, the number of clips in a pass is halved, for all passes that follow. Each clip's numbers don't
 * depend on the other clips of its pass. Whether they depend on how many there are is up to the engine, which may add numbers
 * up in another order; the differences are those of rounding (below 1e-4 of a logit). So the number is always the same
 * unless memory runs out.
 */
public final class ClassifierRun {

    /**
     * Clips in every forward pass; a missing one is filled with zeros. Always the same, so that an answer does not depend on how
     * many clips there are; two, because a pass of one takes longer on a CPU than a pass of two, and larger ones gain nothing.
     */
    static final int CLIPS_PER_PASS = 2;

    private static final Pattern NO_MEMORY =
            Pattern.compile("out of memory|allocate memory|not enough memory|bad_alloc", Pattern.CASE_INSENSITIVE);

    /** What runs a pass: the classifier, without training. */
    @FunctionalInterface
    interface Forward {
        /** @param clips {@code [N, 3, T, H, W]} */
        C3dResNet.Output run(NDArray clips);
    }

    /** Receives h(x) of every pass. */
    @FunctionalInterface
    interface Features {
        /**
         * @param clip the first clip of the pass
         * @param clips how many of the rows are clips; what follows is padding
         * @param features {@code [N, D, T, H, W]} a layer; freed afterwards unless attached elsewhere
         * @throws IOException ends the run
         */
        void pass(int clip, int clips, NDList features) throws IOException;
    }

    private final Forward classifier;
    private final ModelCard.Input input;
    private final NDManager manager;
    private final int clipLength;
    private final int perBlock;
    private final Consumer<String> note;
    private int perPass;

    /**
     * @param classifier what to run
     * @param input what it is fed
     * @param manager under which intermediate arrays live for a moment
     */
    public ClassifierRun(C3dResNet classifier, ModelCard.Input input, NDManager manager) {
        this(clips -> classifier.forward(clips, false), input, manager, CLIPS_PER_PASS, sentence -> {});
    }

    /**
     * @param perPass clips in a pass, at first
     * @param note is told in a sentence when memory runs out and the passes become smaller
     */
    ClassifierRun(Forward classifier, ModelCard.Input input, NDManager manager, int perPass, Consumer<String> note) {
        this.classifier = classifier;
        this.input = input;
        this.manager = manager;
        this.perPass = perPass;
        this.note = note;
        perBlock = perPass;
        clipLength = 3 * input.frames() * input.height() * input.width();
    }

    /**
     * p(c|x) of one video: the mean over its clips.
     *
     * @param clips the video; may be read on another thread, but by one at a time
     * @param cancelled asked before every pass
     * @param keep receives h(x) of every pass, {@code [N, D, T, H, W]} a layer; freed afterwards unless attached elsewhere. Or
     *     null
     * @return {@code [C]}, summing to 1
     * @throws IOException if the video can't be read
     * @throws CancellationException if cancelled
     * @throws EngineException if there is not enough memory for a single clip
     */
    public double[] probabilities(ClipSource clips, BooleanSupplier cancelled, Consumer<NDList> keep)
            throws IOException {
        return mean(run(clips, new double[clips.clips()][], cancelled, (clip, count, features) -> {
            if (keep != null) keep.accept(features);
        }));
    }

    /**
     * p(c|x) of every clip.
     *
     * @param known {@code [clips]}: the probabilities {@code [C]} of clips that need not be run, or null for the others
     * @return the same array, filled up
     */
    double[][] run(ClipSource clips, double[][] known, BooleanSupplier cancelled, Features to) throws IOException {
        try (ReadAhead blocks = new ReadAhead(clips, clip -> known[clip] == null, perBlock, clipLength)) {
            for (int first = blocks.nextClip(); first < clips.clips(); first = blocks.nextClip()) {
                check(cancelled);
                float[] block = blocks.next();
                int real = Math.min(perBlock, clips.clips() - first);
                for (int done = 0; done < real; ) {
                    check(cancelled);
                    done += pass(block, done, first, real, known, to);
                }
            }
        }
        return known;
    }

    private static void check(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted())
            throw new CancellationException("Cancelled. Nothing was changed.");
    }

    /** Runs the next pass of a block, smaller if memory runs out; returns how many clips it had. */
    private int pass(float[] block, int done, int first, int real, double[][] probabilities, Features to)
            throws IOException {
        while (true) {
            int clips = Math.min(perPass, real - done);
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                C3dResNet.Output output;
                float[] logits;
                try {
                    output = forward(block, done, perPass);
                    logits = output.logits().toFloatArray();
                } catch (OutOfMemoryError | ai.djl.engine.EngineException e) {
                    halve(e);
                    continue;
                }
                int classes = logits.length / perPass;
                for (int row = 0; row < clips; row++)
                    probabilities[first + done + row] = softmax(logits, row * classes, classes);
                to.pass(first + done, clips, output.features());
                return clips;
            }
        }
    }

    /**
     * h(x) of some clips once more, in a pass of the same size as before, so bit for bit the same.
     *
     * @param rows clips in the pass, padding counted
     */
    void again(ClipSource source, int clip, int clips, int rows, Features to) throws IOException {
        float[] block = new float[rows * clipLength];
        for (int i = 0; i < clips; i++) source.read(clip + i, block, i * clipLength);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            to.pass(clip, clips, forward(block, 0, rows).features());
        }
    }

    private C3dResNet.Output forward(float[] block, int clip, int rows) {
        FloatBuffer numbers = FloatBuffer.wrap(block, clip * clipLength, rows * clipLength);
        Shape shape = new Shape(rows, 3, input.frames(), input.height(), input.width());
        return classifier.run(manager.create(numbers, shape));
    }

    private void halve(Throwable e) {
        if (e instanceof ai.djl.engine.EngineException failed
                && !NO_MEMORY.matcher(String.valueOf(failed.getMessage())).find()) throw failed;
        if (perPass == 1)
            throw new EngineException(
                    "There is not enough memory to run the model on a single clip of " + input.frames() + " frames of "
                            + input.width() + " x " + input.height()
                            + " pixels. Close other programs, or use a machine with more memory.",
                    e);
        perPass /= 2;
        note.accept("Memory ran out, so the model now looks at " + perPass + (perPass == 1 ? " clip" : " clips")
                + " at a time instead of " + 2 * perPass
                + ". This takes longer, and the last digits of the numbers may differ.");
    }

    /** The mean of the probabilities {@code [C]} of some clips. */
    static double[] mean(double[][] clips) {
        double[] mean = new double[clips[0].length];
        for (double[] softmax : clips) for (int c = 0; c < mean.length; c++) mean[c] += softmax[c] / clips.length;
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
