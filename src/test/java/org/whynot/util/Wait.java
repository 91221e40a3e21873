package org.whynot.util;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waiting in tests, never without a limit. A wait that timed out fails with a dump of all threads in its message.
 *
 * <pre>{@code
 * Wait.until("the file to be written", () -> Files.exists(file));
 * Wait.forEnd(thread);
 * }</pre>
 */
public final class Wait {

    /** How long a test waits at most, long enough for a busy machine. */
    public static final Duration LIMIT = Duration.ofSeconds(180);

    private static final long POLL_MILLISECONDS = 10;

    private Wait() {}

    /** Waits until a condition holds; throws an {@link AssertionError} after {@link #LIMIT}. */
    public static void until(String what, BooleanSupplier condition) {
        if (!within(LIMIT, condition)) throw timedOut(what);
    }

    /** Waits until a supplier returns an object, and returns it; throws an {@link AssertionError} after {@link #LIMIT}. */
    public static <T> T forObject(String what, Supplier<T> supplier) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            T found = supplier.get();
            if (found != null) return found;
            if (System.nanoTime() > end) throw timedOut(what);
            pause();
        }
    }

    /** Waits until a condition holds, for some time at most; returns whether it does. */
    public static boolean within(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) return false;
            pause();
        }
        return true;
    }

    /** Waits until a thread has ended; throws an {@link AssertionError} after {@link #LIMIT}. */
    public static void forEnd(Thread thread) {
        until("the end of the thread " + thread.getName(), () -> !thread.isAlive());
    }

    /** Waits until a process has ended, and returns its exit value; kills it and fails after {@link #LIMIT}. */
    public static int forEnd(Process process) throws InterruptedException {
        return forEnd(process, LIMIT);
    }

    /** Waits until a process has ended, and returns its exit value; kills it and fails after a time of the caller's. */
    public static int forEnd(Process process, Duration limit) throws InterruptedException {
        if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) return process.exitValue();
        process.destroyForcibly();
        throw timedOut("the end of the process " + process.info().commandLine().orElse(""));
    }

    /** Waits for a result; throws what its computation threw, or an {@link AssertionError} after {@link #LIMIT}. */
    public static <T> T forResult(Future<T> future) throws Exception {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw timedOut("a result");
        }
    }

    /** The failure of a wait that timed out, with a dump of all threads. */
    public static AssertionError timedOut(String what) {
        return new AssertionError("Timed out waiting for " + what + ".\n" + threadDump());
    }

    /** The stack traces of all threads. */
    public static String threadDump() {
        StringBuilder dump = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            dump.append('"').append(thread.getName()).append("\" ").append(thread.getState());
            for (StackTraceElement frame : entry.getValue())
                dump.append("\n    at ").append(frame);
            dump.append("\n\n");
        }
        return dump.toString();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLISECONDS);
        } catch (InterruptedException e) {
            // A test that timed out is interrupted.
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting.\n" + threadDump(), e);
        }
    }
}
