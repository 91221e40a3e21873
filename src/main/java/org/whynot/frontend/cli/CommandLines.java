package org.whynot.frontend.cli;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.Messages;
import org.whynot.frontend.Values;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The grammar of the command line, made from the commands' own parameters. */
final class CommandLines {

    /** The parameter of {@code demo}. */
    static final String OUTPUT = "output";

    private static final String HELP = "--help";

    private CommandLines() {}

    /** A subcommand for every command that works without a window, and the shell's own five. */
    static CommandLine of(CommandCatalog catalog) {
        CommandSpec root = CommandSpec.create().name("whynot");
        root.usageMessage().description("Why did the video classifier call it A and not B?");
        root.addOption(help());
        root.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        String version = Cli.class.getPackage().getImplementationVersion();
        root.version("whynot " + (version == null ? "(not packaged)" : version));
        for (String label : catalog.labelsInMenuOrder()) {
            ModuleInfo info = catalog.find(label);
            if (!opensWindow(info)) root.addSubcommand(name(label), subcommand(info));
        }
        CommandSpec demo = plain(
                CommandSpec.create(), "Explain a bundled clip with a bundled model, and save all there is to see.");
        demo.addOption(option(OUTPUT, "folder", "Where the files go."));
        root.addSubcommand(Cli.DEMO, demo);
        CommandSpec benchmark = plain(CommandSpec.create(), "Measure how long an answer and its parts take here.");
        benchmark.addOption(option(Benchmark.JSON, "file", "Where the numbers go as JSON; nowhere without it."));
        root.addSubcommand(Cli.BENCHMARK, benchmark);
        root.addSubcommand(
                Cli.WINDOW, plain(CommandSpec.create(), "Open ImageJ's window with this plugin in its menu."));
        root.addSubcommand(
                InstallCommand.INSTALL,
                InstallCommand.installSpec(plain(CommandSpec.create(), "Install WhyNot in Fiji, or remove it.")));
        root.addSubcommand(
                InstallCommand.UPDATE_SITE,
                InstallCommand.updateSiteSpec(plain(CommandSpec.create(), "Make the folder of a Fiji update site.")));
        return new CommandLine(root);
    }

    /** {@code Explain Video...} is {@code explain}, {@code Train Classifier...} is {@code train-classifier}. */
    static String name(String label) {
        String name = label.replace("...", "").strip().toLowerCase(Locale.ROOT).replace(' ', '-');
        return name.equals("explain-video") ? "explain" : name;
    }

    /** The parameters that were given, under their names. */
    static Map<String, String> words(ParseResult parsed) {
        Map<String, String> words = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions())
            if (!option.usageHelp()) words.put(key(option), option.getValue());
        return words;
    }

    /** The videos that were named. */
    static List<String> videos(ParseResult parsed) {
        List<String> videos = new ArrayList<>();
        for (PositionalParamSpec positional : parsed.matchedPositionals())
            videos.addAll(Objects.requireNonNull(positional.<List<String>>getValue()));
        return videos;
    }

    /** The command whose help was asked for, or null. */
    static CommandLine helpAskedFor(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList())
            if (command.getParseResult().isUsageHelpRequested()) return command;
        return null;
    }

    /** What is wrong with a command line, as one message. */
    static String sentence(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException) {
            String word = ((UnmatchedArgumentException) problem).getUnmatched().get(0);
            CommandSpec spec = problem.getCommandLine().getCommandSpec();
            boolean parameter = word.startsWith("-");
            if (!parameter && spec.parent() != null)
                return "'" + spec.name() + "' takes no videos, but '" + word + "' was given.";
            List<String> known = parameter
                    ? spec.options().stream().map(OptionSpec::longestName).toList()
                    : List.copyOf(spec.subcommands().keySet());
            return (spec.parent() == null ? "whynot" : "'" + spec.name() + "'") + " has no "
                    + (parameter ? "parameter" : "command") + " '" + word + "'. " + Messages.nearest(word, known);
        }
        String message = problem.getMessage();
        return message.endsWith(".") ? message : message + ".";
    }

    private static boolean opensWindow(ModuleInfo info) {
        for (ModuleItem<?> output : info.outputs()) if (output.getType() == ImagePlus.class) return true;
        return false;
    }

    private static CommandSpec subcommand(ModuleInfo info) {
        CommandSpec spec = plain(CommandSpec.wrapWithoutInspection(info), info.getDescription());
        CommandCatalog.parameters(info)
                .forEach((name, item) -> spec.addOption(option(name, Values.kind(item), description(item))));
        if (CommandCatalog.imageParameter(info) != null)
            spec.addPositional(PositionalParamSpec.builder()
                    .paramLabel("VIDEO")
                    .arity("0..*")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .description("The video files to work on, one after another.")
                    .build());
        return spec;
    }

    private static CommandSpec plain(CommandSpec spec, String description) {
        spec.usageMessage().description(description).sortOptions(false);
        spec.addOption(help());
        return spec;
    }

    private static OptionSpec help() {
        return OptionSpec.builder(HELP, "-h")
                .usageHelp(true)
                .description("Print this help.")
                .build();
    }

    private static OptionSpec option(String name, String kind, String description) {
        String dashed = "--" + name.replace('_', '-');
        String[] names = name.contains("_") ? new String[] {dashed, "--" + name} : new String[] {dashed};
        return OptionSpec.builder(names)
                .paramLabel(kind.toUpperCase(Locale.ROOT))
                .arity("1")
                .type(String.class)
                .description(description)
                .build();
    }

    private static String key(OptionSpec option) {
        return option.longestName().substring(2).replace('-', '_');
    }

    private static String description(ModuleItem<?> item) {
        List<String> choices = Values.choices(item);
        Object value = Values.defaultValue(item);
        return item.getDescription()
                + (choices.isEmpty() ? "" : " One of: " + String.join(", ", choices) + ".")
                + (value == null || value.toString().isEmpty() ? "" : " Default: " + value + ".");
    }
}
