package org.whynot.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.whynot.batch.Results;
import org.whynot.util.Progress;

/**
 * Something that the program does and that writes files, so small that it takes a moment: for tests that kill it, fill its disk, or
 * take its folder away.
 */
interface Work {

    /** What is open for all turns. */
    interface Turns extends AutoCloseable {
        /** Puts what must be there before a turn into its place, if it is not there yet. */
        default void begin(Path place) throws Exception {}

        /**
         * Does it once. Where it was begun and not finished, it continues.
         *
         * @param place a folder for everything that is written, which need not be there
         * @param turn decides, by its remainder by {@link Work#states}, which files are there in the end
         * @param progress cancels it; works that take none pass it over
         */
        void run(Path place, int turn, Progress progress) throws Exception;

        /** The same without a word. */
        default void run(Path place, int turn) throws Exception {
            run(place, turn, Progress.SILENT);
        }

        @Override
        default void close() {}
    }

    /**
     * Makes what is read.
     *
     * @param input an empty folder; stays empty where nothing is read
     * @param variant other numbers give files of the same names with another content
     */
    void prepare(Path input, int variant) throws Exception;

    /** Makes what is usually read. */
    default void prepare(Path input) throws Exception {
        prepare(input, 0);
    }

    /**
     * Opens what all turns use.
     *
     * @param input as {@link #prepare} left it
     */
    Turns open(Path input) throws Exception;

    /** 1: every turn has a place of its own. 2: two sets of files replace each other in one place. */
    default int states() {
        return 1;
    }

    /** All files in a place by path with slashes, each with a digest of what is the same every time. */
    default Map<String, String> digests(Path place) throws IOException {
        return Results.digests(place);
    }

    /** The same, of input whose dates may be others: without what is written of these; of a cache, whose files are full of them, how many. */
    default Map<String, String> digestsWithoutDates(Path place) throws IOException {
        if (!isCache()) return digests(place);
        return Map.of("files", digests(place).size() + "");
    }

    /** Whether what was found is of one input or of another; where there are several results, each of them. */
    default boolean isOf(Map<String, String> found, Map<String, String> one, Map<String, String> other) {
        return found.equals(one) || found.equals(other);
    }

    /** Whether what it reads is put into its place before it begins. */
    default boolean readsPlace() {
        return false;
    }

    /** Whether it needs nothing to be written, so that it succeeds on a full disk. */
    default boolean isCache() {
        return false;
    }

    /**
     * Whether files may be there that are neither those before nor those after: what is kept to continue with.
     *
     * @param found digests by path, without hidden ones
     * @param after those of the end
     */
    default boolean isOnTheWay(Map<String, String> found, Map<String, String> after) {
        return false;
    }

    /** For {@link #isOnTheWay}: whether all files but those with one of these endings are as in the end. */
    static boolean isPart(Map<String, String> found, Map<String, String> after, Set<String> endings) {
        return found.entrySet().stream()
                .allMatch(file -> endings.stream().anyMatch(file.getKey()::endsWith)
                        || file.getValue().equals(after.get(file.getKey())));
    }
}
