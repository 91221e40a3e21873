package org.whynot.cluster;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.FrontEnd;
import picocli.CommandLine.Model.CommandSpec;

/** A command that a cluster can share out. */
interface ClusterCommand {

    /** Its name on the command line. */
    String name();

    /** What it takes on a cluster besides the options of all commands. */
    CommandSpec grammar(CommandCatalog catalog);

    /**
     * Checks what is asked, before Spark is started.
     *
     * @param words what was given of {@link #grammar}, by name; may be changed
     * @throws org.whynot.frontend.UsageException if a parameter is missing or wrong
     * @throws IOException if a file that is needed can't be read; a sentence
     */
    Work work(CommandCatalog catalog, Map<String, String> words) throws IOException;

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
