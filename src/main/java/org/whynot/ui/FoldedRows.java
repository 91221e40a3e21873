package org.whynot.ui;

import java.awt.Component;
import java.awt.Container;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.swing.JLabel;
import org.scijava.module.ModuleItem;
import org.scijava.widget.InputPanel;
import org.scijava.widget.InputWidget;
import org.scijava.widget.WidgetModel;
import org.whynot.frontend.Role;

/**
 * The rows of a SciJava dialog whose parameters are folded away. They are taken out of the panel and put back, for a row that
 * is only made invisible keeps its room there.
 */
final class FoldedRows {

    private final Container panel;
    private final List<Component> all;
    private final Set<Component> folded;

    private FoldedRows(Container panel, List<Component> all, Set<Component> folded) {
        this.panel = panel;
        this.all = all;
        this.folded = folded;
    }

    /** The rows of the dialog that a widget is in, once it is whole; none where the dialog is not made as expected. */
    static FoldedRows of(WidgetModel model) {
        InputPanel<?, ?> inputs = model.getPanel();
        Container panel = (Container) inputs.getComponent();
        List<Component> all = List.of(panel.getComponents());
        Set<Component> folded = new HashSet<>();
        for (ModuleItem<?> item : model.getModule().getInfo().inputs()) {
            InputWidget<?, ?> widget = Role.is(item, Role.FOLDED) ? inputs.getWidget(item.getName()) : null;
            int row = widget == null ? -1 : all.indexOf(widget.getComponent());
            if (row > 0 && widget.isLabeled() && all.get(row - 1) instanceof JLabel)
                folded.addAll(Arrays.asList(all.get(row - 1), all.get(row)));
        }
        return new FoldedRows(panel, all, folded);
    }

    /** Puts the rows where they were, or takes them out. */
    void show(boolean shown) {
        for (int i = 0; i < all.size(); i++) {
            Component component = all.get(i);
            if (!folded.contains(component)) continue;
            boolean isThere = component.getParent() == panel;
            if (shown && !isThere) panel.add(component, i);
            if (!shown && isThere) panel.remove(component);
        }
        panel.revalidate();
        panel.repaint();
    }
}
