package org.whynot.util;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Does one task after another in the background, while the caller prepares the next.
 *
 * <pre>{@code
 * try (BackgroundWorker worker = new BackgroundWorker("WhyNot digest")) {
 *     while (…) worker.submit(() -> digest.add(frame));
 *     worker.finish();
 * }
 * }</pre>
 *
 * <p>No two tasks run at the same time, and each sees what those before it wrote; they may run on different threads of the
 * {@linkplain Threads#kept kept ones} of that name. What a task throws, the caller's next {@link #submit} or {@link #finish}
 * throws. For one caller at a time.
 */
public final class BackgroundWorker implements AutoCloseable {

    /** What is done in the background. */
    @FunctionalInterface
    public interface Task {
        /** @throws IOException handed on to the caller */
        void run() throws IOException;
    }

    private final Executor threads;
    private Future<?> pending;

    /** @param name of the thread */
    public BackgroundWorker(String name) {
        threads = Threads.kept(name);
    }

    /**
     * Starts a task, when the one before has ended.
     *
     * @throws IOException what the task before threw, as all its exceptions and errors are
     * @throws CancellationException if the calling thread is interrupted; the task is not started
     */
    public void submit(Task task) throws IOException {
        finish();
        FutureTask<Void> next = new FutureTask<>(() -> {
            task.run();
            return null;
        });
        threads.execute(next);
        pending = next;
    }

    /**
     * Waits until the last task has ended.
     *
     * @throws IOException what the task threw, as all its exceptions and errors are
     * @throws CancellationException if the calling thread is interrupted
     */
    public void finish() throws IOException {
        if (pending == null) return;
        try {
            result(pending);
        } finally {
            // One that the caller did not wait for to its end is still there.
            if (pending.isDone()) pending = null;
        }
    }

    /**
     * Waits for what a task gives.
     *
     * @throws IOException what the task threw, as all its exceptions and errors are
     * @throws CancellationException if the calling thread is interrupted
     */
    public static <T> T result(Future<T> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Progress.cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            if (e.getCause() instanceof RuntimeException runtime) throw runtime;
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException("Work in the background failed: " + e.getCause(), e);
        }
    }

    /** Waits for the task that it is at, whatever that throws. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (pending != null)
            try {
                pending.get();
                pending = null;
            } catch (ExecutionException e) {
                pending = null;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
