package org.whynot.frontend.imagej1;

import ij.gui.GenericDialog;
import ij.io.DirectoryChooser;
import java.awt.Choice;
import java.awt.Component;
import java.awt.TextField;
import java.awt.event.ItemEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.module.ModuleItem;
import org.whynot.frontend.ModelChoices;
import org.whynot.frontend.Role;
import org.whynot.frontend.Values;

/**
 * The fields of ImageJ's dialog that choose a model and two of its classes. The lists of classes follow the model; where
 * they are long, a field above each shortens it while the user types.
 */
final class ModelFields {

    private static final List<String> ROLES = List.of(Role.MODEL, Role.CLASSIFIER, Role.POSITIVE, Role.WHY_NOT);
    private static final int SEARCH_COLUMNS = 16;

    private final ModelChoices choices;
    private final Map<String, Choice> fields = new LinkedHashMap<>();
    private final Map<String, TextField> searches = new LinkedHashMap<>();
    private final List<Component> searchRows = new ArrayList<>();
    private GenericDialog dialog;
    private boolean isMany;
    private String browsed = "";
    private String browsedInVain = "";

    ModelFields(ModelChoices choices) {
        this.choices = choices;
    }

    /** Adds the field of a parameter that chooses a model or a class; false if the parameter does not. */
    boolean add(GenericDialog to, String label, ModuleItem<?> item) {
        String role = item.get(Role.ATTRIBUTE);
        if (role == null || !ROLES.contains(role)) return false;
        dialog = to;
        String value = String.valueOf(Values.defaultValue(item));
        if (isModel(role)) addModel(label, value);
        else addClass(role, label, value);
        return true;
    }

    /** The field of a parameter that was added. */
    Choice field(ModuleItem<?> item) {
        String role = item.get(Role.ATTRIBUTE);
        return fields.get(isModel(role) ? Role.MODEL : role);
    }

    private static boolean isModel(String role) {
        return role.equals(Role.MODEL) || role.equals(Role.CLASSIFIER);
    }

    private void addModel(String label, String value) {
        String[] models = choices.models().toArray(String[]::new);
        // Without any item ImageJ could not choose one.
        dialog.addChoice(label, models.length == 0 ? new String[] {""} : models, choices.model(value));
        fields.put(Role.MODEL, lastChoice());
        dialog.addToSameRow();
        dialog.addButton("Browse...", event -> browse());
        last().setName("browse_model");
    }

    private void addClass(String role, String label, String value) {
        int first = dialog.getComponentCount();
        dialog.addStringField("Search " + label.toLowerCase(Locale.ROOT), "", SEARCH_COLUMNS);
        TextField search = (TextField) dialog.getStringFields().lastElement();
        search.setName("search_" + role);
        searches.put(role, search);
        for (int i = first; i < dialog.getComponentCount(); i++) searchRows.add(dialog.getComponent(i));
        dialog.addChoice(label, new String[] {value}, value);
        fields.put(role, lastChoice());
    }

    private void browse() {
        String folder = new DirectoryChooser("A model folder").getDirectory();
        if (folder != null) choose(folder.replace('\\', '/').replaceAll("(?<=.)/+$", ""));
    }

    /** Chooses the model in a folder, listed or not. */
    void choose(String folder) {
        Choice model = fields.get(Role.MODEL);
        browsed = choices.problem(folder);
        if (browsed.isEmpty()) {
            String word = choices.model(folder);
            boolean listed = false;
            for (int i = 0; i < model.getItemCount(); i++)
                listed |= model.getItem(i).equals(word);
            if (!listed) model.add(word);
            if (model.getItem(0).isEmpty()) model.remove(0);
            model.select(word);
        }
        dialog.itemStateChanged(new ItemEvent(model, ItemEvent.ITEM_STATE_CHANGED, folder, ItemEvent.SELECTED));
    }

    /** Fills the lists again after a field has changed; null stands for all. */
    void changed(Object source) {
        browsedInVain = browsed;
        browsed = "";
        Choice model = fields.get(Role.MODEL);
        Choice positive = fields.get(Role.POSITIVE);
        if (source == null || source == model) {
            searches.values().forEach(search -> search.setText(""));
            boolean many = positive != null && choices.isMany(model());
            if (source == null || many != isMany) {
                isMany = many;
                searchRows.forEach(component -> component.setVisible(many));
            }
        }
        if (positive == null) return;
        if (source != fields.get(Role.WHY_NOT)) {
            if (source != positive) fill(positive, choices.positives(model(), typed(Role.POSITIVE)));
            fill(fields.get(Role.WHY_NOT), choices.whyNots(model(), positive.getSelectedItem(), typed(Role.WHY_NOT)));
        }
        if (source == model && dialog.isShowing()) dialog.pack();
    }

    /** What is chosen stays if it is in the new list; else it is the list's first. */
    private static void fill(Choice field, List<String> words) {
        String chosen = field.getSelectedItem();
        if (words.equals(items(field))) return;
        field.removeAll();
        words.forEach(field::add);
        if (words.contains(chosen)) field.select(chosen);
    }

    private static List<String> items(Choice field) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < field.getItemCount(); i++) items.add(field.getItem(i));
        return items;
    }

    /** What is wrong with the chosen model, as a message; empty if nothing is. */
    String problem() {
        return choices.problem(model());
    }

    /** Further notes: a folder that is no model, or models that are not offered; empty if nothing. */
    String remark() {
        return browsedInVain.isEmpty()
                ? choices.leftOut().stream()
                        .map(sentence -> "Left out: " + sentence)
                        .reduce("", (a, b) -> (a + " " + b).strip())
                : browsedInVain;
    }

    private String model() {
        return fields.get(Role.MODEL).getSelectedItem();
    }

    private String typed(String role) {
        return searches.get(role).getText();
    }

    private Choice lastChoice() {
        return (Choice) dialog.getChoices().lastElement();
    }

    private Component last() {
        return dialog.getComponent(dialog.getComponentCount() - 1);
    }
}
