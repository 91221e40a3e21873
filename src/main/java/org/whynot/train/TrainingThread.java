package org.whynot.train;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.whynot.util.Progress;
import org.whynot.util.Threads;

/**
 * Runs a training on a thread of its own, so that its caller is free again within a second of cancelling.
 *
 * <p>The engine can't be stopped within a forward or backward pass, which takes a second with the default size and much longer
 * with a wide network. So the caller waits for the training, and when the user cancels, waits a little longer and leaves. The
 * training ends by itself at its next check, when the engine comes back, and frees all it has; nobody hears of it any more.
 *
 * <p>The engine collects gradients for one training at a time: the next one waits until the one before has ended.
 */
final class TrainingThread<T> implements Progress {

    private static final long POLL_MILLISECONDS = 50;
    private static final long GRACE_MILLISECONDS = 250;
    private static final long EXIT_SECONDS = 60;
    private static final Semaphore ONE_AT_A_TIME = new Semaphore(1);

    private final Progress caller;
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean left;
    private boolean finishing;
    private T result;
    private Throwable problem;

    /** A training. */
    interface Work<T> {
        /**
         * Trains.
         *
         * @param thread receives progress and returns whether the user cancelled; {@link TrainingThread#finish} before the result
         *     is written
         */
        T run(TrainingThread<?> thread) throws IOException;
    }

    private TrainingThread(Progress caller) {
        this.caller = caller;
    }

    /**
     * Runs a training and returns what it returns.
     *
     * @throws IOException as the work does; so are its unchecked exceptions and errors thrown
     * @throws CancellationException if the user cancelled or the calling thread was interrupted
     */
    static <T> T run(Progress progress, Work<T> work) throws IOException {
        TrainingThread<T> training = new TrainingThread<>(progress);
        try {
            training.start(work);
            return training.await();
        } finally {
            // Where the caller's own stack or memory is at its end, nobody would hear of the result.
            training.leave();
        }
    }

    /** The turn is waited for on the new thread: what the caller took could not be given back where its stack is at its end. */
    private void start(Work<T> work) {
        Thread hook = Threads.daemon("WhyNot waits for a training to stop", this::stopAtExit);
        Thread thread = Threads.daemon("WhyNot trains", () -> {
            try {
                Runtime.getRuntime().addShutdownHook(hook);
                result = runAlone(work);
            } catch (Throwable e) {
                problem = e;
            } finally {
                ended.countDown();
                remove(hook);
            }
        });
        thread.start();
    }

    private T runAlone(Work<T> work) throws IOException, InterruptedException {
        while (!ONE_AT_A_TIME.tryAcquire(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
            check();
            report(0, "Waiting for another training in this program to end");
        }
        try {
            return work.run(this);
        } finally {
            ONE_AT_A_TIME.release();
        }
    }

    /** A program that ends while the engine computes crashes in it: the work is asked to stop, and what is being computed is waited for. */
    private void stopAtExit() {
        leave();
        try {
            ended.await(EXIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending: the hook is in use, and ends with the work.
            return;
        }
    }

    private T await() throws IOException {
        boolean interrupted = false;
        while (true) {
            boolean stop = interrupted || caller.isCancelled();
            try {
                if (ended.await(stop ? GRACE_MILLISECONDS : POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (stop && leave()) break;
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (hasLeft()) throw new CancellationException("Cancelled. The last checkpoint is kept.");
        if (problem instanceof IOException e) throw e;
        if (problem instanceof RuntimeException e) throw e;
        if (problem instanceof Error e) throw e;
        return result;
    }

    /** Stops waiting, unless the result is being written, which must not be left half done. */
    private synchronized boolean leave() {
        left = !finishing;
        return left;
    }

    private synchronized boolean hasLeft() {
        return left;
    }

    /**
     * From here on the training can't be cancelled any more: its result is being written.
     *
     * @throws CancellationException if it was cancelled before
     */
    synchronized void finish() {
        if (left) throw new CancellationException("Cancelled.");
        finishing = true;
    }

    @Override
    public void report(double fraction, String message) {
        if (!hasLeft()) caller.report(fraction, message);
    }

    @Override
    public void note(String sentence) {
        if (!hasLeft()) caller.note(sentence);
    }

    @Override
    public boolean isCancelled() {
        synchronized (this) {
            if (finishing) return false;
            if (left) return true;
        }
        return caller.isCancelled();
    }
}
