package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.whynot.train.FrozenFeatures;
import org.whynot.util.StagedFiles;

/**
 * The frozen networks of a process that computes features for a cluster. A network is for one thread at a time, so there are as
 * many as tasks have run side by side; each is opened once and used by one task after another.
 */
final class ExecutorFeatures {

    private static final Deque<FrozenFeatures> IDLE = new ArrayDeque<>();

    /** Of the networks in {@link #IDLE}. */
    private static String current = "";

    private ExecutorFeatures() {}

    /** Work with a network. */
    @FunctionalInterface
    interface Use<T> {
        /**
         * Does it.
         *
         * @throws IOException as it does
         */
        T with(FrozenFeatures features) throws IOException;
    }

    /**
     * Works with a network that no other task uses.
     *
     * @param key of the network, its clips and device; another one than the last closes what is idle
     * @param files the model's, asked for when a network has to be opened
     * @param mostClips clips of a video at most
     * @param device {@code cpu} or {@code gpu}
     * @param threads that one task may use; counts only before the engine starts
     * @throws IOException if it can't be opened here, or as the work throws; a sentence
     */
    static <T> T use(String key, Supplier<ModelFiles> files, int mostClips, String device, int threads, Use<T> work)
            throws IOException {
        FrozenFeatures features = take(key);
        if (features == null) features = open(files.get(), mostClips, device, threads);
        try {
            return work.with(features);
        } finally {
            giveBack(key, features);
        }
    }

    private static synchronized FrozenFeatures take(String key) {
        if (!current.equals(key)) {
            close();
            current = key;
        }
        return IDLE.poll();
    }

    private static FrozenFeatures open(ModelFiles files, int mostClips, String device, int threads) throws IOException {
        ExecutorModel.prepareEngine(threads);
        Path folder = Files.createTempDirectory("whynot-model");
        try {
            files.write(folder);
            return new FrozenFeatures(folder, mostClips, device);
        } finally {
            StagedFiles.removeTree(folder);
        }
    }

    private static synchronized void giveBack(String key, FrozenFeatures features) {
        if (current.equals(key)) IDLE.push(features);
        else features.close();
    }

    /** Closes what no task uses; what is in use is closed when its task ends. */
    static synchronized void close() {
        IDLE.forEach(FrozenFeatures::close);
        IDLE.clear();
        current = "";
    }
}
