package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.AWTEvent;
import java.awt.Dialog;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Wait;

/**
 * Dialogs that are answered at the very moment at which they open, as by a key that was pressed already: the command ends all
 * the same.
 */
@NeedsDisplay
class HastyAnswersWindowTest {

    private static final int TIMES = 60;

    @TempDir
    Path folder;

    private final AtomicInteger answered = new AtomicInteger();
    private final AWTEventListener hasty = event -> {
        if (event.getID() == WindowEvent.WINDOW_OPENED && event.getSource() instanceof Dialog dialog) {
            dialog.dispose();
            answered.incrementAndGet();
        }
    };

    private WindowSession session;

    @BeforeEach
    void listen() throws Exception {
        session = new WindowSession(folder);
        Toolkit.getDefaultToolkit().addAWTEventListener(hasty, AWTEvent.WINDOW_EVENT_MASK);
    }

    @AfterEach
    void close() throws Exception {
        Toolkit.getDefaultToolkit().removeAWTEventListener(hasty);
        session.close();
    }

    @Test
    void anErrorMessage() {
        for (int i = 0; i < TIMES; i++) Wait.forEnd(Mistakes.start("Explain Video...", "model=cells"));
        assertEquals(TIMES, answered.get());
    }

    @Test
    void aCommandsDialog() throws Exception {
        session.openSample(1);
        for (int i = 0; i < TIMES / 3; i++) Wait.forEnd(Mistakes.start("Explain Video...", null));
        assertEquals(TIMES / 3, answered.get());
    }
}
