package org.whynot.ui;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.GenericDialog;
import ij.gui.Roi;
import ij.gui.Toolbar;
import ij.io.OpenDialog;
import java.awt.Choice;
import java.awt.Point;
import java.awt.Rectangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JList;
import javax.swing.JTextArea;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.frontend.imagej1.Screen;
import org.whynot.frontend.imagej1.WindowSession;
import org.whynot.overlay.LastAnswer;

/** What {@link ScriptedSessionWindowTest} does, in a Java process of its own. */
final class ScriptedVisit {

    private static final String NAME = "mitosis_00001";

    private final WindowSession session;
    private final String pictures;
    private final Path results;
    private int picture;

    /** One part of the visit; the program ends after each. */
    public static void main(String[] args) {
        try {
            Fork.look(args[1]);
            Path folder = Path.of(args[3]);
            try (WindowSession session = new WindowSession(folder)) {
                ScriptedVisit visit = new ScriptedVisit(session, args[2], folder);
                try {
                    if (args[0].equals("visit")) visit.visit();
                    else visit.again();
                } catch (Throwable e) {
                    Screen.capture(args[2] + "failed");
                    throw e;
                }
                if (!session.wrecks().isEmpty()) throw new AssertionError(session.wrecks());
                session.choose("Quit");
                WindowSession.awaitThat("the end of ImageJ", () -> IJ.getInstance() == null);
            }
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private ScriptedVisit(WindowSession session, String pictures, Path folder) {
        this.session = session;
        this.pictures = pictures;
        results = folder.resolve("results");
        for (String key : List.of("whynot.browser.loc", "whynot.region.loc")) Prefs.set(key, (String) null);
    }

    private void screenshot(String what) throws Exception {
        Screen.capture(pictures + ++picture + "-" + what);
    }

    private void visit() throws Exception {
        session.menu("WhyNot", "Open Sample Video");
        ImagePlus image = WindowSession.await("the sample", WindowSession::shownImage);
        WindowSession.onEvents(() -> {
            image.getWindow().setLocation(10, 150);
            image.getCanvas().zoomIn(64, 64);
            image.getCanvas().zoomIn(64, 64);
        });
        screenshot("sample");
        explain(image);
        ToolWindow browser = browse(image);
        score(image, browser);
        save(browser);
    }

    private void explain(ImagePlus image) throws Exception {
        session.menu("WhyNot", "Explain Video...");
        GenericDialog dialog = WindowSession.await("the dialog", () -> WindowSession.shown(GenericDialog.class));
        WindowSession.onEvents(() -> dialog.setLocation(420, 150));
        Choice whyNot = (Choice) WindowSession.named(dialog, "why_not");
        choose(whyNot, "apoptosis");
        screenshot("dialog");
        session.ok(dialog);
        WindowSession.awaitThat("the answer", () -> LastAnswer.of(image).isPresent() && image.getOverlay() != null);
        session.tidy();
        screenshot("explained");
    }

    /** Chooses the item that begins like this. */
    private void choose(Choice choice, String item) {
        int at = 0;
        while (!choice.getItem(at).startsWith(item)) at++;
        session.input().choose(choice, at);
    }

    private ToolWindow browse(ImagePlus image) throws Exception {
        session.menu("WhyNot", "Explanation Browser");
        ToolWindow window = WindowSession.await("the browser", () -> WindowSession.shown(ToolWindow.class));
        BrowserPanel panel = (BrowserPanel) window.getContentPane();
        WindowSession.awaitThat(
                "the video to be seen", () -> WindowSession.text(panel.status).startsWith("Ready"));
        @SuppressWarnings("unchecked")
        JList<String> classes = (JList<String>) WindowSession.named(panel, "why not");
        for (int i = 0; i < 3; i++) {
            Rectangle cell = classes.getCellBounds(i, i);
            session.input().click(classes, cell.x + cell.width / 2, cell.y + cell.height / 2);
            String name = classes.getModel().getElementAt(i);
            WindowSession.awaitThat("the answer about " + name, () -> WindowSession.text(panel.sentence)
                    .contains(", not " + name));
            screenshot("not-" + name);
        }
        session.click(WindowSession.named(panel, "Verify"));
        WindowSession.awaitThat("the check", () -> !"not verified".equals(panel.rows.getValueAt(0, 5)));
        screenshot("checked");
        return window;
    }

    private void score(ImagePlus image, ToolWindow browser) throws Exception {
        IJ.setTool(Toolbar.RECTANGLE);
        session.input().drag(image.getCanvas(), onCanvas(image, 25, 65), onCanvas(image, 60, 98), 6);
        WindowSession.awaitThat("the region", () -> image.getRoi() != null);
        session.menu("WhyNot", "Score My Region...");
        GenericDialog dialog = WindowSession.await("the dialog", () -> WindowSession.shown(GenericDialog.class));
        session.ok(dialog);
        ToolWindow window = WindowSession.await(
                "the scores", () -> WindowSession.shown(ToolWindow.class, w -> w != browser && w.getWidth() > 0));
        WindowSession.onEvents(() ->
                window.setLocation(browser.getX() + 40, browser.getY() + browser.getHeight() - window.getHeight() / 2));
        screenshot("region");
        JTextArea sentence = (JTextArea) WindowSession.named(window.getContentPane(), "region sentence");
        String before = WindowSession.text(sentence);
        session.input().drag(image.getCanvas(), onCanvas(image, 40, 80), onCanvas(image, 95, 40), 8);
        WindowSession.awaitThat(
                "other scores", () -> !WindowSession.text(sentence).equals(before));
        screenshot("region-dragged");
        WindowSession.onEvents(window::close);
        WindowSession.onEvents(() -> image.setRoi((Roi) null));
    }

    private static Point onCanvas(ImagePlus image, int x, int y) {
        return new Point(image.getCanvas().screenX(x), image.getCanvas().screenY(y));
    }

    private void save(ToolWindow browser) throws Exception {
        Prefs.set("whynot.folder.save_to", null);
        OpenDialog.setDefaultDirectory(Files.createDirectories(results) + "/");
        session.click(WindowSession.named(browser.getContentPane(), "Save all..."));
        JDialog chooser = WindowSession.await("the chooser", () -> WindowSession.shown(JDialog.class));
        screenshot("save");
        session.click(WindowSession.find(chooser, JButton.class, b -> "Save all".equals(b.getText())));
        BrowserPanel panel = (BrowserPanel) browser.getContentPane();
        WindowSession.awaitThat(
                "the files", () -> WindowSession.text(panel.status).contains("files were written"));
        screenshot("saved");
    }

    private void again() throws Exception {
        picture = 20;
        Answer saved = AnswerJson.read(results.resolve(NAME + ".explanation.json"));
        IJ.open(results.resolve(NAME + ".overlay.tif").toString());
        ImagePlus image = WindowSession.await("the saved overlay", WindowSession::shownImage);
        if (image.getOverlay() == null) throw new AssertionError("The overlay is lost.");
        WindowSession.onEvents(() -> {
            image.getWindow().setLocation(10, 150);
            image.getCanvas().zoomIn(64, 64);
            image.getCanvas().zoomIn(64, 64);
        });
        image.setPosition(1, 1, saved.explanations().get(0).strongestFrame() + 1);
        screenshot("opened-again");
        explain(image);
        // The saved pixels are those of the video, so the model sees and says the same.
        Answer answer = LastAnswer.of(image).orElseThrow().answer();
        if (!answer.video().sha256().equals(saved.video().sha256())) throw new AssertionError("other pixels");
        if (!answer.prediction().equals(saved.prediction()))
            throw new AssertionError(answer.prediction() + " was " + saved.prediction());
    }
}
