package org.whynot.frontend;

import java.nio.file.Path;
import org.whynot.util.Progress;

/**
 * Where the messages of a command go: to a window, a macro, a shell.
 *
 * <p>Progress goes to a status bar or a terminal, notes are for the person who watches, results for the caller.
 */
public interface FrontEnd extends Progress {

    /** Reports something worth knowing that is not a result, as a message. */
    @Override
    void note(String text);

    /** Returns a result: the sentence that answers the question, the lines of a report. */
    void result(String text);

    /** Returns a result that a window of its own displays already, so that it need not be displayed again. */
    default void displayed(String text) {}

    /**
     * Asks the user to agree to something.
     *
     * @param question ends with a question mark
     * @param action what the button that agrees is called, for example {@code Open it}
     * @return whether the user agreed; false where nobody can be asked, as in a macro or a shell
     */
    default boolean agrees(String question, String action) {
        return false;
    }

    /** Reports that a file or folder was written, and is whole. */
    void written(Path file);
}
