package org.whynot.frontend;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.util.ArrayList;
import java.util.List;
import org.scijava.thread.ThreadService;

/**
 * Makes an image the current one where no window does: {@link WindowManager#getCurrentImage()} then returns it, to the next line of
 * a macro and to the next command of a script.
 *
 * <pre>{@code
 * CurrentImage.set(image, CurrentImage.callers(threadService));
 * }</pre>
 */
public final class CurrentImage {

    private CurrentImage() {}

    /** The calling thread and those that it works for, the nearest first: a macro's thread waits while SciJava runs a command. */
    public static List<Thread> callers(ThreadService threads) {
        List<Thread> callers = new ArrayList<>();
        for (Thread thread = Thread.currentThread(); thread != null; thread = threads.getParent(thread)) {
            if (callers.contains(thread)) break;
            callers.add(thread);
        }
        return callers;
    }

    /**
     * Makes an image the current one.
     *
     * @param image that no window shows
     * @param threads for which it is the current one, besides a macro that is running
     */
    public static void set(ImagePlus image, List<Thread> threads) {
        // A macro counts it among its images, selects and closes it.
        if (Interpreter.getInstance() != null) Interpreter.addBatchModeImage(image);
        for (Thread thread : threads) WindowManager.setTempCurrentImage(thread, image);
    }
}
