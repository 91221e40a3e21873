package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

    private static final int STEPS = 1000;

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void neverExceedsTheGivenRateAndReachesIt(Schedule schedule) {
        double largest = 0;
        for (int step = 0; step < STEPS; step++) {
            double rate = schedule.rate(0.1, step, STEPS);
            assertTrue(rate > 0 && rate <= 0.1, schedule + " at " + step + ": " + rate);
            largest = Math.max(largest, rate);
        }
        assertEquals(0.1, largest, 1e-5);
        assertEquals(schedule, Schedule.of(schedule.word()));
    }

    @Test
    void eachHasItsShape() {
        assertEquals(0.1, Schedule.CONSTANT.rate(0.1, STEPS - 1, STEPS));
        assertEquals(0.1, Schedule.STEP.rate(0.1, STEPS / 2 - 1, STEPS));
        assertEquals(0.01, Schedule.STEP.rate(0.1, STEPS / 2, STEPS), 1e-12);
        assertEquals(0.001, Schedule.STEP.rate(0.1, STEPS * 3 / 4, STEPS), 1e-12);
        assertEquals(0.05, Schedule.COSINE.rate(0.1, STEPS / 2, STEPS), 1e-12);
        assertTrue(Schedule.ONE_CYCLE.rate(0.1, 0, STEPS) < 0.005);
        assertTrue(Schedule.ONE_CYCLE.rate(0.1, STEPS - 1, STEPS) < 1e-4);
        // More steps than an int counts.
        assertEquals(0.1 / 2, Schedule.COSINE.rate(0.1, 5_000_000_000L, 10_000_000_000L), 1e-12);
    }

    @Test
    void anotherWordListsAll() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Schedule.of("linear"));
        assertEquals("schedule='linear' is not known. Known: one-cycle, constant, step, cosine.", e.getMessage());
    }
}
