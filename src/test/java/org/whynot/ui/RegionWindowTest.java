package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.Roi;
import ij.gui.Toolbar;
import java.awt.Component;
import java.awt.Point;
import java.awt.event.KeyEvent;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.JTextArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.frontend.imagej1.LiveObjects;
import org.whynot.frontend.imagej1.Screen;
import org.whynot.frontend.imagej1.WindowSession;
import org.whynot.util.NeedsDisplay;

/** The {@link RegionWindow} in a real window: a region is drawn and dragged with the mouse. */
@NeedsDisplay
class RegionWindowTest {

    @TempDir
    Path folder;

    private static Point onScreen(ImagePlus image, int x, int y) {
        return new Point(image.getCanvas().screenX(x), image.getCanvas().screenY(y));
    }

    @Test
    void draggingTheRegionUpdatesItsScores() throws Exception {
        try (WindowSession session = new WindowSession(folder)) {
            ImagePlus image = session.openSample(4);
            IJ.setTool(Toolbar.RECTANGLE);
            session.input().drag(image.getCanvas(), onScreen(image, 25, 65), onScreen(image, 55, 95), 5);
            WindowSession.awaitThat("a region", () -> image.getRoi() != null);
            session.choose("Score My Region...");
            GenericDialog dialog = WindowSession.await("the dialog", () -> WindowSession.shown(GenericDialog.class));
            session.ok(dialog);
            ToolWindow window = WindowSession.await("the window", () -> WindowSession.shown(ToolWindow.class));
            session.tidy();
            JTextArea sentence = (JTextArea) WindowSession.named(window.getContentPane(), "region sentence");
            JTable table = (JTable) WindowSession.named(window.getContentPane(), "region scores");
            assertTrue(table.getRowCount() > 1);
            Screen.capture("region-1-drawn");
            String before = WindowSession.text(sentence);
            session.input().drag(image.getCanvas(), onScreen(image, 40, 80), onScreen(image, 95, 35), 8);
            WindowSession.awaitThat(
                    "other scores", () -> !WindowSession.text(sentence).equals(before));
            Component check = WindowSession.named(window.getContentPane(), "verify region");
            Screen.capture("region-2-dragged");
            session.click(check);
            ClassBars bars = (ClassBars) WindowSession.named(window.getContentPane(), "before and after");
            WindowSession.awaitThat("the check", () -> String.valueOf(
                            bars.getAccessibleContext().getAccessibleDescription())
                    .contains("after"));
            Screen.capture("region-2-dragged");
            WindowSession.onEvents(() -> image.setRoi((Roi) null));
            JLabel status = (JLabel) WindowSession.named(window.getContentPane(), "region status");
            WindowSession.awaitThat("the sentence", () -> status.getText().contains("no region"));
            session.click(table);
            session.input().keys(KeyEvent.VK_CONTROL, KeyEvent.VK_W);
            WindowSession.awaitThat("the window to close", () -> !window.isShowing());
            WindowSession.awaitThat("the end of the thread", () -> LiveObjects.threads(VideoSession.THREAD)
                    .isEmpty());
            assertEquals(List.of(), session.wrecks());
        }
    }
}
