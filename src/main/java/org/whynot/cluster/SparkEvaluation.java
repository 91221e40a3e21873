package org.whynot.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.EvaluationRequest;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.ShardedEvaluation;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;

/**
 * Evaluates a model on the machines of a Spark cluster, with the files that one machine would have written.
 *
 * <pre>{@code
 * try (JavaSparkContext spark = new JavaSparkContext(conf)) {
 *     List<Path> files = new SparkEvaluation(spark, data, settings, "cpu", 0)
 *             .evaluate(List.of(modelFolder), output, progress)
 *             .files();
 * }
 * }</pre>
 *
 * <p>Every shard of the videos is a task: what a machine that is lost was working on is all that is done again. The driver keeps
 * what the tasks send back in a temporary folder, and makes the tables of it when all is there.
 */
public final class SparkEvaluation {

    /** So that a core that is done early finds another shard, and little is lost with a machine. */
    private static final int SHARDS_PER_CORE = 4;
    /** The share of the work that the tasks do; the rest are the intervals, the tables and the report. */
    private static final double MEASURED = 0.95;

    private final JavaSparkContext spark;
    private final DataSet data;
    private final EvaluationSettings settings;
    private final String device;
    private final int shards;

    /**
     * @param spark not closed by this
     * @param data the videos, in a folder that every machine has under the same path
     * @param settings of the main model; the others are evaluated without the checks beyond the paper
     * @param device {@code auto}, {@code cpu} or {@code gpu}; {@code auto} is what it is on this machine
     * @param shards how many tasks share the videos, at most one per video; 0 for four per core
     */
    public SparkEvaluation(
            JavaSparkContext spark, DataSet data, EvaluationSettings settings, String device, int shards) {
        this.spark = spark;
        this.data = data;
        this.settings = settings;
        this.device = device;
        this.shards = shards;
    }

    /**
     * Evaluates.
     *
     * @param models a model folder and those that it is compared with, which this machine has; they are sent to the others
     * @param output a folder of this machine, made if missing; older files of the same names are replaced
     * @param progress notified of how many shards are done
     * @return the evaluation of the first model, and the files
     * @throws IOException if a model or a video can't be read, a machine does not have the data set, or the files can't be written;
     *     a sentence
     * @throws IllegalArgumentException if a model does not fit the data
     * @throws java.util.concurrent.CancellationException if cancelled; nothing was written then
     */
    public ShardedEvaluation.Merged evaluate(List<Path> models, Path output, Progress progress) throws IOException {
        EvaluationRequest request = new ShardedEvaluation(data, settings, device).request(models);
        // Whether anything can be written there is better known before the work than after it.
        new StagedFiles(output).close();
        int count = count();
        Path scratch = TemporaryFolders.make("evaluation");
        Broadcast<ArrayList<ModelFiles>> files = spark.broadcast(files(models));
        // Neither hides why the run has ended. Spark must not be stopped while it still removes them: it would print
        // that.
        try (Closeable noScratch = () -> StagedFiles.removeTree(scratch);
                Closeable noFiles = () -> files.destroy(true)) {
            new ShardRun(spark, count, scratch, progress.part(0, MEASURED))
                    .measure(new ShardTask(request, count, files));
            return ShardedEvaluation.merge(scratch, output, progress.part(MEASURED, 1));
        }
    }

    /**
     * What a run would do, without doing it.
     *
     * @param models as for {@link #evaluate}
     * @throws IOException if a model can't be opened; a sentence
     * @throws IllegalArgumentException if a model does not fit the data
     */
    public String plan(List<Path> models) throws IOException {
        EvaluationRequest request = new ShardedEvaluation(data, settings, device).request(models);
        long bytes = files(models).stream().mapToLong(ModelFiles::bytes).sum();
        return counted(videos(), "video") + " of the split " + request.split() + " of " + request.dataset()
                + " would be evaluated with " + counted(models.size(), "model") + " in " + counted(count(), "shard")
                + ", one task each, on " + spark.sc().master() + " with " + spark.defaultParallelism()
                + " cores now.\nThe models' " + bytes / 1024
                + " KB are sent to every machine once; the data set is not.";
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private int videos() {
        return settings.samples(data).size();
    }

    private int count() {
        return Math.min(shards == 0 ? SHARDS_PER_CORE * spark.defaultParallelism() : shards, videos());
    }

    private static ArrayList<ModelFiles> files(List<Path> models) throws IOException {
        ArrayList<ModelFiles> files = new ArrayList<>();
        for (Path model : models) files.add(ModelFiles.read(model));
        return files;
    }
}
