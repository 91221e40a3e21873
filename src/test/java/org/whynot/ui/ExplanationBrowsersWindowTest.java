package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.ui.BrowserFixture.await;
import static org.whynot.ui.BrowserFixture.named;
import static org.whynot.ui.BrowserFixture.onEvents;
import static org.whynot.ui.BrowserFixture.run;
import static org.whynot.ui.BrowserFixture.screenshot;

import ij.ImageJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.Roi;
import java.awt.Point;
import java.awt.event.ActionEvent;
import java.awt.event.MouseEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.JTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.frontend.SampleVideo;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.LastAnswer;
import org.whynot.util.NeedsDisplay;

/** The browser as a user works with it, on the bundled clip with the bundled model. */
@NeedsDisplay
class ExplanationBrowsersWindowTest {

    private static ImageJ imageJ;

    @TempDir
    Path folder;

    private ImagePlus image;
    private LastAnswer last;
    private ExplanationBrowsers.Browser browser;

    @BeforeAll
    static void start() {
        imageJ = new ImageJ(ImageJ.EMBEDDED);
        Prefs.set("whynot.browser.loc", (String) null);
        Prefs.set("whynot.pairs.loc", (String) null);
    }

    @AfterAll
    static void end() throws Exception {
        if (imageJ != null) run(imageJ::dispose);
    }

    @BeforeEach
    void open() throws Exception {
        image = SampleVideo.open();
        last = BrowserFixture.explain(image, "cells", new Question("predicted", "runner-up", 3, Evidence.FOR, false));
        image.show();
        browser = onEvents(() -> ExplanationBrowsers.openNow(image, last));
        idle();
    }

    @AfterEach
    void close() throws Exception {
        run(() -> browser.window().close());
        await("the threads end", () -> BrowserFixture.browserThreads() == 0);
        image.changes = false;
        image.close();
    }

    @Test
    void theComparisonWithRandomTubesHasAColumnWhereItWasAskedFor() throws Exception {
        JTable plain = named(browser.window(), "explanations");
        assertEquals(6, plain.getColumnCount());
        assertEquals("Tube erased", plain.getColumnName(5));
        run(() -> browser.window().close());
        Question question = new Question("predicted", "apoptosis", 3, Evidence.FOR, false).withConfidence(19);
        LastAnswer compared = BrowserFixture.explain(image, "cells", question);
        browser = onEvents(() -> ExplanationBrowsers.openNow(image, compared));
        idle();
        JTable rows = named(browser.window(), "explanations");
        assertEquals(7, rows.getColumnCount());
        assertEquals("Random tubes", rows.getColumnName(5));
        assertEquals("Tube erased", rows.getColumnName(6));
        assertEquals("19 of 19, p 0.05", rows.getValueAt(0, 5));
        assertEquals("chance: 18 of 19, p 0.1", rows.getValueAt(1, 5));
        screenshot(browser.window(), "browser-confidence");
    }

    private void idle() throws Exception {
        await("the browser is idle", () -> !browser.controller().isBusy());
        run(() -> {});
    }

    private BrowserPanel panel() {
        return browser.controller().panel;
    }

    private void act(BrowserAction action) throws Exception {
        run(() -> browser.controller()
                .action(action)
                .actionPerformed(new ActionEvent(panel(), ActionEvent.ACTION_PERFORMED, "")));
        idle();
    }

    private void whyNot(String name) throws Exception {
        run(() -> panel().whyNot.setSelectedValue(name, true));
        idle();
        await(
                "the answer is shown",
                () -> browser.controller().answer().negative().equals(name));
    }

    private List<String> drawn(String element) {
        List<String> names = new ArrayList<>();
        if (image.getOverlay() == null) return names;
        for (Roi roi : image.getOverlay().toArray())
            if (element.equals(roi.getProperty(ExplanationOverlay.MARK)) && !names.contains(roi.getName()))
                names.add(roi.getName());
        return names;
    }

    @Test
    void everythingOfOneVisitAndTheEventThreadNeverWorksWithModelOrVideo() throws Exception {
        try (EventWatchdog watchdog = new EventWatchdog()) {
            run(() ->
                    assertTrue(Arrays.asList(WindowManager.getNonImageWindows()).contains(browser.window())));
            List<String> others = onEvents(() -> java.util.Collections.list(
                    ((javax.swing.DefaultListModel<String>) panel().whyNot.getModel()).elements()));
            assertEquals(3, others.size());
            for (String other : others) {
                whyNot(other);
                assertEquals(
                        browser.controller().answer().explanations().size(),
                        panel().rows.getRowCount());
                assertTrue(
                        panel().sentence.getText().contains(", not " + other),
                        panel().sentence.getText());
            }
            screenshot(browser.window(), "browser-light");
            Explanation second = browser.controller().answer().explanations().get(1);
            run(() -> panel().rows.setRowSelectionInterval(1, 1));
            await("the image shows the frame", () -> image.getFrame() == second.strongestFrame() + 1);
            await("three tubes are drawn", () -> drawn("box").size() == 3);
            run(() -> panel().rows.setValueAt(false, 0, ExplanationRows.SHOWN));
            await("the first tube is hidden", () -> drawn("box").size() == 2);
            assertTrue(drawn("box").stream().noneMatch(name -> name.startsWith("WhyNot 1:")), drawn("box")::toString);
            clickPlot(12);
            heatMap();
            act(BrowserAction.VERIFY);
            await("the row says what came of it", () -> !"not verified"
                    .equals(panel().rows.getValueAt(1, 5)));
            run(() -> panel().opacity.setValue(80));
            screenshot(browser.window(), "browser-checked");
            screenshot(image.getWindow(), "browser-image");
            pairs();
            assertEquals(
                    List.of(),
                    watchdog.working(
                            "org.whynot.model.",
                            "org.whynot.tube.TubeSearch",
                            "org.whynot.tube.TubeStream",
                            "org.whynot.imagej.ImagePlusVideo",
                            "org.whynot.video.FrameRenderer",
                            "org.whynot.ui.HeatMap",
                            "org.whynot.ui.Thumbnails"));
            assertTrue(watchdog.dispatched() > 100, "the watchdog saw no events");
            Files.write(Path.of("target/screenshots/late-events.txt"), watchdog.late());
        }
    }

    private void clickPlot(int frame) throws Exception {
        run(() -> {
            ScorePlot plot = panel().plot;
            plot.dispatchEvent(new MouseEvent(
                    plot, MouseEvent.MOUSE_PRESSED, 0, 0, plot.xOf(frame), 20, 1, false, MouseEvent.BUTTON1));
        });
        await("the image shows the clicked frame", () -> image.getFrame() == frame + 1);
    }

    private void heatMap() throws Exception {
        run(() -> ((javax.swing.AbstractButton) named(panel(), "Heat map")).doClick(0));
        await("the heat map is drawn", () -> drawn("heat").size() == 1);
        assertTrue(panel().heatKey.isShowing());
        assertEquals("heat", image.getOverlay().get(0).getProperty(ExplanationOverlay.MARK), "it lies below the boxes");
        image.setPosition(1, 1, 20);
        await(
                "it follows the frame",
                () -> drawn("heat").size() == 1
                        && image.getOverlay().get(0).getTPosition()
                                        + image.getOverlay().get(0).getPosition()
                                == 20);
    }

    private void pairs() throws Exception {
        act(BrowserAction.PAIRS);
        ToolWindow window = (ToolWindow) Arrays.stream(java.awt.Window.getWindows())
                .filter(w -> w.isShowing() && "whynot.pairs".equals(w.getName()))
                .findFirst()
                .orElseThrow();
        ClassMatrix matrix = named(window.getContentPane(), "matrix");
        await("the matrix is full", () -> matrix.filled() == 12);
        screenshot(window, "pairs-light");
        run(() -> {
            matrix.changeSelection(2, 1, false, false);
            matrix.getActionMap().get("choose").actionPerformed(new ActionEvent(matrix, 0, ""));
        });
        String positive = (String) matrix.getValueAt(2, 0);
        await(
                "the browser shows the pair",
                () -> browser.controller().answer().positive().equals(positive));
        idle();
        Explanation best = browser.controller().answer().explanations().get(0);
        await("and the frame", () -> image.getFrame() == best.strongestFrame() + 1);
        run(window::close);
    }

    @Test
    void againstAsksForTheOtherEvidenceAndTheMacroLineSaysSo() throws Exception {
        act(BrowserAction.BOTH);
        await(
                "both kinds are there",
                () -> browser.controller().answer().explanations().size() == 6);
        Answer answer = browser.controller().answer();
        assertEquals(3, answer.of(Evidence.AGAINST).size());
        String macro = onEvents(() -> browser.controller().macro());
        assertTrue(macro.startsWith("run(\"Explain Video...\", \"model=cells positive=" + answer.positive()), macro);
        assertTrue(macro.contains("explanations=3 evidence=both"), macro);
    }

    @Test
    void aCancelledQuestionGivesBackTheListsAsTheyWere() throws Exception {
        String before = browser.controller().answer().negative();
        String other = onEvents(() -> panel().whyNot.getModel().getElementAt(2));
        assertNotEquals(before, other);
        run(() -> {
            panel().whyNot.setSelectedValue(other, true);
            browser.controller()
                    .action(BrowserAction.CANCEL)
                    .actionPerformed(new ActionEvent(panel(), ActionEvent.ACTION_PERFORMED, ""));
        });
        idle();
        assertEquals(before, onEvents(() -> panel().whyNot.getSelectedValue()));
        assertEquals(before, browser.controller().answer().negative());
        assertEquals("Cancelled.", onEvents(() -> panel().status.getText()));
    }

    @Test
    void saveAllWritesTheShownAnswer() throws Exception {
        String other = onEvents(() -> panel().whyNot.getModel().getElementAt(2));
        whyNot(other);
        BrowserController controller = browser.controller();
        run(() -> controller.saver().all(controller.answer(), controller.macro(), folder));
        await("the files are there", () -> panel().status.getText().contains("files were written"));
        assertEquals(browser.controller().answer(), AnswerJson.read(folder.resolve("mitosis_00001.explanation.json")));
        run(() -> controller.saver().figure(controller.answer(), folder, 4, org.whynot.overlay.FigureFormat.PNG));
        Path figure = folder.resolve("mitosis_00001.montage.png");
        await("the figure is there", () -> panel().status.getText().equals("Written: " + figure));
        Files.copy(
                figure, Path.of("target/screenshots/montage.png"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void openingAgainBringsTheSameWindowAndANewAnswerANewOne() throws Exception {
        assertSame(browser, onEvents(() -> ExplanationBrowsers.openNow(image, last)));
        LastAnswer other = BrowserFixture.explain(image, "cells", Question.DEFAULT);
        ExplanationBrowsers.Browser next = onEvents(() -> ExplanationBrowsers.openNow(image, other));
        assertNotSame(browser, next);
        run(() -> assertFalse(browser.window().isShowing()));
        browser = next;
    }

    @Test
    void aClosedImageIsSaidAndTheSentenceStaysCopyable() throws Exception {
        image.changes = false;
        image.close();
        await("it is said", () -> panel().status.getText().contains("was closed"));
        await("the threads end", () -> BrowserFixture.browserThreads() == 0);
        run(() -> {
            assertTrue(browser.window().isShowing());
            assertFalse(browser.controller().action(BrowserAction.VERIFY).isEnabled());
            assertTrue(browser.controller().action(BrowserAction.SENTENCE).isEnabled());
            assertFalse(panel().whyNot.isEnabled());
            browser.controller()
                    .action(BrowserAction.SENTENCE)
                    .actionPerformed(new ActionEvent(panel(), ActionEvent.ACTION_PERFORMED, ""));
            assertTrue(panel().status.getText().contains("clipboard"));
        });
    }

    @Test
    void aChangedFrameIsSaidWhenItIsLookedAtAgain() throws Exception {
        Explanation first = browser.controller().answer().explanations().get(0);
        for (int frame = first.firstFrame(); frame <= first.lastFrame(); frame++)
            image.getStack().getProcessor(frame + 1).invert();
        act(BrowserAction.VERIFY);
        await("it is said", () -> panel().status.getText().contains("Frame "));
        assertTrue(panel().status.getText().contains("changed"), panel().status.getText());
    }

    @Test
    void anotherStackIsSaidAndNothingIsDrawnOnIt() throws Exception {
        ij.ImageStack half = image.getStack().crop(0, 0, 0, 40, 40, image.getStackSize());
        image.setOverlay(null);
        image.setStack(half);
        image.updateAndDraw();
        await("it is said", () -> panel().status.getText().contains("changed or exchanged"));
        assertEquals(List.of(), drawn("box"));
        await("the threads end", () -> BrowserFixture.browserThreads() == 0);
    }

    @Test
    void everyActionHasItsOwnKeyAndTheWindowIsOnTheScreenBesideTheImage() throws Exception {
        long keys = Arrays.stream(BrowserAction.values())
                .map(BrowserAction::keyStroke)
                .distinct()
                .count();
        assertEquals(BrowserAction.values().length, keys);
        run(() -> {
            Point place = browser.window().getLocationOnScreen();
            assertTrue(place.x >= 0 && place.y >= 0, place::toString);
            assertTrue(browser.window().getWidth() + place.x
                    <= browser.window().getGraphicsConfiguration().getBounds().width);
            for (JComponent c : List.of(panel().rows, panel().whyNot, panel().plot, panel().positive))
                assertNotEquals(
                        Optional.empty(),
                        Optional.ofNullable(c.getAccessibleContext().getAccessibleName()));
        });
    }
}
