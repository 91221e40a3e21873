package org.whynot.util;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * What long work tells its caller, and how the caller stops it.
 *
 * <p>Work calls {@link #report} at least every few hundred milliseconds and {@link #check} between steps, so that it ends
 * within a second of being cancelled. Implementations must be safe to call from any thread.
 */
public interface Progress {

    /** Says nothing and never cancels. */
    Progress SILENT = new Progress() {
        @Override
        public void report(double fraction, String message) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    };

    /**
     * Tells how far the work is.
     *
     * @param fraction 0 to 1
     * @param message what is being done, for the user; may be empty
     */
    void report(double fraction, String message);

    /** Tells something worth knowing that is not progress, as a message; nobody listens unless an implementation does. */
    default void note(String sentence) {}

    /** Whether the user wants the work to end. */
    boolean isCancelled();

    /** @throws CancellationException if the user wants the work to end, or the thread was interrupted */
    default void check() {
        if (isCancelled() || Thread.currentThread().isInterrupted()) throw cancelled();
    }

    /**
     * Says nothing.
     *
     * @param cancelled asked from any thread whether to stop
     */
    static Progress quiet(BooleanSupplier cancelled) {
        return new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }

    /** What work throws that ends because the user wants it to. */
    static CancellationException cancelled() {
        return new CancellationException("Cancelled.");
    }

    /** This progress for a part of the work: its 0 to 1 becomes {@code from} to {@code to} of the whole. */
    default Progress part(double from, double to) {
        Progress whole = this;
        return new Progress() {
            @Override
            public void report(double fraction, String message) {
                whole.report(from + fraction * (to - from), message);
            }

            @Override
            public void note(String sentence) {
                whole.note(sentence);
            }

            @Override
            public boolean isCancelled() {
                return whole.isCancelled();
            }
        };
    }
}
