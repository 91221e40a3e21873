package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingLogTest {

    /** A training whose time is over ends within an epoch; its curve, its table and its message give the same number. */
    @Test
    void anEpochThatEndedEarlyIsCalledWhatTheTableCallsIt() {
        TrainingLog log = new TrainingLog(List.of("epoch", "rate", "test_accuracy"));
        assertEquals("", log.lastInWords());
        log.add(1, 0.05, Double.NaN);
        assertEquals("Epoch 1: rate 0.05000", log.lastInWords());
        log.setUnderWay(1.1, 0.04, Double.NaN);
        assertEquals("Epoch 1: rate 0.05000", log.lastInWords());
        log.add(1.25, 0.01, 0.5);
        assertEquals("Epoch 1.25: rate 0.01000, test accuracy 0.5000", log.lastInWords());
        assertEquals(1.25, log.values("epoch")[1]);
        assertEquals("1.25000,0.0100000,0.500000", log.csv().lines().toList().get(2));
    }
}
