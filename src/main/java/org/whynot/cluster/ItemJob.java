package org.whynot.cluster;

import java.io.IOException;
import java.io.Serializable;
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

/**
 * A Spark job over items that do not depend on each other, each a task; the driver takes what is made of each as soon as it is
 * there, so that none stays in memory.
 *
 * @param <I> the items
 * @param <O> what is made of each
 */
final class ItemJob<I extends Serializable, O extends Serializable> {

    /** Takes what was made of an item. */
    @FunctionalInterface
    interface Taker<O> {
        /**
         * Takes it; never called twice for an item, or by two threads at a time.
         *
         * @param place of the item, 0-based
         * @throws IOException if it can't be kept; ends the job
         */
        void take(int place, O value) throws IOException;
    }

    private final JavaSparkContext spark;
    private final String what;
    private final Progress progress;
    private final TimeLeft timeLeft;
    private int items;
    private int done;
    private volatile String end = "";

    /**
     * @param what becomes of the items, for people: {@code videos opened}
     * @param progress notified of how many are done
     */
    ItemJob(JavaSparkContext spark, String what, Progress progress) {
        this.spark = spark;
        this.what = what;
        this.progress = progress;
        timeLeft = new TimeLeft(progress);
    }

    /**
     * Works on all items.
     *
     * @throws IOException if one of them ends the job, or can't be taken; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    void run(List<I> all, ItemTask.Work<I, O> work, Taker<O> taker) throws IOException {
        progress.check();
        if (all.isEmpty()) return;
        items = all.size();
        done = 0;
        JavaRDD<I> shared = spark.parallelize(all, items);
        List<Object> partitions =
                IntStream.range(0, items).<Object>mapToObj(i -> i).toList();
        timeLeft.report(0, description());
        try (JobGroup group = new JobGroup(spark, description(), () -> progress.isCancelled() || !end.isEmpty())) {
            spark.sc()
                    .runJob(
                            shared.rdd(),
                            new ItemTask<>(work),
                            CollectionConverters.asScala(partitions).toSeq(),
                            new Results(taker),
                            ClassTag$.MODULE$.apply(ItemTask.Outcome.class));
        } catch (Exception e) {
            // Spark's own exceptions are checked ones that its methods don't declare.
            if (!end.isEmpty()) throw new IOException(end, e);
            throw SparkFailure.of(spark, progress, e, "");
        }
        if (!end.isEmpty()) throw new IOException(end);
    }

    private String description() {
        return "WhyNot: " + done + " of " + items + " " + what;
    }

    private synchronized void add(int place, ItemTask.Outcome<O> outcome, Taker<O> taker) {
        if (!end.isEmpty()) return;
        if (!outcome.end().isEmpty()) {
            end = outcome.end();
            return;
        }
        try {
            taker.take(place, outcome.value());
        } catch (IOException e) {
            end = "What was found can't be kept: " + StagedFiles.reason(e);
            return;
        }
        done++;
        timeLeft.report(done / (double) items, description());
    }

    /** Takes each task's outcome as soon as it is there, once for every item. */
    private final class Results extends AbstractFunction2<Object, ItemTask.Outcome<O>, BoxedUnit> {

        private final Taker<O> taker;

        Results(Taker<O> taker) {
            this.taker = taker;
        }

        @Override
        public BoxedUnit apply(Object place, ItemTask.Outcome<O> outcome) {
            add((Integer) place, outcome, taker);
            return BoxedUnit.UNIT;
        }
    }
}
