package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Component;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.swing.AbstractButton;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.ClassProbability;
import org.whynot.imagej1.LiveObjects;
import org.whynot.imagej1.WindowSession;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.HeatMap;
import org.whynot.overlay.LastAnswer;

/** The {@link ExplanationBrowser} in a real window, operated with the mouse. Leaves screenshots in target/screenshots. */
class BrowserWindowTest {

    @TempDir
    Path folder;

    private WindowSession session;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(WindowSession.isPossible(), "Skipped: there is no display.");
        session = new WindowSession(folder);
    }

    @AfterEach
    void end() throws Exception {
        if (session == null) return;
        session.close();
        assertEquals(List.of(), session.wrecks());
    }

    private ImagePlus explained() throws Exception {
        ImagePlus image = session.openSample(4);
        IJ.run("Explain Video...", "model=cells why_not=apoptosis");
        session.tidy();
        return image;
    }

    private ExplanationBrowser open() throws Exception {
        session.choose("Explanation Browser");
        ExplanationBrowser browser =
                WindowSession.await("the browser", () -> WindowSession.shown(ExplanationBrowser.class));
        WindowSession.awaitThat("the first answer", () -> rows(browser).getRowCount() == 5);
        return browser;
    }

    private static JTable rows(ExplanationBrowser browser) {
        return (JTable) WindowSession.named(browser.getContentPane(), "explanations");
    }

    @SuppressWarnings("unchecked")
    private static JList<ClassProbability> classes(ExplanationBrowser browser) {
        return (JList<ClassProbability>) WindowSession.named(browser.getContentPane(), "why not");
    }

    private void clickClass(ExplanationBrowser browser, String name) {
        JList<ClassProbability> list = classes(browser);
        for (int i = 0; i < list.getModel().getSize(); i++)
            if (list.getModel().getElementAt(i).name().equals(name)) {
                Rectangle cell = list.getCellBounds(i, i);
                session.click(list, cell.x + cell.width / 2, cell.y + cell.height / 2);
                return;
            }
        throw new AssertionError("There is no class " + name);
    }

    private static String negative(ImagePlus image) {
        return LastAnswer.of(image).orElseThrow().answer().negative();
    }

    private static long elements(ImagePlus image, String kind) {
        long count = 0;
        if (image.getOverlay() != null)
            for (Roi roi : image.getOverlay()) if (kind.equals(roi.getProperty(ExplanationOverlay.MARK))) count++;
        return count;
    }

    private static Component part(ExplanationBrowser browser, String name) {
        return WindowSession.named(browser.getContentPane(), name);
    }

    @Test
    void everyClassIsAnsweredAtAClickAndEveryTubeIsErasedAndSeenInTime() throws Exception {
        ImagePlus image = explained();
        ExplanationBrowser browser = open();
        session.screenshot("browser-1-opened");
        for (String other : List.of("interphase", "migration", "apoptosis")) {
            clickClass(browser, other);
            WindowSession.awaitThat(
                    "the answer about " + other, () -> negative(image).equals(other));
        }
        JTable rows = rows(browser);
        Rectangle second = rows.getCellRect(1, 2, false);
        session.click(rows, second.x + 5, second.y + 5);
        int strongest = LastAnswer.of(image)
                .orElseThrow()
                .answer()
                .explanations()
                .get(1)
                .strongestFrame();
        WindowSession.awaitThat("the strongest frame", () -> image.getT() == strongest + 1);

        long boxes = elements(image, "box");
        Rectangle tick = rows.getCellRect(1, 0, false);
        session.click(rows, tick.x + tick.width / 2, tick.y + tick.height / 2);
        WindowSession.awaitThat("a hidden tube", () -> elements(image, "box") < boxes);
        session.click(rows, tick.x + tick.width / 2, tick.y + tick.height / 2);
        WindowSession.awaitThat("the tube again", () -> elements(image, "box") == boxes);

        session.click(part(browser, "heat map"));
        WindowSession.awaitThat("the heat map", () -> elements(image, HeatMap.ELEMENT) == 1);
        Component plot = part(browser, "score plot");
        session.click(plot, plot.getWidth() * 3 / 4, plot.getHeight() / 2);
        WindowSession.awaitThat("another frame", () -> image.getT() != strongest + 1);
        session.click(part(browser, "Check it"));
        WindowSession.awaitThat(
                "the check", () -> !String.valueOf(rows.getValueAt(1, 5)).isEmpty());
        assertTrue(String.valueOf(rows.getValueAt(1, 5)).contains("\u2192"));
        session.screenshot("browser-2-checked");
        session.click(part(browser, "evidence both"));
        WindowSession.awaitThat("evidence against", () -> rows.getRowCount() > 5);
        session.screenshot("browser-3-both");
    }

    @Test
    void allPairsAreShownAndLeadToTheirAnswer() throws Exception {
        ImagePlus image = explained();
        ExplanationBrowser browser = open();
        session.click(part(browser, "All pairs"));
        PairMatrixWindow matrix = WindowSession.await("all pairs", () -> WindowSession.shown(PairMatrixWindow.class));
        JLabel status = (JLabel) WindowSession.named(matrix.getContentPane(), "pairs status");
        WindowSession.awaitThat("twelve pairs", () -> status.getText().equals("12 pairs."));
        session.screenshot("pairs");
        JTable table = (JTable) WindowSession.named(matrix.getContentPane(), "pairs");
        Rectangle cell = table.getCellRect(1, 1, false);
        session.click(table, cell.x + cell.width / 2, cell.y + cell.height / 2);
        String positive = (String) table.getValueAt(1, 0);
        WindowSession.awaitThat(
                "that pair",
                () -> LastAnswer.of(image).orElseThrow().answer().positive().equals(positive));
        assertEquals(table.getColumnName(1), negative(image));
        assertFalse(browser.worker().isClosed());
    }

    @Test
    void whenTheImageIsClosedTheWindowSaysSoAndNothingIsHeld() throws Exception {
        Map<String, Long> before = LiveObjects.of("org.whynot.model.Model", "org.whynot.explain.ClassifiedVideo");
        ImagePlus image = explained();
        ExplanationBrowser browser = open();
        WindowSession.onEvents(image::close);
        JLabel status = (JLabel) part(browser, "status");
        WindowSession.awaitThat("the sentence", () -> status.getText().contains("was closed"));
        assertTrue(part(browser, "Copy sentence").isEnabled());
        assertFalse(((AbstractButton) part(browser, "Check it")).isEnabled());
        browser.worker().join(10_000);
        assertEquals(0, LiveObjects.threads(VideoWorker.THREAD));
        WindowSession.onEvents(browser::dispose);
        assertEquals(before, LiveObjects.of("org.whynot.model.Model", "org.whynot.explain.ClassifiedVideo"));
    }
}
