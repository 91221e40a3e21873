package org.whynot.cluster;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.util.Progress;
import org.whynot.util.Threads;

/**
 * Notices when no process of the cluster takes up work. Spark itself waits without end, also where every process that is started
 * ends at once, as with a Java that is too old.
 */
final class ExecutorWatch implements AutoCloseable {

    private static final long PATIENCE_MILLISECONDS = 60_000;
    private static final long POLL_MILLISECONDS = 1000;

    private final JavaSparkContext spark;
    private final Progress progress;
    private final AtomicBoolean isOver = new AtomicBoolean();

    private ExecutorWatch(JavaSparkContext spark, Progress progress) {
        this.spark = spark;
        this.progress = progress;
    }

    /**
     * Watches until it is closed.
     *
     * @param progress notified once, if no process has reported for a minute
     */
    static ExecutorWatch start(JavaSparkContext spark, Progress progress) {
        ExecutorWatch watch = new ExecutorWatch(spark, progress);
        if (!spark.sc().isLocal())
            Threads.daemon("WhyNot waits for executors", watch::watch).start();
        return watch;
    }

    private void watch() {
        try {
            for (long waited = 0; waited < PATIENCE_MILLISECONDS; waited += POLL_MILLISECONDS) {
                Thread.sleep(POLL_MILLISECONDS);
                if (isOver.get() || spark.sc().isStopped() || hasExecutor()) return;
            }
            progress.note(
                    "No process of the cluster has reported for a minute. Either the cluster is busy, or its machines"
                            + " can't start the processes: " + SparkFailure.NEEDED + " Spark goes on waiting.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The driver is one of those that have memory for blocks. */
    private boolean hasExecutor() {
        return spark.sc().getExecutorMemoryStatus().size() > 1;
    }

    @Override
    public void close() {
        isOver.set(true);
    }
}
