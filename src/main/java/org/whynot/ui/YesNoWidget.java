package org.whynot.ui;

import java.awt.BorderLayout;
import javax.swing.JCheckBox;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputWidget;
import org.scijava.widget.WidgetModel;
import org.whynot.frontend.Values;

/** A check box in Fiji's dialog, for a parameter that is {@code yes} or {@code no} in a macro. */
@Plugin(type = InputWidget.class, priority = Priority.VERY_HIGH)
public final class YesNoWidget extends OwnWidget<String> {

    private final JCheckBox box = new JCheckBox();

    /** For SciJava, which makes a widget and then sets what it is for. */
    public YesNoWidget() {}

    @Override
    boolean isFor(WidgetModel model) {
        return Values.isYesOrNo(model.getItem());
    }

    @Override
    void build() {
        box.setName(get().getItem().getName());
        box.setToolTipText(get().getItem().getDescription());
        box.addActionListener(event -> updateModel());
        panel.setLayout(new BorderLayout());
        panel.add(box, BorderLayout.LINE_START);
    }

    @Override
    public String getValue() {
        return box.isSelected() ? Values.YES : Values.NO;
    }

    @Override
    public void refreshWidget() {
        box.setSelected(Values.YES.equals(get().getValue()));
    }
}
