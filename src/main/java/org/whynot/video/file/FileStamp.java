package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * By what a file is known to be the same as before.
 *
 * @param path absolute
 * @param bytes its length
 * @param modified milliseconds since 1970
 */
record FileStamp(Path path, long bytes, long modified) {

    /** What is said of a file that is not the same any more. */
    static final String CHANGED = "the file was changed or replaced while it was read: open it again";

    /** The stamp of a file as it is now. */
    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(
                file.toAbsolutePath().normalize(),
                now.size(),
                now.lastModifiedTime().toMillis());
    }

    /** @throws IOException if the file is gone or not the same any more */
    void requireUnchanged(Path file) throws IOException {
        if (!Files.exists(file)) throw new IOException("the file is gone: it was moved or deleted while it was read");
        if (!of(file).equals(this)) throw new IOException(CHANGED);
    }
}
