package org.whynot.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A kind of file that is damaged and opened.
 *
 * @param name for the tables of results
 * @param folder everything that is opened; nothing in it may change, and messages name it or the file
 * @param files those that are damaged, one at a time
 * @param kind how they are damaged, and what opening them may take
 * @param seal what is done to the damaged bytes before they are written: a sum that is right again, a zip round them
 * @param opening opens what lies in the folder and uses what was read
 */
public record FuzzTarget(
        String name, Path folder, List<Path> files, Kind kind, UnaryOperator<byte[]> seal, Opening opening) {

    /** Kinds of files. */
    public enum Kind {
        /** Lines, numbers, keys and encoding are damaged besides the bytes. */
        TEXT,
        /** The bytes are damaged. */
        BINARY,
        /** The bytes are damaged; decoding takes its time and memory. */
        VIDEO
    }

    /** Opens what lies in a folder as the program does, and uses what was read. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Opens it.
         *
         * @param file the damaged one
         */
        void open(Path file) throws Exception;
    }

    /** Files that are written as they were damaged. */
    public FuzzTarget(String name, Path folder, List<Path> files, Kind kind, Opening opening) {
        this(name, folder, files, kind, bytes -> bytes, opening);
    }
}
