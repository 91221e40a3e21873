package org.whynot.util;

import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Adds to what long work tells how long it will still take: {@code Looking at frame 4100 (about 3 min left)}.
 *
 * <p>It is taken from the fraction done since this was made, so the fractions must grow evenly in time. Nothing is added in the
 * first seconds, nor when little is left.
 */
public final class TimeLeft implements Progress {

    private static final double FIRST_SECONDS = 3;
    private static final double LITTLE = 5;

    private final Progress progress;
    private final double from;
    private final LongSupplier nanos;
    private final long start;

    /** @param progress is notified of everything, and returns whether the user wants to stop */
    public TimeLeft(Progress progress) {
        this(progress, 0);
    }

    /**
     * Work that continues from where earlier work ended.
     *
     * @param progress is notified of everything, and returns whether the user wants to stop
     * @param from fraction that was done before, 0 to 1
     */
    public TimeLeft(Progress progress, double from) {
        this(progress, from, System::nanoTime);
    }

    TimeLeft(Progress progress, double from, LongSupplier nanos) {
        this.progress = Objects.requireNonNull(progress);
        this.from = from;
        this.nanos = nanos;
        start = nanos.getAsLong();
    }

    @Override
    public void report(double fraction, String message) {
        String left = left(fraction);
        progress.report(fraction, left.isEmpty() ? message : message + " (" + left + ")");
    }

    /**
     * How long the work will still take: {@code about 3 min left}; empty in the first seconds, and when little is left.
     *
     * @param fraction that is done now, 0 to 1
     */
    public String left(double fraction) {
        double seconds = (nanos.getAsLong() - start) / 1e9;
        double left = seconds * (1 - fraction) / (fraction - from);
        boolean known = seconds >= FIRST_SECONDS && left >= LITTLE && left < Double.POSITIVE_INFINITY;
        return known ? "about " + words(left) + " left" : "";
    }

    /** A time in rough words: {@code 40 s}, {@code 3 min}, {@code 1 h 20 min}. */
    static String words(double seconds) {
        if (seconds < 55) return (long) (5 * Math.ceil(seconds / 5)) + " s";
        long minutes = Math.round(seconds / 60);
        if (minutes < 60) return Math.max(1, minutes) + " min";
        long rounded = 10 * Math.round(minutes / 10.0);
        return rounded % 60 == 0
                ? rounded / 60 + " h"
                : String.format(Locale.ROOT, "%d h %d min", rounded / 60, rounded % 60);
    }

    @Override
    public boolean isCancelled() {
        return progress.isCancelled();
    }

    @Override
    public void note(String sentence) {
        progress.note(sentence);
    }
}
