package org.whynot.explain;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.whynot.util.BackgroundWorker;
import org.whynot.video.PixelDigest;
import org.whynot.video.PixelStatistics;

/**
 * A {@link PixelDigest} and {@link PixelStatistics} that take each frame in on another thread, while the next one is read: both take
 * about as long.
 */
final class BackgroundDigest implements AutoCloseable {

    private final PixelDigest digest;
    private final PixelStatistics statistics = new PixelStatistics();
    private final byte[] frame;
    private final BackgroundWorker worker = new BackgroundWorker("WhyNot digest");

    /**
     * @param digest used by nobody else
     * @param frameLength numbers in a frame
     */
    BackgroundDigest(PixelDigest digest, int frameLength) {
        this.digest = digest;
        frame = new byte[frameLength];
    }

    /** The digest, which has all frames that were added only after {@link #finish}. */
    PixelDigest digest() {
        return digest;
    }

    /** The statistics, which have all frames that were added only after {@link #finish}. */
    PixelStatistics statistics() {
        return statistics;
    }

    /**
     * Adds the next sampled frame.
     *
     * @param rgb {@code [3, height, width]}, values 0 to 255 as bytes without sign; may be changed afterwards
     * @throws CancellationException if the thread is interrupted
     */
    synchronized void add(byte[] rgb) throws IOException {
        worker.finish();
        System.arraycopy(rgb, 0, frame, 0, frame.length);
        worker.submit(() -> {
            digest.add(frame);
            statistics.add(frame);
        });
    }

    /**
     * Waits until the digest has all frames.
     *
     * @throws CancellationException if the thread is interrupted
     */
    synchronized void finish() throws IOException {
        worker.finish();
    }

    /** Ends the thread, after the frame that it may be at. */
    @Override
    public void close() {
        worker.close();
    }
}
