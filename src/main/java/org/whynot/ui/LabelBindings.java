package org.whynot.ui;

import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.util.List;
import javax.swing.AbstractAction;
import javax.swing.Action;
import javax.swing.JComponent;
import javax.swing.KeyStroke;
import org.whynot.labelling.Labels;

/** The keys of the labelling window: those of its {@link LabelAction}s, digits for classes, letters for attributes. */
final class LabelBindings {

    private static final int OTHER_KEYS = ActionEvent.CTRL_MASK | ActionEvent.META_MASK | ActionEvent.ALT_MASK;

    private final LabelController controller;
    private final LabelPanel panel;

    LabelBindings(LabelController controller) {
        this.controller = controller;
        panel = controller.panel;
        for (LabelAction which : LabelAction.values()) bind(which.keyStroke(), controller.action(which));
        for (String key : List.of("UP", "DOWN", "shift UP", "shift DOWN", "PAGE_UP", "PAGE_DOWN")) bindList(key);
        for (char digit = '0'; digit <= '9'; digit++) bindLetter(digit);
        for (char letter = 'a'; letter <= 'z'; letter++) bindLetter(letter);
    }

    /** A key of the list, which moves through it from the other lists and from the image too. */
    private void bindList(String key) {
        KeyStroke stroke = KeyStroke.getKeyStroke(key);
        Action own = panel.clips.getActionMap().get(panel.clips.getInputMap().get(stroke));
        AbstractAction action = new AbstractAction() {
            @Override
            public void actionPerformed(ActionEvent e) {
                own.actionPerformed(new ActionEvent(panel.clips, e.getID(), e.getActionCommand()));
            }
        };
        panel.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(stroke, "whynot " + stroke);
        panel.getActionMap().put("whynot " + stroke, action);
    }

    private void bindLetter(char letter) {
        AbstractAction action = new AbstractAction() {
            @Override
            public void actionPerformed(ActionEvent e) {
                // A digit together with Ctrl is another key, and comes as a typed digit besides.
                if ((e.getModifiers() & OTHER_KEYS) == 0) typed(letter);
            }
        };
        bind(KeyStroke.getKeyStroke(letter), action);
        if (Character.isLetter(letter)) bind(KeyStroke.getKeyStroke(Character.toUpperCase(letter)), action);
    }

    /** A list has keys of its own, which come first. */
    private void bind(KeyStroke key, Action action) {
        String name = "whynot " + key;
        panel.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(key, name);
        panel.getActionMap().put(name, action);
        for (JComponent list : List.of(panel.clips, panel.classes, panel.attributes)) {
            list.getInputMap().put(key, name);
            list.getActionMap().put(name, action);
        }
    }

    /** Whether a key gives a character: AltGr, which some systems report as Ctrl with Alt, and Option do too, Ctrl and Cmd don't. */
    private static boolean isText(KeyEvent e) {
        return e.isAltDown() || e.isAltGraphDown() || !e.isControlDown() && !e.isMetaDown();
    }

    /** A key was pressed in another window; whether it means something here. */
    boolean pressed(KeyEvent e) {
        KeyStroke key = e.getID() == KeyEvent.KEY_TYPED && isText(e)
                ? KeyStroke.getKeyStroke(e.getKeyChar())
                : KeyStroke.getKeyStrokeForEvent(e);
        Object name = panel.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).get(key);
        // What is typed comes as another event; ImageJ must not take it for one of its own keys.
        if (name == null)
            return e.getID() == KeyEvent.KEY_PRESSED
                    && isText(e)
                    && panel.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).get(KeyStroke.getKeyStroke(e.getKeyChar()))
                            != null;
        e.consume();
        panel.getActionMap().get(name).actionPerformed(new ActionEvent(e.getSource(), e.getID(), "", e.getModifiers()));
        return true;
    }

    private void typed(char letter) {
        Labels labels = controller.project.labels();
        if (letter == '0') controller.giveClass("");
        else if (Character.isDigit(letter)) {
            String name = LabelKeys.classes(labels.classes()).get(letter);
            if (name == null) controller.say("There is no class " + letter + ". Ctrl+N adds one.");
            else controller.giveClass(name);
        } else {
            String name = LabelKeys.attributes(labels.attributes()).get(letter);
            if (name == null) controller.say("No attribute has the key " + letter + ". Ctrl+T adds one.");
            else controller.toggle(name);
        }
    }
}
