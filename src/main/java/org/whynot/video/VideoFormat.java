package org.whynot.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.whynot.util.Progress;

/**
 * A reader of video files, found through {@link java.util.ServiceLoader}: name your class in
 * {@code META-INF/services/org.whynot.video.VideoFormat}. Used by {@link VideoFiles}.
 */
public interface VideoFormat {

    /** What is missing on this computer to read files of a format; the message says what, without the file's name. */
    final class MissingException extends IOException {

        private static final long serialVersionUID = 1L;

        /**
         * @param message what is missing and what to do, without a full stop
         * @param cause how that was noticed
         */
        public MissingException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What it reads, in the plural, as a sentence begins: {@code Videos}. */
    String kind();

    /** How the names of its files end, in lower case, the usual one first: {@code .mp4}. */
    List<String> types();

    /** Whether this reader is only used for files that no other one could read. */
    default boolean isFallback() {
        return false;
    }

    /**
     * Opens a file.
     *
     * @param file absolute, exists and is readable
     * @param cacheBytes how much memory decoded frames may take; may be ignored
     * @param note receives messages for the user about what was assumed and what is unusual
     * @param progress of a long look through the file, which can be cancelled
     * @throws MissingException if what reads such files is not installed
     * @throws IOException if it can't be read; the message is the reason without the file's name and full stop
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    Video open(Path file, long cacheBytes, Consumer<String> note, Progress progress) throws IOException;
}
