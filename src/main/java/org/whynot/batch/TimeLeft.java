package org.whynot.batch;

/** Guesses how long work will go on from how long it took so far. */
final class TimeLeft {

    private static final double NANOS_PER_SECOND = 1e9;
    /** Before this much is done, a guess would be worth nothing. */
    private static final double SMALLEST_SHARE = 0.01;

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private final long start;

    /** @param now nanoseconds of any clock, as from {@link System#nanoTime} */
    TimeLeft(long now) {
        start = now;
    }

    /**
     * In words: {@code 3 min left}; empty as long as too little is done.
     *
     * @param done share of the work, 0 to 1
     * @param now nanoseconds of the same clock
     */
    String words(double done, long now) {
        double passed = (now - start) / NANOS_PER_SECOND;
        if (done < SMALLEST_SHARE || passed < 1) return "";
        long seconds = Math.round(passed * (1 - Math.min(done, 1)) / done);
        if (seconds < 1.5 * MINUTE) return seconds + " s left";
        if (seconds < 1.5 * HOUR) return Math.round(seconds / (double) MINUTE) + " min left";
        return Math.round(seconds / (double) HOUR) + " h left";
    }
}
