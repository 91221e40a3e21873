package org.whynot.frontend;

import java.nio.file.Path;
import org.whynot.util.Progress;

/**
 * Who runs a command, and so where its words go: a window, a macro, a shell.
 *
 * <p>Progress goes to a status bar or a terminal, notes are for the person who watches, results for whoever asked.
 */
public interface FrontEnd extends Progress {

    /** Tells something worth knowing that is not a result, as a sentence. */
    @Override
    void note(String text);

    /** Hands over a result: the sentence that answers the question, the lines of a report. */
    void result(String text);

    /** Tells that a file or folder was written, and is whole. */
    void written(Path file);
}
