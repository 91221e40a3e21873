package org.whynot.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Reads a video's clips in blocks, each while the one before is classified.
 *
 * <p>Only one thread reads at any time: the calling one if there is a single block, another one otherwise. After
 * {@link #close} none does.
 */
final class ReadAhead implements AutoCloseable {

    private final ClipSource clips;
    private final IntPredicate wanted;
    private final int perBlock;
    private final int clipLength;
    private final ExecutorService reader;
    private final float[][] buffers = new float[2][];
    private int reads;
    private int nextClip;
    private Future<float[]> pending;
    private volatile boolean closed;

    /**
     * @param clips what is read
     * @param wanted which clips are; blocks without one are left out
     * @param perBlock clips in a block
     * @param clipLength numbers in a clip
     */
    ReadAhead(ClipSource clips, IntPredicate wanted, int perBlock, int clipLength) {
        this.clips = clips;
        this.wanted = wanted;
        this.perBlock = perBlock;
        this.clipLength = clipLength;
        nextClip = -perBlock;
        boolean several = skip() && following(nextClip) < clips.clips();
        reader = several
                ? Executors.newSingleThreadExecutor(work -> {
                    Thread thread = new Thread(work, "WhyNot video reader");
                    thread.setDaemon(true);
                    return thread;
                })
                : null;
    }

    /** The first clip of the block that {@link #next} will give; no more blocks if it is not below the number of clips. */
    int nextClip() {
        return nextClip;
    }

    /**
     * The next block, {@code [perBlock, 3, T, H, W]}; what the video has no clips for is zero. Valid until the next call.
     *
     * @throws IOException if the video can't be read
     * @throws CancellationException if reading was cancelled or the calling thread is interrupted
     */
    float[] next() throws IOException {
        int block = nextClip;
        float[] read = reader == null ? read(block) : await(pending == null ? submit(block) : pending);
        pending = null;
        if (skip() && reader != null) pending = submit(nextClip);
        return read;
    }

    /** Goes to the next block that is wanted; whether there is one. */
    private boolean skip() {
        nextClip = following(nextClip);
        return nextClip < clips.clips();
    }

    private int following(int block) {
        int next = block + perBlock;
        while (next < clips.clips() && !isWanted(next)) next += perBlock;
        return next;
    }

    private boolean isWanted(int block) {
        for (int clip = block; clip < Math.min(block + perBlock, clips.clips()); clip++)
            if (wanted.test(clip)) return true;
        return false;
    }

    private Future<float[]> submit(int block) {
        return reader.submit(() -> read(block));
    }

    private float[] read(int block) throws IOException {
        int which = reads++ % 2;
        if (buffers[which] == null) buffers[which] = new float[perBlock * clipLength];
        float[] target = buffers[which];
        int real = Math.min(perBlock, clips.clips() - block);
        for (int i = 0; i < real; i++) {
            if (closed) throw new CancellationException("Nobody waits for these clips any more.");
            clips.read(block + i, target, i * clipLength);
        }
        Arrays.fill(target, real * clipLength, target.length, 0);
        return target;
    }

    private static float[] await(Future<float[]> block) throws IOException {
        try {
            return block.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Cancelled. Nothing was changed.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            if (e.getCause() instanceof RuntimeException runtime) throw runtime;
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException("Reading the video failed: " + e.getCause(), e);
        }
    }

    /** Ends reading; waits for the clip that is being read. */
    @Override
    public void close() {
        closed = true;
        if (reader == null) return;
        reader.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended)
            try {
                ended = reader.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
