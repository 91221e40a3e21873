package org.whynot.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.ResultKind;
import org.whynot.explain.Evidence;
import org.whynot.explain.Question;
import org.whynot.imagej.TimeAxis;
import org.whynot.util.Progress;

/**
 * Work on Spark that is cancelled at awkward moments, in a process of its own; it prints what came of it. Without arguments it is
 * a job that has not begun yet; with a model, a folder of videos and one for the results it is a run over that folder.
 */
final class CancelledChild {

    /** What is printed when a job that was cancelled before it began is not waited for. */
    static final String ENDED_EARLY = "The job ended early.";
    /** What is printed when a job over items was cancelled, before the places of those that were done. */
    static final String ITEMS_CANCELLED = "Items that were done before the cancellation: ";
    /** How long that job takes. */
    private static final long JOB_MILLISECONDS = 60_000;
    /** Longer than a group takes to ask for the first time. */
    private static final long BEFORE_JOB_MILLISECONDS = 1000;

    /** What a line begins with that names a failure after the one that ended the work. */
    static final String SUPPRESSED = "suppressed: ";

    private static final Map<String, String> WORDS = Map.of(
            "positive", Question.PREDICTED,
            "why_not", Question.RUNNER_UP,
            "explanations", "1",
            "evidence", Evidence.FOR.word(),
            "verify", "no",
            "window", "0",
            "tubes", "1",
            "confidence", "0",
            "time_axis", TimeAxis.AUTO.word(),
            "gif", "no");

    private CancelledChild() {}

    /** Does it. */
    public static void main(String[] args) throws Exception {
        try (JavaSparkContext spark =
                new JavaSparkContext(new SparkConf().setMaster("local[1]").setAppName("test"))) {
            if (args.length == 0) {
                cancelBeforeTheJob(spark);
                cancelItems(spark);
            } else cancelWhereTheTableCanNotBeWritten(spark, Path.of(args[0]), args[1], Path.of(args[2]));
        }
    }

    private static void cancelBeforeTheJob(JavaSparkContext spark) throws InterruptedException {
        long start = System.nanoTime();
        try (JobGroup group = new JobGroup(spark, "cancelled", () -> true)) {
            Thread.sleep(BEFORE_JOB_MILLISECONDS);
            spark.parallelize(List.of(1), 1).foreach(number -> Thread.sleep(JOB_MILLISECONDS));
        } catch (Exception e) {
            // Spark's own exceptions are checked ones that its methods don't declare.
            if (System.nanoTime() - start < JOB_MILLISECONDS * 1_000_000L) System.out.println(ENDED_EARLY);
        }
    }

    /** Cancelled while a task sleeps. */
    private static void cancelItems(JavaSparkContext spark) throws IOException {
        long start = System.nanoTime();
        AtomicBoolean isCancelled = new AtomicBoolean();
        List<Integer> taken = new ArrayList<>();
        try {
            new ItemJob<Integer, Integer>(spark, "items", Progress.quiet(isCancelled::get))
                    .run(List.of(1, 2, 3), CancelledChild::sleepUnlessFirst, (place, item) -> {
                        taken.add(place);
                        isCancelled.set(true);
                    });
        } catch (CancellationException e) {
            if (System.nanoTime() - start < JOB_MILLISECONDS * 1_000_000L) System.out.println(ITEMS_CANCELLED + taken);
        }
    }

    private static int sleepUnlessFirst(int item, int threads, Progress progress) {
        try {
            if (item > 1) Thread.sleep(JOB_MILLISECONDS);
            return item;
        } catch (InterruptedException e) {
            throw Progress.cancelled();
        }
    }

    /** Another program that puts a folder in the table's place stands for whatever may hinder writing at the end. */
    private static void cancelWhereTheTableCanNotBeWritten(
            JavaSparkContext spark, Path model, String input, Path output) throws IOException {
        AtomicBoolean isCancelled = new AtomicBoolean();
        FolderExplainer.Listener listener = new FolderExplainer.Listener() {
            @Override
            public void explained(String video, String sentence) {
                try {
                    Path table = output.resolve(ResultKind.EXPLANATIONS.table());
                    Files.deleteIfExists(table);
                    Files.createDirectories(table.resolve("in the way"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                isCancelled.set(true);
            }

            @Override
            public void failed(String video, String reason) {}

            @Override
            public void note(String video, String note) {}
        };
        try {
            new SparkFolderExplainer(spark, model, "cpu", FolderExplainer.Settings.of(WORDS, ""), 0)
                    .explain(input, output.toString(), listener, Progress.quiet(isCancelled::get));
        } catch (CancellationException | IOException e) {
            System.out.println(e.getClass().getSimpleName());
            for (Throwable also : e.getSuppressed()) System.out.println(SUPPRESSED + also.getMessage());
        }
    }
}
