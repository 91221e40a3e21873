package org.whynot.ui;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.Toolbar;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.swing.JDialog;
import javax.swing.JTextField;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.frontend.imagej1.Screen;
import org.whynot.frontend.imagej1.WindowSession;
import org.whynot.labelling.Agreement;
import org.whynot.labelling.Clip;
import org.whynot.labelling.LabelProject;
import org.whynot.labelling.Labels;
import org.whynot.util.Progress;

/** What {@link LabellingSessionWindowTest} does, in a Java process of its own. */
final class LabellingVisit {

    /** So many clips are labelled by keys; the others are left for the model. */
    private static final int LABELLED = 20;
    /** What the contract allows for them, seconds. */
    private static final int LONGEST = 300;

    private final WindowSession session;
    private final String pictures;
    private final Path videos;
    private final DataSet truth;
    private ToolWindow window;
    private LabelPanel panel;
    private int picture;

    /** One part of the visit, {@code label|again LOOK PICTURES FOLDER}: FOLDER has the videos and, in truth, what is true of them. */
    public static void main(String[] args) {
        try {
            Fork.look(args[1]);
            Path folder = Path.of(args[3]);
            try (WindowSession session = new WindowSession(folder)) {
                LabellingVisit visit = new LabellingVisit(session, args[2], folder);
                try {
                    if (args[0].equals("label")) visit.label();
                    else visit.again();
                } catch (Throwable e) {
                    Screen.capture(args[2] + "failed");
                    throw e;
                }
                if (!session.wrecks().isEmpty()) throw new AssertionError(session.wrecks());
            }
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private LabellingVisit(WindowSession session, String pictures, Path folder) throws Exception {
        this.session = session;
        this.pictures = pictures;
        videos = folder.resolve("videos");
        truth = DataSet.read(folder.resolve("truth"));
        for (String key : List.of("whynot.labels.loc", "whynot.agreement.loc")) Prefs.set(key, (String) null);
    }

    private void screenshot(String what) throws Exception {
        Screen.capture(pictures + ++picture + "-" + what);
    }

    private void open() throws Exception {
        new Thread(() -> IJ.run("Label Videos...", "input=[" + videos + "]"), "menu").start();
        window = WindowSession.await("the window", () -> WindowSession.shown(ToolWindow.class));
        panel = (LabelPanel) window.getContentPane();
        WindowSession.onEvents(() -> window.setLocation(10, 130));
        Rectangle first = panel.clips.getCellBounds(0, 0);
        session.input().click(panel.clips, first.width / 2, first.height / 2);
    }

    private void label() throws Exception {
        open();
        for (String name : truth.classes()) add(KeyEvent.VK_N, name);
        List<String> attributes = truth.attributes().subList(0, 3);
        for (String name : attributes) add(KeyEvent.VK_T, name);
        long start = System.nanoTime();
        for (int i = 0; i < LABELLED; i++) {
            Clip clip = panel.clips.getSelectedValue();
            Sample sample = sample(clip.id());
            session.input().keys(KeyEvent.VK_1 + sample.classIndex());
            for (int a = 0; a < attributes.size(); a++)
                if (sample.has(a)) session.input().keys(KeyEvent.getExtendedKeyCodeForChar(letter(attributes.get(a))));
            session.input().keys(KeyEvent.VK_ENTER);
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        System.out.println(LABELLED + " clips labelled by keys in " + seconds + " s");
        if (seconds > LONGEST) throw new AssertionError("too slow: " + seconds + " s");
        screenshot("labelled");
        boxes(attributes);
        several();
        compare();
        WindowSession.awaitThat(
                "everything to be saved", () -> panel.saved.getText().endsWith("saved"));
        screenshot("done");
        // As kill -9 does: nothing is closed, nothing is saved any more.
        Runtime.getRuntime().halt(0);
    }

    private void add(int key, String name) throws Exception {
        session.input().keys(KeyEvent.VK_CONTROL, key);
        type(question(), name);
    }

    /** The dialog that asks for a name, once what is typed arrives there. */
    private JDialog question() {
        JDialog dialog = WindowSession.await("the question", () -> WindowSession.shown(JDialog.class));
        WindowSession.awaitThat("the field to have the focus", () -> dialog.getFocusOwner() instanceof JTextField);
        return dialog;
    }

    /** Without a window manager nobody gives the focus back when a dialog is closed. */
    private void focus() throws Exception {
        WindowSession.onEvents(() -> {
            window.toFront();
            panel.clips.requestFocus();
        });
        WindowSession.awaitThat("the list to have the focus", panel.clips::isFocusOwner);
    }

    /** Types into the field that has the focus; waits for the text, not for each key, which takes long in a field. */
    private void type(JDialog dialog, String text) throws Exception {
        Robot robot = new Robot();
        for (char c : text.toCharArray()) {
            robot.keyPress(KeyEvent.getExtendedKeyCodeForChar(c));
            robot.keyRelease(KeyEvent.getExtendedKeyCodeForChar(c));
        }
        WindowSession.awaitThat(
                "the text '" + text + "'",
                () -> dialog.getFocusOwner() instanceof JTextField field
                        && field.getText().equals(text));
        robot.keyPress(KeyEvent.VK_ENTER);
        robot.keyRelease(KeyEvent.VK_ENTER);
        WindowSession.awaitThat("the dialog to close", () -> !dialog.isShowing());
        focus();
    }

    private Sample sample(String id) {
        return truth.samples().stream()
                .filter(s -> s.id().equals(id.substring(id.lastIndexOf('/') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private char letter(String attribute) {
        for (int i = 0; i < panel.attributes.getModel().getSize(); i++) {
            LabelPanel.Name name = panel.attributes.getModel().getElementAt(i);
            if (name.name().equals(attribute)) return name.key();
        }
        throw new AssertionError(attribute);
    }

    private Clip clip(String id) {
        return panel.clips.getModel().getElementAt(panel.clips.next(-1, c -> c.id().equals(id)));
    }

    /** Two boxes by mouse, the frames between them by keys. */
    private void boxes(List<String> attributes) throws Exception {
        Rectangle second = panel.clips.getCellBounds(1, 1);
        WindowSession.onEvents(() -> panel.clips.ensureIndexIsVisible(0));
        session.input().click(panel.clips, second.width / 2, second.y + second.height / 2);
        session.input().keys(KeyEvent.VK_SPACE);
        ImagePlus image = WindowSession.await("the clip", WindowSession::shownImage);
        WindowSession.awaitThat("its boxes", () -> image.getOverlay() != null);
        String id = panel.clips.getSelectedValue().id();
        IJ.setTool(Toolbar.RECTANGLE);
        Rectangle row = panel.attributes.getCellBounds(0, 0);
        session.input().click(panel.attributes, row.width / 2, row.height / 2);
        draw(image, 20, 20, 60, 60);
        WindowSession.awaitThat("the first box", () -> clip(id).boxes().size() == 1);
        session.input().click(panel.clips, second.width / 2, second.y + second.height / 2);
        for (int i = 0; i < 8; i++) session.input().keys(KeyEvent.VK_RIGHT);
        WindowSession.awaitThat("frame 9", () -> image.getFrame() == 9);
        draw(image, 60, 50, 110, 100);
        WindowSession.awaitThat("the second box", () -> clip(id).boxes().size() == 2);
        for (int i = 0; i < 4; i++) session.input().keys(KeyEvent.VK_LEFT);
        WindowSession.awaitThat("frame 5", () -> image.getFrame() == 5);
        double x = clip(id).boxAt(attributes.get(0), 0, 4).orElseThrow().x();
        if (Math.abs(x - 40) > 3) throw new AssertionError("interpolated to " + x);
        screenshot("boxes");
        session.input().keys(KeyEvent.VK_OPEN_BRACKET);
        WindowSession.awaitThat("the start", () -> clip(id).segment().start() == 4);
        session.input().keys(KeyEvent.VK_CONTROL, KeyEvent.VK_Z);
        WindowSession.awaitThat("no start", () -> clip(id).segment().isWhole());
        session.input().keys(KeyEvent.VK_CLOSE_BRACKET);
        WindowSession.awaitThat("the stop", () -> clip(id).segment().stop() == 5);
        session.input().keys(KeyEvent.VK_CONTROL, KeyEvent.VK_Z);
        WindowSession.awaitThat("no stop", () -> clip(id).segment().isWhole());
    }

    private void draw(ImagePlus image, int x, int y, int right, int bottom) throws Exception {
        WindowSession.onEvents(image::deleteRoi);
        session.input().drag(image.getCanvas(), onCanvas(image, x, y), onCanvas(image, right, bottom), 6);
    }

    private static Point onCanvas(ImagePlus image, int x, int y) {
        return new Point(image.getCanvas().screenX(x), image.getCanvas().screenY(y));
    }

    /** Group and split of several clips at once. */
    private void several() throws Exception {
        Rectangle first = panel.clips.getCellBounds(0, 0);
        session.input().click(panel.clips, first.width / 2, first.height / 2);
        for (int i = 0; i < 2; i++) session.input().keys(KeyEvent.VK_SHIFT, KeyEvent.VK_DOWN);
        session.input().keys(KeyEvent.VK_CONTROL, KeyEvent.VK_G);
        type(question(), "dish 1");
        WindowSession.awaitThat(
                "the group",
                () -> panel.clips.getModel().getElementAt(2).group().equals("dish 1"));
        focus();
        session.input().keys(KeyEvent.VK_CONTROL, KeyEvent.VK_2);
        WindowSession.awaitThat(
                "the split",
                () -> panel.clips.getModel().getElementAt(2).split().equals("test"));
    }

    /** With what is true, of which two attributes are missing here. */
    private void compare() throws Exception {
        Labels mine = LabelProject.read(videos, Progress.SILENT);
        Labels theirs = mine.withClass(
                Set.of(mine.clips().get(0).id(), mine.clips().get(4).id()),
                truth.classes().get(3));
        WindowSession.onEvents(
                () -> AgreementWindow.open(Agreement.of(mine, theirs), Path.of("labels of Jo"), id -> {}));
        ToolWindow agreement =
                WindowSession.await("the agreement", () -> WindowSession.shown(ToolWindow.class, w -> w != window));
        WindowSession.onEvents(() -> agreement.setLocation(60, 420));
        screenshot("agreement");
        WindowSession.onEvents(agreement::close);
    }

    private void again() throws Exception {
        picture = 10;
        DataSet data = DataSet.read(videos);
        if (data.samples().size() < LABELLED / 2)
            throw new AssertionError(data.samples().size() + " samples");
        for (Sample sample : data.samples()) {
            Sample true_ = sample(sample.id());
            if (!data.classes().get(sample.classIndex()).equals(truth.classes().get(true_.classIndex())))
                throw new AssertionError(sample.id());
        }
        open();
        if (LABELLED != labelled()) throw new AssertionError("labelled: " + labelled());
        LabelController controller = LabelWindows.of(videos).controller();
        WindowSession.onEvents(() -> controller.teach("cells"));
        WindowSession.awaitThat(
                "the proposals",
                () -> panel.status.getText().contains("Judged 4 of 4")
                        || !panel.proposal.getText().isEmpty() && controller.isIdle());
        session.input().keys(KeyEvent.VK_SPACE);
        ImagePlus image = WindowSession.await("the clip", WindowSession::shownImage);
        WindowSession.awaitThat("its explanation", () -> image.getOverlay() != null);
        WindowSession.awaitThat("a frame of the tube", () -> controller.view.frame() > 0);
        screenshot("taught");
        Set<String> accepted = new TreeSet<>();
        while (labelled() < LABELLED + 4) {
            Clip clip = panel.clips.getSelectedValue();
            if (clip.isLabelled() || !accepted.add(clip.id())) throw new AssertionError(clip.toString());
            session.input().keys(KeyEvent.VK_SHIFT, KeyEvent.VK_ENTER);
            WindowSession.awaitThat("the class", () -> clip(clip.id()).isLabelled());
        }
        WindowSession.awaitThat("everything to be saved", controller::isIdle);
        screenshot("accepted");
        WindowSession.onEvents(window::close);
    }

    private int labelled() {
        int count = 0;
        for (int i = 0; i < panel.clips.getModel().getSize(); i++)
            if (panel.clips.getModel().getElementAt(i).isLabelled()) count++;
        return count;
    }
}
