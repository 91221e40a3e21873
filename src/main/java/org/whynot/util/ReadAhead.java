package org.whynot.util;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Makes one item after another on a thread of its own, always one ahead of the caller.
 *
 * <pre>{@code
 * try (ReadAhead<float[]> blocks = new ReadAhead<>("WhyNot video reader", reader::nextBlock, block -> {})) {
 *     for (float[] block = blocks.next(); block != null; block = blocks.next()) classify(block);
 * }
 * }</pre>
 *
 * <p>Only the item that the caller has and the next one exist at any time. For one caller at a time.
 *
 * @param <T> the type of the items
 */
public final class ReadAhead<T> implements AutoCloseable {

    /**
     * Makes items.
     *
     * @param <T> their type
     */
    @FunctionalInterface
    public interface Source<T> {
        /**
         * The next item, or null after the last one; not called again after that.
         *
         * @throws IOException handed on to the caller of {@link ReadAhead#next}
         */
        T next() throws IOException;
    }

    private final Source<T> source;
    private final Consumer<T> release;
    private final BackgroundWorker worker;
    private T ahead;
    private boolean started;
    private boolean ended;

    /**
     * @param thread name of the thread
     * @param source makes the items, on that thread
     * @param release frees an item that the caller has not taken when this is closed
     */
    public ReadAhead(String thread, Source<T> source, Consumer<T> release) {
        this.source = source;
        this.release = release;
        worker = new BackgroundWorker(thread);
    }

    /**
     * Waits for the next item, and has the one after it made meanwhile.
     *
     * @return null after the last one
     * @throws IOException what the source threw, as all its exceptions and errors are
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public T next() throws IOException {
        if (ended) return null;
        if (!started) prepare();
        worker.finish();
        T item = ahead;
        ahead = null;
        if (item == null) ended = true;
        else prepare();
        return item;
    }

    private void prepare() throws IOException {
        started = true;
        worker.submit(() -> ahead = source.next());
    }

    /** Ends the thread, after the item that it is making, which is released. */
    @Override
    public void close() {
        worker.close();
        ended = true;
        if (ahead != null) release.accept(ahead);
        ahead = null;
    }
}
