package org.whynot.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.scijava.module.ModuleInfo;
import org.whynot.frontend.FrontEnd;
import picocli.CommandLine.Model.OptionSpec;

/** A command of the menu that a cluster can share out, with its own parameters. */
interface ClusterCommand {

    /** Its label in the menu. */
    String label();

    /** What it takes on a cluster besides the command's own parameters and those of all commands. */
    List<OptionSpec> options();

    /**
     * Checks what is asked, before Spark is started.
     *
     * @param info the command of the menu
     * @param words parameters and {@link #options} that were given, by name; may be changed
     * @throws org.whynot.frontend.UsageException if a parameter is missing or wrong
     * @throws IOException if a file that is needed can't be read; a sentence
     */
    Work work(ModuleInfo info, Map<String, String> words) throws IOException;

    /** What is asked of the cluster, checked. */
    interface Work {

        /**
         * What a run would do, without doing it.
         *
         * @throws IOException if it can't be found out; a sentence
         */
        String plan(JavaSparkContext spark, FrontEnd to) throws IOException;

        /**
         * Does it.
         *
         * @throws org.whynot.frontend.CommandException if a video could not be explained
         * @throws IOException if it ended early; a sentence
         */
        void run(JavaSparkContext spark, FrontEnd to) throws IOException;
    }
}
