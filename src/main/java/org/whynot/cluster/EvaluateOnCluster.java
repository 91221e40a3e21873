package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.FaithfulnessSettings;
import org.whynot.evaluate.ShardedEvaluation;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.UsageException;
import org.whynot.frontend.Values;
import org.whynot.model.ModelFolder;
import org.whynot.model.ModelFolders;
import picocli.CommandLine.Model.CommandSpec;

/** Evaluate..., a shard of the videos a task. */
final class EvaluateOnCluster implements ClusterCommand {

    private static final String LABEL = "Evaluate...";
    private static final String SHARDS = "shards";
    private static final String DATASET = "dataset";
    private static final String OUTPUT = "output";

    @Override
    public String name() {
        return CommandGrammar.name(LABEL);
    }

    @Override
    public CommandSpec grammar(CommandCatalog catalog) {
        return CommandGrammar.subcommand(catalog.find(LABEL))
                .addOption(CommandGrammar.option(
                        SHARDS,
                        "number",
                        "In how many parts the videos are shared out, each a task; what is lost with a machine is"
                                + " evaluated again. Without it four per core."));
    }

    @Override
    public Work work(CommandCatalog catalog, Map<String, String> words) {
        int shards = SparkCommand.count(SHARDS, SHARDS, words.remove(SHARDS));
        Map<String, Object> values = SparkCommand.unsharded(catalog.find(LABEL), words, DATASET, OUTPUT);
        if (values.get("depths").equals(Values.YES))
            throw new UsageException("depths=yes trains models, which Spark does not share out. Leave it out here.");
        List<Path> models = new ArrayList<>();
        models.add(ModelFolders.find(values.get("model").toString()));
        for (String other : words.getOrDefault("compare", "").split(","))
            if (!other.isBlank()) models.add(ModelFolders.find(other));
        return new Evaluated(
                SparkCommand.local(DATASET, words.get(DATASET)),
                SparkCommand.local(OUTPUT, words.get(OUTPUT)),
                models,
                settings(values),
                values.get("device").toString(),
                shards,
                values.get("update_card").equals(Values.YES));
    }

    private static EvaluationSettings settings(Map<String, Object> values) {
        String faithfulness = values.get("faithfulness").toString();
        return new EvaluationSettings(
                values.get("split").toString(),
                (Long) values.get("seed"),
                values.get("checks").equals(Values.YES),
                faithfulness.equals(Values.NO)
                        ? Optional.empty()
                        : Optional.of(new FaithfulnessSettings(
                                faithfulness.equals("peers"), (Integer) values.get("masks"), (Integer)
                                        values.get("oracle"))));
    }

    /** A data set, models and how they are evaluated. */
    private record Evaluated(
            Path dataset,
            Path output,
            List<Path> models,
            EvaluationSettings settings,
            String device,
            int shards,
            boolean updatesCard)
            implements Work {

        private SparkEvaluation on(JavaSparkContext spark, FrontEnd to) throws IOException {
            return new SparkEvaluation(spark, DataSet.read(dataset, to), settings, device, shards);
        }

        @Override
        public String plan(JavaSparkContext spark, FrontEnd to) throws IOException {
            return on(spark, to).plan(models);
        }

        @Override
        public void run(JavaSparkContext spark, FrontEnd to) throws IOException {
            ShardedEvaluation.Merged merged = on(spark, to).evaluate(models, output, to);
            merged.files().forEach(to::written);
            if (updatesCard)
                ModelFolder.writeScores(models.get(0), merged.evaluation().scores());
            to.result(merged.evaluation().summary());
        }
    }
}
