package org.whynot.frontend.imagej1;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.AWTEvent;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Font;
import java.awt.TextField;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.File;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.CommandHelp;
import org.whynot.frontend.EventThread;
import org.whynot.frontend.ModelChoices;
import org.whynot.frontend.Role;
import org.whynot.frontend.UsageException;
import org.whynot.frontend.Values;
import org.whynot.overlay.LastAnswer;

/**
 * ImageJ's dialog for a command, made from the parameters it declares: a field each, named as in a macro. Each input
 * component bears the parameter's name, for programs that operate the dialog. What the parameters' {@link Role}s name is
 * chosen from lists or folded away; while something impossible is filled in, a message states it and there is no OK.
 */
final class CommandDialog {

    /** With more parameters, those that are folded away share rows, or a small screen would not hold the dialog. */
    private static final int MOST_ROWS = 14;

    /** No number of use has more zeros. */
    private static final int MOST_DIGITS = 400;

    private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    private static final int TEXT_COLUMNS = 16;
    private static final int NUMBER_COLUMNS = 8;

    private final ModuleInfo info;
    private final Map<String, ModuleItem<?>> parameters;
    private final Map<String, Component> fields = new HashMap<>();
    private final ModelFields models;
    private DialogMessage problem;

    /** @param image the video that is asked about, or null */
    CommandDialog(ModuleInfo info, ImagePlus image) {
        // A command for other videos has nothing to do with the image that happens to be in front.
        this(
                info,
                ModelChoices.of(
                        info,
                        folder -> CommandCatalog.imageParameter(info) == null
                                ? Map.of()
                                : LastAnswer.probabilities(image, folder)));
    }

    /** @param choices what can be chosen where the command has a parameter for a model */
    CommandDialog(ModuleInfo info, ModelChoices choices) {
        this.info = info;
        parameters = CommandCatalog.parameters(info);
        models = Role.findModel(info) == null ? null : new ModelFields(choices);
    }

    /**
     * Asks the user and waits; a command without parameters is not asked for.
     *
     * @return the values, empty if the user cancelled
     * @throws UsageException if a field holds no number where one is needed
     */
    Optional<Map<String, Object>> ask() {
        if (parameters.isEmpty()) return Optional.of(Map.of());
        GenericDialog dialog = build();
        EventThread.run(dialog::showDialog);
        if (dialog.wasCanceled()) return Optional.empty();
        Map<String, String> words = words();
        record(words);
        return Optional.of(Values.of(info, words));
    }

    /** The dialog, not yet shown. */
    GenericDialog build() {
        GenericDialog dialog = new GenericDialog(info.getMenuPath().getLeaf().getName());
        Map<String, List<String>> folded = new LinkedHashMap<>();
        parameters.forEach((name, item) -> {
            if (Role.isFolded(item))
                folded.computeIfAbsent(Role.group(item), heading -> new ArrayList<>())
                        .add(name);
            else add(dialog, name, item);
        });
        if (!folded.isEmpty()) addFolded(dialog, folded);
        problem = new DialogMessage(dialog);
        dialog.addDialogListener((shown, event) -> changed(event));
        dialog.addHelp(CommandHelp.html(info));
        changed(null);
        dialog.addWindowListener(new WindowAdapter() {
            @Override
            public void windowOpened(WindowEvent event) {
                // ImageJ asks its listeners only after something has changed; before, there is no button.
                dialog.getButtons()[0].setEnabled(changed(null));
            }
        });
        return dialog;
    }

    private void add(GenericDialog dialog, String name, ModuleItem<?> item) {
        String label = item.getLabel();
        Object value = Values.defaultValue(item);
        List<String> choices = Values.choices(item);
        if (models != null && models.add(dialog, label, item)) fields.put(name, models.field(item));
        else if (Values.isYesOrNo(item)) {
            dialog.addCheckbox(label, Values.YES.equals(value));
            fields.put(name, last(dialog.getCheckboxes()));
        } else if (!choices.isEmpty()) {
            dialog.addChoice(label, choices.toArray(String[]::new), String.valueOf(value));
            fields.put(name, last(dialog.getChoices()));
        } else if (item.getType() == File.class) {
            String path = value == null ? "" : value.toString();
            if (Values.isFolder(item)) dialog.addDirectoryField(label, path);
            else dialog.addFileField(label, path);
            fields.put(name, last(dialog.getStringFields()));
        } else if (item.getType() == String.class) {
            dialog.addStringField(label, value == null ? "" : value.toString(), TEXT_COLUMNS);
            fields.put(name, last(dialog.getStringFields()));
        } else {
            double number = ((Number) value).doubleValue();
            dialog.addNumericField(label, number, decimals(item, number), NUMBER_COLUMNS, "");
            fields.put(name, last(dialog.getNumericFields()));
        }
        fields.get(name).setName(name);
    }

    /** A check box, and below it what it unfolds, by its heading. */
    private void addFolded(GenericDialog dialog, Map<String, List<String>> groups) {
        dialog.addCheckbox("More options", false);
        Checkbox more = (Checkbox) dialog.getCheckboxes().lastElement();
        more.setName("more_options");
        int first = dialog.getComponentCount();
        groups.forEach((heading, names) -> {
            if (!heading.isEmpty()) dialog.addMessage(heading, HEADING);
            boolean hasRoom = false;
            for (String name : names) {
                boolean isShort = parameters.size() > MOST_ROWS && isShort(parameters.get(name));
                if (hasRoom && isShort) dialog.addToSameRow();
                add(dialog, name, parameters.get(name));
                hasRoom = isShort && !hasRoom;
            }
        });
        List<Component> folded = List.of(dialog.getComponents()).subList(first, dialog.getComponentCount());
        folded.forEach(component -> component.setVisible(false));
        more.addItemListener(event -> {
            folded.forEach(component -> component.setVisible(more.getState()));
            dialog.pack();
        });
    }

    /** Whether a field leaves room for another in its row: text takes the whole of it. */
    private static boolean isShort(ModuleItem<?> item) {
        return item.getType() != File.class
                && (item.getType() != String.class || !Values.choices(item).isEmpty());
    }

    /** Whether everything that is filled in is possible; a message in the dialog states what is not. */
    private boolean changed(AWTEvent event) {
        if (models != null) models.changed(event == null ? null : event.getSource());
        String sentence = models == null ? "" : models.problem();
        if (sentence.isEmpty()) sentence = outOfRange();
        problem.show(sentence.isEmpty() && models != null ? models.remark() : sentence);
        return sentence.isEmpty();
    }

    private String outOfRange() {
        try {
            Values.of(info, words()).forEach((name, value) -> Values.checked(parameters.get(name), value));
            return "";
        } catch (CommandException e) {
            return e.getMessage();
        }
    }

    /** What is filled in, in the parameters' order; what is folded away too. */
    private Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        parameters.forEach((name, item) -> {
            Component field = fields.get(name);
            if (field instanceof Checkbox box) words.put(name, box.getState() ? Values.YES : Values.NO);
            else if (field instanceof Choice) {
                String chosen = ((Choice) field).getSelectedItem();
                words.put(name, chosen == null ? "" : chosen);
            } else if (item.getType() == File.class || item.getType() == String.class)
                words.put(name, ((TextField) field).getText());
            else words.put(name, number(name, ((TextField) field).getText()));
        });
        return words;
    }

    /** A number as it is recorded; ImageJ's fields take anything that Java reads as one. */
    private static String number(String name, String text) {
        try {
            BigDecimal number = new BigDecimal(text.strip()).stripTrailingZeros();
            if (Math.abs((long) number.scale()) > MOST_DIGITS) throw new NumberFormatException();
            return number.toPlainString();
        } catch (NumberFormatException e) {
            throw new UsageException(name + "='" + text + "' is not a number.");
        }
    }

    /** Records the same options as Fiji does, instead of the dialog's: empty ones are left out. */
    private static void record(Map<String, String> words) {
        if (!Recorder.record) return;
        Recorder.resetCommandOptions();
        words.forEach((name, word) -> {
            if (!word.isEmpty()) Recorder.recordOption(name, word);
        });
    }

    private static int decimals(ModuleItem<?> item, double number) {
        boolean whole = item.getType() != double.class && item.getType() != Double.class;
        return whole
                ? 0
                : Math.max(1, BigDecimal.valueOf(number).stripTrailingZeros().scale());
    }

    private static Component last(Vector<?> fields) {
        return (Component) fields.lastElement();
    }
}
