package org.whynot.frontend;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the deep-learning engine log errors only. What it would log otherwise, that there is no graphics card or how many threads it
 * uses, would open Fiji's Console at the first answer; Check Installation reports it instead.
 *
 * <p>Works where SLF4J logs through Logback (Fiji), SLF4J's own simple logger (plain ImageJ, the shell) or java.util.logging. No other
 * logger is changed, and a level that somebody has set for the engine stays.
 */
public final class EngineLogs {

    /** All loggers of the engine begin with this. */
    static final String ENGINE = "ai.djl";

    /** What the simple logger looks up when it makes a logger. */
    static final String SIMPLE_LEVEL = "org.slf4j.simpleLogger.log." + ENGINE;

    /** Kept, as java.util.logging forgets the levels of loggers that nobody holds. */
    private static final Logger JAVAS = Logger.getLogger(ENGINE);

    private EngineLogs() {}

    /** Quiets the engine; before it is started. Does nothing the second time. */
    public static synchronized void quiet() {
        if (System.getProperty(SIMPLE_LEVEL) == null) System.setProperty(SIMPLE_LEVEL, "error");
        if (JAVAS.getLevel() == null) JAVAS.setLevel(Level.SEVERE);
        quietLogback(LoggerFactory.getLogger(ENGINE));
    }

    /** SLF4J itself has no way to set a level, and Logback is not there in every ImageJ. */
    private static void quietLogback(Object logger) {
        if (!logger.getClass().getName().equals("ch.qos.logback.classic.Logger")) return;
        try {
            if (logger.getClass().getMethod("getLevel").invoke(logger) != null) return;
            Class<?> level = Class.forName(
                    "ch.qos.logback.classic.Level", true, logger.getClass().getClassLoader());
            logger.getClass()
                    .getMethod("setLevel", level)
                    .invoke(logger, level.getField("ERROR").get(null));
        } catch (ReflectiveOperationException | LinkageError e) {
            // Another Logback than those known: the engine's notes are then logged, which harms nothing else.
            JAVAS.log(Level.FINE, "The engine's log level could not be set.", e);
        }
    }
}
