package org.whynot.evaluate;

import java.util.Locale;
import org.whynot.video.Progress;

/** Tells how far an evaluation is, and how long it will go on, from videos that are done and passes since. */
final class Course {

    private static final double MINUTES_FROM = 90;

    private final Progress progress;
    private final int videos;
    private final long start = System.nanoTime();
    private int begun;
    private long passesBefore;
    private long passes;

    /** @param videos how many there are */
    Course(Progress progress, int videos) {
        this.progress = progress;
        this.videos = videos;
    }

    /** The next video begins. */
    void video() {
        begun++;
        passesBefore = passes;
        report();
    }

    /** A forward pass was made. */
    void pass() {
        passes++;
        report();
    }

    /** Seconds since the beginning. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private void report() {
        int done = Math.max(0, begun - 1);
        // Videos differ in length; the mean so far says how much of this one is done.
        double expected = done == 0 ? Double.POSITIVE_INFINITY : passesBefore / (double) done;
        double part = expected > 0 ? Math.min(0.99, (passes - passesBefore) / expected) : 0;
        double fraction = Math.min(1, (done + part) / videos);
        String text = "Video " + begun + " of " + videos;
        if (fraction > 0) {
            double left = seconds() / fraction * (1 - fraction);
            text += left < MINUTES_FROM
                    ? String.format(Locale.ROOT, ", about %.0f s left", left)
                    : String.format(Locale.ROOT, ", about %.0f min left", left / 60);
        }
        progress.report(fraction, text);
    }
}
