package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.event.ActionEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.swing.AbstractAction;
import javax.swing.Action;
import org.junit.jupiter.api.Test;
import org.whynot.video.Warning;

class BrowserPanelTest {

    @Test
    void warningsAreUnderTheSentenceWhereThereAreSome() {
        Map<BrowserAction, Action> actions = new EnumMap<>(BrowserAction.class);
        for (BrowserAction action : BrowserAction.values())
            actions.put(action, new AbstractAction(action.name()) {
                @Override
                public void actionPerformed(ActionEvent e) {
                    throw new AssertionError("Nothing is clicked.");
                }
            });
        BrowserPanel panel = new BrowserPanel(actions);
        panel.showWarnings(List.of());
        assertFalse(panel.warnings.isVisible());
        int without = panel.getPreferredSize().height;
        panel.showWarnings(List.of(
                new Warning(Warning.Kind.DARK, "It is dark."), new Warning(Warning.Kind.PADDING, "It is short.")));
        assertTrue(panel.warnings.isVisible());
        assertEquals("Doubtful: It is dark.\nDoubtful: It is short.", panel.warnings.getText());
        assertTrue(panel.getPreferredSize().height > without);
        panel.showWarnings(List.of());
        assertFalse(panel.warnings.isVisible());
    }
}
