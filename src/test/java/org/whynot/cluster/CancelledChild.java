package org.whynot.cluster;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Work on Spark that is cancelled at awkward moments, in a process of its own; it prints what came of it. */
final class CancelledChild {

    /** What is printed when a job that was cancelled before it began is not waited for. */
    static final String ENDED_EARLY = "The job ended early.";
    /** How long that job takes. */
    private static final long JOB_MILLISECONDS = 60_000;
    /** Longer than a group takes to ask for the first time. */
    private static final long BEFORE_JOB_MILLISECONDS = 1000;

    private CancelledChild() {}

    /** Does it. */
    public static void main(String[] args) throws Exception {
        try (JavaSparkContext spark =
                new JavaSparkContext(new SparkConf().setMaster("local[1]").setAppName("test"))) {
            cancelBeforeTheJob(spark);
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
}
