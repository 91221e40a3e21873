package org.whynot.frontend.imagej1;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.task.TaskService;
import org.whynot.frontend.CommandCall;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.EventThread;
import org.whynot.frontend.MacroLine;
import org.whynot.frontend.Messages;
import org.whynot.frontend.Values;
import org.whynot.imagej.ImageFiles;

/** Fills a command's parameters the way plain ImageJ does, runs it on the active image, and reports how it went. */
public final class ImageJ1Commands {

    private static final int LINE = 90;
    private static CommandCatalog catalog;

    /** A menu entry was chosen, or a macro ran it by its label. */
    public void menu(String label) {
        boolean macro = IJ.isMacro();
        try {
            ModuleInfo info = catalog().find(label);
            if (CommandCatalog.imageParameter(info) != null && WindowManager.getCurrentImage() == null)
                throw new CommandException("There is no image: open a video first.");
            String options = Macro.getOptions();
            Optional<Map<String, Object>> values =
                    options != null || GraphicsEnvironment.isHeadless() || CommandCatalog.asksNothing(info)
                            ? Optional.of(Values.of(info, MacroLine.parse(options == null ? "" : options)))
                            : new CommandDialog(info, WindowManager.getCurrentImage()).ask();
            if (values.isPresent()) perform(info, values.get(), true);
            else if (macro) Macro.abort();
        } catch (CancellationException e) {
            IJ.showStatus("Cancelled.");
            if (macro) Macro.abort();
        } catch (RuntimeException e) {
            fail(Messages.sentence(e));
        }
    }

    /** A macro or another program called; returns the command's result. */
    public String call(String label, String options) {
        return called(() -> {
            ModuleInfo info = catalog().find(label);
            return perform(info, Values.of(info, MacroLine.parse(options)), IJ.getInstance() != null);
        });
    }

    /** A macro or another program wants a video opened; returns its title. */
    public String open(String path) {
        return called(() -> {
            ImageJ1FrontEnd frontEnd = new ImageJ1FrontEnd(false);
            ImagePlus image;
            try {
                image = ImageFiles.openImage(Path.of(path), ImageFiles.defaultCacheMb(), frontEnd::note, frontEnd);
            } finally {
                frontEnd.finish();
            }
            if (Interpreter.getInstance() == null && GraphicsEnvironment.isHeadless())
                WindowManager.setTempCurrentImage(image);
            else image.show();
            return image.getTitle();
        });
    }

    private static String called(Callable<String> work) {
        String sentence;
        Exception problem;
        try {
            return work.call();
        } catch (CancellationException e) {
            sentence = "Cancelled.";
            problem = e;
        } catch (Exception e) {
            sentence = Messages.sentence(e);
            problem = e;
        }
        Interpreter macro = Interpreter.getInstance();
        if (macro == null) throw new IllegalStateException(sentence, problem);
        abort(macro, sentence);
        return "";
    }

    private static String perform(ModuleInfo info, Map<String, Object> values, boolean log) {
        ImageJ1FrontEnd frontEnd = new ImageJ1FrontEnd(log);
        ImagePlus active = WindowManager.getCurrentImage();
        try {
            new CommandCall(catalog().context(), info)
                    .image(active)
                    .run(values, frontEnd)
                    .values()
                    .forEach(output -> {
                        if (output instanceof ImagePlus) ((ImagePlus) output).show();
                    });
            return frontEnd.results();
        } finally {
            frontEnd.finish();
        }
    }

    /** Shows why it failed; a macro that is running is aborted. */
    private static void fail(String sentence) {
        try {
            EventThread.run(() -> IJ.error("WhyNot", wrapped(sentence)));
            // From the event thread ImageJ does not reach a macro that runs on this one.
            Macro.abort();
        } catch (RuntimeException aborted) {
            if (!Macro.MACRO_CANCELED.equals(aborted.getMessage())) throw aborted;
        }
    }

    private static void abort(Interpreter macro, String sentence) {
        boolean window = IJ.getInstance() != null;
        if (!window) {
            IJ.log("WhyNot: " + sentence);
            // The interpreter then ends the macro without its error dialog, for which nobody may be there.
            macro.setIgnoreErrors(true);
        }
        try {
            EventThread.run(() -> macro.abort(wrapped(sentence)));
        } catch (RuntimeException aborted) {
            // After its dialog the interpreter has ended the macro and unwinds itself with an exception, which call()
            // would print with a stack trace.
            if (!macro.done()) throw aborted;
        }
    }

    private static String wrapped(String sentence) {
        return wrapped(sentence, LINE);
    }

    /** A message in lines of about so many letters. */
    static String wrapped(String sentence, int letters) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : sentence.split(" ")) {
            boolean newLine = length > 0 && length + word.length() > letters;
            lines.append(length == 0 ? "" : newLine ? "\n" : " ").append(word);
            length = newLine ? word.length() : length + 1 + word.length();
        }
        return lines.toString();
    }

    private static synchronized CommandCatalog catalog() {
        if (catalog == null) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            // SciJava finds services and commands through this loader; plain ImageJ's main thread has another.
            thread.setContextClassLoader(ImageJ1Commands.class.getClassLoader());
            try {
                catalog = new CommandCatalog(context());
            } finally {
                thread.setContextClassLoader(before);
            }
        }
        return catalog;
    }

    private static Context context() {
        try {
            ImageJ1Commands.class.getClassLoader().loadClass("net.imagej.legacy.LegacyService");
        } catch (ClassNotFoundException plainImageJ) {
            return new Context(CommandService.class, TaskService.class);
        }
        // In Fiji this hands over Fiji's own context.
        Object context = IJ.runPlugIn("org.scijava.Context", "");
        if (!(context instanceof Context))
            throw new CommandException("Fiji's commands can't be reached. Restart Fiji.");
        return (Context) context;
    }
}
