package org.whynot.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Macro;
import ij.WindowManager;
import ij.gui.MessageDialog;
import ij.gui.NewImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user does wrong or in haste, in a real window: it ends in a sentence or in nothing at all, never in an exception, and
 * neither threads nor arrays are left behind.
 */
class MistakesWindowTest {

    /** Long enough to do something meanwhile: about 100 clips. */
    private static final int LONG = 3200;

    private static final String[] HELD = {
        "ai.djl.pytorch.engine.PtNDArray", "org.whynot.model.Model", "org.whynot.explain.ClassifiedVideo"
    };

    @TempDir
    static Path folder;

    private static WindowSession session;
    private static Map<String, Long> heldBefore;
    private static long threadsBefore;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(WindowSession.isPossible(), "Skipped: there is no display.");
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
        assertEquals(threadsBefore, LiveObjects.threads("WhyNot"), "threads that still run");
    }

    @AfterEach
    void noWreck() throws Exception {
        if (session == null) return;
        session.closeWindows();
        assertEquals(List.of(), session.wrecks());
        IJ.log("\\Clear");
    }

    /** Runs a macro's line on a thread of its own, as the menu does. */
    private static Thread start(String label, String options) {
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

    private static void explain(String options) throws InterruptedException {
        start("Explain Video...", options).join();
    }

    /** A video that takes seconds, shown. */
    private static ImagePlus longVideo() throws Exception {
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
    private static Thread explaining(ImagePlus video) throws Exception {
        WindowManager.setCurrentWindow(video.getWindow());
        IJ.showStatus("");
        Thread work = start("Explain Video...", "model=cells");
        WindowSession.awaitThat("the model to look", () -> String.valueOf(ImageJ.getStatusBarText())
                .contains("Looking at frame"));
        return work;
    }

    /** Waits for the error dialog, closes it, and returns what it says on one line. */
    private static String sentence() throws Exception {
        MessageDialog dialog = WindowSession.await("the sentence", () -> WindowSession.shown(MessageDialog.class));
        String text = String.valueOf(IJ.getErrorMessage());
        WindowSession.onEvents(dialog::dispose);
        return text.replaceAll("\\s+", " ");
    }

    private static void assertSays(String pattern, String sentence) {
        assertTrue(
                Pattern.compile(pattern).matcher(sentence).find(),
                "Expected something like '" + pattern + "', but it says: " + sentence);
    }

    @Test
    void noImageIsOpen() throws Exception {
        Thread work = start("Explain Video...", "model=cells");
        assertSays("There is no image", sentence());
        work.join();
    }

    @Test
    void theImageIsClosedWhileItIsLookedAt() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        WindowSession.onEvents(video::close);
        ends(work, "closed|gone|changed");
    }

    @Test
    void itIsStartedTwice() throws Exception {
        ImagePlus video = longVideo();
        Thread first = explaining(video);
        Thread second = start("Explain Video...", "model=cells explanations=2");
        ends(first, "$");
        ends(second, "$");
        assertTrue(video.getOverlay().size() > 0);
    }

    @Test
    void anotherImageIsActivatedMeanwhile() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        ImagePlus other = NewImage.createByteImage("other", 50, 50, 1, NewImage.FILL_WHITE);
        WindowSession.onEvents(other::show);
        work.join();
        assertEquals(null, other.getOverlay());
        assertTrue(video.getOverlay().size() > 0);
    }

    @Test
    void slicesAreDeletedMeanwhile() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        WindowSession.onEvents(() -> {
            ImageStack stack = video.getStack();
            for (int i = 0; i < LONG / 2; i++) stack.deleteLastSlice();
            video.setStack(stack);
        });
        ends(work, "gone|changed");
    }

    @Test
    void itIsCroppedMeanwhile() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        WindowSession.onEvents(() -> {
            video.setRoi(10, 10, 50, 40);
            video.setStack(video.crop("stack").getStack());
        });
        ends(work, "gone|changed|another");
    }

    @Test
    void itsTypeIsChangedMeanwhile() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        Thread user = start("RGB Color", "");
        user.join();
        ends(work, "another kind|gone|changed|$");
    }

    @Test
    void escapeIsPressed() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        IJ.setKeyDown(java.awt.event.KeyEvent.VK_ESCAPE);
        work.join(10_000);
        assertTrue(!work.isAlive(), "It goes on after Escape.");
        assertEquals(null, video.getOverlay());
    }

    @Test
    void anExplanationIsUndone() throws Exception {
        ImagePlus sample = session.openSample(2);
        explain("model=cells");
        int elements = sample.getOverlay().size();
        IJ.run("Undo");
        IJ.run("Undo");
        assertTrue(sample.getOverlay() == null || sample.getOverlay().size() == elements);
    }

    @Test
    void aStillIsExplained() throws Exception {
        ImagePlus still = NewImage.createByteImage("still", 128, 128, 1, NewImage.FILL_RANDOM);
        WindowSession.onEvents(still::show);
        explain("model=cells");
        assertTrue(still.getOverlay().size() > 0);
        assertSays("single frame", String.valueOf(IJ.getLog()));
    }

    @Test
    void aClassIsAskedAgainstItself() throws Exception {
        session.openSample(2);
        ends(start("Explain Video...", "model=cells positive=mitosis why_not=mitosis"), "two different classes");
    }

    @Test
    void aModelIsNotThere() throws Exception {
        session.openSample(2);
        ends(start("Explain Video...", "model=cels"), "model='cels' is not known. Known models: cells");
    }

    @Test
    void aNumberIsOutOfRange() throws Exception {
        session.openSample(2);
        ends(start("Explain Video...", "model=cells explanations=0"), "explanations=0 is out of range");
    }

    @Test
    void theFolderForResultsIsAFile() throws Exception {
        session.openSample(2);
        Path file = Files.writeString(folder.resolve("a file"), "mine");
        ends(start("Explain Video...", "model=cells save_to=[" + file + "]"), "a file");
        assertEquals("mine", Files.readString(file));
    }

    /** Waits for the end of some work: a sentence like this in a dialog, or without one where the pattern allows for nothing. */
    private static void ends(Thread work, String pattern) throws Exception {
        WindowSession.awaitThat("the end", () -> !work.isAlive() || WindowSession.shown(MessageDialog.class) != null);
        String said = work.isAlive() ? sentence() : "";
        work.join();
        assertSays(pattern, said);
    }
}
