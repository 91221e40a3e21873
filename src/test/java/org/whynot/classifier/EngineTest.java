package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EngineTest {

    @Test
    void devicesAreChosenByWhatIsThere() {
        assertEquals("cpu", Engine.device("auto", 0).getDeviceType());
        assertEquals("gpu", Engine.device("auto", 2).getDeviceType());
        assertEquals("cpu", Engine.device("CPU", 2).getDeviceType());
        assertThrows(IllegalArgumentException.class, () -> Engine.device("gpu", 0));
    }
}
