package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.ClipPasses;
import org.whynot.util.BackgroundWorker;
import org.whynot.util.Progress;
import org.whynot.util.Threads;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameSampling;

/**
 * Two threads side by side: one reads, erases and resizes clips and packs them into full passes, the other (the caller's) runs
 * the classifier on them.
 *
 * <pre>{@code
 * try (ClipPipeline pipeline = new ClipPipeline(model.clipPasses(), () -> {}, progress)) {
 *     Loaded video = pipeline.await(pipeline.prepare(() -> load(path)));
 *     pipeline.classify(reader, probabilities -> ...);   // queued; the answer comes during a later await or finish
 *     pipeline.finish();
 * }
 * }</pre>
 *
 * <p>Everything is prepared in the order in which it was asked for, on one thread, so the packing is always the same. Clips of
 * different videos share a pass.
 */
final class ClipPipeline implements AutoCloseable {

    /** Passes that are prepared ahead. */
    private static final int AHEAD = 4;

    private static final int POLL_MILLISECONDS = 10;
    private static final long END_SECONDS = 30;

    private final ClipPasses passes;
    private final Runnable onPass;
    private final Progress progress;
    private final ExecutorService preparer = Threads.pool("WhyNot clip preparation", 1);
    private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(AHEAD);
    private final List<Future<?>> unchecked = new ArrayList<>();
    private volatile boolean closed;
    /** Of the preparing thread alone. */
    private Batch filling;

    /** Clips of one pass and whose they are. */
    private static final class Batch {
        final float[] clips;
        final List<Run> runs = new ArrayList<>();

        Batch(int length) {
            clips = new float[length];
        }
    }

    /** One video's way through the classifier. */
    private static final class Run {
        final FrameSampling sampling;
        final double[][] clips;
        final Consumer<double[][]> result;
        int done;

        Run(FrameSampling sampling, Consumer<double[][]> result) {
            this.sampling = sampling;
            clips = new double[sampling.clips()][];
            this.result = result;
        }

        void add(double[] probabilities) {
            clips[done++] = probabilities;
            if (done == clips.length) result.accept(clips);
        }
    }

    /**
     * @param passes used on the caller's thread only
     * @param onPass told of every pass
     * @param progress asked whether to stop, before every pass and every clip
     */
    ClipPipeline(ClipPasses passes, Runnable onPass, Progress progress) {
        this.passes = passes;
        this.onPass = onPass;
        this.progress = progress;
    }

    /** Queues any work for the preparing thread, behind what is queued already. */
    <T> Future<T> prepare(Callable<T> work) {
        return preparer.submit(work);
    }

    /**
     * Queues a video to be classified.
     *
     * @param reader the video; read on the preparing thread
     * @param result receives p(c|x), {@code [C]}, on the caller's thread
     */
    void classify(ClipReader reader, Consumer<double[]> result) {
        classifyClips(reader, clips -> result.accept(ClassifierRun.mean(clips, reader.sampling())));
    }

    /**
     * Queues a video to be classified clip by clip.
     *
     * @param reader the video; read on the preparing thread
     * @param result receives p(c|x) of every clip, {@code [clips][C]}, on the caller's thread
     */
    void classifyClips(ClipReader reader, Consumer<double[][]> result) {
        unchecked.add(preparer.submit(() -> {
            Run run = new Run(reader.sampling(), result);
            for (int clip = 0; clip < run.clips.length; clip++) {
                check();
                if (filling == null) filling = new Batch(ClipPasses.CLIPS * passes.clipLength());
                reader.read(clip, filling.clips, filling.runs.size() * passes.clipLength());
                filling.runs.add(run);
                if (filling.runs.size() == ClipPasses.CLIPS) handOver();
            }
            return null;
        }));
    }

    /**
     * Waits for prepared work, running passes meanwhile.
     *
     * @throws IOException if it, or a clip that was to be classified, can't be read
     * @throws CancellationException if the user wants the work to end
     */
    <T> T await(Future<T> work) throws IOException {
        while (!work.isDone()) runOne(POLL_MILLISECONDS);
        checkFailures();
        return BackgroundWorker.result(work);
    }

    /** Runs everything that is queued, the last pass filled up with zeros. */
    void finish() throws IOException {
        await(prepare(() -> {
            if (filling != null) handOver();
            return null;
        }));
        while (!ready.isEmpty()) runOne(0);
    }

    private void runOne(int milliseconds) throws IOException {
        progress.check();
        checkFailures();
        try {
            Batch batch = ready.poll(milliseconds, TimeUnit.MILLISECONDS);
            if (batch == null) return;
            int clips = batch.runs.size();
            double[][] probabilities = passes.run(batch.clips, clips);
            for (int row = 0; row < clips; row++) batch.runs.get(row).add(probabilities[row]);
            onPass.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Progress.cancelled();
        }
    }

    private void handOver() throws InterruptedException {
        Batch full = filling;
        filling = null;
        Arrays.fill(full.clips, full.runs.size() * passes.clipLength(), full.clips.length, 0);
        while (!ready.offer(full, POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) check();
    }

    private void check() {
        if (closed || progress.isCancelled()) throw Progress.cancelled();
    }

    /** Throws what went wrong on the preparing thread while nobody waited for it. */
    private void checkFailures() throws IOException {
        while (!unchecked.isEmpty() && unchecked.get(0).isDone()) BackgroundWorker.result(unchecked.remove(0));
    }

    /** Ends the preparing thread, whatever it is doing, and waits for it. */
    @Override
    public void close() {
        closed = true;
        preparer.shutdownNow();
        try {
            preparer.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
