package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void theMeanStepTimesTheStepsToDo() {
        AtomicLong clock = new AtomicLong(77);
        TimeLeft time = new TimeLeft(1000, clock::get);
        assertEquals("", time.words());
        time.stepDone();
        clock.addAndGet(12 * SECOND);
        assertEquals("", time.words());
        time.stepDone();
        // Two steps in 12 seconds: 998 more take 5988 seconds.
        assertEquals("1 h 40 min left", time.words());
        for (int i = 0; i < 898; i++) time.stepDone();
        // 900 steps in 12 seconds.
        assertEquals("1 s left", time.words());
        clock.addAndGet(8988 * SECOND);
        // 900 in 9000 seconds.
        assertEquals("17 min left", time.words());
    }
}
