package org.whynot.ui;

import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;
import javax.swing.UIManager;

/** A component that is painted by hand, with the label font, and can be described in words to those who don't see it. */
abstract class Drawing extends JComponent {

    /** @param name of the component */
    Drawing(String name) {
        setName(name);
        setFont(UIManager.getFont("Label.font"));
    }

    @Override
    public AccessibleContext getAccessibleContext() {
        if (accessibleContext == null)
            accessibleContext = new AccessibleJComponent() {
                @Override
                public AccessibleRole getAccessibleRole() {
                    return AccessibleRole.CANVAS;
                }
            };
        return accessibleContext;
    }
}
