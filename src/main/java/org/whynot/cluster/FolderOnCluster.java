package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderQuestion;
import org.whynot.batch.FolderReport;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.FrontEnd;
import org.whynot.model.ModelFolders;
import picocli.CommandLine.Model.CommandSpec;

/** A command that works through a folder, one task per video. */
final class FolderOnCluster implements ClusterCommand {

    private static final String PART_FRAMES = "part_frames";

    private final String name;
    private final String label;
    private final Function<Map<String, Object>, FolderQuestion> question;

    /**
     * @param name on the command line
     * @param label in the menu
     * @param question what the parameters' values ask of every video
     */
    FolderOnCluster(String name, String label, Function<Map<String, Object>, FolderQuestion> question) {
        this.name = name;
        this.label = label;
        this.question = question;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CommandSpec grammar(CommandCatalog catalog) {
        return CommandGrammar.subcommand(catalog.find(label))
                .addOption(CommandGrammar.option(
                        PART_FRAMES,
                        "number",
                        "A video of more sampled frames than these is classified in parts by several machines before it"
                                + " is explained. Without it none is."));
    }

    @Override
    public Work work(CommandCatalog catalog, Map<String, String> words) {
        int partFrames = SparkCommand.count(PART_FRAMES, "frames", words.remove(PART_FRAMES));
        Map<String, Object> values = SparkCommand.unsharded(catalog.find(label), words, "input", "output");
        return new Folder(
                words.get("input"),
                words.get("output"),
                question.apply(values),
                ModelFolders.find(values.get("model").toString()),
                values.get("device").toString(),
                partFrames);
    }

    /** One folder and what is asked of its videos. */
    private record Folder(
            String input, String output, FolderQuestion question, Path model, String device, int partFrames)
            implements Work {

        private SparkFolderExplainer on(JavaSparkContext spark) {
            return new SparkFolderExplainer(spark, model, device, question, partFrames);
        }

        @Override
        public String plan(JavaSparkContext spark, FrontEnd to) throws IOException {
            return on(spark).plan(input, output, to);
        }

        @Override
        public void run(JavaSparkContext spark, FrontEnd to) throws IOException {
            FolderReport report = on(spark).explain(input, output, FolderExplainer.Listener.of(to), to);
            to.written(report.summary());
            to.result(report.sentence());
            if (report.failed() > 0) throw new CommandException(report.failure());
        }
    }
}
