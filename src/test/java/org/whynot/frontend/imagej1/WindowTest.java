package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.text.TextWindow;
import java.awt.Choice;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.swing.JFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.LastAnswer;
import org.whynot.overlay.Overlays;
import org.whynot.util.NeedsDisplay;

/** A session in a real window of plain ImageJ: menu, dialog, overlay, TIFF. Leaves screenshots in target/screenshots. */
@NeedsDisplay
class WindowTest {

    @TempDir
    static Path folder;

    @Test
    void explainsTheSampleFromTheMenuAndKeepsThePositionsInATiff() throws Exception {
        try (WindowSession session = new WindowSession(folder)) {
            assertEquals(
                    "org.whynot.imagej1.WhyNot(\"Explain Video...\")",
                    Menus.getCommands().get("Explain Video..."));
            explain(session);
        }
    }

    private static void explain(WindowSession session) throws Exception {
        ImagePlus image = session.openSample(5);
        assertTrue(image.getNFrames() > 1, "The sample's time is on its frames.");
        session.choose("Explain Video...");
        GenericDialog dialog = WindowSession.await("the dialog", () -> WindowSession.shown(GenericDialog.class));
        WindowSession.onEvents(() -> {
            dialog.setLocation(760, 150);
            choice(dialog, "why_not").select("apoptosis");
            choice(dialog, "positive").select("mitosis");
        });
        Screen.capture("dialog");
        session.ok(dialog);
        Overlay overlay = WindowSession.await("the overlay", image::getOverlay);
        WindowSession.await(
                "the browser", () -> WindowSession.shown(JFrame.class, w -> "whynot.browser".equals(w.getName())));
        assertNull(WindowSession.shown(TextWindow.class), "the browser has what a table would show");

        Set<Integer> frames = new HashSet<>();
        for (Roi roi : overlay) {
            // The legend is seen in every frame.
            if ("legend".equals(roi.getProperty(ExplanationOverlay.MARK))) continue;
            assertTrue(frame(roi) >= 1 && frame(roi) <= image.getNFrames(), roi.toString());
            frames.add(frame(roi));
        }
        int middle =
                frames.stream().sorted().skip(frames.size() / 2).findFirst().orElseThrow();
        WindowSession.onEvents(() -> image.setT(middle));
        Screen.capture("explained");
        Overlays.assertShows(LastAnswer.of(image).orElseThrow().answer(), image);

        Path tiff = folder.resolve("explained.tif");
        assertTrue(new FileSaver(image).saveAsTiff(tiff.toString()));
        ImagePlus again = IJ.openImage(tiff.toString());
        assertNotNull(again.getOverlay());
        assertEquals(overlay.size(), again.getOverlay().size());
        for (int i = 0; i < overlay.size(); i++) {
            assertEquals(
                    overlay.get(i).getTPosition(), again.getOverlay().get(i).getTPosition());
            assertEquals(overlay.get(i).getName(), again.getOverlay().get(i).getName());
            assertEquals(overlay.get(i).getBounds(), again.getOverlay().get(i).getBounds());
        }

        // The same by macro, in the same window: our overlay is replaced, not doubled.
        WindowManager.setTempCurrentImage(image);
        IJ.runMacro("run(\"Explain Video...\", \"model=cells positive=mitosis why_not=apoptosis\");");
        assertEquals(overlay.size(), image.getOverlay().size());
        WindowSession.await(
                "the table that a macro leaves", () -> WindowManager.getWindow("Explanations of " + image.getTitle()));
        image.changes = false;
    }

    /** In a stack with one channel and one slice ImageJ itself keeps the plain position, which is the frame. */
    private static int frame(Roi roi) {
        return roi.getTPosition() > 0 ? roi.getTPosition() : roi.getPosition();
    }

    private static Choice choice(GenericDialog dialog, String name) {
        return (Choice) WindowSession.named(dialog, name);
    }
}
