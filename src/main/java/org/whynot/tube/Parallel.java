package org.whynot.tube;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.whynot.util.Threads;

/**
 * Numbered tasks on several threads, whose outcome, failure included, does not depend on how many threads there are.
 *
 * <p>Tasks are handed out in order, each to one thread. After a failure no more are handed out, but those under way end:
 * so the failed task with the smallest number is the same for any number of threads, and its exception is the one thrown.
 */
final class Parallel {

    private final int tasks;
    private final BooleanSupplier cancelled;
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean interrupted;
    private int failedTask = Integer.MAX_VALUE;
    private Throwable failure;

    private Parallel(int tasks, BooleanSupplier cancelled) {
        this.tasks = tasks;
        this.cancelled = cancelled;
    }

    /**
     * Runs the tasks; the calling thread takes part.
     *
     * @param tasks their number
     * @param threads how many to use, at least 1
     * @param cancelled whether the caller wants to stop; asked from any of the threads
     * @param worker makes what runs tasks, once a thread, given what to ask whether to stop
     * @throws CancellationException if cancelled, or if the calling thread is interrupted (its flag stays set)
     */
    static void run(int tasks, int threads, BooleanSupplier cancelled, Function<BooleanSupplier, IntConsumer> worker) {
        new Parallel(tasks, cancelled).run(Math.min(threads, tasks), worker);
    }

    private void run(int threads, Function<BooleanSupplier, IntConsumer> worker) {
        if (threads <= 1) {
            work(worker);
        } else {
            ExecutorService pool = Threads.pool("WhyNot tube search", threads - 1);
            try {
                List<Future<?>> others = new ArrayList<>();
                for (int i = 1; i < threads; i++) others.add(pool.submit(() -> work(worker)));
                work(worker);
                for (Future<?> other : others) await(other);
            } finally {
                pool.shutdown();
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (failure instanceof RuntimeException e) throw e;
        if (failure instanceof Error e) throw e;
    }

    private void work(Function<BooleanSupplier, IntConsumer> worker) {
        int task = next.getAndIncrement();
        if (task >= tasks) return;
        try {
            IntConsumer mine = worker.apply(this::stop);
            for (; task < tasks; task = next.getAndIncrement()) mine.accept(task);
        } catch (RuntimeException | Error e) {
            next.set(tasks);
            fail(task, e);
        }
    }

    private synchronized void fail(int task, Throwable e) {
        if (task < failedTask) {
            failedTask = task;
            failure = e;
        }
    }

    private boolean stop() {
        return interrupted || Thread.currentThread().isInterrupted() || cancelled.getAsBoolean();
    }

    /** Waits for a thread to end; an interrupt makes the others stop, and is passed on when they have. */
    private void await(Future<?> other) {
        while (true)
            try {
                other.get();
                return;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("A thread of the tube search failed: " + e.getCause(), e);
            }
    }
}
