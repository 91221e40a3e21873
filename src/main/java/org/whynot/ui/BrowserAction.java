package org.whynot.ui;

import java.awt.Toolkit;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import javax.swing.AbstractAction;
import javax.swing.Action;
import javax.swing.KeyStroke;

/** Everything a user can do in the browser besides choosing in its lists: label, letter in the menu, key. */
enum BrowserAction {
    FOR("For", KeyEvent.VK_F, KeyEvent.VK_1, "What supports the class"),
    AGAINST("Against", KeyEvent.VK_A, KeyEvent.VK_2, "What contradicts the class"),
    BOTH("Both", KeyEvent.VK_B, KeyEvent.VK_3, "What supports the class and what contradicts it"),
    STRONGEST(
            "Strongest frame",
            KeyEvent.VK_G,
            KeyEvent.VK_G,
            "Shows the frame that adds most to the chosen tube's score"),
    TICK("Show or hide tube", KeyEvent.VK_T, KeyEvent.VK_T, "Draws the chosen tube on the image, or hides it"),
    VERIFY("Verify", KeyEvent.VK_R, KeyEvent.VK_K, "Erases the chosen tube from the video and classifies again"),
    HEAT(
            "Heat map",
            KeyEvent.VK_H,
            KeyEvent.VK_H,
            "Where the chosen attribute supports and contradicts the class, over the image"),
    PAIRS("All pairs", KeyEvent.VK_P, KeyEvent.VK_P, "The strongest reason for every class against every other"),
    TABLE("Table", KeyEvent.VK_B, KeyEvent.VK_B, "Opens the explanations as a table of ImageJ"),
    SENTENCE("Copy sentence", KeyEvent.VK_S, KeyEvent.VK_E, "Copies the answer in words to the clipboard"),
    MACRO("Copy macro line", KeyEvent.VK_M, KeyEvent.VK_M, "Copies the macro line that reproduces this answer"),
    SAVE("Save all...", KeyEvent.VK_V, KeyEvent.VK_S, "Saves tables, boxes, overlay and video of this answer"),
    FIGURE(
            "Save figure...",
            KeyEvent.VK_U,
            KeyEvent.VK_U,
            "Saves key frames with tubes, legend and caption as one image (PNG, SVG or PDF)"),
    CANCEL("Cancel", KeyEvent.VK_N, KeyEvent.VK_ESCAPE, "Ends the work that is running"),
    CLOSE("Close", KeyEvent.VK_L, KeyEvent.VK_W, "Closes this window");

    private final String words;
    private final int mnemonic;
    private final int key;
    private final String tip;

    BrowserAction(String words, int mnemonic, int key, String tip) {
        this.words = words;
        this.mnemonic = mnemonic;
        this.key = key;
        this.tip = tip;
    }

    /** The key that does it: Ctrl, on a Mac Cmd, and a letter or digit; Escape cancels. */
    KeyStroke keyStroke() {
        int modifiers = this == CANCEL ? 0 : Toolkit.getDefaultToolkit().getMenuShortcutKeyMaskEx();
        // Cmd-H and Cmd-M are the system's on a Mac.
        boolean taken = modifiers == InputEvent.META_DOWN_MASK && (this == HEAT || this == MACRO);
        return KeyStroke.getKeyStroke(key, taken ? modifiers | InputEvent.SHIFT_DOWN_MASK : modifiers);
    }

    /** A Swing action that runs something. */
    Action action(Runnable work) {
        AbstractAction action = new AbstractAction(words) {
            @Override
            public void actionPerformed(ActionEvent e) {
                work.run();
            }
        };
        action.putValue(Action.MNEMONIC_KEY, mnemonic);
        action.putValue(Action.ACCELERATOR_KEY, keyStroke());
        action.putValue(Action.SHORT_DESCRIPTION, tip);
        // A Swing button changes this value only where there is one.
        if (this == HEAT || this == FOR || this == AGAINST || this == BOTH) action.putValue(Action.SELECTED_KEY, false);
        return action;
    }
}
