package org.whynot.train;

/** Checks settings; the messages name the parameter, its value and its range. */
final class Ranges {

    private Ranges() {}

    static void atLeast(String parameter, long value, long least) {
        if (value < least)
            throw new IllegalArgumentException(parameter + "=" + value + " is too small. Use at least " + least + ".");
    }

    static void positive(String parameter, double value) {
        if (!(value > 0) || Double.isInfinite(value))
            throw new IllegalArgumentException(parameter + "=" + value + " must be a positive number.");
    }

    static void between(String parameter, double value, double least, double most) {
        if (!(value >= least && value <= most))
            throw new IllegalArgumentException(
                    parameter + "=" + value + " is out of range. Use " + least + " to " + most + ".");
    }

    static void notNegative(String parameter, double value) {
        if (!(value >= 0) || Double.isInfinite(value))
            throw new IllegalArgumentException(parameter + "=" + value + " must be 0 or a positive number.");
    }
}
