package org.whynot.frontend.cli;

import ij.ImagePlus;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandGrammar;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The grammar of the command line, made from the commands' own parameters. */
final class CommandLines {

    /** The parameter of {@code demo}, {@code merge-summaries} and {@code unpack-results}. */
    static final String OUTPUT = "output";

    private CommandLines() {}

    /** A subcommand for every command that works without a window, and the shell's own seven. */
    static CommandLine of(CommandCatalog catalog) {
        CommandSpec root = CommandSpec.create().name("whynot");
        root.usageMessage().description("Why did the video classifier call it A and not B?");
        root.addOption(CommandGrammar.help());
        root.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        String version = Cli.class.getPackage().getImplementationVersion();
        root.version("whynot " + (version == null ? "(not packaged)" : version));
        for (String label : catalog.labelsInMenuOrder()) {
            ModuleInfo info = catalog.find(label);
            if (!opensWindow(info)) root.addSubcommand(CommandGrammar.name(label), CommandGrammar.subcommand(info));
        }
        CommandSpec demo = CommandGrammar.plain(
                CommandSpec.create(), "Explain a bundled clip with a bundled model, and save all there is to see.");
        demo.addOption(CommandGrammar.option(OUTPUT, "folder", "Where the files go."));
        root.addSubcommand(Cli.DEMO, demo);
        CommandSpec benchmark =
                CommandGrammar.plain(CommandSpec.create(), "Measure how long an answer and its parts take here.");
        benchmark.addOption(
                CommandGrammar.option(Benchmark.JSON, "file", "Where the numbers go as JSON; nowhere without it."));
        benchmark.addOption(CommandGrammar.option(
                Benchmark.SECONDS,
                "number",
                "Length of the video that is made and explained, seconds; 3600 for an hour. Default: "
                        + Benchmark.DEFAULT_SECONDS + "."));
        benchmark.addOption(CommandGrammar.option(
                Benchmark.PYTHON,
                "program",
                "A Python with torch to compare with. Default: the one on the PATH, if it has torch."));
        root.addSubcommand(Cli.BENCHMARK, benchmark);
        CommandSpec merge = CommandGrammar.plain(
                CommandSpec.create(), "Put the tables of a folder together that runs with --shard have written.");
        merge.addOption(CommandGrammar.option(OUTPUT, "folder", "Where the shards have written to."));
        root.addSubcommand(MergeCommand.NAME, merge);
        root.addSubcommand(UnpackCommand.NAME, UnpackCommand.spec());
        root.addSubcommand(
                Cli.WINDOW,
                CommandGrammar.plain(CommandSpec.create(), "Open ImageJ's window with this plugin in its menu."));
        root.addSubcommand(
                InstallCommand.INSTALL,
                InstallCommand.installSpec(
                        CommandGrammar.plain(CommandSpec.create(), "Install WhyNot in Fiji, or remove it.")));
        root.addSubcommand(
                InstallCommand.UPDATE_SITE,
                InstallCommand.updateSiteSpec(
                        CommandGrammar.plain(CommandSpec.create(), "Make the folder of a Fiji update site.")));
        return new CommandLine(root);
    }

    private static boolean opensWindow(ModuleInfo info) {
        for (ModuleItem<?> output : info.outputs()) if (output.getType() == ImagePlus.class) return true;
        return false;
    }
}
