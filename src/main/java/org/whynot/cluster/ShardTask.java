package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;
import org.whynot.evaluate.EvaluationRequest;
import org.whynot.evaluate.ShardedEvaluation;
import org.whynot.frontend.Messages;
import org.whynot.util.Progress;
import org.whynot.util.Shard;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * What Spark runs for every shard of an evaluation, on whatever machine. It writes nothing but what it sends back, so that two
 * copies of a task do not disturb each other.
 */
final class ShardTask extends AbstractFunction2<TaskContext, Iterator<Integer>, ShardOutcome>
        implements java.io.Serializable {

    private static final long serialVersionUID = 1;

    private final EvaluationRequest request;
    private final int shards;
    private final Broadcast<ArrayList<ModelFiles>> models;

    /**
     * @param request the same for all shards
     * @param shards how many there are
     * @param models the request's, in its order
     */
    ShardTask(EvaluationRequest request, int shards, Broadcast<ArrayList<ModelFiles>> models) {
        this.request = request;
        this.shards = shards;
        this.models = models;
    }

    @Override
    public ShardOutcome apply(TaskContext context, Iterator<Integer> numbers) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // The engine looks its services up through the thread's class loader.
        Thread.currentThread().setContextClassLoader(ShardTask.class.getClassLoader());
        try {
            ExecutorModel.prepareEngine(context.cpus());
            return measure(new Shard(numbers.next(), shards), context);
        } catch (IOException | RuntimeException | LinkageError e) {
            // Whatever an interrupted thread throws, it is no fault of the videos.
            if (e instanceof CancellationException || context.isInterrupted())
                throw new TaskKilledException(context.getKillReason().getOrElse(() -> "cancelled"));
            return ShardOutcome.end("On the machine " + VideoTask.machine() + ": " + Messages.sentence(e));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private ShardOutcome measure(Shard shard, TaskContext context) throws IOException {
        if (!Files.isDirectory(Path.of(request.dataset())))
            throw new IOException("There is no folder " + request.dataset()
                    + ". Put the data set where every machine has it under the same path.");
        Path scratch = TemporaryFolders.make("shard");
        try {
            // Every task opens its own: a model's classifier is for one thread at a time.
            List<Path> folders = new ArrayList<>();
            for (ModelFiles model : models.value()) {
                Path folder = Files.createDirectory(scratch.resolve("model-" + folders.size()));
                model.write(folder);
                folders.add(folder);
            }
            Progress progress = Progress.quiet(context::isInterrupted);
            return ShardOutcome.measured(
                    ShardedEvaluation.measure(request, folders, shard, scratch.resolve("measured"), progress));
        } finally {
            StagedFiles.removeTree(scratch);
        }
    }
}
