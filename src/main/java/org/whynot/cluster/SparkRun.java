package org.whynot.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.Summary;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.batch.SummaryTable.Status;
import org.whynot.frontend.Messages;
import org.whynot.util.Progress;
import org.whynot.util.TimeLeft;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** The Spark jobs of one run over one folder, one after another, and what came of them. */
final class SparkRun {

    private static final long POLL_MILLISECONDS = 200;
    /** How long Spark may take to report which task has ended its process. */
    private static final int POLLS_FOR_CRASH = 50;

    private final JavaSparkContext spark;
    private final VideoTask task;
    private final Summary summary;
    private final DriverResults results;
    private final FolderExplainer.Listener listener;
    private final Progress progress;
    private final TimeLeft timeLeft;
    private int earlier;
    private int failed;
    private int done;
    private volatile String end = "";

    SparkRun(
            JavaSparkContext spark,
            VideoTask task,
            Summary summary,
            DriverResults results,
            FolderExplainer.Listener listener,
            Progress progress) {
        this.spark = spark;
        this.task = task;
        this.summary = summary;
        this.results = results;
        this.listener = listener;
        this.progress = progress;
        timeLeft = new TimeLeft(progress);
    }

    /** How many were left as they were, because they were done and whole. */
    synchronized int earlier() {
        return earlier;
    }

    /**
     * Explains some videos in one job, or in several where a video ends the process that explains it.
     *
     * @param places of the videos in the summary
     */
    void explain(List<ClusterItem> items, List<Integer> places) throws IOException {
        List<Integer> waiting = places;
        while (!waiting.isEmpty()) {
            List<Integer> suspects = runJob(items, waiting);
            // A process that ends takes all its videos with it: only one that ends it alone is to blame.
            for (int suspect : suspects)
                if (waiting.size() == 1 || !runJob(items, List.of(suspect)).isEmpty()) nameCrashed(suspect);
            waiting = waiting.stream()
                    .filter(place -> summary.rows().get(place).status() == Status.WAITING)
                    .toList();
        }
    }

    /** Runs a job; returns the places of the videos that have lost their processes too often, none if it has run to its end. */
    private List<Integer> runJob(List<ClusterItem> items, List<Integer> places) throws IOException {
        progress.check();
        Crashes crashes = new Crashes();
        spark.sc().addSparkListener(crashes);
        List<ClusterItem> own = places.stream().map(items::get).toList();
        JavaRDD<ClusterItem> videos = spark.parallelize(own, own.size());
        try (JobGroup group = new JobGroup(spark, description(), () -> progress.isCancelled() || !end.isEmpty())) {
            List<Object> parts = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) parts.add(i);
            spark.sc()
                    .runJob(
                            videos.rdd(),
                            task,
                            CollectionConverters.asScala(parts).toSeq(),
                            new Results(own, places),
                            ClassTag$.MODULE$.apply(Outcome.class));
            if (!end.isEmpty()) throw new IOException(end);
            return List.of();
        } catch (Exception e) {
            // Spark's own exceptions are checked ones that its methods don't declare.
            if (!end.isEmpty()) throw new IOException(end, e);
            if (progress.isCancelled()) throw Progress.cancelled();
            List<Integer> suspects = e instanceof SparkException && !spark.sc().isStopped()
                    ? crashes.tooOften(places.size()).stream()
                            .map(places::get)
                            .filter(place -> summary.rows().get(place).status() == Status.WAITING)
                            .toList()
                    : List.of();
            if (suspects.isEmpty()) throw SparkFailure.of(spark, progress, e, crashes.unforeseen);
            return suspects;
        } finally {
            spark.sc().removeSparkListener(crashes);
        }
    }

    private synchronized String description() {
        double fraction = done / (double) summary.rows().size();
        String left = timeLeft.left(fraction);
        return "WhyNot: " + done + " of " + summary.rows().size() + " videos done, " + failed + " failed"
                + (left.isEmpty() ? "" : ", " + left);
    }

    private synchronized void add(ClusterItem item, int place, Outcome outcome) {
        if (!outcome.end().isEmpty()) {
            if (end.isEmpty()) end = outcome.end();
            return;
        }
        try {
            if (!outcome.json().isEmpty()) results.add(item, outcome.json());
        } catch (IOException e) {
            if (end.isEmpty()) end = Messages.sentence(e) + " Make room and start again; what is done is kept.";
            return;
        }
        set(place, outcome.row());
        String video = outcome.row().video();
        outcome.notes().forEach(note -> listener.note(video, note));
        if (outcome.isEarlier()) earlier++;
        else if (outcome.row().status() == Status.EXPLAINED) listener.explained(video, outcome.sentence());
        else listener.failed(video, outcome.row().problem());
        progress.report(done / (double) summary.rows().size(), description());
    }

    private void set(int place, Row row) {
        summary.rows().set(place, row);
        summary.keep();
        done++;
        if (row.status() == Status.FAILED) failed++;
    }

    /** Gives a video a row that has ended its process too often. */
    private void nameCrashed(int place) {
        String video = summary.rows().get(place).video();
        String reason = "The process that explained it has ended " + mostFailures()
                + " times, each time before it was done; its memory may be too small, or the file damaged in a way that"
                + " no reader survives.";
        synchronized (this) {
            set(place, Row.failed(video, reason));
        }
        listener.failed(video, reason);
    }

    private int mostFailures() {
        return spark.getConf().getInt("spark.task.maxFailures", 4);
    }

    /** Takes each task's outcome as soon as it is there, once for every video. */
    private final class Results extends AbstractFunction2<Object, Outcome, BoxedUnit> {

        private final List<ClusterItem> items;
        private final List<Integer> places;

        Results(List<ClusterItem> items, List<Integer> places) {
            this.items = items;
            this.places = places;
        }

        @Override
        public BoxedUnit apply(Object index, Outcome outcome) {
            add(items.get((Integer) index), places.get((Integer) index), outcome);
            return BoxedUnit.UNIT;
        }
    }

    /** Counts how often each task of a job has ended its process. */
    private final class Crashes extends SparkListener {

        private final Map<Integer, Integer> failures = new ConcurrentHashMap<>();
        /** What a task has thrown, which none should; empty if none has. */
        private volatile String unforeseen = "";

        @Override
        public void onTaskEnd(SparkListenerTaskEnd event) {
            if (event.reason() instanceof ExecutorLostFailure lost && lost.exitCausedByApp())
                failures.merge(event.taskInfo().index(), 1, Integer::sum);
            else if (event.reason() instanceof ExceptionFailure failure
                    && !failure.description().isEmpty())
                unforeseen = failure.className() + ": " + failure.description();
        }

        /** The tasks that have failed as often as one may; waits a while for Spark to report them. */
        List<Integer> tooOften(int tasks) {
            for (int poll = 0; poll < POLLS_FOR_CRASH; poll++) {
                List<Integer> found = failures.entrySet().stream()
                        .filter(entry -> entry.getKey() < tasks && entry.getValue() >= mostFailures())
                        .map(Map.Entry::getKey)
                        .toList();
                if (!found.isEmpty() || !unforeseen.isEmpty()) return found;
                try {
                    Thread.sleep(POLL_MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return List.of();
                }
            }
            return List.of();
        }
    }
}
