package org.whynot.frontend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command and its parameters are written on a command line, made from the command itself. */
public final class CommandGrammar {

    private static final String HELP = "--help";

    private CommandGrammar() {}

    /** {@code Explain Video...} is {@code explain}, {@code Train Classifier...} is {@code train-classifier}. */
    public static String name(String label) {
        String name = label.replace("...", "").strip().toLowerCase(Locale.ROOT).replace(' ', '-');
        return name.equals("explain-video") ? "explain" : name;
    }

    /** The parameters that were given with a value, under their names. */
    public static Map<String, String> words(ParseResult parsed) {
        Map<String, String> words = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions())
            if (!option.usageHelp() && option.type() == String.class) words.put(key(option), option.getValue());
        return words;
    }

    /** The videos that were named. */
    public static List<String> videos(ParseResult parsed) {
        List<String> videos = new ArrayList<>();
        for (PositionalParamSpec positional : parsed.matchedPositionals())
            videos.addAll(Objects.requireNonNull(positional.<List<String>>getValue()));
        return videos;
    }

    /** The command whose help was asked for, or null. */
    public static CommandLine helpAskedFor(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList())
            if (command.getParseResult().isUsageHelpRequested()) return command;
        return null;
    }

    /** What is wrong with a command line, as one message. */
    public static String sentence(ParameterException problem) {
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

    /** A subcommand with a command's own parameters as options, and the videos to work on where it needs an image. */
    public static CommandSpec subcommand(ModuleInfo info) {
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

    /** Gives a subcommand its description and its help. */
    public static CommandSpec plain(CommandSpec spec, String description) {
        spec.usageMessage().description(description).sortOptions(false);
        spec.addOption(help());
        return spec;
    }

    /** The option that asks for help. */
    public static OptionSpec help() {
        return OptionSpec.builder(HELP, "-h")
                .usageHelp(true)
                .description("Print this help.")
                .build();
    }

    /**
     * An option that takes one value.
     *
     * @param name as in a macro, {@code why_not}; on the command line it is {@code --why-not}
     * @param kind of value, for the help: {@code folder}
     */
    public static OptionSpec option(String name, String kind, String description) {
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
