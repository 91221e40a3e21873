package org.whynot.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderReport;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.EngineLogs;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.UsageException;
import org.whynot.frontend.Values;
import org.whynot.model.ModelFolders;
import org.whynot.util.Shard;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A command of the menu with its own parameters, run on a cluster. */
final class SparkCommand {

    private static final String LABEL = "Explain Folder...";
    private static final String MASTER = "master";
    private static final String DRY_RUN = "--dry-run";
    private static final String SHARD = "shard";
    private static final String PART_FRAMES = "part_frames";

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
            ModuleInfo info = new CommandCatalog(context).find(LABEL);
            CommandLine line = grammar(info);
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
            int partFrames = partFrames(words.remove(PART_FRAMES));
            explain(values(info, words), words, master, partFrames, isDry, to);
        }
    }

    private static CommandLine grammar(ModuleInfo info) {
        CommandSpec root = CommandSpec.create().name("whynot-spark");
        root.usageMessage().description("WhyNot on the machines of an Apache Spark cluster.");
        root.addOption(CommandGrammar.help());
        CommandSpec command = CommandGrammar.subcommand(info);
        command.addOption(CommandGrammar.option(
                MASTER,
                "url",
                "The cluster: spark://HOST:7077, yarn, k8s://..., or local[N] for N threads of this machine. Without it"
                        + " what spark-submit has been told, or else local[*]."));
        command.addOption(CommandGrammar.option(
                PART_FRAMES,
                "number",
                "A video of more sampled frames than these is classified in parts by several machines before it is"
                        + " explained. Without it none is."));
        command.addOption(OptionSpec.builder(DRY_RUN)
                .arity("0")
                .type(boolean.class)
                .description("Only print what would be done.")
                .build());
        root.addSubcommand(CommandGrammar.name(LABEL), command);
        return new CommandLine(root);
    }

    private static int partFrames(String word) {
        if (word == null) return 0;
        try {
            int frames = Integer.parseInt(word);
            if (frames >= 1) return frames;
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw new UsageException(PART_FRAMES + "=" + word + " is no number of frames. Give 1 or more.");
    }

    /** The parameters' values, checked as the command itself does. */
    private static Map<String, Object> values(ModuleInfo info, Map<String, String> words) {
        // Input and output may be addresses, which are no files of this machine.
        Map<String, Object> values = new LinkedHashMap<>();
        Values.of(info, words).forEach((name, value) -> {
            ModuleItem<?> item = info.getInput(name);
            values.put(name, value.toString().isBlank() ? value : Values.checked(item, value));
        });
        for (String needed : new String[] {"input", "output"})
            if (words.getOrDefault(needed, "").isBlank())
                throw new UsageException("'" + needed + "' is missing. Give a folder: "
                        + info.getInput(needed).getDescription());
        if (!Shard.of(values.get(SHARD).toString()).isWhole())
            throw new UsageException(
                    "'shard' is for runs without Spark, which shares the videos out itself. Leave it out.");
        return values;
    }

    private static void explain(
            Map<String, Object> values,
            Map<String, String> words,
            String master,
            int partFrames,
            boolean isDry,
            FrontEnd to)
            throws IOException {
        FolderExplainer.Settings settings = FolderExplainer.Settings.of(values);
        Path model = ModelFolders.find(values.get("model").toString());
        String device = values.get("device").toString();
        SparkConf conf = conf(master);
        try (JavaSparkContext spark = start(conf)) {
            SparkFolderExplainer explainer = new SparkFolderExplainer(spark, model, device, settings, partFrames);
            if (isDry) {
                to.result(explainer.plan(words.get("input"), words.get("output"), to));
                return;
            }
            FolderReport report = explainer.explain(words.get("input"), words.get("output"), new Told(to), to);
            to.written(report.summary());
            to.result(report.sentence());
            if (report.failed() > 0) throw new CommandException(report.failure());
        } finally {
            ExecutorModel.close();
        }
    }

    /** What a run needs unless the user has set it otherwise. */
    private static SparkConf conf(String master) {
        SparkConf conf = new SparkConf();
        if (master != null) conf.setMaster(master);
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", "WhyNot explain-folder");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
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
            throw noCluster(conf, e);
        }
    }

    private static IOException noCluster(SparkConf conf, Exception e) {
        return new IOException(
                "Spark can't be started on master='" + conf.get("spark.master") + "': "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                        + " Use local[*], or the address of a cluster, such as spark://HOST:7077, yarn or k8s://https://HOST.",
                e);
    }

    /** Passes on what becomes of each video. */
    private record Told(FrontEnd to) implements SparkFolderExplainer.Listener {

        @Override
        public void explained(String video, String sentence) {
            to.result(video + ": " + sentence);
        }

        @Override
        public void failed(String video, String reason) {
            to.note(video + ": " + reason);
        }

        @Override
        public void note(String video, String note) {
            to.note(video + ": " + note);
        }
    }
}
