package org.whynot.imagej1;

import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Component;
import java.io.File;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.whynot.door.CommandCatalog;
import org.whynot.door.UsageException;
import org.whynot.door.Values;

/**
 * ImageJ's dialog for a command, made from the parameters it declares: a field each, named as in a macro. Each input
 * component bears the parameter's name, for programs that operate the dialog.
 */
final class CommandDialog {

    /** With more parameters, numbers share rows, or a small screen would not hold the dialog. */
    private static final int MOST_ROWS = 14;

    private static final int TEXT_COLUMNS = 16;
    private static final int NUMBER_COLUMNS = 8;

    private final ModuleInfo info;
    private final Map<String, ModuleItem<?>> parameters;

    CommandDialog(ModuleInfo info) {
        this.info = info;
        parameters = CommandCatalog.parameters(info);
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
        dialog.showDialog();
        if (dialog.wasCanceled()) return Optional.empty();
        Map<String, String> words = read(dialog);
        record(words);
        return Optional.of(Values.of(info, words));
    }

    /** The dialog, not yet shown. */
    GenericDialog build() {
        GenericDialog dialog = new GenericDialog(info.getMenuPath().getLeaf().getName());
        Set<String> secondInRow = secondInRow();
        parameters.forEach((name, item) -> {
            String label = label(name);
            Object value = Values.defaultValue(item);
            List<String> choices = Values.choices(item);
            if (!choices.isEmpty()) {
                dialog.addChoice(label, choices.toArray(String[]::new), String.valueOf(value));
                last(dialog.getChoices()).setName(name);
            } else if (item.getType() == File.class) {
                String path = value == null ? "" : value.toString();
                if (Values.isFolder(item)) dialog.addDirectoryField(label, path);
                else dialog.addFileField(label, path);
                last(dialog.getStringFields()).setName(name);
            } else if (item.getType() == String.class) {
                dialog.addStringField(label, value == null ? "" : value.toString(), TEXT_COLUMNS);
                last(dialog.getStringFields()).setName(name);
            } else {
                double number = ((Number) value).doubleValue();
                if (secondInRow.contains(name)) dialog.addToSameRow();
                dialog.addNumericField(label, number, decimals(item, number), NUMBER_COLUMNS, "");
                last(dialog.getNumericFields()).setName(name);
            }
        });
        dialog.addHelp(help());
        return dialog;
    }

    /** Every second of the numbers that follow each other, if there are many parameters. */
    private Set<String> secondInRow() {
        Set<String> second = new HashSet<>();
        if (parameters.size() <= MOST_ROWS) return second;
        boolean first = true;
        for (Map.Entry<String, ModuleItem<?>> parameter : parameters.entrySet()) {
            Class<?> type = parameter.getValue().getType();
            boolean number = type != File.class && type != String.class;
            if (number && !first) second.add(parameter.getKey());
            first = !number || !first;
        }
        return second;
    }

    private Map<String, String> read(GenericDialog dialog) {
        Map<String, String> words = new LinkedHashMap<>();
        parameters.forEach((name, item) -> {
            if (!Values.choices(item).isEmpty()) words.put(name, dialog.getNextChoice());
            else if (item.getType() == File.class || item.getType() == String.class)
                words.put(name, dialog.getNextString());
            else {
                double number = dialog.getNextNumber();
                if (dialog.invalidNumber()) throw new UsageException(name + ": " + dialog.getErrorMessage() + ".");
                words.put(
                        name,
                        new BigDecimal(String.valueOf(number))
                                .stripTrailingZeros()
                                .toPlainString());
            }
        });
        return words;
    }

    /** Records the same words as Fiji does, instead of the dialog's: empty ones are left out. */
    private static void record(Map<String, String> words) {
        if (!Recorder.record) return;
        Recorder.resetCommandOptions();
        words.forEach((name, word) -> {
            if (!word.isEmpty()) Recorder.recordOption(name, word);
        });
    }

    private String help() {
        StringBuilder html = new StringBuilder("<html><h2>"
                + info.getMenuPath().getLeaf().getName() + "</h2><p>" + info.getDescription() + "</p><dl>");
        parameters.forEach((name, item) -> html.append("<dt><b>")
                .append(name)
                .append("</b></dt><dd>")
                .append(item.getDescription())
                .append("</dd>"));
        return html.append("</dl></html>").toString();
    }

    /** ImageJ shows an underscore in a label as a space, and takes the label in lower case for the macro's key. */
    private static String label(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
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
