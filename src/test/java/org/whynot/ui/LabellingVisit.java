package org.whynot.ui;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.Toolbar;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.swing.JDialog;
import javax.swing.JTextField;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.frontend.imagej1.Screen;
import org.whynot.frontend.imagej1.WindowSession;
import org.whynot.labelling.Agreement;
import org.whynot.labelling.Clip;
import org.whynot.labelling.KeyBox;
import org.whynot.labelling.Labels;
import org.whynot.model.ModelCard;
import org.whynot.overlay.LastAnswer;
import org.whynot.simulation.CellClass;
import org.whynot.video.Box;

/** What {@link LabellingSessionWindowTest} does, in a Java process of its own. */
final class LabellingVisit {

    /** Those of the simulator that are labelled: two, with three attributes. */
    static final List<String> CLASSES = List.of(CellClass.APOPTOSIS.label(), CellClass.MITOSIS.label());

    private static final List<String> ATTRIBUTES =
            List.of(CellClass.CONDENSING, CellClass.DIVIDING, CellClass.FRAGMENTING);

    /** So many clips are labelled by keys; the others are left for the model. */
    private static final int LABELLED = 20;

    private static final int PROPOSED = 4;
    /** So many of them get boxes, of the first attribute. */
    private static final int BOXED = 10;
    /** How far a box that is drawn is from where it was meant to be, pixels at most. */
    private static final double NEAR = 2;
    /** What the contract allows for labelling by keys, seconds. */
    private static final int LONGEST = 300;
    /** How long the killer may be late, minutes. */
    private static final int PATIENCE = 4;

    private final WindowSession session;
    private final String pictures;
    private final Path folder;
    private final Path videos;
    private ToolWindow window;
    private LabelPanel panel;
    private LabelController controller;
    private int picture;

    /**
     * One part of the visit, {@code label|again|look LOOK PICTURES FOLDER}: FOLDER has the videos and, in truth, what is true of them.
     * The first part never ends: once everything is saved it writes the file {@code labelled}, and is killed.
     */
    public static void main(String[] args) {
        try {
            Fork.look(args[1]);
            Path folder = Path.of(args[3]);
            try (WindowSession session = new WindowSession(folder)) {
                LabellingVisit visit = new LabellingVisit(session, args[2], folder);
                try {
                    switch (args[0]) {
                        case "label" -> visit.label();
                        case "again" -> visit.again();
                        default -> visit.look();
                    }
                } catch (Throwable e) {
                    Screen.capture(args[2] + "failed");
                    throw e;
                }
                visit.checkWrecks();
            }
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private LabellingVisit(WindowSession session, String pictures, Path folder) {
        this.session = session;
        this.pictures = pictures;
        this.folder = folder;
        videos = folder.resolve("videos");
        for (String key : List.of("whynot.labels.loc", "whynot.agreement.loc")) Prefs.set(key, (String) null);
    }

    private void checkWrecks() {
        if (!session.wrecks().isEmpty()) throw new AssertionError(session.wrecks());
    }

    private void screenshot(String what) throws Exception {
        Screen.capture(pictures + ++picture + "-" + what);
    }

    private void open() throws Exception {
        IJ.run("Label Videos...", "input=[" + videos + "]");
        window = WindowSession.await("the window", () -> WindowSession.shown(ToolWindow.class));
        panel = (LabelPanel) window.getContentPane();
        controller = LabelWindows.of(videos).controller();
        WindowSession.onEvents(() -> window.setLocation(10, 130));
        choose(0);
    }

    /** Clicks a clip in the list. */
    private void choose(int place) throws Exception {
        WindowSession.onEvents(() -> panel.clips.ensureIndexIsVisible(place));
        Rectangle cell = panel.clips.getCellBounds(place, place);
        session.input().click(panel.clips, cell.width / 2, cell.y + cell.height / 2);
        WindowSession.awaitThat("clip " + place, () -> panel.clips.getSelectedIndex() == place);
    }

    /** Clicks an attribute: boxes are of this one. */
    private void chooseAttribute(int place) {
        Rectangle row = panel.attributes.getCellBounds(place, place);
        session.input().click(panel.attributes, row.width / 2, row.y + row.height / 2);
        WindowSession.awaitThat("the attribute", () -> panel.attributes.getSelectedIndex() == place);
    }

    private void label() throws Exception {
        Truth truth = new Truth(folder.resolve("truth"));
        open();
        for (String name : CLASSES) add(KeyEvent.VK_N, name);
        for (String name : ATTRIBUTES) add(KeyEvent.VK_T, name);
        long start = System.nanoTime();
        for (int i = 0; i < LABELLED; i++) {
            Clip clip = panel.clips.getSelectedValue();
            keys(KeyEvent.VK_1 + CLASSES.indexOf(truth.className(clip)));
            for (String name : ATTRIBUTES)
                if (truth.attributes(clip).contains(name)) keys(KeyEvent.getExtendedKeyCodeForChar(letter(name)));
            keys(KeyEvent.VK_ENTER);
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        if (seconds > LONGEST) throw new AssertionError(LABELLED + " clips took " + seconds + " s");
        System.out.println(LABELLED + " clips labelled by keys in " + seconds + " s");
        screenshot("labelled");
        choose(0);
        keys(KeyEvent.VK_SPACE);
        // It comes up over whatever is there.
        WindowSession.awaitThat("the first clip's image", () -> controller.view.shows(clip(0)));
        IJ.setTool(Toolbar.RECTANGLE);
        for (int i = 0; i < BOXED; i++) boxes(i, truth.boxes(clip(i)));
        cut();
        several();
        compare();
        WindowSession.awaitThat("everything to be saved", controller::isIdle);
        screenshot("done");
        checkWrecks();
        System.out.flush();
        Files.writeString(folder.resolve("labelled"), "");
        new CountDownLatch(1).await(PATIENCE, TimeUnit.MINUTES);
        throw new AssertionError("nobody has killed this");
    }

    private void add(int key, String name) throws Exception {
        keys(KeyEvent.VK_CONTROL, key);
        type(question(), name);
    }

    /** The dialog that asks for a name, once what is typed arrives there. */
    private JDialog question() {
        JDialog dialog = WindowSession.await("the question", () -> WindowSession.shown(JDialog.class));
        session.input().focus(WindowSession.find(dialog, JTextField.class, field -> true));
        return dialog;
    }

    /** Presses keys together in the list of clips; a dialog that closed or an image that opened may have left it without the focus. */
    private void keys(int... keys) {
        session.input().focus(panel.clips);
        session.input().keys(keys);
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
                        && WindowSession.text(field).equals(text));
        robot.keyPress(KeyEvent.VK_ENTER);
        robot.keyRelease(KeyEvent.VK_ENTER);
        WindowSession.awaitThat("the dialog to close", () -> !dialog.isShowing());
    }

    private char letter(String attribute) {
        return LabelKeys.attributes(controller.project.labels().attributes()).entrySet().stream()
                .filter(key -> key.getValue().equals(attribute))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private Clip clip(int place) {
        return panel.clips.getModel().getElementAt(place);
    }

    /** The first and the last box of an object by mouse, the frames between them by keys. */
    private void boxes(int place, List<FrameBox> boxes) throws Exception {
        choose(place);
        WindowSession.awaitThat("the clip", () -> controller.view.shows(clip(place)));
        if (place == 0) chooseAttribute(0);
        FrameBox first = boxes.get(0);
        FrameBox last = boxes.get(boxes.size() - 1);
        int set = 0;
        for (FrameBox box : List.of(first, last)) {
            // From the image the keyboard goes back to the list.
            choose(place);
            goTo(box.frame());
            draw(box.box());
            int count = ++set;
            WindowSession.awaitThat(
                    "box " + count + " of clip " + place,
                    () -> clip(place).boxes().size() == count);
        }
        if (place > 0) return;
        choose(place);
        int middle = (first.frame() + last.frame()) / 2;
        goTo(middle);
        double x = clip(place).boxAt(ATTRIBUTES.get(0), 0, middle).orElseThrow().x();
        double line = first.box()
                .interpolate(last.box(), (double) (middle - first.frame()) / (last.frame() - first.frame()))
                .x();
        if (Math.abs(x - line) > NEAR) throw new AssertionError("interpolated to " + x + ", not " + line);
        screenshot("boxes");
    }

    /** Goes to a frame by keys. */
    private void goTo(int frame) {
        while (controller.view.frame() != frame) {
            int before = controller.view.frame();
            keys(before < frame ? KeyEvent.VK_RIGHT : KeyEvent.VK_LEFT);
            WindowSession.awaitThat("another frame", () -> controller.view.frame() != before);
        }
    }

    /** Draws a rectangle on the image with the mouse. */
    private void draw(Box box) {
        ImagePlus image = controller.view.image().orElseThrow();
        int left = Math.max(0, (int) Math.round(box.x()));
        int top = Math.max(0, (int) Math.round(box.y()));
        int right = Math.min(image.getWidth() - 1, (int) Math.round(box.x() + box.width()));
        int bottom = Math.min(image.getHeight() - 1, (int) Math.round(box.y() + box.height()));
        session.input().drag(image.getCanvas(), onCanvas(image, left, top), onCanvas(image, right, bottom), 6);
    }

    private static Point onCanvas(ImagePlus image, int x, int y) {
        return new Point(image.getCanvas().screenX(x), image.getCanvas().screenY(y));
    }

    /** Start and stop by keys, and undone. */
    private void cut() throws Exception {
        choose(0);
        WindowSession.awaitThat("the clip", () -> controller.view.shows(clip(0)));
        goTo(4);
        keys(KeyEvent.VK_OPEN_BRACKET);
        WindowSession.awaitThat("the start", () -> clip(0).segment().start() == 4);
        keys(KeyEvent.VK_CONTROL, KeyEvent.VK_Z);
        WindowSession.awaitThat("no start", () -> clip(0).segment().isWhole());
        keys(KeyEvent.VK_CLOSE_BRACKET);
        WindowSession.awaitThat("the stop", () -> clip(0).segment().stop() == 5);
        keys(KeyEvent.VK_CONTROL, KeyEvent.VK_Z);
        WindowSession.awaitThat("no stop", () -> clip(0).segment().isWhole());
    }

    /** Group and split of several clips at once. */
    private void several() throws Exception {
        choose(0);
        for (int i = 0; i < 2; i++) keys(KeyEvent.VK_SHIFT, KeyEvent.VK_DOWN);
        keys(KeyEvent.VK_CONTROL, KeyEvent.VK_G);
        type(question(), "dish 1");
        WindowSession.awaitThat("the group", () -> clip(2).group().equals("dish 1"));
        keys(KeyEvent.VK_CONTROL, KeyEvent.VK_2);
        WindowSession.awaitThat("the split", () -> clip(2).split().equals("test"));
    }

    /** With somebody who saw two clips as another class. */
    private void compare() throws Exception {
        Labels mine = controller.project.labels();
        List<String> classes = mine.classes();
        Labels theirs = mine;
        for (int i : new int[] {0, 4}) {
            Clip clip = mine.clips().get(i);
            String other = classes.get((classes.indexOf(clip.className()) + 1) % classes.size());
            theirs = theirs.withClass(Set.of(clip.id()), other);
        }
        Agreement agreement = Agreement.of(mine, theirs);
        WindowSession.onEvents(() -> AgreementWindow.open(agreement, Path.of("labels of Jo"), id -> {}));
        ToolWindow shown =
                WindowSession.await("the agreement", () -> WindowSession.shown(ToolWindow.class, w -> w != window));
        WindowSession.onEvents(() -> shown.setLocation(60, 200));
        Screen.capture(shown, pictures + "agreement");
        WindowSession.onEvents(shown::close);
    }

    private void again() throws Exception {
        picture = 10;
        Truth truth = new Truth(folder.resolve("truth"));
        open();
        checkLabels(truth);
        teach();
        Set<String> accepted = new TreeSet<>();
        while (controller.project.labels().labelled() < LABELLED + PROPOSED) {
            Clip clip = panel.clips.getSelectedValue();
            if (clip.isLabelled() || !accepted.add(clip.id())) throw new AssertionError(clip.toString());
            keys(KeyEvent.VK_SHIFT, KeyEvent.VK_ENTER);
            WindowSession.awaitThat("the class", () -> controller.project.labels().clips().stream()
                    .anyMatch(c -> c.id().equals(clip.id()) && c.isLabelled()));
        }
        WindowSession.awaitThat("everything to be saved", controller::isIdle);
        screenshot("accepted");
        WindowSession.onEvents(window::close);
        train(DataSet.read(videos));
    }

    /** What was labelled before the program was killed is there. */
    private void checkLabels(Truth truth) {
        Labels labels = controller.project.labels();
        if (labels.labelled() != LABELLED) throw new AssertionError("labelled: " + labels.labelled());
        int boxed = 0;
        for (Clip clip : labels.clips()) {
            if (!clip.isLabelled()) continue;
            if (!clip.className().equals(truth.className(clip))) throw new AssertionError(clip);
            if (!Set.copyOf(clip.attributes()).equals(truth.attributes(clip))) throw new AssertionError(clip);
            if (clip.boxes().isEmpty()) continue;
            boxed++;
            List<FrameBox> there = truth.boxes(clip);
            for (FrameBox box : List.of(there.get(0), there.get(there.size() - 1))) {
                Box drawn = clip.boxAt(ATTRIBUTES.get(0), 0, box.frame()).orElseThrow();
                if (Math.abs(drawn.x() - Math.max(0, box.box().x())) > NEAR
                        || Math.abs(drawn.y() - Math.max(0, box.box().y())) > NEAR)
                    throw new AssertionError(clip + ": " + drawn + ", not " + box);
            }
        }
        if (boxed != BOXED) throw new AssertionError("clips with boxes: " + boxed);
        for (int i = 0; i < 3; i++)
            if (!clip(i).group().equals("dish 1") || !clip(i).split().equals("test")) throw new AssertionError(clip(i));
    }

    /** The bundled model proposes classes for the clips that have none. */
    private void teach() throws Exception {
        WindowSession.onEvents(() -> controller.teach("cells"));
        WindowSession.awaitThat(
                "the proposals",
                () -> controller.isIdle() && !WindowSession.text(panel.proposal).isEmpty());
        keys(KeyEvent.VK_SPACE);
        WindowSession.awaitThat(
                "an explanation",
                () -> controller.current().filter(controller.view::shows).isPresent()
                        && controller
                                .view
                                .image()
                                .map(ImagePlus::getOverlay)
                                .filter(overlay -> overlay.size() > 0)
                                .isPresent());
        screenshot("taught");
    }

    /** A model is trained on what was labelled, and explains a clip. */
    private void train(DataSet data) throws Exception {
        if (data.samples().size() != LABELLED + PROPOSED)
            throw new AssertionError(data.samples().size() + " samples");
        // In batch mode no browser opens the report.
        IJ.runMacro("setBatchMode(true); run(\"Train Model...\", \"dataset=[" + videos + "] name=mine output=[" + folder
                + "] minutes=0.1 start_from=nothing device=cpu\"); setBatchMode(false);");
        Path model = folder.resolve("mine");
        if (!ModelCard.read(model).classes().containsAll(CLASSES))
            throw new AssertionError(ModelCard.read(model).classes());
        WindowSession.onEvents(() -> controller.view.close());
        IJ.run("Open Video...", "path=[" + data.samples().get(0).path() + "]");
        ImagePlus image = WindowSession.await("the video", WindowSession::shownImage);
        WindowSession.onEvents(() -> {
            image.getWindow().setLocation(10, 150);
            Docking.enlarge(image);
        });
        IJ.run("Explain Video...", "model=[" + model + "] positive=" + CLASSES.get(0) + " why_not=" + CLASSES.get(1));
        WindowSession.awaitThat("the answer", () -> LastAnswer.of(image).isPresent() && image.getOverlay() != null);
        session.tidy();
        screenshot("explained");
    }

    /** Every window once, with a data set that is there already. */
    private void look() throws Exception {
        open();
        int boxed = 0;
        while (clip(boxed).boxes().isEmpty()) boxed++;
        choose(boxed);
        keys(KeyEvent.VK_SPACE);
        Clip clip = clip(boxed);
        WindowSession.awaitThat("the clip", () -> controller.view.shows(clip));
        KeyBox box = clip.boxes().get(0);
        chooseAttribute(controller.project.labels().attributes().indexOf(box.attribute()));
        choose(boxed);
        goTo(box.frame());
        WindowSession.awaitThat("its box", () -> controller.view.region().isPresent());
        screenshot("boxes");
        compare();
        for (int i = 0; i < 2; i++) {
            choose(i);
            keys(KeyEvent.VK_0);
            Clip chosen = clip(i);
            WindowSession.awaitThat("no class", () -> !controller.project.labels().clips().stream()
                    .filter(c -> c.id().equals(chosen.id()))
                    .findFirst()
                    .orElseThrow()
                    .isLabelled());
        }
        teach();
        WindowSession.onEvents(window::close);
    }

    /** What is true of the videos. */
    private static final class Truth {

        private final DataSet data;

        Truth(Path folder) throws IOException {
            data = DataSet.read(folder);
        }

        private Sample of(Clip clip) {
            return data.samples().stream()
                    .filter(s -> s.id().equals(clip.id().substring(clip.id().lastIndexOf('/') + 1)))
                    .findFirst()
                    .orElseThrow();
        }

        String className(Clip clip) {
            return data.classes().get(of(clip).classIndex());
        }

        /** Those of the attributes that are labelled. */
        Set<String> attributes(Clip clip) {
            return of(clip).attributes().stream()
                    .map(data.attributes()::get)
                    .filter(ATTRIBUTES::contains)
                    .collect(Collectors.toSet());
        }

        /** Of one object with the first attribute. */
        List<FrameBox> boxes(Clip clip) {
            List<FrameBox> all = of(clip).boxes().get(ATTRIBUTES.get(0));
            return all.stream().filter(b -> b.track() == all.get(0).track()).toList();
        }
    }
}
