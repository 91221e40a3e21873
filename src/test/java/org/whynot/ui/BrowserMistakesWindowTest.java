package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Line;
import ij.gui.Roi;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.swing.JLabel;
import org.junit.jupiter.api.Test;
import org.whynot.frontend.imagej1.Mistakes;
import org.whynot.frontend.imagej1.WindowSession;
import org.whynot.util.Wait;

/** What a user does wrong or in haste with the browser, the matrix, a region and a figure. */
class BrowserMistakesWindowTest extends Mistakes {

    private static ImagePlus explained() throws Exception {
        ImagePlus sample = session.openSample(2);
        explain("model=cells");
        return sample;
    }

    /** Opens the browser on the active image, as the menu does. */
    private static ToolWindow browser() throws Exception {
        Wait.forEnd(start("Explanation Browser", ""));
        return WindowSession.await(
                "the browser", () -> WindowSession.shown(ToolWindow.class, w -> "whynot.browser".equals(w.getName())));
    }

    private static BrowserPanel panel(ToolWindow browser) {
        return (BrowserPanel) browser.getContentPane();
    }

    private static void says(ToolWindow browser, String part) throws Exception {
        try {
            WindowSession.awaitThat("the words '" + part + "'", () -> WindowSession.text(panel(browser).status)
                    .contains(part));
        } catch (AssertionError e) {
            throw new AssertionError(
                    "The browser says '" + WindowSession.text(panel(browser).status) + "', not '" + part + "'.", e);
        }
    }

    private static void threadsEnd() throws Exception {
        WindowSession.awaitThat("the end of the threads", () -> BrowserFixture.browserThreads() == 0);
    }

    @Test
    void theBrowserIsOpenedOnAnImageThatWasNotExplained() throws Exception {
        session.openSample(2);
        ends(start("Explanation Browser", ""), "was not explained yet: run 'Explain Video...'");
    }

    @Test
    void theBrowserIsOpenedWithoutAnImage() throws Exception {
        ends(start("Explanation Browser", ""), "There is no image");
    }

    @Test
    void theBrowserIsOpenedTwice() throws Exception {
        explained();
        ToolWindow first = browser();
        assertSame(first, browser());
        long open = Arrays.stream(Window.getWindows())
                .filter(w -> w instanceof ToolWindow && w.isShowing())
                .count();
        assertEquals(1, open);
    }

    @Test
    void theImageIsClosedWhileTheBrowserLooksAtIt() throws Exception {
        ImagePlus video = longVideo();
        Wait.forEnd(explaining(video));
        ToolWindow browser = browser();
        WindowSession.awaitThat("the look", () -> panel(browser).bar.isVisible());
        WindowSession.onEvents(() -> {
            video.changes = false;
            video.close();
        });
        says(browser, "was closed");
        threadsEnd();
        assertTrue(browser.isShowing());
    }

    @Test
    void theBrowserIsClosedWhileItLooks() throws Exception {
        ImagePlus video = longVideo();
        Wait.forEnd(explaining(video));
        ToolWindow browser = browser();
        WindowSession.awaitThat("the look", () -> panel(browser).bar.isVisible());
        WindowSession.onEvents(browser::close);
        threadsEnd();
    }

    @Test
    void escapeIsPressedInTheBrowserAndItGoesOnWhenAsked() throws Exception {
        ImagePlus video = longVideo();
        Wait.forEnd(explaining(video));
        ToolWindow browser = browser();
        WindowSession.awaitThat("the look", () -> panel(browser).bar.isVisible());
        // Not by a click: the pointer may take longer to arrive than the look.
        session.input().focus(panel(browser).plot);
        session.input().keys(KeyEvent.VK_ESCAPE);
        says(browser, "Cancelled.");
        WindowSession.onEvents(() -> panel(browser).whyNot.setSelectedIndex(1));
        String other = panel(browser).whyNot.getModel().getElementAt(1);
        WindowSession.awaitThat(
                "the answer", () -> WindowSession.text(panel(browser).sentence).contains(", not " + other));
    }

    @Test
    void theImageIsCroppedBehindTheBrowser() throws Exception {
        ImagePlus sample = explained();
        ToolWindow browser = browser();
        says(browser, "Ready");
        WindowSession.onEvents(() -> {
            sample.setRoi(10, 10, 50, 40);
            sample.setStack(sample.crop("stack").getStack());
        });
        says(browser, "changed or exchanged");
        threadsEnd();
        assertFalse(panel(browser).whyNot.isEnabled());
    }

    @Test
    void theBrowserIsClosedWhileTheMatrixFills() throws Exception {
        explained();
        ToolWindow browser = browser();
        says(browser, "Ready");
        WindowSession.onEvents(() ->
                ((javax.swing.AbstractButton) WindowSession.named(browser.getContentPane(), "All pairs")).doClick(0));
        WindowSession.await(
                "the matrix", () -> WindowSession.shown(ToolWindow.class, w -> "whynot.pairs".equals(w.getName())));
        WindowSession.onEvents(browser::close);
        threadsEnd();
        assertNull(WindowSession.shown(ToolWindow.class));
    }

    @Test
    void allPairsIsCancelled() throws Exception {
        ImagePlus video = longVideo();
        WindowManager.setCurrentWindow(video.getWindow());
        IJ.showStatus("");
        Thread work = start("All Pairs", "model=cells");
        WindowSession.awaitThat(
                "the look", () -> String.valueOf(ij.ImageJ.getStatusBarText()).contains("Classifying frame"));
        IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        Wait.forEnd(work);
        assertNull(WindowSession.shown(ToolWindow.class));
    }

    @Test
    void thereIsNoRegion() throws Exception {
        session.openSample(2);
        ends(start("Score My Region...", "model=cells"), "There is no region: draw a rectangle");
    }

    @Test
    void theRegionIsALine() throws Exception {
        ImagePlus sample = session.openSample(2);
        WindowSession.onEvents(() -> sample.setRoi(new Line(5, 5, 60, 60)));
        ends(start("Score My Region...", "model=cells"), "has no area");
    }

    @Test
    void theRegionLiesOutside() throws Exception {
        ImagePlus sample = session.openSample(2);
        Path file = folder.resolve("outside.roi");
        Files.write(file, ij.io.RoiEncoder.saveAsByteArray(new Roi(500, 500, 20, 20)));
        ends(start("Score My Region...", "model=cells rois=[" + file + "]"), "outside|not in the video|128");
        assertTrue(sample.isVisible());
    }

    @Test
    void theImageIsClosedWhileItsRegionIsWatched() throws Exception {
        ImagePlus sample = session.openSample(2);
        WindowSession.onEvents(() -> sample.setRoi(20, 20, 40, 40));
        ToolWindow region = region();
        WindowSession.onEvents(() -> {
            sample.changes = false;
            sample.close();
        });
        JLabel status = (JLabel) WindowSession.named(region.getContentPane(), "region status");
        WindowSession.awaitThat("the sentence", () -> status.getText().contains("closed"));
        threadsEnd();
    }

    @Test
    void theRegionIsDraggedFasterThanItIsScored() throws Exception {
        ImagePlus sample = session.openSample(2);
        WindowSession.onEvents(() -> sample.setRoi(20, 20, 40, 40));
        ToolWindow region = region();
        for (int i = 0; i < 200; i++) {
            Roi roi = new Roi(i % 80, i * 7 % 80, 40, 40);
            WindowSession.onEvents(() -> sample.setRoi(roi));
        }
        WindowSession.onEvents(() -> sample.setRoi(new Line(1, 1, 9, 9)));
        JLabel status = (JLabel) WindowSession.named(region.getContentPane(), "region status");
        WindowSession.awaitThat("the sentence", () -> status.getText().contains("no area"));
        WindowSession.onEvents(region::close);
        threadsEnd();
    }

    private static ToolWindow region() throws Exception {
        session.choose("Score My Region...");
        session.ok(WindowSession.await("the dialog", () -> WindowSession.shown(ij.gui.GenericDialog.class)));
        return WindowSession.await(
                "the window",
                () -> WindowSession.shown(ToolWindow.class, w -> "whynot.region.loc".equals(w.getName())));
    }

    @Test
    void aFigureIsAskedForBeforeAnExplanation() throws Exception {
        session.openSample(2);
        ends(start("Key Frame Montage...", "frames=4"), "was not explained yet");
    }

    @Test
    void aFigureIsAskedForWithTheExplanationOfAnotherVideo() throws Exception {
        ImagePlus sample = explained();
        explain("model=cells save_to=[" + folder + "]");
        ImagePlus other = ij.gui.NewImage.createByteImage("other", 50, 50, 24, ij.gui.NewImage.FILL_WHITE);
        WindowSession.onEvents(other::show);
        ends(
                start("Key Frame Montage...", "explanation=[" + folder.resolve("mitosis_00001.explanation.json") + "]"),
                "it was made from 128x128 pixels and 24 frames, but this one has 50x50");
        assertEquals(List.of(), session.wrecks());
        assertTrue(sample.isVisible());
    }
}
