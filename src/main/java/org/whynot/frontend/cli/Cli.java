package org.whynot.frontend.cli;

import ij.ImagePlus;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.task.TaskService;
import org.whynot.classifier.Engine;
import org.whynot.frontend.CommandCall;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.EngineLogs;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Messages;
import org.whynot.frontend.UsageException;
import org.whynot.frontend.Values;
import org.whynot.imagej.ImageFiles;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads a command line, runs the command it names, and returns the exit code. */
final class Cli {

    /** It was done. */
    static final int DONE = 0;
    /** It failed; one line on standard error states why. */
    static final int FAILED = 1;
    /** It was called with names or values that it does not know. */
    static final int WRONG_USAGE = 2;
    /** It was interrupted (128 and the number of the signal, as shells do). */
    static final int CANCELLED = 130;

    /** The subcommand that opens a window. */
    static final String WINDOW = "imagej";

    private static final String SAVE_TO = "save_to";

    /** The subcommand that measures. */
    static final String BENCHMARK = "benchmark";

    /** The subcommand that shows what this is. */
    static final String DEMO = "demo";

    private final PrintStream out;
    private final PrintStream err;
    private final BooleanSupplier cancelled;

    /**
     * @param out takes results only
     * @param err takes notes, failures and, if it is a terminal, progress
     * @param cancelled whether the user wants to stop; asked from any thread
     */
    Cli(PrintStream out, PrintStream err, BooleanSupplier cancelled) {
        this.out = out;
        this.err = err;
        this.cancelled = cancelled;
    }

    /** Runs a command line and returns the exit code; never throws. */
    int run(String... args) {
        Thread.currentThread().setContextClassLoader(Cli.class.getClassLoader());
        try (Context context = new Context(CommandService.class, TaskService.class)) {
            return run(new CommandCatalog(context), args);
        } catch (UsageException e) {
            return complain(e, WRONG_USAGE);
        } catch (CancellationException e) {
            err.println("whynot: Cancelled.");
            return CANCELLED;
        } catch (Exception | LinkageError | VirtualMachineError e) {
            // Libraries may fail in their own way once the process is ending.
            if (cancelled.getAsBoolean()) {
                err.println("whynot: Cancelled.");
                return CANCELLED;
            }
            return complain(e, FAILED);
        }
    }

    private int run(CommandCatalog catalog, String... args) throws Exception {
        CommandLine line = CommandLines.of(catalog);
        ParseResult parsed;
        try {
            parsed = line.parseArgs(args);
        } catch (ParameterException e) {
            throw new UsageException(CommandGrammar.sentence(e));
        }
        CommandLine usage = CommandGrammar.helpAskedFor(parsed);
        if (usage != null) {
            usage.usage(new PrintWriter(out, true));
            return DONE;
        }
        if (parsed.isVersionHelpRequested()) {
            line.printVersionHelp(new PrintWriter(out, true));
            return DONE;
        }
        if (!parsed.hasSubcommand()) {
            line.usage(new PrintWriter(err, true));
            return WRONG_USAGE;
        }
        ParseResult chosen = parsed.subcommand();
        switch (chosen.commandSpec().name()) {
            case WINDOW:
                return ImageJWindow.open();
            case DEMO:
                return new Demo(catalog, this).run(CommandGrammar.words(chosen));
            case BENCHMARK:
                return new Benchmark(out, cancelled).run(CommandGrammar.words(chosen));
            case MergeCommand.NAME:
                return run(to -> MergeCommand.run(CommandGrammar.words(chosen), to));
            case UnpackCommand.NAME:
                return run(to -> UnpackCommand.run(CommandGrammar.words(chosen), to));
            case InstallCommand.INSTALL, InstallCommand.UPDATE_SITE:
                InstallCommand.run(chosen, out::println);
                return DONE;
            default:
                ModuleInfo info = (ModuleInfo) chosen.commandSpec().userObject();
                return run(catalog, info, CommandGrammar.words(chosen), CommandGrammar.videos(chosen));
        }
    }

    /** What a subcommand of the shell's own does. */
    @FunctionalInterface
    private interface Work {
        void run(FrontEnd to) throws IOException;
    }

    private int run(Work work) throws IOException {
        CliFrontEnd frontEnd = new CliFrontEnd(out, err, cancelled, "");
        try {
            work.run(frontEnd);
            return DONE;
        } finally {
            frontEnd.finish();
        }
    }

    private int run(CommandCatalog catalog, ModuleInfo info, Map<String, String> words, List<String> videos) {
        Map<String, Object> values = Values.of(info, words);
        if (CommandCatalog.imageParameter(info) == null) {
            perform(catalog, info, null, values, "");
            return DONE;
        }
        if (videos.isEmpty())
            throw new UsageException("No video given. Name one or more video files after the parameters.");
        if (values.get(SAVE_TO) != null) checkNames(videos);
        EngineLogs.quiet();
        // The engine's libraries open while the first video does.
        Engine.startAhead();
        int code = DONE;
        for (String video : videos) {
            String prefix = videos.size() == 1 ? "" : video + ": ";
            try {
                explain(catalog, info, Path.of(video), values, prefix);
            } catch (CancellationException | UsageException e) {
                throw e;
            } catch (Exception e) {
                // The others can still be explained.
                code = complain(new CommandException(prefix + Messages.sentence(e), e), FAILED);
            }
        }
        return code;
    }

    private void explain(CommandCatalog catalog, ModuleInfo info, Path video, Map<String, Object> values, String prefix)
            throws IOException {
        CliFrontEnd frontEnd = new CliFrontEnd(out, err, cancelled, prefix);
        ImagePlus image;
        try {
            image = ImageFiles.openImage(video, ImageFiles.defaultCacheMb(), frontEnd::note, frontEnd);
        } finally {
            frontEnd.finish();
        }
        try {
            perform(catalog, info, image, values, prefix);
        } finally {
            // Ends the decoder: there may be thousands of videos.
            image.flush();
        }
    }

    /** Two videos of one name would write the same files. */
    private static void checkNames(List<String> videos) {
        Map<String, String> named = new HashMap<>();
        for (String video : videos) {
            String name = Path.of(video).getFileName().toString().replaceFirst("\\.[^.]*$", "");
            String other = named.put(name, video);
            if (other != null)
                throw new CommandException("'" + other + "' and '" + video + "' would write the same files, '" + name
                        + ".…'. Explain them one after the other, into two folders.");
        }
    }

    /** Runs a command on an image (null for none); results go to standard output with the prefix. */
    Map<String, Object> perform(
            CommandCatalog catalog, ModuleInfo info, ImagePlus image, Map<String, Object> values, String prefix) {
        CliFrontEnd frontEnd = new CliFrontEnd(out, err, cancelled, prefix);
        try {
            return new CommandCall(catalog.context(), info).image(image).run(values, frontEnd);
        } finally {
            frontEnd.finish();
        }
    }

    private int complain(Throwable failure, int code) {
        err.println("whynot: " + Messages.sentence(failure)
                + (code == WRONG_USAGE
                        ? " 'whynot --help' lists the commands, 'whynot COMMAND --help' a command's" + " parameters."
                        : ""));
        return code;
    }
}
