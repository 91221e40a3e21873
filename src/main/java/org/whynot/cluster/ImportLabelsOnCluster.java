package org.whynot.cluster;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandGrammar;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.LabelImports;
import picocli.CommandLine.Model.CommandSpec;

/** Import Labels..., the videos opened by one task each. */
final class ImportLabelsOnCluster implements ClusterCommand {

    private static final String LABEL = "Import Labels...";

    @Override
    public String name() {
        return CommandGrammar.name(LABEL);
    }

    @Override
    public CommandSpec grammar(CommandCatalog catalog) {
        return CommandGrammar.subcommand(catalog.find(LABEL));
    }

    @Override
    public Work work(CommandCatalog catalog, Map<String, String> words) {
        // Other machines have other current folders.
        for (String path : new String[] {"file", "videos", "output"})
            words.computeIfPresent(
                    path,
                    (name, place) -> place.isBlank()
                            ? place
                            : SparkCommand.local(name, place).toString());
        return new Labels(LabelImports.settings(SparkCommand.values(catalog.find(LABEL), words, "file")));
    }

    /** Labels and what they become. */
    private record Labels(LabelSettings settings) implements Work {

        @Override
        public String plan(JavaSparkContext spark, FrontEnd to) throws IOException {
            return new SparkLabelImport(spark, settings).plan(to);
        }

        @Override
        public void run(JavaSparkContext spark, FrontEnd to) throws IOException {
            LabelImports.report(new SparkLabelImport(spark, settings).run(to), settings.output(), to);
        }
    }
}
