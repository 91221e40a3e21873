package org.whynot.command;

import ij.IJ;
import ij.Macro;
import java.nio.file.Path;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.whynot.frontend.Consent;
import org.whynot.frontend.EventThread;
import org.whynot.frontend.FrontEnd;

/**
 * The front end when Fiji (or any SciJava program) runs a command: progress and cancelling through a SciJava {@link Task} in
 * the status bar, the Escape key too, notes and results in ImageJ's log.
 */
final class SciJavaFrontEnd implements FrontEnd {

    private static final int STEPS = 1000;
    private static final long REPORT_EVERY_NANOS = 100_000_000L;

    private final Task task;
    private long lastReport = System.nanoTime() - REPORT_EVERY_NANOS;

    SciJavaFrontEnd(TaskService tasks, String title) {
        task = tasks.createTask(title);
        task.setProgressMaximum(STEPS);
        // The work asks whether it is cancelled; nothing is to be interrupted.
        task.setCancelCallBack(() -> {});
        task.start();
        IJ.resetEscape();
    }

    @Override
    public synchronized void report(double fraction, String message) {
        long now = System.nanoTime();
        if (now - lastReport < REPORT_EVERY_NANOS) return;
        lastReport = now;
        task.setStatusMessage(message);
        task.setProgressValue(Math.round(STEPS * fraction));
    }

    @Override
    public boolean isCancelled() {
        return task.isCanceled() || IJ.escapePressed();
    }

    @Override
    public void note(String text) {
        IJ.log(text);
    }

    @Override
    public void result(String text) {
        IJ.log(text);
    }

    @Override
    public boolean agrees(String question, String action) {
        return Consent.ask(question, action);
    }

    @Override
    public void written(Path file) {
        IJ.log("Written: " + file);
    }

    void finish() {
        task.finish();
    }

    /**
     * Aborts the macro that is running.
     *
     * @param sentence is shown; null if the user has cancelled
     * @return false if no macro is running
     */
    static boolean abortMacro(String sentence) {
        if (!IJ.isMacro()) return false;
        try {
            if (sentence == null) Macro.abort();
            else EventThread.run(() -> IJ.error(sentence));
        } catch (RuntimeException aborted) {
            // ImageJ unwinds a macro with an exception, after it has shown the sentence.
            if (!Macro.MACRO_CANCELED.equals(aborted.getMessage())) throw aborted;
        }
        return true;
    }
}
