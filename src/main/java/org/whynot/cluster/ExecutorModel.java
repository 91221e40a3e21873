package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.whynot.frontend.EngineLogs;
import org.whynot.model.Model;

/**
 * The one model of a process that explains videos for a cluster: opened by the first task, used by all that follow, several at a
 * time where the process has several cores.
 */
final class ExecutorModel {

    /** The setting of the engine for the number of its threads. */
    private static final String THREADS = "ai.djl.pytorch.num_threads";
    /** The setting of the engine by which it never contacts a server. */
    private static final String OFFLINE = "ai.djl.offline";

    private static String openKey;
    private static Model open;

    private ExecutorModel() {}

    /**
     * The model of this process.
     *
     * @param key of the model and its device; another one than the last opens another model
     * @param files the model's, asked for once
     * @param device {@code cpu} or {@code gpu}
     * @param threads that one task may use; counts only before the engine starts
     * @throws IOException if it can't be opened here; a sentence
     */
    static synchronized Model get(String key, Supplier<ModelFiles> files, String device, int threads)
            throws IOException {
        if (key.equals(openKey)) return open;
        prepareEngine(threads);
        close();
        Path folder = Files.createTempDirectory("whynot-model");
        try {
            files.get().write(folder);
            open = Model.open(folder, device);
            openKey = key;
            return open;
        } finally {
            LocalCopy.removeTree(folder);
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

    /** Closes the model if one is open; where driver and executor are one process, at the end of a run. */
    static synchronized void close() {
        if (open != null) open.close();
        open = null;
        openKey = null;
    }
}
