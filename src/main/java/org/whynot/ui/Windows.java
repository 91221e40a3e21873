package org.whynot.ui;

import ij.Prefs;
import ij.io.OpenDialog;
import java.awt.Component;
import java.awt.Toolkit;
import java.awt.event.ActionEvent;
import java.io.File;
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

    /** Asks for a folder to save into. */
    static Optional<Path> chooseFolder(Component parent, String title) {
        return choose(parent, new Wanted(title, "save_to", true), "");
    }

    /**
     * What a user is asked to choose.
     *
     * @param title of the window and its button
     * @param purpose the parameter that it is for: the window begins where one was chosen for it the last time
     * @param isFolder whether it is a folder, not a file
     */
    record Wanted(String title, String purpose, boolean isFolder) {

        private String key() {
            return "whynot.folder." + purpose;
        }
    }

    /**
     * Asks for a file or folder.
     *
     * @param typed what was typed so far, a path; empty if nothing
     * @return empty if the user cancelled
     */
    static Optional<Path> choose(Component parent, Wanted wanted, String typed) {
        JFileChooser chooser = new JFileChooser(start(wanted, typed));
        chooser.setName("folder");
        chooser.setDialogTitle(wanted.title);
        chooser.setFileSelectionMode(wanted.isFolder ? JFileChooser.DIRECTORIES_ONLY : JFileChooser.FILES_ONLY);
        if (chooser.showDialog(parent, wanted.title) != JFileChooser.APPROVE_OPTION) return Optional.empty();
        File chosen = chooser.getSelectedFile();
        // A window that began above a folder that was chosen would, confirmed as it is, go up by one each time.
        String next = wanted.isFolder ? chosen.getPath() : chosen.getParent();
        if (next != null) Prefs.set(wanted.key(), next);
        return Optional.of(chosen.toPath());
    }

    /** Where a window begins: at what was typed, if that exists, else where one was chosen before, else where ImageJ opens files. */
    static File start(Wanted wanted, String typed) {
        File file = new File(typed);
        if (!typed.isBlank() && file.exists()) return file.getAbsoluteFile().getParentFile();
        String before = Prefs.get(wanted.key(), "");
        // One that was removed since would become the home folder, where nobody wants files.
        if (new File(before).isDirectory()) return new File(before);
        String general = OpenDialog.getDefaultDirectory();
        return general == null ? null : new File(general);
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
