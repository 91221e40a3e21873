package org.whynot.ui;

import ij.ImagePlus;
import java.util.List;
import java.util.stream.IntStream;
import javax.swing.DefaultComboBoxModel;
import javax.swing.JComboBox;
import javax.swing.event.PopupMenuEvent;
import javax.swing.event.PopupMenuListener;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.widget.WidgetModel;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.ModelChoices;
import org.whynot.frontend.Role;
import org.whynot.overlay.LastAnswer;

/**
 * A list in Fiji's own dialog, for a parameter that chooses a model or a class. Macros, scripts and shells may still give any value
 * or path: only a dialog has the lists.
 */
abstract class ChoiceWidget extends OwnWidget<String> {

    final JComboBox<String> list = new JComboBox<>();
    ModelChoices choices;
    private boolean isFilling;

    @Override
    final boolean isFor(WidgetModel model) {
        return model.isText()
                && isFor(model.getItem())
                && Role.findModel(model.getModule().getInfo()) != null;
    }

    /** Whether the widget is for a parameter, where a command has one for a model. */
    abstract boolean isFor(ModuleItem<?> item);

    /** Puts the list and what goes with it into the panel. */
    abstract void addList();

    @Override
    final void build() {
        WidgetModel model = get();
        Module module = model.getModule();
        String imageName = CommandCatalog.imageParameter(module.getInfo());
        Object image = imageName == null ? null : module.getInput(imageName);
        choices = ModelChoices.of(
                module.getInfo(),
                folder -> LastAnswer.probabilities(image instanceof ImagePlus ? (ImagePlus) image : null, folder));
        list.setName(model.getItem().getName());
        list.addActionListener(event -> {
            // While the list is open, arrow keys only walk through it. What is chosen counts once it closes: a dialog
            // that
            // changed meanwhile would close it, and Return would then press OK.
            if (!isFilling && !list.isPopupVisible()) updateModel();
        });
        list.addPopupMenuListener(new PopupMenuListener() {
            @Override
            public void popupMenuWillBecomeInvisible(PopupMenuEvent event) {
                if (!isFilling && !getValue().equals(get().getValue())) updateModel();
            }

            @Override
            public void popupMenuWillBecomeVisible(PopupMenuEvent event) {}

            @Override
            public void popupMenuCanceled(PopupMenuEvent event) {}
        });
        addList();
    }

    @Override
    public final String getValue() {
        Object chosen = list.getSelectedItem();
        return chosen == null ? "" : chosen.toString();
    }

    /** The value of the parameter with a role, as it is now; empty if there is none. */
    final String valueOf(String role) {
        Module module = get().getModule();
        ModuleItem<?> item = Role.find(module.getInfo(), role);
        Object value = item == null ? null : module.getInput(item.getName());
        return value == null ? "" : value.toString();
    }

    /** Shows values and chooses one of them, the first if it is not among them; the parameter gets the chosen one. */
    final void fill(List<String> words, String chosen) {
        isFilling = true;
        try {
            if (!words.equals(words())) list.setModel(new DefaultComboBoxModel<>(words.toArray(String[]::new)));
            if (words.contains(chosen)) list.setSelectedItem(chosen);
            else if (!words.isEmpty()) list.setSelectedIndex(0);
        } finally {
            isFilling = false;
        }
        if (!getValue().equals(get().getValue())) updateModel();
    }

    private List<String> words() {
        return IntStream.range(0, list.getItemCount()).mapToObj(list::getItemAt).toList();
    }
}
