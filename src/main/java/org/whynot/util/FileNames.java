package org.whynot.util;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of files that the language setting of this program may be unable to write: under {@code LC_ALL=C} Java can list a file
 * named {@code zelle_ü.avi}, but neither open nor create it.
 */
public final class FileNames {

    /** What Java puts in the place of a byte that the language setting has no character for. */
    private static final char REPLACEMENT = '\uFFFD';

    private FileNames() {}

    /** Thrown when a name can't be written with the language setting; the message states what to do. */
    public static final class UnwritableNameException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        UnwritableNameException(String name, Throwable cause) {
            super(unwritable(name), cause);
        }
    }

    /** Whether the name of a file was read and can be written with the language setting of this program. */
    public static boolean isWritable(String name) {
        if (name.indexOf(REPLACEMENT) >= 0) return false;
        try {
            Path.of(name);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * A file in a folder.
     *
     * @param name of the file, or its path in the folder
     * @throws UnwritableNameException if the name can't be written with the language setting
     */
    public static Path resolve(Path folder, String name) {
        if (name.indexOf(REPLACEMENT) >= 0) throw new UnwritableNameException(name, null);
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new UnwritableNameException(name, e);
        }
    }

    /** Why a file of this name can't be opened or written, and what to do, as a message. */
    public static String unwritable(String name) {
        return "The file name '" + name + "' has characters that this program can't write with its language setting ("
                + System.getProperty("sun.jnu.encoding", "unknown")
                + "). Set LC_ALL=C.UTF-8, or another UTF-8 setting, and start again, or rename the file.";
    }
}
