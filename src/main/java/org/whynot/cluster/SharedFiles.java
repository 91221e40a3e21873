package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks that a machine has the files that the driver's has. */
final class SharedFiles {

    private SharedFiles() {}

    /**
     * Requires that this machine has a video file that the driver has seen, under the same path.
     *
     * @throws IOException if it has not; a sentence
     */
    static void require(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder))
            throw new IOException("There is no folder " + folder
                    + ". Put the videos where every machine has them under the same path.");
        if (!Files.exists(file))
            throw new IOException(
                    "There is no file " + file + ". Put the videos where every machine has them under the same path.");
    }
}
