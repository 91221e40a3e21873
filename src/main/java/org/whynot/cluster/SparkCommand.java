package org.whynot.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.whynot.batch.AllPairsQuestion;
import org.whynot.batch.FolderExplainer;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.EngineLogs;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.UsageException;
import org.whynot.frontend.Values;
import org.whynot.util.Shard;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands of a cluster, and what they have in common: how they are called, and the start of Spark. */
final class SparkCommand {

    private static final List<ClusterCommand> COMMANDS = List.of(
            new FolderOnCluster("explain-folder", "Explain Folder...", FolderExplainer.Settings::of),
            new FolderOnCluster("all-pairs", "All Pairs in Folder...", AllPairsQuestion::of),
            new EvaluateOnCluster(),
            new ImportLabelsOnCluster(),
            new CacheFeaturesOnCluster());

    private static final String MASTER = "master";
    private static final String DRY_RUN = "--dry-run";
    private static final String SHARD = "shard";

    private SparkCommand() {}

    /**
     * Runs a command line.
     *
     * @throws UsageException if it is wrong
     * @throws CommandException if a video could not be explained
     * @throws IOException if the run ended early; a sentence
     */
    static void run(FrontEnd to, String... args) throws IOException {
        EngineLogs.quiet();
        Thread.currentThread().setContextClassLoader(SparkCommand.class.getClassLoader());
        try (Context context = new Context(CommandService.class)) {
            CommandCatalog catalog = new CommandCatalog(context);
            CommandLine line = grammar(catalog);
            ParseResult parsed;
            try {
                parsed = line.parseArgs(args);
            } catch (ParameterException e) {
                throw new UsageException(CommandGrammar.sentence(e));
            }
            CommandLine usage = CommandGrammar.helpAskedFor(parsed);
            if (usage != null || !parsed.hasSubcommand()) {
                StringWriter help = new StringWriter();
                (usage == null ? line : usage).usage(new PrintWriter(help, true));
                to.result(help.toString().stripTrailing());
                return;
            }
            ParseResult chosen = parsed.subcommand();
            Map<String, String> words = CommandGrammar.words(chosen);
            String master = words.remove(MASTER);
            boolean isDry = chosen.hasMatchedOption(DRY_RUN);
            String name = chosen.commandSpec().name();
            ClusterCommand command = COMMANDS.stream()
                    .filter(any -> any.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            start(command.work(catalog, words), conf(master, name), isDry, to);
        }
    }

    private static CommandLine grammar(CommandCatalog catalog) {
        CommandSpec root = CommandSpec.create().name("whynot-spark");
        root.usageMessage().description("WhyNot on the machines of an Apache Spark cluster.");
        root.addOption(CommandGrammar.help());
        for (ClusterCommand command : COMMANDS) root.addSubcommand(command.name(), grammar(command, catalog));
        return new CommandLine(root);
    }

    private static CommandSpec grammar(ClusterCommand command, CommandCatalog catalog) {
        CommandSpec spec = command.grammar(catalog);
        spec.addOption(CommandGrammar.option(
                MASTER,
                "url",
                "The cluster: spark://HOST:7077, yarn, k8s://..., or local[N] for N threads of this machine. Without it"
                        + " what spark-submit has been told, or else local[*]."));
        spec.addOption(OptionSpec.builder(DRY_RUN)
                .arity("0")
                .type(boolean.class)
                .description("Only print what would be done.")
                .build());
        return spec;
    }

    /**
     * A number that may be left out.
     *
     * @param of what it is a number of, for the message
     * @param word as it was given; null if it was not
     * @return 1 or more; 0 if it was not given
     * @throws UsageException if it is none
     */
    static int count(String parameter, String of, String word) {
        if (word == null) return 0;
        try {
            int count = Integer.parseInt(word);
            if (count >= 1) return count;
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw new UsageException(parameter + "=" + word + " is no number of " + of + ". Give 1 or more.");
    }

    /**
     * The parameters' values, checked as the command itself does.
     *
     * @param files parameters that must be given
     * @throws UsageException if one is missing or wrong
     */
    static Map<String, Object> values(ModuleInfo info, Map<String, String> words, String... files) {
        // Input and output may be addresses, which are no files of this machine.
        Map<String, Object> values = new LinkedHashMap<>();
        Values.of(info, words).forEach((name, value) -> {
            ModuleItem<?> item = info.getInput(name);
            values.put(name, value.toString().isBlank() ? value : Values.checked(item, value));
        });
        for (String needed : files)
            if (words.getOrDefault(needed, "").isBlank())
                throw new UsageException("'" + needed + "' is missing. Give a " + Values.kind(info.getInput(needed))
                        + ": " + info.getInput(needed).getDescription());
        return values;
    }

    /**
     * The same of a command that can work on a shard, which Spark has no use for.
     *
     * @throws UsageException if a shard is asked for, too
     */
    static Map<String, Object> unsharded(ModuleInfo info, Map<String, String> words, String... files) {
        Map<String, Object> values = values(info, words, files);
        if (!Shard.of(values.get(SHARD).toString()).isWhole())
            throw new UsageException(
                    "'shard' is for runs without Spark, which shares the videos out itself. Leave it out.");
        return values;
    }

    /**
     * A folder or file that every machine must have under the same path, or the driver alone.
     *
     * @throws UsageException if it is an address
     */
    static Path local(String parameter, String place) {
        // The address is not repeated, as it may have a password in it.
        if (Places.isHadoop(place))
            throw new UsageException("'" + parameter + "' is an address of another file system, which is for the videos"
                    + " of a folder only. Give a path; videos must have the same one on every machine.");
        return Places.local(place).toAbsolutePath();
    }

    private static void start(ClusterCommand.Work work, SparkConf conf, boolean isDry, FrontEnd to) throws IOException {
        try (JavaSparkContext spark = start(conf);
                ExecutorWatch watch = ExecutorWatch.start(spark, to)) {
            try {
                if (isDry) to.result(work.plan(spark, to));
                else work.run(spark, to);
            } catch (IllegalStateException e) {
                // Spark's message has a stack trace in it.
                if (spark.sc().isStopped()) throw SparkFailure.noCluster(conf.get("spark.master"), e);
                throw e;
            }
        } finally {
            ExecutorModel.close();
            ExecutorFeatures.close();
        }
    }

    /** What a run needs unless the user has set it otherwise. */
    private static SparkConf conf(String master, String command) {
        SparkConf conf = new SparkConf();
        if (master != null) conf.setMaster(master);
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", "WhyNot " + command);
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // What tasks send back is written at once, or is one row: a limit would only end runs over many videos.
        conf.setIfMissing("spark.driver.maxResultSize", "0");
        // Idle threads of the engine must not keep the processors busy.
        conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "PASSIVE");
        conf.setIfMissing("spark.executorEnv.TORCH_CPP_LOG_LEVEL", "ERROR");
        return conf;
    }

    private static JavaSparkContext start(SparkConf conf) throws IOException {
        try {
            return new JavaSparkContext(conf);
        } catch (Exception e) {
            // Spark's own exceptions are checked ones that its methods don't declare.
            throw SparkFailure.noCluster(conf.get("spark.master"), e);
        }
    }
}
