package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.classifier.Precision;
import org.whynot.frontend.EngineLogs;
import org.whynot.model.Model;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;

/**
 * The one model of a process that explains videos for a cluster: opened by the first task, used by all that follow, several at a
 * time where the process has several cores. Spark does not wait for the tasks that it ends, so a model is closed only when no task
 * uses it any more.
 */
final class ExecutorModel {

    /** The setting of the engine for the number of its threads. */
    private static final String THREADS = "ai.djl.pytorch.num_threads";
    /** The setting of the engine by which it never contacts a server. */
    private static final String OFFLINE = "ai.djl.offline";

    /** What the next task gets; null if none is open. */
    private static ExecutorModel current;

    private final String key;
    private final Model model;
    private int leases;
    private boolean isReplaced;

    private ExecutorModel(String key, Model model) {
        this.key = key;
        this.model = model;
    }

    /** The use of a model by one task, which closes it when it is done. */
    static final class Lease implements AutoCloseable {

        private final ExecutorModel leased;
        private boolean isClosed;

        private Lease(ExecutorModel leased) {
            this.leased = leased;
            leased.leases++;
        }

        /** The model, open as long as this is. */
        Model model() {
            return leased.model;
        }

        @Override
        public void close() {
            synchronized (ExecutorModel.class) {
                if (isClosed) return;
                isClosed = true;
                leased.leases--;
                leased.closeUnlessUsed();
            }
        }
    }

    /**
     * The model of this process.
     *
     * @param sha256 of the model's weights; another model, device or precision than the last time opens another one
     * @param files the model's, asked for once
     * @param device {@code cpu} or {@code gpu}
     * @param precision with how many bits it should compute
     * @param threads that one task may use; counts only before the engine starts
     * @return to be closed by the caller
     * @throws IOException if it can't be opened here; a sentence
     */
    static synchronized Lease get(
            String sha256, Supplier<ModelFiles> files, String device, Precision precision, int threads)
            throws IOException {
        String key = String.join(" ", sha256, device, precision.word());
        if (current != null && current.key.equals(key)) return new Lease(current);
        prepareEngine(threads);
        close();
        Path folder = TemporaryFolders.make("model");
        try {
            files.get().write(folder);
            current = new ExecutorModel(key, Model.open(folder, device, precision, note -> {}));
            return new Lease(current);
        } finally {
            StagedFiles.removeTree(folder);
        }
    }

    /**
     * Sets up the engine of this process, which may not have started yet.
     *
     * @param threads that one task may use
     */
    static void prepareEngine(int threads) {
        EngineLogs.quiet();
        if (System.getProperty(THREADS) == null) System.setProperty(THREADS, String.valueOf(threads));
        if (System.getProperty(OFFLINE) == null) System.setProperty(OFFLINE, "true");
    }

    /** Sets up the engine of a driver, whose process may run tasks too. */
    static void prepareEngine(JavaSparkContext spark) {
        prepareEngine(spark.getConf().getInt("spark.task.cpus", 1));
    }

    /** Closes the model if one is open, once no task uses it; where driver and executor are one process, at the end of a run. */
    static synchronized void close() {
        if (current == null) return;
        current.isReplaced = true;
        current.closeUnlessUsed();
        current = null;
    }

    private void closeUnlessUsed() {
        if (isReplaced && leases == 0) model.close();
    }
}
