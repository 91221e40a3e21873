package org.whynot.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the learning rate changes from step to step; every form starts from the one number {@code learning_rate}. */
public enum Schedule {
    /**
     * Rises to the given rate during the first third of the steps, then falls to nothing (Smith: <i>A disciplined approach to
     * neural network hyper-parameters</i>, 2018). Trains in few epochs, so it is the default.
     */
    ONE_CYCLE {
        @Override
        double rate(double peak, long step, long steps) {
            return new OneCycle(peak, steps).rate(step);
        }
    },
    /** Always the given rate, as published (section 4.1 names one rate and no schedule). */
    CONSTANT {
        @Override
        double rate(double peak, long step, long steps) {
            return peak;
        }
    },
    /** The given rate, a tenth of it after half of the steps, a hundredth after three quarters (He et al., CVPR 2016). */
    STEP {
        @Override
        double rate(double peak, long step, long steps) {
            return 4 * step < 2 * steps ? peak : 4 * step < 3 * steps ? peak / 10 : peak / 100;
        }
    },
    /** From the given rate to nothing along half a cosine (Loshchilov, Hutter: SGDR, ICLR 2017, without restarts). */
    COSINE {
        @Override
        double rate(double peak, long step, long steps) {
            return peak * (1 + Math.cos(Math.PI * step / steps)) / 2;
        }
    };

    /**
     * The rate of one step.
     *
     * @param peak the given rate, positive
     * @param step 0 to {@code steps - 1}
     * @param steps of the whole training
     */
    abstract double rate(double peak, long step, long steps);

    /** The word in dialogs, macros, the shell and model cards: {@code one-cycle}, {@code constant}, {@code step}, {@code cosine}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The schedule that a word names.
     *
     * @throws IllegalArgumentException if there is none; the message lists all
     */
    public static Schedule of(String word) {
        return Arrays.stream(values())
                .filter(schedule -> schedule.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("schedule='" + word + "' is not known. Known: "
                        + Arrays.stream(values()).map(Schedule::word).collect(Collectors.joining(", ")) + "."));
    }
}
