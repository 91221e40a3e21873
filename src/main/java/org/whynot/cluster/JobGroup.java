package org.whynot.cluster;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.util.Threads;

/** The Spark jobs that this thread starts until it is closed, which end early when somebody wants them to. */
final class JobGroup implements AutoCloseable {

    private static final long POLL_MILLISECONDS = 200;

    private final JavaSparkContext spark;
    private final String name = "whynot " + System.nanoTime();
    private final AtomicBoolean isOver = new AtomicBoolean();

    /**
     * @param description for Spark's own pages
     * @param isEnding asked several times a second, from another thread, whether to end them
     */
    JobGroup(JavaSparkContext spark, String description, BooleanSupplier isEnding) {
        this.spark = spark;
        spark.setJobGroup(name, description, true);
        // Spark waits until a job is over; somebody has to ask meanwhile.
        Threads.daemon("WhyNot cancellation", () -> watch(isEnding)).start();
    }

    private void watch(BooleanSupplier isEnding) {
        try {
            while (!isOver.get() && !spark.sc().isStopped()) {
                if (isEnding.getAsBoolean()) {
                    // The next job may be about to begin.
                    spark.sc().cancelJobGroupAndFutureJobs(name);
                    return;
                }
                Thread.sleep(POLL_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isOver.set(true);
        spark.clearJobGroup();
    }
}
