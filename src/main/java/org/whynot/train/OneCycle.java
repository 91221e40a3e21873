package org.whynot.train;

/**
 * A learning rate that rises for the first third of the steps and then falls to nothing, both along a cosine (Smith's one-cycle
 * rule).
 *
 * @param peak the largest rate
 * @param steps number of steps of the whole training
 */
record OneCycle(double peak, long steps) {

    private static final double WARM_UP = 0.3;
    private static final double START = 1 / 25.0;
    private static final double END = 1e-4;

    /** The rate of one step, 0 to {@code steps - 1}. */
    double rate(long step) {
        double position = (step + 0.5) / steps;
        return position < WARM_UP
                ? between(START, 1, position / WARM_UP)
                : between(1, END, (position - WARM_UP) / (1 - WARM_UP));
    }

    private double between(double from, double to, double fraction) {
        return peak * (to + (from - to) * (1 + Math.cos(Math.PI * fraction)) / 2);
    }
}
