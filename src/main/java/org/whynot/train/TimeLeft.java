package org.whynot.train;

import java.util.function.LongSupplier;

/** How much longer a training takes, from the mean time of the steps since it was started. */
final class TimeLeft {

    private static final long STEPS_TO_JUDGE = 2;

    private final long steps;
    private final LongSupplier nanoseconds;
    private final long start;
    private long done;

    /**
     * @param steps still to do
     * @param nanoseconds the clock, as {@link System#nanoTime}
     */
    TimeLeft(long steps, LongSupplier nanoseconds) {
        this.steps = steps;
        this.nanoseconds = nanoseconds;
        this.start = nanoseconds.getAsLong();
    }

    /** Counts a step. */
    void stepDone() {
        done++;
    }

    /** {@code 40 s left}, {@code 12 min left}, {@code 3 h 05 min left}; empty before there is anything to judge by. */
    String words() {
        if (done < STEPS_TO_JUDGE) return "";
        double perStep = (nanoseconds.getAsLong() - start) / 1e9 / done;
        long seconds = Math.round(perStep * (steps - done));
        if (seconds < 90) return seconds + " s left";
        long minutes = Math.round(seconds / 60.0);
        return minutes < 90 ? minutes + " min left" : String.format("%d h %02d min left", minutes / 60, minutes % 60);
    }
}
