package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JList;
import javax.swing.JSpinner;
import javax.swing.JTextField;
import javax.swing.UIManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;
import org.whynot.frontend.imagej1.WindowSession;
import org.whynot.labelling.Clip;
import org.whynot.labelling.KeyBox;
import org.whynot.labelling.LabelProject;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** Where the labelling window could give a label to another clip, frame or object than the one that the user sees. */
@NeedsDisplay
class LabelMistakesWindowTest {

    private static final int FRAMES = 20;
    /** How long something is waited for that may never happen. */
    private static final Duration SHORT = Duration.ofSeconds(30);
    /** Longer than a region needs to settle. */
    private static final Duration PAUSE = Duration.ofMillis(600);

    @TempDir
    Path folder;

    private LabelProject project;
    private LabelController controller;
    private LabelPanel panel;
    private ToolWindow window;

    @BeforeEach
    void openThreeVideos() throws Exception {
        Path cells = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(3, FRAMES, 3)).write(cells, Progress.SILENT);
        Map<String, Path> videos = new LinkedHashMap<>();
        for (Sample sample : DataSet.read(cells).samples()) videos.put("film" + videos.size(), sample.path());
        project = LabelProject.open(folder.resolve("labels"), videos, Progress.SILENT);
        project.act(
                "names", l -> l.withNewClass("division").withNewClass("round").withNewAttribute("round"));
        LabelWindows.Open open = BrowserFixture.onEvents(() -> LabelWindows.openNow(project, ""));
        controller = open.controller();
        panel = controller.panel;
        window = open.window();
    }

    @AfterEach
    void close() throws Exception {
        BrowserFixture.run(window::close);
        BrowserFixture.await("the end", () -> !Files.exists(project.folder().resolve(".whynot.lock")));
    }

    private void act(LabelAction action) throws Exception {
        BrowserFixture.run(() -> now(action));
    }

    private void now(LabelAction action) {
        controller.action(action).actionPerformed(new ActionEvent(this, 0, ""));
    }

    private Clip clip(String id) {
        return project.labels().clip(id).orElseThrow();
    }

    /** Chooses a clip by its place, and shows it in the image window. */
    private Clip show(int place) throws Exception {
        BrowserFixture.run(() -> {
            panel.clips.choose(place);
            // While an image is open it follows the choice, and asked again it would be opened twice.
            if (controller.view.image().isEmpty()) now(LabelAction.SHOW);
        });
        Clip clip = BrowserFixture.onEvents(() -> controller.current().orElseThrow());
        awaitShown(clip);
        return clip;
    }

    private void awaitShown(Clip clip) throws Exception {
        BrowserFixture.await("the video of " + clip.id(), () -> controller.view.shows(clip));
    }

    private void goTo(int frame) throws Exception {
        BrowserFixture.run(() -> controller.view.goTo(frame));
    }

    private ImagePlus image() {
        return controller.view.image().orElseThrow();
    }

    /** The frame that the image itself shows, 0-based. */
    private int frameOfImage() {
        return (image().getNFrames() == 1 ? image().getSlice() : image().getFrame()) - 1;
    }

    private void draw(int x, int y, int width, int height) throws Exception {
        BrowserFixture.run(() -> image().setRoi(x, y, width, height));
    }

    private KeyBox awaitBox(String id) {
        Wait.until("a box of " + id, () -> !clip(id).boxes().isEmpty());
        return clip(id).boxes().get(0);
    }

    @Test
    void boxesAndCutsAreOnTheFrameThatANewlyOpenedVideoShows() throws Exception {
        show(0);
        goTo(11);
        Clip other = show(1);
        act(LabelAction.STOP);
        assertEquals(frameOfImage() + 1, clip(other.id()).segment().stop());
        BrowserFixture.run(() -> panel.attributes.setSelectedIndex(0));
        draw(5, 5, 20, 20);
        assertEquals(frameOfImage(), awaitBox(other.id()).frame());
    }

    @Test
    void theFrameIsThatOfTheImageWhenItsWindowIsOpenedAgain() throws Exception {
        Clip clip = show(0);
        goTo(7);
        BrowserFixture.run(() -> image().close());
        BrowserFixture.await("no image", () -> controller.view.image().isEmpty());
        show(0);
        act(LabelAction.STOP);
        assertEquals(frameOfImage() + 1, clip(clip.id()).segment().stop());
        // A clip that begins later is shown from there on.
        BrowserFixture.run(() -> controller.act("Cut", l -> l.withSegment("film1", Segment.frames(6, 12))));
        show(1);
        assertEquals(6, frameOfImage());
        assertEquals(6, controller.view.frame());
    }

    @Test
    void aBoxIsFinishedOnlyWhenTheMouseIsReleased() throws Exception {
        Clip clip = show(0);
        BrowserFixture.run(() -> panel.attributes.setSelectedIndex(0));
        ImageCanvas canvas = image().getCanvas();
        mouse(canvas, MouseEvent.MOUSE_PRESSED, onCanvas(10, 10), MouseEvent.BUTTON1);
        mouse(canvas, MouseEvent.MOUSE_DRAGGED, onCanvas(20, 20), MouseEvent.BUTTON1);
        assertFalse(Wait.within(PAUSE, () -> !clip(clip.id()).boxes().isEmpty()), "a box while it is drawn");
        mouse(canvas, MouseEvent.MOUSE_DRAGGED, onCanvas(40, 30), MouseEvent.BUTTON1);
        mouse(canvas, MouseEvent.MOUSE_RELEASED, onCanvas(40, 30), MouseEvent.BUTTON1);
        KeyBox box = awaitBox(clip.id());
        assertEquals(30, box.box().width(), 2);
        assertEquals(20, box.box().height(), 2);
        assertEquals(1, clip(clip.id()).boxes().size());
    }

    private Point onCanvas(int x, int y) {
        ImageCanvas canvas = image().getCanvas();
        return new Point(canvas.screenX(x), canvas.screenY(y));
    }

    private static void mouse(Component on, int what, Point at, int button) throws Exception {
        int mask = what == MouseEvent.MOUSE_RELEASED || what == MouseEvent.MOUSE_CLICKED
                ? 0
                : InputEvent.getMaskForButton(button);
        BrowserFixture.run(() -> on.dispatchEvent(
                new MouseEvent(on, what, System.currentTimeMillis(), mask, at.x, at.y, 1, false, button)));
    }

    private static void click(Component on, Point at, int button) throws Exception {
        for (int what : new int[] {MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED, MouseEvent.MOUSE_CLICKED})
            mouse(on, what, at, button);
    }

    @Test
    void onlyALeftClickOnANameGivesItsClass() throws Exception {
        BrowserFixture.await("the layout", () -> panel.classes.isShowing() && panel.attributes.getHeight() > 0);
        click(panel.classes, below(panel.classes), MouseEvent.BUTTON1);
        assertEquals("", clip("film0").className());
        click(panel.attributes, below(panel.attributes), MouseEvent.BUTTON1);
        assertTrue(BrowserFixture.onEvents(panel.attributes::isSelectionEmpty));
        Rectangle first = BrowserFixture.onEvents(() -> panel.classes.getCellBounds(0, 0));
        Point inside = new Point(first.x + 5, first.y + first.height / 2);
        click(panel.classes, inside, MouseEvent.BUTTON3);
        assertEquals("", clip("film0").className());
        click(panel.classes, inside, MouseEvent.BUTTON1);
        assertEquals("division", clip("film0").className());
    }

    /** The blank area below the last name. */
    private static Point below(JList<?> list) throws Exception {
        int last = list.getModel().getSize() - 1;
        Rectangle cell = BrowserFixture.onEvents(() -> list.getCellBounds(last, last));
        Point below = new Point(cell.x + 5, cell.y + cell.height + 3);
        assertTrue(list.getHeight() > below.y, "there is no blank area");
        return below;
    }

    /** Asks something and gives the dialog that is shown then. */
    private JDialog asked(LabelAction action) {
        EventQueue.invokeLater(() -> now(action));
        assertTrue(
                Wait.within(SHORT, () -> WindowSession.shown(JDialog.class) != null),
                () -> "nothing was asked: " + panel.status.getText());
        return WindowSession.shown(JDialog.class);
    }

    private static void confirm(JDialog dialog) throws Exception {
        String ok = UIManager.getString("OptionPane.okButtonText");
        BrowserFixture.run(() -> WindowSession.find(dialog, JButton.class, button -> ok.equals(button.getText()))
                .doClick());
        BrowserFixture.await("the dialog to close", () -> !dialog.isShowing());
    }

    @Test
    void anAttributeIsRenamedAndNotTheClassOfTheSameName() throws Exception {
        BrowserFixture.run(() -> panel.attributes.setSelectedIndex(0));
        JDialog dialog = asked(LabelAction.RENAME);
        BrowserFixture.run(() -> WindowSession.find(dialog, JTextField.class, JTextField::isEditable)
                .setText("Round"));
        confirm(dialog);
        assertEquals(List.of("Round"), project.labels().attributes());
        assertEquals(List.of("division", "round"), project.labels().classes());
    }

    @Test
    void aClassIsRenamedWithoutBeingGiven() throws Exception {
        JDialog dialog = asked(LabelAction.RENAME);
        BrowserFixture.run(() -> {
            WindowSession.find(dialog, JComboBox.class, box -> true).setSelectedIndex(1);
            JTextField name = WindowSession.find(dialog, JTextField.class, JTextField::isEditable);
            assertEquals("round", name.getText());
            name.setText("sphere");
        });
        confirm(dialog);
        assertEquals(List.of("division", "sphere"), project.labels().classes());
        assertEquals(List.of("round"), project.labels().attributes());
        assertEquals("", clip("film0").className());
    }

    @Test
    void theImageFollowsWhenItsClipIsRemoved() throws Exception {
        show(0);
        BrowserFixture.run(() -> panel.attributes.setSelectedIndex(0));
        act(LabelAction.REMOVE);
        assertTrue(
                Wait.within(SHORT, () -> controller.view.shows(clip("film1"))),
                "the image still belongs to the removed clip");
        BrowserFixture.await("the attribute", () -> !panel.attributes.isSelectionEmpty());
        draw(5, 5, 20, 20);
        awaitBox("film1");
    }

    @Test
    void aRegionOfAnotherVideoIsNoCropAndABoxOfARemovedClipIsReported() throws Exception {
        show(0);
        BrowserFixture.run(() -> {
            image().setRoi(5, 5, 20, 20);
            panel.clips.choose(1);
            now(LabelAction.CROP);
        });
        assertTrue(clip("film1").segment().isWhole());
        awaitShown(clip("film1"));
        BrowserFixture.run(() -> {
            panel.attributes.setSelectedIndex(0);
            panel.clips.setSelectionInterval(0, 2);
        });
        awaitShown(clip("film0"));
        act(LabelAction.REMOVE);
        draw(5, 5, 20, 20);
        assertTrue(
                Wait.within(SHORT, () -> panel.status.getText().contains("film0")),
                () -> "no message: " + panel.status.getText());
    }

    @Test
    void aModelThatCannotBeOpenedCanBeReplaced() throws Exception {
        BrowserFixture.run(() -> controller.teach("no such model"));
        BrowserFixture.await("the failure", () -> panel.status.getText().contains("no such model' is not known"));
        BrowserFixture.run(() -> controller.giveClass("division"));
        assertEquals("Class division.", panel.status.getText());
        JDialog dialog = asked(LabelAction.TEACH);
        BrowserFixture.run(dialog::dispose);
    }

    @Test
    void aSegmentIsSplitWithinItself() throws Exception {
        BrowserFixture.run(() -> controller.act("Cut", l -> l.withSegment("film0", new Segment(5, 17, 2, 3, 30, 40))));
        BrowserFixture.await("the length", () -> project.size(clip("film0")).frames() == FRAMES);
        JDialog dialog = asked(LabelAction.SPLIT);
        List<JSpinner> spinners = new ArrayList<>();
        BrowserFixture.run(() -> {
            WindowSession.find(dialog, JSpinner.class, spinner -> !spinners.add(spinner));
            spinners.forEach(spinner -> spinner.setValue(4));
        });
        confirm(dialog);
        assertEquals(
                List.of(
                        new Segment(5, 9, 2, 3, 30, 40),
                        new Segment(9, 13, 2, 3, 30, 40),
                        new Segment(13, 17, 2, 3, 30, 40)),
                project.labels().clips().stream()
                        .filter(clip -> clip.id().startsWith("film0"))
                        .map(Clip::segment)
                        .toList());
    }

    @Test
    void bracketsThatNeedAltGrOrOptionCutTheClip() throws Exception {
        show(0);
        goTo(4);
        type('[', InputEvent.META_DOWN_MASK);
        type('[', InputEvent.CTRL_DOWN_MASK);
        assertTrue(clip("film0").segment().isWhole());
        type('[', InputEvent.ALT_GRAPH_DOWN_MASK);
        assertEquals(4, clip("film0").segment().start());
        goTo(9);
        type(']', InputEvent.ALT_DOWN_MASK);
        assertEquals(10, clip("film0").segment().stop());
        type(']', InputEvent.CTRL_DOWN_MASK | InputEvent.ALT_DOWN_MASK);
        // Together with Ctrl or Alt digits and letters are other keys.
        for (int mask : new int[] {InputEvent.CTRL_DOWN_MASK, InputEvent.META_DOWN_MASK, InputEvent.ALT_DOWN_MASK})
            type('1', mask);
        assertEquals("", clip("film0").className());
        type('1', 0);
        assertEquals("division", clip("film0").className());
        assertEquals(Set.of("film0"), controller.ids());
    }

    /** A character that is typed in the image window. */
    private void type(char typed, int mask) throws Exception {
        BrowserFixture.run(() -> controller.pressed(new KeyEvent(
                image().getCanvas(),
                KeyEvent.KEY_TYPED,
                System.currentTimeMillis(),
                mask,
                KeyEvent.VK_UNDEFINED,
                typed)));
    }
}
