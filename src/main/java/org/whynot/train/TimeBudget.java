package org.whynot.train;

/**
 * The time that a training may take.
 *
 * <pre>{@code
 * long start = System.nanoTime();
 * TimeBudget tenMinutes = () -> (System.nanoTime() - start) / 600e9;
 * }</pre>
 *
 * <p>A training that keeps pace with it is not changed by it. One that falls behind lowers its learning rate sooner, so that
 * the rate has come down when the time is over, and then ends.
 */
@FunctionalInterface
public interface TimeBudget {

    /** Any time. */
    TimeBudget UNLIMITED = () -> 0;

    /** The share of the time that has passed: 0 in the beginning, 1 or more when it is over. */
    double spent();

    /**
     * How far a schedule must have come at least, so that it ends in time: 0 in the first quarter of the time, which leaves room
     * for a slow start; from there on it grows evenly to 1.
     */
    default double due() {
        return Math.max(0, Math.min(1, (spent() - SLACK) / (1 - SLACK)));
    }

    /** The share of the time in which nobody is late. */
    double SLACK = 0.25;
}
