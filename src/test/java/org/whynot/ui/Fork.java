package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLightLaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.swing.UIManager;
import javax.swing.UnsupportedLookAndFeelException;
import org.whynot.util.Wait;

/** A Java process of its own: with another scaling of the screen, or without one. */
public final class Fork {

    private static final int PATIENCE_MINUTES = 4;

    private Fork() {}

    /** Runs a main class on a screen of some scaling. */
    static void scaled(int scale, Class<?> main, Path folder, String... arguments) throws Exception {
        run("-Dsun.java2d.uiScale=" + scale, main, folder, arguments);
    }

    /** Runs a main class without a display. */
    public static void headless(Class<?> main, Path folder, String... arguments) throws Exception {
        run("-Djava.awt.headless=true", main, folder, arguments);
    }

    /**
     * Runs a main class on a screen of some scaling, and kills it, as kill -9 does, once it has written a file.
     *
     * @param sign the file
     */
    static void killed(int scale, Path sign, Class<?> main, Path folder, String... arguments) throws Exception {
        Path log = folder.resolve("log.txt");
        Process process = start("-Dsun.java2d.uiScale=" + scale, main, log, arguments);
        try {
            Wait.within(Duration.ofMinutes(PATIENCE_MINUTES), () -> Files.exists(sign) || !process.isAlive());
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(Files.exists(sign), Files.readString(log));
    }

    /** Fails with what it printed if it does not end with 0. */
    private static void run(String option, Class<?> main, Path folder, String... arguments) throws Exception {
        Path log = folder.resolve("log.txt");
        Process process = start(option, main, log, arguments);
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) process.destroyForcibly().waitFor();
        String said = Files.readString(log);
        assertTrue(ended, said);
        assertEquals(0, process.exitValue(), said);
    }

    private static Process start(String option, Class<?> main, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // Java looks for events of an idle screen only twice a second, and a robot waits for it after each key.
        builder.environment().put("_AWT_MAX_POLL_TIMEOUT", "5");
        return builder.start();
    }

    /** Fiji's look and feel, {@code light} or {@code dark}. */
    static void look(String name) throws Exception {
        BrowserFixture.run(() -> {
            try {
                UIManager.setLookAndFeel(name.equals("dark") ? new FlatDarkLaf() : new FlatLightLaf());
            } catch (UnsupportedLookAndFeelException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
