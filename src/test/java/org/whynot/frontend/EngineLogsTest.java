package org.whynot.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EngineLogsTest {

    @Test
    void onlyTheEngineIsQuiet() {
        EngineLogs.quiet();
        EngineLogs.quiet();
        assertTrue(LoggerFactory.getLogger("ai.djl.util.cuda.CudaUtils").isErrorEnabled());
        assertFalse(LoggerFactory.getLogger("ai.djl.util.cuda.CudaUtils").isWarnEnabled());
        assertFalse(Logger.getLogger("ai.djl.pytorch.jni").isLoggable(Level.WARNING));
        assertTrue(Logger.getLogger("ai.djl.pytorch.jni").isLoggable(Level.SEVERE));
        assertNull(Logger.getLogger("org.whynot").getLevel());
        assertTrue(Logger.getLogger("org.elsewhere").isLoggable(Level.INFO));
        assertEquals("error", System.getProperty(EngineLogs.SIMPLE_LEVEL));
    }
}
