package org.whynot.util;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at files of arrays in the format safetensors before a library makes room for what they announce. */
public final class SafeTensors {

    private SafeTensors() {}

    /**
     * Checks that a file is as long as its header is said to be.
     *
     * @throws IOException if it is not, or the file can't be read
     */
    public static void requireHeader(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            // The lowest byte comes first.
            long length = Long.reverseBytes(in.readLong());
            if (length < 0 || length > Files.size(file) - Long.BYTES)
                throw new EOFException("The header of " + file + " announces more than the file holds.");
        }
    }
}
