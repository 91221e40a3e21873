package org.whynot.ui;

import java.awt.Rectangle;
import java.awt.Window;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import org.scijava.widget.AbstractInputWidget;
import org.scijava.widget.WidgetModel;
import org.whynot.frontend.FrontEndCommand;

/**
 * A field in Fiji's own dialog for a parameter of a command of ours; other commands keep Fiji's fields.
 *
 * <p>SciJava finds these widgets by itself and asks the one of highest priority that supports a parameter. The parameters stay
 * plain values, so that macros, scripts and shells give them as before. A dialog with at least one of these fields is arranged by
 * {@link DialogRows}.
 */
abstract class OwnWidget<T> extends AbstractInputWidget<T, JPanel> {

    final JPanel panel = new JPanel();

    @Override
    public final boolean supports(WidgetModel model) {
        return model.getPanel() != null
                && model.getPanel().getWidgetComponentType() == JPanel.class
                && model.getModule().getDelegateObject() instanceof FrontEndCommand
                && isFor(model);
    }

    /** Whether the widget is for a parameter of a command of ours. */
    abstract boolean isFor(WidgetModel model);

    /** Puts the field and what goes with it into the panel. */
    abstract void build();

    @Override
    public final void set(WidgetModel model) {
        super.set(model);
        build();
        DialogRows.arrangeOnceDisplayed(model);
        refreshWidget();
    }

    @Override
    public final JPanel getComponent() {
        return panel;
    }

    @Override
    public final Class<JPanel> getComponentType() {
        return JPanel.class;
    }

    /** Makes the dialog as large as what is in it now needs, and keeps it on its screen. */
    final void pack() {
        pack(panel);
    }

    /** Makes the window of a part as large as what is in it now needs, and keeps it on its screen. */
    static void pack(JPanel part) {
        Window window = SwingUtilities.getWindowAncestor(part);
        if (window == null) return;
        window.pack();
        Rectangle screen = Docking.usable(window.getGraphicsConfiguration());
        window.setLocation(
                Docking.within(screen, window.getLocation(), window.getSize()).getLocation());
    }
}
