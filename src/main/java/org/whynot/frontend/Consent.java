package org.whynot.frontend;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.swing.JOptionPane;

/** Asks the person in front of the screen to agree to something. */
public final class Consent {

    /** Letters of a line, as an option pane does not wrap text. */
    private static final int WIDTH = 90;

    private Consent() {}

    /**
     * Asks with a window; the answer that is offered first is no.
     *
     * @param question ends with a question mark
     * @param action what the button that agrees is called
     * @return false where there is no screen, or a macro runs
     */
    public static boolean ask(String question, String action) {
        if (GraphicsEnvironment.isHeadless() || IJ.isMacro()) return false;
        AtomicBoolean isAgreed = new AtomicBoolean();
        EventThread.run(() -> {
            Object[] answers = {action, "Cancel"};
            int answer = JOptionPane.showOptionDialog(
                    IJ.getInstance(),
                    wrapped(question),
                    "WhyNot",
                    JOptionPane.DEFAULT_OPTION,
                    JOptionPane.WARNING_MESSAGE,
                    null,
                    answers,
                    answers[1]);
            isAgreed.set(answer == 0);
        });
        return isAgreed.get();
    }

    static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ")) {
            if (length > 0 && length + word.length() > WIDTH) {
                lines.append('\n');
                length = 0;
            } else if (length > 0) lines.append(' ');
            lines.append(word);
            length += word.length() + 1;
        }
        return lines.toString();
    }
}
