package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.scijava.module.ModuleInfo;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderReport;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.FrontEnd;
import org.whynot.model.ModelFolders;
import picocli.CommandLine.Model.OptionSpec;

/** Explain Folder..., a video a task. */
final class ExplainFolderOnCluster implements ClusterCommand {

    private static final String PART_FRAMES = "part_frames";

    @Override
    public String label() {
        return "Explain Folder...";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(CommandGrammar.option(
                PART_FRAMES,
                "number",
                "A video of more sampled frames than these is classified in parts by several machines before it is"
                        + " explained. Without it none is."));
    }

    @Override
    public Work work(ModuleInfo info, Map<String, String> words) throws IOException {
        int partFrames = SparkCommand.count(PART_FRAMES, "frames", words.remove(PART_FRAMES));
        Map<String, Object> values = SparkCommand.values(info, words, "input", "output");
        return new Folder(
                words.get("input"),
                words.get("output"),
                FolderExplainer.Settings.of(values),
                ModelFolders.find(values.get("model").toString()),
                values.get("device").toString(),
                partFrames);
    }

    /** One folder and what is asked of its videos. */
    private record Folder(
            String input, String output, FolderExplainer.Settings settings, Path model, String device, int partFrames)
            implements Work {

        private SparkFolderExplainer on(JavaSparkContext spark) {
            return new SparkFolderExplainer(spark, model, device, settings, partFrames);
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
