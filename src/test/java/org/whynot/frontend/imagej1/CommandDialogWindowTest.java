package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.TextField;
import java.awt.Window;
import java.awt.event.ItemEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.ModelChoices;
import org.whynot.frontend.UntrainedModel;
import org.whynot.overlay.LastAnswer;
import org.whynot.ui.Fork;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Wait;

/** The dialog of Explain Video... in a real window of plain ImageJ. Leaves screenshots in target/screenshots. */
@NeedsDisplay
class CommandDialogWindowTest {

    /** Pixels that a dialog may be high on a small laptop. */
    private static final int SMALL_SCREEN = 720;

    private static final List<String> FOLDED =
            List.of("evidence", "refine", "window", "time_axis", "device", "precision", "gif");

    @TempDir
    static Path folder;

    private static WindowSession session;
    private static ImagePlus image;
    private static String many;

    @BeforeAll
    static void openImageJ() throws Exception {
        many = UntrainedModel.write(
                        folder.resolve("many classes"),
                        IntStream.rangeClosed(1, 101)
                                .mapToObj(i -> String.format("action %03d", i))
                                .toList())
                .toString()
                .replace('\\', '/');
        session = new WindowSession(folder);
        image = session.openSample(1);
    }

    @AfterEach
    void closeDialogs() {
        for (Window shown : Window.getWindows())
            if (shown instanceof GenericDialog dialog && shown.isShowing()) session.close(dialog, "Cancel");
    }

    @AfterAll
    static void closeImageJ() throws Exception {
        if (session != null) session.close();
    }

    private static GenericDialog open() throws Exception {
        return open("Explain Video...");
    }

    private static GenericDialog open(String label) throws Exception {
        WindowManager.setCurrentWindow(image.getWindow());
        IJ.doCommand(label);
        return opened();
    }

    private static GenericDialog opened() throws Exception {
        GenericDialog dialog = WindowSession.await("the dialog", () -> WindowSession.shown(GenericDialog.class));
        WindowSession.awaitModal(dialog);
        WindowSession.onEvents(() -> dialog.setLocation(300, 60));
        session.input().settle();
        return dialog;
    }

    @Test
    void classesFollowTheModelAndTheSameClassIsNotOfferedTwice() throws Exception {
        GenericDialog dialog = open();
        assertEquals(List.of("cells", "ucf6"), items(dialog, "model"));
        assertEquals("predicted", items(dialog, "positive").get(0));
        assertEquals("runner-up", items(dialog, "why_not").get(0));
        assertTrue(items(dialog, "positive").contains("mitosis"));
        choose(dialog, "why_not", "apoptosis");
        choose(dialog, "positive", "apoptosis");
        assertFalse(items(dialog, "why_not").contains("apoptosis"));
        assertEquals(
                "runner-up",
                CommandDialogWindowTest.<Choice>field(dialog, "why_not").getSelectedItem());

        choose(dialog, "model", "ucf6");
        assertEquals(
                "predicted",
                CommandDialogWindowTest.<Choice>field(dialog, "positive").getSelectedItem());
        assertEquals(7, items(dialog, "positive").size());
        assertFalse(field(dialog, "search_positive").isVisible());
        Screen.capture(dialog, "dialog-6-classes");
    }

    @Test
    void manyClassesAreSearchedWhileTyping() throws Exception {
        GenericDialog dialog = open();
        browse(dialog, many);
        assertEquals(
                many, CommandDialogWindowTest.<Choice>field(dialog, "model").getSelectedItem());
        assertEquals(102, items(dialog, "positive").size());
        assertTrue(field(dialog, "search_positive").isVisible());
        Screen.capture(dialog, "dialog-101-classes");
        type(dialog, "search_why_not", "ION 09");
        assertEquals(10, items(dialog, "why_not").size());
        assertEquals(
                "action 090",
                CommandDialogWindowTest.<Choice>field(dialog, "why_not").getSelectedItem());
        type(dialog, "search_why_not", "no such");
        assertEquals(List.of("runner-up"), items(dialog, "why_not"));
        type(dialog, "search_positive", "055");
        assertEquals(
                "action 055",
                CommandDialogWindowTest.<Choice>field(dialog, "positive").getSelectedItem());
        Screen.capture(dialog, "dialog-101-classes-searched");

        choose(dialog, "model", "cells");
        assertFalse(field(dialog, "search_positive").isVisible());
        assertEquals(
                "predicted",
                CommandDialogWindowTest.<Choice>field(dialog, "positive").getSelectedItem());
    }

    @Test
    void whatANoviceDoesNotNeedIsUnfolded() throws Exception {
        GenericDialog dialog = open();
        for (String name : FOLDED) assertFalse(field(dialog, name).isVisible(), name);
        int before = dialog.getHeight();
        Screen.capture(dialog, "dialog-folded");
        click(field(dialog, "more_options"));
        WindowSession.await("the rest", () -> field(dialog, "gif").isShowing() ? true : null);
        for (String name : FOLDED) assertTrue(field(dialog, name).isShowing(), name);
        Screen.capture(dialog, "dialog-unfolded");
        assertTrue(dialog.getHeight() > before);
        click(field(dialog, "more_options"));
        WindowSession.await("folded again", () -> field(dialog, "gif").isVisible() ? null : true);
        assertEquals(before, dialog.getHeight());
    }

    @Test
    void whatIsImpossibleIsSaidAndThereIsNoOk() throws Exception {
        GenericDialog dialog = open();
        Button ok = WindowSession.button(dialog, "OK");
        assertTrue(ok.isEnabled());
        type(dialog, "explanations", "21");
        assertFalse(ok.isEnabled());
        assertTrue(field(dialog, "problem").isShowing());
        Screen.capture(dialog, "dialog-out-of-range");
        type(dialog, "explanations", "two");
        assertFalse(ok.isEnabled());
        type(dialog, "explanations", "2");
        assertTrue(ok.isEnabled());
        assertFalse(field(dialog, "problem").isShowing());
        // A folder that is no model is not chosen, but named.
        browse(dialog, folder.toString());
        assertEquals(
                "cells", CommandDialogWindowTest.<Choice>field(dialog, "model").getSelectedItem());
        assertTrue(field(dialog, "problem").isShowing());
        assertTrue(ok.isEnabled());
        Screen.capture(dialog, "dialog-no-model");
    }

    @Test
    void withoutAnyModelTheDialogSaysWhereTheyShouldBe() throws Exception {
        CommandDialog empty = new CommandDialog(
                new CommandCatalog(new Context(CommandService.class)).find("Explain Video..."),
                new ModelChoices(Map.of(), "predicted", "runner-up", asked -> Map.of()));
        CompletableFuture<Optional<Map<String, Object>>> asked = CompletableFuture.supplyAsync(empty::ask);
        GenericDialog dialog = opened();
        Screen.capture(dialog, "dialog-without-models");
        assertFalse(WindowSession.button(dialog, "OK").isEnabled());
        assertTrue(field(dialog, "problem").isShowing());
        browse(dialog, Path.of("models", "ucf6").toAbsolutePath().toString());
        assertTrue(WindowSession.button(dialog, "OK").isEnabled());
        assertFalse(field(dialog, "problem").isShowing());
        assertEquals(7, items(dialog, "positive").size());
        click(WindowSession.button(dialog, "Cancel"));
        assertEquals(Optional.empty(), Wait.forResult(asked));
    }

    @Test
    void otherCommandsChooseTheirModelTheSameWay() throws Exception {
        GenericDialog folders = open("Explain Folder...");
        assertEquals(List.of("cells", "ucf6"), items(folders, "model"));
        assertTrue(items(folders, "why_not").contains("apoptosis"));
        Screen.capture(folders, "dialog-folder");
        closeDialogs();
        GenericDialog evaluate = open("Evaluate...");
        assertEquals(List.of("cells", "ucf6"), items(evaluate, "model"));
        Screen.capture(evaluate, "dialog-evaluate");
        closeDialogs();
        GenericDialog train = open("Train Classifier...");
        assertTrue(WindowSession.button(train, "OK").isEnabled());
        type(train, "learning_rate", "1e-3");
        assertTrue(WindowSession.button(train, "OK").isEnabled());
        type(train, "epochs", "1.5");
        assertFalse(WindowSession.button(train, "OK").isEnabled());
        Screen.capture(train, "dialog-train");
        click(field(train, "more_options"));
        WindowSession.await("the rest", () -> field(train, "momentum").isShowing() ? true : null);
        Screen.capture(train, "dialog-train-unfolded");
        for (String name : CommandCatalog.parameters(
                        new CommandCatalog(new Context(CommandService.class)).find("Train Classifier..."))
                .keySet()) assertTrue(isWhole(field(train, name)), name);
        assertTrue(train.getHeight() < SMALL_SCREEN, "height " + train.getHeight());
        assertTrue(train.getWidth() < 1366, "width " + train.getWidth());
        closeDialogs();
        Checkbox verify = field(open("Explain Folder..."), "verify");
        assertFalse(verify.getState());
    }

    @Test
    void theRecordedLineIsTheWordsAndGivesTheSameFileAgain() throws Exception {
        Path output = folder.resolve("saved here");
        String saved = output.toString().replace('\\', '/');
        Recorder recorder = new Recorder();
        try {
            GenericDialog dialog = open();
            choose(dialog, "positive", "mitosis");
            choose(dialog, "why_not", "apoptosis");
            type(dialog, "explanations", "2");
            type(dialog, "save_to", saved);
            click(WindowSession.button(dialog, "OK"));
            String line = WindowSession.await("the recorder's line", () -> recorder.getText()
                    .lines()
                    .filter(l -> l.contains("Explain Video..."))
                    .findFirst()
                    .orElse(null));
            String words =
                    "model=cells positive=mitosis why_not=apoptosis explanations=2 evidence=for verify=no confidence=0 refine=no"
                            + " window=0 tubes=1 time_axis=auto device=auto precision=exact gif=no save_to=[" + saved
                            + "]";
            assertEquals("run(\"Explain Video...\", \"" + words + "\");", line);

            Path json = output.resolve(image.getTitle().replace(".avi", ".explanation.json"));
            byte[] first = Files.readAllBytes(json);
            Files.delete(json);
            WindowManager.setTempCurrentImage(image);
            IJ.runMacro(line);
            assertArrayEquals(first, Files.readAllBytes(json));

            Path clip =
                    Path.of("test-data/cells/videos/mitosis/mitosis_00001.avi").toAbsolutePath();
            Files.delete(json);
            Path macro = Files.writeString(
                    folder.resolve("replay.ijm"),
                    "call(\"org.whynot.imagej1.WhyNot.open\", \""
                            + clip.toString().replace('\\', '/') + "\");\n" + "call(\"org.whynot.imagej1.WhyNot.run\", "
                            + line.substring("run(".length()));
            Fork.headless(ij.ImageJ.class, folder, "-batch", macro.toString());
            assertArrayEquals(first, Files.readAllBytes(json), "headless");

            Files.delete(json);
            List<String> arguments = new ArrayList<>(List.of("explain"));
            for (String word : words.replaceAll("save_to=.*", "").trim().split(" ")) {
                arguments.add("--" + word.substring(0, word.indexOf('=')).replace('_', '-'));
                arguments.add(word.substring(word.indexOf('=') + 1));
            }
            arguments.addAll(List.of("--save-to", saved, clip.toString()));
            Fork.headless(org.whynot.frontend.cli.Main.class, folder, arguments.toArray(String[]::new));
            assertArrayEquals(first, Files.readAllBytes(json), "from the shell");
        } finally {
            recorder.close();
        }
        // The next dialog about this video has its classes in order, and not the predicted one against itself.
        GenericDialog again = open();
        List<String> byProbability = new ArrayList<>(List.of("predicted"));
        LastAnswer.of(image).orElseThrow().answer().prediction().forEach(c -> byProbability.add(c.name()));
        assertEquals(byProbability, items(again, "positive"));
        assertFalse(items(again, "why_not").contains(byProbability.get(1)));
        closeDialogs();
        // What is known of this video says nothing of others.
        assertTrue(items(open("Explain Folder..."), "why_not").contains(byProbability.get(1)));
        image.changes = false;
    }

    /** Whether a field is on the screen with all its pixels, and nothing lies over it. */
    private static boolean isWhole(Component field) {
        Component here = field.getParent()
                .getComponentAt(field.getX() + field.getWidth() / 2, field.getY() + field.getHeight() / 2);
        return field.isShowing() && here == field && field.getSize().equals(field.getPreferredSize());
    }

    private static void choose(GenericDialog dialog, String name, String item) throws Exception {
        Choice choice = field(dialog, name);
        assertTrue(items(dialog, name).contains(item), item);
        WindowSession.onEvents(() -> {
            choice.select(item);
            // A program's choice is no event; a user's is this one.
            ItemEvent event = new ItemEvent(choice, ItemEvent.ITEM_STATE_CHANGED, item, ItemEvent.SELECTED);
            Arrays.stream(choice.getItemListeners()).forEach(listener -> listener.itemStateChanged(event));
        });
    }

    private static void type(GenericDialog dialog, String name, String text) throws Exception {
        WindowSession.onEvents(() -> TextField.class.cast(field(dialog, name)).setText(text));
        session.input().settle();
    }

    /** Clicks Browse... and chooses a folder in ImageJ's chooser. */
    private static void browse(GenericDialog dialog, String path) throws Exception {
        click(field(dialog, "browse_model"));
        JFileChooser chooser = WindowSession.await("the chooser", () -> {
            JDialog shown = WindowSession.shown(JDialog.class);
            return shown == null ? null : chooser(shown);
        });
        WindowSession.onEvents(() -> {
            chooser.setSelectedFile(new File(path));
            chooser.approveSelection();
        });
        WindowSession.await("no chooser", () -> WindowSession.shown(JDialog.class) == null ? true : null);
        session.input().settle();
    }

    private static JFileChooser chooser(Container within) {
        for (Component component : within.getComponents()) {
            if (component instanceof JFileChooser) return (JFileChooser) component;
            JFileChooser inner = component instanceof Container ? chooser((Container) component) : null;
            if (inner != null) return inner;
        }
        return null;
    }

    private static List<String> items(GenericDialog dialog, String name) {
        Choice choice = field(dialog, name);
        return IntStream.range(0, choice.getItemCount())
                .mapToObj(choice::getItem)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static <C extends Component> C field(Container within, String name) {
        for (Component component : within.getComponents()) {
            if (name.equals(component.getName())) return (C) component;
            Component inner = component instanceof Container ? field((Container) component, name) : null;
            if (inner != null) return (C) inner;
        }
        if (within instanceof Window) throw new AssertionError("The dialog has no field '" + name + "'.");
        return null;
    }

    /** Clicks with the mouse, near the left end of what is wide. */
    private static void click(Component component) {
        session.input().click(component, Math.min(component.getWidth() / 2, 30), component.getHeight() / 2);
    }
}
