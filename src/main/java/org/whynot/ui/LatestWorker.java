package org.whynot.ui;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.whynot.util.Progress;
import org.whynot.util.Threads;

/**
 * A daemon thread with a place for one waiting job of every kind: a newer job takes the place of an older one of its kind, and
 * cancels it if it runs. Of the waiting jobs the kind that is declared first goes first.
 *
 * <p>Safe for use by several threads.
 *
 * @param <K> the kinds of jobs, most urgent first
 */
final class LatestWorker<K extends Enum<K>> {

    /** Work that ends with an exception if it can't be done. */
    interface Job {
        void run(Progress progress) throws Exception;
    }

    private final Map<K, Job> waiting;
    private final BiConsumer<Double, String> reports;
    private final BiConsumer<K, Throwable> failures;
    private final Thread thread;
    private K running;
    private AtomicBoolean cancelled = new AtomicBoolean();
    private boolean closed;
    private Runnable last = () -> {};

    /**
     * Starts the thread.
     *
     * @param name of the thread
     * @param kinds of jobs
     * @param reports told how far a job is (0 to 1) and what it does, on the worker's thread
     * @param failures told what a job ended with, {@link CancellationException} too, on the worker's thread
     */
    LatestWorker(String name, Class<K> kinds, BiConsumer<Double, String> reports, BiConsumer<K, Throwable> failures) {
        waiting = new EnumMap<>(kinds);
        this.reports = reports;
        this.failures = failures;
        thread = Threads.daemon(name, this::work);
        thread.start();
    }

    /** Hands over a job; after {@link #close} nothing happens. */
    synchronized void put(K kind, Job job) {
        if (closed) return;
        waiting.put(kind, job);
        if (running == kind) cancelled.set(true);
        notifyAll();
    }

    /** Cancels the job that runs and forgets those that wait; returns whether there was any. */
    synchronized boolean cancel() {
        boolean any = running != null || !waiting.isEmpty();
        waiting.clear();
        cancelled.set(true);
        return any;
    }

    /**
     * Cancels everything and ends the thread soon; does not wait for it. Does nothing when called again.
     *
     * @param cleanUp done on the thread at its end
     */
    synchronized void close(Runnable cleanUp) {
        if (closed) return;
        closed = true;
        last = cleanUp;
        waiting.clear();
        cancelled.set(true);
        notifyAll();
    }

    /** Whether a job runs and was not cancelled. */
    synchronized boolean isGoingOn() {
        return running != null && !cancelled.get();
    }

    /** Whether a job runs or waits. */
    synchronized boolean isBusy() {
        return running != null || !waiting.isEmpty();
    }

    private void work() {
        try {
            for (Job job = next(); job != null; job = next()) run(job);
        } finally {
            last.run();
        }
    }

    private synchronized Job next() {
        running = null;
        try {
            while (waiting.isEmpty() && !closed) wait();
        } catch (InterruptedException e) {
            closed = true;
        }
        if (closed) return null;
        running = waiting.keySet().iterator().next();
        cancelled = new AtomicBoolean();
        return waiting.remove(running);
    }

    private void run(Job job) {
        AtomicBoolean mine;
        K kind;
        synchronized (this) {
            mine = cancelled;
            kind = running;
        }
        try {
            job.run(new Progress() {
                @Override
                public void report(double fraction, String message) {
                    reports.accept(fraction, message);
                }

                @Override
                public boolean isCancelled() {
                    return mine.get();
                }
            });
        } catch (Throwable e) {
            failures.accept(kind, e);
        }
    }
}
