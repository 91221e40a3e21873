package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GridLayout;
import java.awt.LayoutManager;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.StringSelection;
import java.awt.datatransfer.Transferable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTabbedPane;
import javax.swing.JTextField;
import javax.swing.LookAndFeel;
import javax.swing.TransferHandler;
import javax.swing.UIManager;
import javax.swing.UnsupportedLookAndFeelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;
import org.scijava.widget.AbstractInputHarvester;
import org.scijava.widget.AbstractInputPanel;
import org.scijava.widget.AbstractInputWidget;
import org.scijava.widget.InputPanel;
import org.scijava.widget.InputWidget;
import org.scijava.widget.WidgetService;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.MacroLine;
import org.whynot.frontend.SampleVideo;
import org.whynot.frontend.UntrainedModel;
import org.whynot.frontend.imagej1.Screen;
import org.whynot.frontend.imagej1.WindowSession;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Wait;

/**
 * The widgets in a dialog that SciJava's own harvester makes. Fiji's panel is not on Maven Central, so a plainer one of this
 * test holds them, as do plain fields for the other parameters.
 */
@NeedsDisplay
class ModelWidgetsWindowTest {

    private static final List<String> FOLDED =
            List.of("evidence", "refine", "window", "time_axis", "device", "precision", "gif");

    /** Pixels that a dialog may be high on a small laptop. */
    private static final int SMALL_SCREEN = 700;

    @TempDir
    Path folder;

    private Context context;
    private Module module;
    private Panel inputs;
    private JFrame window;
    /** The window's height when it came up, pixels. */
    private int firstHeight;

    @BeforeEach
    void openDialog() throws Exception {
        context = new Context(CommandService.class, TaskService.class, WidgetService.class, PluginService.class);
        context.service(PluginService.class).addPlugin(new PluginInfo<>(PlainWidget.class, InputWidget.class));
        open("Explain Video...");
    }

    /** Opens the dialog of a command, instead of one that is open. */
    private void open(String label) throws Exception {
        if (window != null) EventQueue.invokeAndWait(window::dispose);
        inputs = new Panel();
        ModuleInfo info = new CommandCatalog(context).find(label);
        module = info.createModule();
        context.inject(module);
        String imageName = CommandCatalog.imageParameter(info);
        if (imageName != null) {
            module.setInput(imageName, SampleVideo.open());
            module.resolveInput(imageName);
        }
        // As SciJava's preprocessors do before the harvester asks.
        module.resolveInput("context");
        for (ModuleItem<?> item : info.inputs())
            if (Service.class.isAssignableFrom(item.getType())) module.resolveInput(item.getName());
        Harvester harvester = new Harvester();
        context.inject(harvester);
        harvester.buildPanel(inputs, module);
        EventQueue.invokeAndWait(() -> {
            window = new JFrame(info.getTitle());
            window.add(inputs.getComponent());
            window.pack();
            firstHeight = window.getHeight();
            window.setVisible(true);
        });
        settle();
    }

    @AfterEach
    void close() throws Exception {
        if (window != null) EventQueue.invokeAndWait(window::dispose);
        if (context != null) context.dispose();
    }

    @Test
    void modelsAndClassesAreChosenFromListsThatFollowEachOther() throws Exception {
        assertEquals(List.of("cells", "ucf6"), items("model"));
        choose("why_not", "apoptosis");
        assertEquals("apoptosis", module.getInput("why_not"));
        choose("positive", "apoptosis");
        assertFalse(items("why_not").contains("apoptosis"));
        assertEquals("runner-up", module.getInput("why_not"));
        choose("model", "ucf6");
        assertEquals("predicted", module.getInput("positive"));
        assertEquals(7, items("positive").size());
        assertEquals("ucf6", module.getInput("model"));
        Screen.capture(window, "fiji-dialog-6-classes");
    }

    @Test
    void theWordsAreThoseOfPlainImageJ() throws Exception {
        choose("positive", "mitosis");
        choose("why_not", "apoptosis");
        Map<String, Object> values = new LinkedHashMap<>();
        CommandCatalog.parameters(module.getInfo()).keySet().forEach(name -> values.put(name, module.getInput(name)));
        assertEquals(
                "model=cells positive=mitosis why_not=apoptosis explanations=3 evidence=for verify=no confidence=0 refine=no"
                        + " window=0 tubes=1 time_axis=auto device=auto precision=exact gif=no",
                MacroLine.options(values));
    }

    @Test
    void aFolderOfManyClassesIsChosenAndSearched() throws Exception {
        Path many = UntrainedModel.write(
                folder.resolve("many classes"),
                IntStream.rangeClosed(1, 101)
                        .mapToObj(i -> String.format("action %03d", i))
                        .toList());
        ModelWidget widget = (ModelWidget) inputs.getWidget("model");
        EventQueue.invokeAndWait(() -> widget.choose(many.toFile()));
        settle();
        assertEquals(many.toString().replace('\\', '/'), module.getInput("model"));
        assertEquals(102, items("positive").size());
        type("search_positive", "ION 05");
        assertEquals(10, items("positive").size());
        assertEquals("action 050", module.getInput("positive"));
        assertFalse(items("why_not").contains("action 050"));
        Screen.capture(window, "fiji-dialog-101-classes");
        EventQueue.invokeAndWait(() -> widget.choose(folder.toFile()));
        settle();
        assertEquals(many.toString().replace('\\', '/'), module.getInput("model"));
        assertTrue(ModelWidgetsWindowTest.<JLabel>field(window, "problem")
                .getText()
                .contains("is not a model folder"));
        choose("model", "cells");
        assertEquals("predicted", module.getInput("positive"));
        assertFalse(field(window, "search_positive").isShowing());
    }

    @Test
    void theRestIsUnfoldedInItsOrder() throws Exception {
        List<String> folded = labels();
        assertEquals(List.of("Model", "Positive", "Why not", "Explanations", "Verify", "Save to"), folded);
        for (String name : FOLDED) assertNull(field(window, name), name);
        Screen.capture(window, "fiji-dialog-folded");
        int height = window.getHeight();
        assertEquals(firstHeight, height);
        unfold();
        for (String name : FOLDED) assertNotNull(field(window, name), name);
        List<String> all = new ArrayList<>(folded);
        all.addAll(List.of(
                "Evidence",
                "Confidence (random tubes)",
                "Refine",
                "Window (seconds or frames)",
                "Tubes",
                "Time axis",
                "Device",
                "Precision"));
        assertEquals(all, labels().subList(0, all.size()));
        assertTrue(window.getHeight() > height);
        Screen.capture(window, "fiji-dialog-unfolded");
        unfold();
        assertEquals(folded, labels());
        assertEquals(height, window.getHeight());
        // What is folded away has its value all the same.
        assertEquals("auto", module.getInput("device"));
    }

    @Test
    void yesOrNoIsACheckBox() throws Exception {
        assertEquals("no", module.getInput("verify"));
        click("verify");
        assertEquals("yes", module.getInput("verify"));
        click("verify");
        assertEquals("no", module.getInput("verify"));
    }

    @Test
    void whatATrainingNeedsIsShortAndTheRestIsUnderHeadings() throws Exception {
        open("Train Explainer...");
        assertEquals(List.of("Dataset", "Model", "Epochs", "Output"), labels());
        open("Train Classifier...");
        assertEquals(
                List.of(
                        "Dataset",
                        "Output",
                        "Start from",
                        "Epochs",
                        "Frozen backbone",
                        "Widths",
                        "Input size (pixels)"),
                labels());
        unfold();
        JTabbedPane groups = field(window, "groups");
        assertEquals(
                List.of("Optimisation", "Clips", "Run", "Network"),
                IntStream.range(0, groups.getTabCount())
                        .mapToObj(groups::getTitleAt)
                        .toList());
        assertTrue(window.getHeight() < SMALL_SCREEN, "height " + window.getHeight());
        Screen.capture(window, "fiji-dialog-training");
        List<String> all =
                List.copyOf(CommandCatalog.parameters(module.getInfo()).keySet());
        for (String name : all) assertNotNull(field(window, name), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void whatTrainModelAsksForIsShortInBothLooks(String look) throws Exception {
        LookAndFeel before = UIManager.getLookAndFeel();
        try {
            Fork.look(look);
            open("Train Model...");
            assertEquals(Set.of("Dataset", "Name", "Output", "Minutes", "Start from"), Set.copyOf(labels()));
            assertEquals("nothing", items("start_from").get(0));
            assertTrue(items("start_from").containsAll(List.of("cells", "ucf6")));
            assertTrue(window.getHeight() < SMALL_SCREEN, "height " + window.getHeight());
            Screen.capture(window, "fiji-dialog-train-model-" + look);
            unfold();
            assertTrue(window.getHeight() < SMALL_SCREEN, "height " + window.getHeight());
            Screen.capture(window, "fiji-dialog-train-model-unfolded-" + look);
        } finally {
            EventQueue.invokeAndWait(() -> {
                try {
                    UIManager.setLookAndFeel(before);
                } catch (UnsupportedLookAndFeelException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    @Test
    void aFolderIsAskedForWhereTheLastOneWas() throws Exception {
        Path first = Files.createDirectories(folder.resolve("here").resolve("first"));
        open("Train Classifier...");
        browse("dataset", chooser -> chooser.setSelectedFile(first.toFile()));
        assertEquals(first.toFile(), module.getInput("dataset"));
        open("Evaluate...");
        browse("dataset", chooser -> {
            // In the folder itself: from the one above it, a window that is confirmed as it is would go up by one each
            // time.
            assertEquals(first.toFile(), chooser.getCurrentDirectory());
            chooser.setSelectedFile(first.toFile());
        });
        assertEquals(first.toFile(), module.getInput("dataset"));
    }

    @Test
    void aFileThatIsDroppedIsTaken() throws Exception {
        open("Open Video...");
        JTextField path = field(window, "path");
        File clip = folder.resolve("a clip#1.mp4").toFile();
        EventQueue.invokeAndWait(() -> {
            TransferHandler handler = path.getTransferHandler();
            assertTrue(handler.importData(new TransferHandler.TransferSupport(path, new Dropped(List.of(clip)))));
        });
        settle();
        assertEquals(clip, module.getInput("path"));
        EventQueue.invokeAndWait(() -> {
            path.setText("");
            path.getTransferHandler()
                    .importData(new TransferHandler.TransferSupport(path, new StringSelection("typed.avi")));
        });
        settle();
        assertEquals(new File("typed.avi"), module.getInput("path"));
    }

    /** Files as a file manager drops them. */
    private record Dropped(List<File> files) implements Transferable {

        @Override
        public DataFlavor[] getTransferDataFlavors() {
            return new DataFlavor[] {DataFlavor.javaFileListFlavor};
        }

        @Override
        public boolean isDataFlavorSupported(DataFlavor flavor) {
            return flavor.equals(DataFlavor.javaFileListFlavor);
        }

        @Override
        public Object getTransferData(DataFlavor flavor) {
            return files;
        }
    }

    /** Clicks a field's Browse..., and approves what is then chosen. */
    private void browse(String name, Consumer<JFileChooser> choice) throws Exception {
        AbstractButton button = field(window, "browse_" + name);
        EventQueue.invokeLater(button::doClick);
        JFileChooser chooser = WindowSession.await("the chooser", () -> {
            JDialog dialog = WindowSession.shown(JDialog.class);
            return dialog == null ? null : ModelWidgetsWindowTest.<JFileChooser>field(dialog, "folder");
        });
        EventQueue.invokeAndWait(() -> {
            choice.accept(chooser);
            chooser.approveSelection();
        });
        settle();
    }

    private void unfold() throws Exception {
        click("more_options");
    }

    private void click(String name) throws Exception {
        AbstractButton button = field(window, name);
        EventQueue.invokeAndWait(button::doClick);
        settle();
    }

    /** The labels of the rows, from top to bottom. */
    private List<String> labels() {
        return Arrays.stream(inputs.getComponent().getComponents())
                .filter(JLabel.class::isInstance)
                .map(label -> ((JLabel) label).getText())
                .filter(text -> text != null && !text.isEmpty())
                .toList();
    }

    @Test
    void whatAMacroGaveIsKeptThoughItIsNotListed() throws Exception {
        ModuleInfo info = module.getInfo();
        Module called = info.createModule();
        context.inject(called);
        Map<String, Object> given = new TreeMap<>(Map.of("model", folder.toString(), "positive", "a class"));
        given.forEach((name, value) -> {
            called.setInput(name, value);
            called.resolveInput(name);
        });
        called.resolveInput("image");
        called.resolveInput("context");
        Harvester harvester = new Harvester();
        context.inject(harvester);
        EventQueue.invokeAndWait(() -> {
            try {
                harvester.buildPanel(new Panel(), called);
            } catch (org.scijava.module.ModuleException e) {
                throw new AssertionError(e);
            }
        });
        settle();
        given.forEach((name, value) -> assertEquals(value, called.getInput(name)));
    }

    private void choose(String name, String item) throws Exception {
        JComboBox<String> list = field(window, name);
        assertTrue(items(name).contains(item), item);
        EventQueue.invokeAndWait(() -> list.setSelectedItem(item));
        settle();
    }

    private void type(String name, String text) throws Exception {
        JTextField search = field(window, name);
        assertTrue(search.isShowing());
        EventQueue.invokeAndWait(() -> search.setText(text));
        settle();
    }

    private List<String> items(String name) {
        JComboBox<String> list = field(window, name);
        return IntStream.range(0, list.getItemCount()).mapToObj(list::getItemAt).toList();
    }

    /** Waits until what SciJava queues after a change, which may queue more, is done. */
    private static void settle() throws Exception {
        for (int i = 0; i < 6; i++) {
            FutureTask<Void> last = new FutureTask<>(() -> null);
            EventQueue.invokeLater(last);
            Wait.forResult(last);
        }
    }

    @SuppressWarnings("unchecked")
    private static <C extends Component> C field(Container within, String name) {
        for (Component component : within.getComponents()) {
            if (name.equals(component.getName())) return (C) component;
            C inner = component instanceof Container ? field((Container) component, name) : null;
            if (inner != null) return inner;
        }
        return null;
    }

    /** A panel of labels and widgets, as Fiji's. */
    private static final class Panel extends AbstractInputPanel<JPanel, JPanel> {

        private final JPanel panel = new JPanel(new TwoColumns());

        @Override
        public void addWidget(InputWidget<?, JPanel> widget) {
            super.addWidget(widget);
            panel.add(new JLabel(widget.get().getWidgetLabel()));
            panel.add(widget.getComponent());
        }

        @Override
        public Class<JPanel> getWidgetComponentType() {
            return JPanel.class;
        }

        @Override
        public JPanel getComponent() {
            return panel;
        }

        @Override
        public Class<JPanel> getComponentType() {
            return JPanel.class;
        }
    }

    /** Rows of a label and a field, in the components' order. */
    private static final class TwoColumns implements LayoutManager {

        private static final int LABEL = 110;
        private static final int FIELD = 400;
        private static final int GAP = 6;

        @Override
        public void addLayoutComponent(String name, Component component) {}

        @Override
        public void removeLayoutComponent(Component component) {}

        @Override
        public Dimension preferredLayoutSize(Container parent) {
            return new Dimension(LABEL + FIELD, layout(parent, false));
        }

        @Override
        public Dimension minimumLayoutSize(Container parent) {
            return preferredLayoutSize(parent);
        }

        @Override
        public void layoutContainer(Container parent) {
            layout(parent, true);
        }

        private static int layout(Container parent, boolean isMoving) {
            int y = GAP;
            for (int i = 0; i < parent.getComponentCount(); i += 2) {
                if (parent.getComponent(i) instanceof JTabbedPane wide) {
                    int height = wide.getPreferredSize().height;
                    if (isMoving) wide.setBounds(GAP, y, LABEL + FIELD - 2 * GAP, height);
                    return y + height + GAP;
                }
                int height = parent.getComponent(i + 1).getPreferredSize().height;
                if (isMoving) {
                    parent.getComponent(i).setBounds(GAP, y, LABEL - GAP, height);
                    parent.getComponent(i + 1).setBounds(LABEL, y, FIELD - GAP, height);
                }
                y += height + GAP;
            }
            return y;
        }
    }

    private final class Harvester extends AbstractInputHarvester<JPanel, JPanel> {

        @Override
        public InputPanel<JPanel, JPanel> createInputPanel() {
            return inputs;
        }

        @Override
        public boolean harvestInputs(InputPanel<JPanel, JPanel> panel, Module asked) {
            return true;
        }
    }

    /** For all other parameters. */
    public static final class PlainWidget extends AbstractInputWidget<Object, JPanel> {

        private final JPanel panel = new JPanel(new GridLayout(1, 1));

        @Override
        public void set(org.scijava.widget.WidgetModel model) {
            super.set(model);
            panel.add(new JTextField(model.getText(), 12));
            panel.setName(model.getItem().getName());
        }

        @Override
        public Object getValue() {
            return get().getValue();
        }

        @Override
        public void refreshWidget() {}

        @Override
        public JPanel getComponent() {
            return panel;
        }

        @Override
        public Class<JPanel> getComponentType() {
            return JPanel.class;
        }
    }
}
