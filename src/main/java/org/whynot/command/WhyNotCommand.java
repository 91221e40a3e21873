package org.whynot.command;

import ij.ImagePlus;
import java.awt.GraphicsEnvironment;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.scijava.Cancelable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;
import org.scijava.thread.ThreadService;
import org.whynot.classifier.foreign.Trust;
import org.whynot.classifier.foreign.UntrustedFileException;
import org.whynot.frontend.ClassifierPlugin;
import org.whynot.frontend.CollectedResults;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.CurrentImage;
import org.whynot.frontend.EngineLogs;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.FrontEndCommand;
import org.whynot.frontend.MacroLine;
import org.whynot.frontend.Messages;

/**
 * What all commands of the menu Plugins &gt; WhyNot have in common.
 *
 * <p>Before a command works, its parameters are checked against the choices and ranges it declares. Whatever goes wrong
 * ends as one sentence for the user, never as a stack trace: the command is cancelled with the sentence as its reason,
 * and a macro that called it is aborted.
 */
abstract class WhyNotCommand implements Command, Cancelable, FrontEndCommand {

    @Parameter
    private CommandService commands;

    @Parameter
    private TaskService tasks;

    @Parameter
    private ThreadService threads;

    /** For scripts: the results in words, one per line. */
    @Parameter(type = ItemIO.OUTPUT)
    private String sentence;

    private FrontEnd frontEnd;
    private String reason;
    private RuntimeException problem;

    /**
     * Does the work on the calling thread.
     *
     * @param to takes progress, notes and results, and knows whether the user wants to stop
     * @throws Exception whose message, for the user, states what is wrong and what to do
     */
    abstract void work(FrontEnd to) throws Exception;

    @Override
    public final void run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The engine and its natives are looked up through the thread's class loader, which need not know our jar.
        thread.setContextClassLoader(WhyNotCommand.class.getClassLoader());
        EngineLogs.quiet();
        ClassifierPlugin.registerAll(tasks.getContext());
        SciJavaFrontEnd fiji = frontEnd == null ? new SciJavaFrontEnd(tasks, info().getTitle()) : null;
        CollectedResults results = new CollectedResults(fiji != null ? fiji : frontEnd);
        try {
            own().check();
            workWithConsent(results);
        } catch (CancellationException e) {
            // Without a reason no window reports what the user has just done.
            problem = e;
        } catch (Throwable e) {
            reason = Messages.sentence(e);
            problem = e instanceof CommandException ? (CommandException) e : new CommandException(reason, e);
        } finally {
            sentence = results.text();
            if (fiji != null) fiji.finish();
            thread.setContextClassLoader(before);
        }
        if (fiji == null) return;
        // Fiji shows the reason in a window by itself; a macro has to be stopped by us, which shows it as well.
        if (problem != null && SciJavaFrontEnd.abortMacro(reason)) reason = null;
        if (problem == null) makeCurrent();
    }

    /** A classifier of others that may contain code is opened only after the user agreed to it; then the work begins anew. */
    private void workWithConsent(FrontEnd to) throws Exception {
        try {
            work(to);
        } catch (UntrustedFileException e) {
            if (!to.agrees(e.getMessage() + " Do you know where it comes from, and agree to open it?", "Open it"))
                throw new CommandException(
                        e.getMessage() + " If you know where it comes from, agree with Import Classifier..., file="
                                + e.file() + " trust=" + e.sha256() + ".",
                        e);
            Trust.give(e.sha256());
            work(to);
        }
    }

    @Override
    public final void setFrontEnd(FrontEnd newFrontEnd) {
        frontEnd = newFrontEnd;
    }

    @Override
    public final void rethrow() {
        if (problem != null) throw problem;
    }

    @Override
    public final boolean isCanceled() {
        return problem != null;
    }

    @Override
    public final void cancel(String newReason) {
        reason = newReason;
        if (problem == null) problem = new CancellationException(String.valueOf(newReason));
    }

    @Override
    public final String getCancelReason() {
        return reason;
    }

    /** The line of a macro that runs this command again with the same parameters. */
    final String macro() {
        return MacroLine.run(info().getMenuPath().getLeaf().getName(), values());
    }

    /** Where no window shows an image that was opened, what comes next in a macro or script works on it all the same. */
    private void makeCurrent() {
        if (!GraphicsEnvironment.isHeadless()) return;
        own().outputs().values().forEach(output -> {
            if (output instanceof ImagePlus image) CurrentImage.set(image, CurrentImage.callers(threads));
        });
    }

    /** The parameters' values by name, as they are now; nulls where there is none. */
    final Map<String, Object> values() {
        return own().inputs();
    }

    private CommandInfo info() {
        return commands.getCommand(getClass());
    }

    private OwnParameters own() {
        return new OwnParameters(info(), this);
    }
}
