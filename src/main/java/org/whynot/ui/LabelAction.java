package org.whynot.ui;

import java.awt.Toolkit;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.util.Arrays;
import java.util.List;
import javax.swing.AbstractAction;
import javax.swing.Action;
import javax.swing.KeyStroke;

/** Everything a user can do in the labelling window besides giving classes and attributes: label, menu, key. */
enum LabelAction {
    NEW_CLASS(
            "Labels", "New class...", ctrl(KeyEvent.VK_N), "Adds a class; the keys 1 to 9 give it to the chosen clips"),
    NEW_ATTRIBUTE(
            "Labels",
            "New attribute...",
            ctrl(KeyEvent.VK_T),
            "Adds an attribute; its letter gives it to the chosen clips"),
    RENAME("Labels", "Rename...", ctrl(KeyEvent.VK_R), "Gives a class or attribute another name everywhere"),
    UNDO("Labels", "Undo", ctrl(KeyEvent.VK_Z), "Undoes the last act"),
    REDO("Labels", "Redo", ctrl(KeyEvent.VK_Y), "Does again what was undone"),
    COMPARE(
            "Labels",
            "Compare with...",
            ctrl(KeyEvent.VK_O),
            "Compares with somebody else's labels of the same videos"),
    CLOSE("Labels", "Close", BrowserAction.CLOSE.keyStroke(), "Closes this window"),
    SHOW(
            "Clip",
            "Show",
            key(KeyEvent.VK_SPACE),
            "Shows the clip in a window; clips that are chosen then are shown in it"),
    NEXT("Clip", "Next without class", key(KeyEvent.VK_ENTER), "Goes to the next clip that has no class"),
    BACK("Clip", "Frame back", key(KeyEvent.VK_LEFT), "Shows the frame before"),
    FORWARD("Clip", "Frame forward", key(KeyEvent.VK_RIGHT), "Shows the next frame"),
    BACK_10(
            "Clip",
            "10 frames back",
            KeyStroke.getKeyStroke(KeyEvent.VK_LEFT, InputEvent.SHIFT_DOWN_MASK),
            "Goes 10 frames back"),
    FORWARD_10(
            "Clip",
            "10 frames forward",
            KeyStroke.getKeyStroke(KeyEvent.VK_RIGHT, InputEvent.SHIFT_DOWN_MASK),
            "Goes 10 frames forward"),
    START("Clip", "Start here", KeyStroke.getKeyStroke('['), "The clip begins with the frame that is shown"),
    STOP("Clip", "Stop here", KeyStroke.getKeyStroke(']'), "The clip ends with the frame that is shown"),
    SPLIT("Clip", "Split regularly...", ctrl(KeyEvent.VK_L), "Splits a long video into clips of equal length"),
    MOTION(
            "Clip",
            "Split by motion...",
            ctrl(KeyEvent.VK_M),
            "Splits a long video into clips in which something moves"),
    CROP("Clip", "Crop to region", ctrl(KeyEvent.VK_B), "The chosen clips are what the region on the image encloses"),
    UNCROP("Clip", "Whole frame", ctrl(KeyEvent.VK_U), "The chosen clips are whole frames again"),
    REMOVE("Clip", "Remove from list", key(KeyEvent.VK_DELETE), "Takes clips off the list; the files stay"),
    KEY(
            "Box",
            "Set box here",
            ctrl(KeyEvent.VK_K),
            "Makes the interpolated box of the chosen attribute one that is set"),
    NO_KEY("Box", "Remove box here", ctrl(KeyEvent.VK_D), "Removes the box that was set on this frame"),
    END("Box", "Ends here", ctrl(KeyEvent.VK_E), "The object is out of sight after this frame"),
    OBJECT("Box", "Other object", ctrl(KeyEvent.VK_J), "Further boxes are of the next object with this attribute"),
    NO_BOX("Box", "No boxes", key(KeyEvent.VK_ESCAPE), "Regions on the image are no boxes from now on"),
    GROUP(
            "Split",
            "Group...",
            ctrl(KeyEvent.VK_G),
            "The animal, dish or day of the chosen clips, which are never split"),
    TRAIN("Split", "Train", ctrl(KeyEvent.VK_1), "The chosen clips, and all of their groups, are to train with"),
    TEST("Split", "Test", ctrl(KeyEvent.VK_2), "The chosen clips, and all of their groups, are to test with"),
    VALIDATION(
            "Split",
            "Validation",
            ctrl(KeyEvent.VK_3),
            "The chosen clips, and all of their groups, are to validate with"),
    PROPOSED(
            "Split",
            "As proposed",
            ctrl(KeyEvent.VK_0),
            "The chosen clips, and all of their groups, go where is proposed"),
    KEEP(
            "Split",
            "Keep what is proposed",
            ctrl(KeyEvent.VK_P),
            "Later clips change nothing in the splits of those there are"),
    TEACH(
            "Teach",
            "Teach",
            ctrl(KeyEvent.VK_F),
            "Sorts clips without class by how unsure a model is, and proposes classes"),
    ACCEPT(
            "Teach",
            "Accept proposal",
            KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, InputEvent.SHIFT_DOWN_MASK),
            "Gives the clip the class that the model proposes, and goes to the next");

    private final String menu;
    private final String words;
    private final KeyStroke key;
    private final String tip;

    LabelAction(String menu, String words, KeyStroke key, String tip) {
        this.menu = menu;
        this.words = words;
        this.key = key;
        this.tip = tip;
    }

    private static KeyStroke key(int code) {
        return KeyStroke.getKeyStroke(code, 0);
    }

    private static KeyStroke ctrl(int code) {
        return KeyStroke.getKeyStroke(code, Toolkit.getDefaultToolkit().getMenuShortcutKeyMaskEx());
    }

    /** The menus in order. */
    static List<String> menus() {
        return Arrays.stream(values()).map(a -> a.menu).distinct().toList();
    }

    /** The menu it is in. */
    String menu() {
        return menu;
    }

    /** The key that does it. */
    KeyStroke keyStroke() {
        return key;
    }

    /** A Swing action that runs something. */
    Action action(Runnable work) {
        AbstractAction action = Windows.action(words, words.charAt(0), key, work);
        action.putValue(Action.SHORT_DESCRIPTION, tip);
        return action;
    }
}
