package org.whynot.fuzz;

import java.nio.file.Path;
import java.util.List;

/**
 * A kind of file that is damaged and opened.
 *
 * @param name for the tables of results
 * @param folder everything that is opened; nothing in it may change, and messages name it or the file
 * @param files those that are damaged, one at a time
 * @param isText whether they are text
 * @param opening opens what lies in the folder and uses what was read
 */
public record FuzzTarget(String name, Path folder, List<Path> files, boolean isText, Opening opening) {

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
}
