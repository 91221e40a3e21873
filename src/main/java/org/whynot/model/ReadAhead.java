package org.whynot.model;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.IntPredicate;
import org.whynot.util.BackgroundWorker;

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
    /** Null if there is a single block, which the calling thread reads. */
    private final BackgroundWorker reader;

    private final float[][] buffers = new float[2][];
    private int reads;
    private int nextClip;
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
        reader = several ? new BackgroundWorker("WhyNot video reader") : null;
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
        if (reads == 0) submit(nextClip);
        if (reader != null) reader.finish();
        float[] block = buffers[(reads - 1) % 2];
        if (skip()) submit(nextClip);
        return block;
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

    private void submit(int block) throws IOException {
        int which = reads++ % 2;
        if (buffers[which] == null) buffers[which] = new float[perBlock * clipLength];
        if (reader == null) read(block, buffers[which]);
        else reader.submit(() -> read(block, buffers[which]));
    }

    private void read(int block, float[] target) throws IOException {
        int real = Math.min(perBlock, clips.clips() - block);
        for (int i = 0; i < real; i++) {
            if (closed) throw new CancellationException("Nobody waits for these clips any more.");
            clips.read(block + i, target, i * clipLength);
        }
        Arrays.fill(target, real * clipLength, target.length, 0);
    }

    /** Ends reading; waits for the clip that is being read. */
    @Override
    public void close() {
        closed = true;
        if (reader != null) reader.close();
    }
}
