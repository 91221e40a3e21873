package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.util.TimeLeft;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** The Spark job of one evaluation, and what came of it. */
final class ShardRun {

    private final JavaSparkContext spark;
    private final int shards;
    private final Path folder;
    private final Progress progress;
    private final TimeLeft timeLeft;
    private int done;
    private volatile String end = "";

    /**
     * @param shards how many there are
     * @param folder receives a file for every shard; is there
     * @param progress notified of how many are done
     */
    ShardRun(JavaSparkContext spark, int shards, Path folder, Progress progress) {
        this.spark = spark;
        this.shards = shards;
        this.folder = folder;
        this.progress = progress;
        timeLeft = new TimeLeft(progress);
    }

    /**
     * Measures all shards.
     *
     * @throws IOException if one of them can't be measured, or its file not be written; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    void measure(ShardTask task) throws IOException {
        progress.check();
        List<Integer> numbers = IntStream.rangeClosed(1, shards).boxed().toList();
        JavaRDD<Integer> all = spark.parallelize(numbers, shards);
        List<Object> partitions =
                IntStream.range(0, shards).<Object>mapToObj(i -> i).toList();
        String description = "WhyNot: evaluating " + shards + " shards";
        timeLeft.report(0, description);
        try (JobGroup group = new JobGroup(spark, description, () -> progress.isCancelled() || !end.isEmpty())) {
            spark.sc()
                    .runJob(
                            all.rdd(),
                            task,
                            CollectionConverters.asScala(partitions).toSeq(),
                            new Results(),
                            ClassTag$.MODULE$.apply(ShardOutcome.class));
        } catch (Exception e) {
            // Spark's own exceptions are checked ones that its methods don't declare.
            if (!end.isEmpty()) throw new IOException(end, e);
            throw SparkFailure.of(spark, progress, e, "");
        }
        if (!end.isEmpty()) throw new IOException(end);
    }

    private synchronized void add(ShardOutcome outcome) {
        if (!outcome.end().isEmpty()) {
            if (end.isEmpty()) end = outcome.end();
            return;
        }
        try {
            outcome.write(folder);
        } catch (IOException e) {
            if (end.isEmpty())
                end = "What a shard has measured can't be written to " + folder + ": " + StagedFiles.reason(e);
            return;
        }
        done++;
        timeLeft.report(done / (double) shards, "WhyNot: " + done + " of " + shards + " shards evaluated");
    }

    /** Takes each task's outcome as soon as it is there, once for every shard, so that none stays in memory. */
    private final class Results extends AbstractFunction2<Object, ShardOutcome, BoxedUnit> {

        @Override
        public BoxedUnit apply(Object index, ShardOutcome outcome) {
            add(outcome);
            return BoxedUnit.UNIT;
        }
    }
}
