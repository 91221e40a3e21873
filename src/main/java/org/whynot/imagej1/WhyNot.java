package org.whynot.imagej1;

import ij.IJ;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import org.whynot.frontend.EventThread;
import org.whynot.frontend.imagej1.ImageJ1Commands;

/**
 * The plug-in that plain ImageJ knows: every entry of plugins.config names it, with the label of the command to run.
 *
 * <pre>{@code
 * run("Explain Video...", "model=cells why_not=apoptosis");                                         // in a window
 * call("org.whynot.imagej1.WhyNot.open", "clip.avi");                                          // without one
 * call("org.whynot.imagej1.WhyNot.run", "Explain Video...", "model=cells why_not=apoptosis");
 * }</pre>
 *
 * It works on the calling thread and returns when the command has ended. This class uses no library but ImageJ, so that
 * it can still report it when one is missing.
 */
public class WhyNot implements PlugIn {

    /**
     * Runs a command: with the options of the macro that called it, or after asking in a dialog.
     *
     * @param label as in the menu
     */
    @Override
    public void run(String label) {
        try {
            new ImageJ1Commands().menu(label);
        } catch (LinkageError e) {
            EventThread.run(() -> IJ.error("WhyNot", missing(e)));
        }
    }

    /**
     * Runs a command for a macro's {@code call}, with or without a window; no menu and no dialog is needed.
     *
     * <p>ImageJ's {@code call} continues after an exception. So on failure a macro that is running is aborted, with the
     * sentence in its error dialog or, without a window, in the log.
     *
     * @param label as in the menu
     * @param options the same options as for {@code run}
     * @return the command's result: for {@code Explain Video...} the sentence
     * @throws IllegalStateException if the command fails and no macro is running; the message is for the user
     */
    public static String run(String label, String options) {
        try {
            return new ImageJ1Commands().call(label, options);
        } catch (LinkageError e) {
            return stop(missing(e), e);
        }
    }

    /**
     * Opens a video and makes it the active image, for a macro's {@code call}. (Without a window, plain ImageJ's own
     * {@code open} fails.)
     *
     * @param path a video file (mp4, mov, avi, mkv, webm) or a TIFF stack
     * @return the image's title
     * @throws IllegalStateException if it can't be opened and no macro is running; the message is for the user
     */
    public static String open(String path) {
        try {
            return new ImageJ1Commands().open(path);
        } catch (LinkageError e) {
            return stop(missing(e), e);
        }
    }

    /** ImageJ's {@code call} continues after an exception, so a macro is ended by hand; only ImageJ's own classes are used here. */
    private static String stop(String sentence, LinkageError e) {
        Interpreter macro = Interpreter.getInstance();
        if (macro == null) throw new IllegalStateException(sentence, e);
        EventThread.run(() -> macro.abort(sentence));
        return "";
    }

    private static String missing(LinkageError e) {
        return "WhyNot can't start: a library it needs is missing or of another version (" + e.getMessage()
                + "). Install WhyNot again, with the jars that come with it.";
    }
}
