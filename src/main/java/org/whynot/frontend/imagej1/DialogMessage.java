package org.whynot.frontend.imagej1;

import ij.gui.GenericDialog;
import ij.gui.MultiLineLabel;
import java.awt.Color;
import java.awt.Font;

/** A message at the bottom of ImageJ's dialog, which takes no room while there is none. */
final class DialogMessage {

    private static final int LINE = 60;
    private static final Color COLOUR = new Color(0xb00020);

    private final GenericDialog dialog;
    private final MultiLineLabel label;
    private String shown = "";

    DialogMessage(GenericDialog dialog) {
        this.dialog = dialog;
        // Only a text of several lines is given a label that can have several.
        dialog.addMessage("\n", new Font(Font.SANS_SERIF, Font.PLAIN, 12), COLOUR);
        label = (MultiLineLabel) dialog.getMessage();
        label.setName("problem");
        label.setVisible(false);
    }

    /** Shows a message; none if it is empty. */
    void show(String sentence) {
        if (sentence.equals(shown)) return;
        shown = sentence;
        label.setText(ImageJ1Commands.wrapped(sentence, LINE));
        label.setVisible(!sentence.isEmpty());
        if (dialog.isShowing()) dialog.pack();
    }

    /** The message that is shown; empty if none is. */
    String shown() {
        return shown;
    }
}
