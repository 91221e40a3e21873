package org.whynot.ui;

import ij.io.OpenDialog;
import java.awt.Component;
import java.awt.Toolkit;
import java.awt.event.ActionEvent;
import java.nio.file.Path;
import java.util.Optional;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.JFileChooser;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.UIManager;

/** What our windows have in common: words that can be copied, folders, keys. */
final class Windows {

    private Windows() {}

    /** A text of some lines that can be selected and copied, and looks like a label. */
    static JTextArea sentence() {
        JTextArea text = new JTextArea(3, 20);
        text.setEditable(false);
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        text.setOpaque(false);
        text.setFont(UIManager.getFont("Label.font"));
        text.setBorder(BorderFactory.createEmptyBorder(6, 6, 6, 6));
        return text;
    }

    /** Asks for a folder. */
    static Optional<Path> chooseFolder(Component parent, String title) {
        JFileChooser chooser = new JFileChooser(OpenDialog.getDefaultDirectory());
        chooser.setName("folder");
        chooser.setDialogTitle(title);
        chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
        if (chooser.showDialog(parent, title) != JFileChooser.APPROVE_OPTION) return Optional.empty();
        return Optional.of(chooser.getSelectedFile().toPath());
    }

    /** An action with a mnemonic and a key. */
    static AbstractAction action(String text, int mnemonic, KeyStroke key, Runnable work) {
        AbstractAction action = new AbstractAction(text) {
            @Override
            public void actionPerformed(ActionEvent e) {
                work.run();
            }
        };
        action.putValue(AbstractAction.MNEMONIC_KEY, mnemonic);
        if (key != null) action.putValue(AbstractAction.ACCELERATOR_KEY, key);
        return action;
    }

    /** A letter together with the menu key: Ctrl, or Cmd on a Mac. */
    static KeyStroke menuKey(int key) {
        return KeyStroke.getKeyStroke(key, Toolkit.getDefaultToolkit().getMenuShortcutKeyMaskEx());
    }
}
