package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Messages;
import org.whynot.frontend.UsageException;
import org.whynot.model.ModelFolders;
import org.whynot.train.LastLayerTrainer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Features of videos, a video a task, which on one machine the commands that need them compute themselves: Train Classifier... with
 * a frozen backbone, and Swap Evidence...
 */
final class CacheFeaturesOnCluster implements ClusterCommand {

    private static final String DATASET = "dataset";
    private static final String MODEL = "model";
    private static final String FOR = "for";
    private static final String OUTPUT = "output";
    private static final String CLIPS = "backbone_clips";
    private static final String CLASSES = "classes";
    private static final String DEVICE = "device";

    private static final String TRAINING = "training";
    private static final String SWAPS = "swaps";

    @Override
    public String name() {
        return "cache-features";
    }

    @Override
    public CommandSpec grammar(CommandCatalog catalog) {
        return CommandGrammar.plain(
                        CommandSpec.create(),
                        "Computes the features that a training with a frozen backbone, or Swap Evidence..., would compute"
                                + " first, and keeps them where it finds them.")
                .addOption(option(DATASET, "folder", "The data set; for swaps also a folder with a folder per class."))
                .addOption(option(MODEL, "text", "The network: a model's name (cells, ucf6) or its folder."))
                .addOption(option(
                        FOR,
                        "text",
                        "What they are for. One of: " + TRAINING + ", " + SWAPS + ". Default: " + TRAINING + "."))
                .addOption(option(
                        OUTPUT,
                        "folder",
                        "For " + TRAINING
                                + ": where the features go, the folder 'features' beside that of the new model. Swaps"
                                + " have theirs in the user's cache folder."))
                .addOption(option(
                        CLIPS,
                        "number",
                        "For " + TRAINING + ": clips of a video that are learned from. Default: "
                                + LastLayerTrainer.CLIPS + "."))
                .addOption(option(
                        CLASSES,
                        "text",
                        "For " + SWAPS + ": which classes, with commas. Without it all that have videos."))
                .addOption(option(DEVICE, "text", "What computes. One of: auto, cpu, gpu. Default: auto."));
    }

    private static OptionSpec option(String name, String kind, String description) {
        return CommandGrammar.option(name, kind, description);
    }

    @Override
    public Work work(CommandCatalog catalog, Map<String, String> words) {
        Path dataset = SparkCommand.local(DATASET, given(words, DATASET, "the folder of a data set"));
        Path model = ModelFolders.find(given(words, MODEL, "a model's name or folder"));
        String device = words.getOrDefault(DEVICE, "auto");
        String purpose = words.getOrDefault(FOR, TRAINING);
        if (purpose.equals(SWAPS)) {
            refuse(words, SWAPS, OUTPUT, CLIPS);
            return new Swaps(dataset, model, device, names(words.getOrDefault(CLASSES, "")));
        }
        if (!purpose.equals(TRAINING))
            throw new UsageException(Messages.unknown(FOR, purpose, List.of(TRAINING, SWAPS)));
        refuse(words, TRAINING, CLASSES);
        int clips = SparkCommand.count(CLIPS, "clips", words.get(CLIPS));
        return new Training(
                dataset,
                model,
                device,
                clips == 0 ? LastLayerTrainer.CLIPS : clips,
                SparkCommand.local(OUTPUT, given(words, OUTPUT, "the folder 'features' beside that of the new model")));
    }

    private static String given(Map<String, String> words, String name, String what) {
        String word = words.getOrDefault(name, "");
        if (word.isBlank()) throw new UsageException("'" + name + "' is missing. Give " + what + ".");
        return word;
    }

    private static void refuse(Map<String, String> words, String purpose, String... names) {
        for (String name : names)
            if (words.containsKey(name))
                throw new UsageException("'" + name + "' means nothing with for=" + purpose + ". Leave it out.");
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Features that a training with a frozen backbone finds. */
    private record Training(Path dataset, Path model, String device, int clips, Path output) implements Work {

        private SparkFeatureCache on(JavaSparkContext spark) {
            return new SparkFeatureCache(spark, model, clips, device);
        }

        @Override
        public String plan(JavaSparkContext spark, FrontEnd to) throws IOException {
            return on(spark).plan(DataSet.read(dataset, to), output, to);
        }

        @Override
        public void run(JavaSparkContext spark, FrontEnd to) throws IOException {
            SparkFeatureCache.Report report = on(spark).fill(DataSet.read(dataset, to), output, to);
            to.written(output);
            to.result(report.sentence());
            if (!report.problems().isEmpty()) throw new CommandException(report.failure());
        }
    }

    /** Indexes of clips that Swap Evidence... finds. */
    private record Swaps(Path dataset, Path model, String device, List<String> classes) implements Work {

        @Override
        public String plan(JavaSparkContext spark, FrontEnd to) throws IOException {
            return new SparkClipIndexes(spark, model, device).plan(dataset, classes, to);
        }

        @Override
        public void run(JavaSparkContext spark, FrontEnd to) throws IOException {
            new SparkClipIndexes(spark, model, device)
                    .fill(dataset, classes, to)
                    .forEach(to::result);
        }
    }
}
