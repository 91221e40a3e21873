package org.whynot.evaluate;

import org.whynot.util.Progress;
import org.whynot.util.TimeLeft;

/** Reports how far an evaluation is, and how long it will take, from videos that are done and passes since. */
final class EvaluationProgress {

    private final Progress progress;
    private final int videos;
    private final long start = System.nanoTime();
    private int begun;
    private long passesBefore;
    private long passes;

    /** @param videos how many there are */
    EvaluationProgress(Progress progress, int videos) {
        this.progress = new TimeLeft(progress);
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

    /** A part of the work on this video that takes long is at a step of its own. */
    void step(String message) {
        progress.report(fraction(), text() + ": " + message);
    }

    /** Seconds since the beginning. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private void report() {
        progress.report(fraction(), text());
    }

    private String text() {
        return "Video " + begun + " of " + videos;
    }

    private double fraction() {
        int done = Math.max(0, begun - 1);
        // Videos differ in length; the mean so far estimates how much of this one is done.
        double expected = done == 0 ? Double.POSITIVE_INFINITY : passesBefore / (double) done;
        double part = expected > 0 ? Math.min(0.99, (passes - passesBefore) / expected) : 0;
        return Math.min(1, (done + part) / videos);
    }
}
