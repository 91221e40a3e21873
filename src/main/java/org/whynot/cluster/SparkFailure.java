package org.whynot.cluster;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.util.Progress;

/** Why Spark has ended a job or itself early, as an exception for the user. */
final class SparkFailure {

    /** A program that is being ended stops Spark as soon as it tells us, or a little earlier. */
    private static final int POLLS_FOR_CANCELLATION = 10;

    private static final long POLL_MILLISECONDS = 100;

    /** What a machine needs to start a process that works on videos. */
    static final String NEEDED =
            "Every machine needs Java 17 or newer and the memory that spark.executor.memory asks for; the"
                    + " logs of the executors state what was missing.";

    private static final String NO_PROCESSES =
            "The cluster has given this program up: its machines could not start the processes that work on the videos, or"
                    + " these ended at once. " + NEEDED + " Spark reports: ";

    private SparkFailure() {}

    /**
     * What to throw when a job has not run to its end.
     *
     * @param e what Spark has thrown
     * @param unforeseen what a task has thrown; empty if that is not known
     * @throws CancellationException if the user wants the work to end
     */
    static IOException of(JavaSparkContext spark, Progress progress, Exception e, String unforeseen) {
        if (e instanceof CancellationException cancelled) throw cancelled;
        if (isCancelled(spark, progress)) throw Progress.cancelled();
        if (e instanceof IOException own) return own;
        String reason = unforeseen.isEmpty()
                ? firstLine(e)
                : unforeseen.lines().findFirst().orElse("");
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("removed our application") || lower.contains("executor failures"))
            return new IOException(NO_PROCESSES + ended(reason), e);
        return new IOException("Spark has given the job up: " + ended(reason), e);
    }

    private static boolean isCancelled(JavaSparkContext spark, Progress progress) {
        try {
            for (int poll = 0; poll < POLLS_FOR_CANCELLATION; poll++) {
                if (progress.isCancelled()) return true;
                if (!spark.sc().isStopped()) return false;
                Thread.sleep(POLL_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
        return false;
    }

    /** What to throw when Spark could not be started, or has stopped by itself. */
    static IOException noCluster(String master, Exception e) {
        String reason = firstLine(e);
        // The message tells of Spark's own threads, not of what they have waited for.
        if (reason.contains("stopped")) reason = "no cluster answers there, or it has ended this program.";
        return new IOException(
                "Spark can't work on master='" + master + "': " + ended(reason)
                        + " Use local[*], or the address of a cluster, such as spark://HOST:7077, yarn or k8s://https://HOST:PORT.",
                e);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String ended(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }
}
