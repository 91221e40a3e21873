package org.whynot.explain;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.whynot.video.PixelDigest;

/** A {@link PixelDigest} that takes each frame in on another thread, while the next one is read: it costs as much as reading. */
final class BackgroundDigest implements AutoCloseable {

    private final PixelDigest digest;
    private final byte[] frame;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "WhyNot digest");
        thread.setDaemon(true);
        return thread;
    });
    private Future<?> pending;

    /**
     * @param digest used by nobody else
     * @param frameLength numbers in a frame
     */
    BackgroundDigest(PixelDigest digest, int frameLength) {
        this.digest = digest;
        frame = new byte[frameLength];
    }

    /**
     * Adds the next sampled frame.
     *
     * @param rgb {@code [3, height, width]}, values 0 to 255 as bytes without sign; may be changed afterwards
     * @throws CancellationException if the thread is interrupted
     */
    synchronized void add(byte[] rgb) {
        await();
        System.arraycopy(rgb, 0, frame, 0, frame.length);
        pending = worker.submit(() -> digest.add(frame));
    }

    /**
     * Waits until the digest has all frames.
     *
     * @throws CancellationException if the thread is interrupted
     */
    synchronized void finish() {
        await();
    }

    private void await() {
        if (pending == null) return;
        try {
            pending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Cancelled. Nothing was changed.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("The digest of the pixels failed: " + e.getCause(), e);
        }
    }

    /** Ends the thread, after the frame that it may be at. */
    @Override
    public void close() {
        worker.shutdown();
    }
}
