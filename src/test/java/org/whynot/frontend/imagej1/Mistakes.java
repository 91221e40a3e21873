package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Macro;
import ij.WindowManager;
import ij.gui.MessageDialog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Wait;

/**
 * A session in a real window in which users make mistakes: whatever they do ends in a sentence or in nothing at all, never in an
 * exception, and neither threads nor arrays are left behind.
 */
@NeedsDisplay
public abstract class Mistakes {

    /** Frames that take seconds, long enough to do something meanwhile: about 90 clips. */
    static final int LONG = 3000;

    private static final String[] HELD = {
        "ai.djl.pytorch.engine.PtNDArray", "org.whynot.model.Model", "org.whynot.explain.ClassifiedVideo"
    };

    @TempDir
    protected static Path folder;

    protected static WindowSession session;
    private static Map<String, Long> heldBefore;
    private static Set<Thread> threadsBefore;

    @BeforeAll
    static void start() throws Exception {
        session = new WindowSession(folder);
        // The engine and what it keeps for good are there before anything is counted.
        ImagePlus sample = session.openSample(2);
        explain("model=cells");
        sample.close();
        session.closeWindows();
        heldBefore = LiveObjects.of(HELD);
        threadsBefore = LiveObjects.threads("WhyNot");
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        if (session == null) return;
        session.closeWindows();
        session.close();
        Map<String, Long> held = LiveObjects.of(HELD);
        assertEquals(heldBefore, held, "arrays and models that are still held");
        // Those that are kept for the next video end after some seconds.
        Wait.until(
                "the end of the threads that were started",
                () -> threadsBefore.containsAll(LiveObjects.threads("WhyNot")));
    }

    @AfterEach
    void noWreck() throws Exception {
        if (session == null) return;
        session.closeWindows();
        assertEquals(List.of(), session.wrecks());
        IJ.log("\\Clear");
    }

    /** Runs a macro's line on a thread of its own, as the menu does. */
    protected static Thread start(String label, String options) {
        Thread thread = new Thread(
                () -> {
                    try {
                        IJ.run(label, options);
                    } catch (RuntimeException e) {
                        // So ImageJ ends a macro's line after its error dialog.
                        if (!Macro.MACRO_CANCELED.equals(e.getMessage())) throw e;
                    }
                },
                "Run$_user");
        thread.start();
        return thread;
    }

    protected static void explain(String options) {
        Wait.forEnd(start("Explain Video...", options));
    }

    /** A video that takes seconds, shown. */
    protected static ImagePlus longVideo() throws Exception {
        ImagePlus sample = session.openSample(1);
        ImageStack many = new ImageStack(sample.getWidth(), sample.getHeight());
        for (int i = 0; i < LONG; i++)
            many.addSlice(sample.getStack()
                    .getProcessor(i % sample.getStackSize() + 1)
                    .duplicate());
        sample.close();
        ImagePlus video = new ImagePlus("long", many);
        video.setDimensions(1, 1, LONG);
        video.setOpenAsHyperStack(true);
        WindowSession.onEvents(video::show);
        return video;
    }

    /** Starts explaining and waits until the model is looking. */
    protected static Thread explaining(ImagePlus video) throws Exception {
        WindowManager.setCurrentWindow(video.getWindow());
        IJ.showStatus("");
        Thread work = start("Explain Video...", "model=cells");
        WindowSession.awaitThat("the model to look", () -> String.valueOf(ImageJ.getStatusBarText())
                .contains("Classifying frame"));
        return work;
    }

    /** Waits for the error dialog, closes it, and returns what it says on one line. */
    protected static String sentence() throws Exception {
        MessageDialog dialog = WindowSession.await("the sentence", () -> WindowSession.shown(MessageDialog.class));
        WindowSession.awaitModal(dialog);
        String text = String.valueOf(IJ.getErrorMessage());
        WindowSession.onEvents(dialog::dispose);
        return text.replaceAll("\\s+", " ");
    }

    protected static void assertSays(String pattern, String sentence) {
        assertTrue(
                Pattern.compile(pattern).matcher(sentence).find(),
                "Expected something like '" + pattern + "', but it says: " + sentence);
    }

    /** Waits for the end of some work: a sentence like this in a dialog, or without one where the pattern allows for nothing. */
    protected static void ends(Thread work, String pattern) throws Exception {
        WindowSession.awaitThat("the end", () -> !work.isAlive() || WindowSession.shown(MessageDialog.class) != null);
        String said = work.isAlive() ? sentence() : "";
        Wait.forEnd(work);
        assertSays(pattern, said);
    }
}
