package org.whynot.model;

import java.nio.file.Path;

/**
 * How much of the classifier's features of a video may be kept, so that it need not be run again. The content of an answer does not
 * depend on it, only how long it takes.
 *
 * @param memory bytes in memory (outside Java's heap)
 * @param file bytes in a temporary file, which takes what does not fit in memory
 */
public record FeatureLimits(long memory, long file) {

    private static final long MEGABYTE = 1 << 20;

    /** All of it in memory. */
    public static final FeatureLimits ALL_IN_MEMORY = new FeatureLimits(Long.MAX_VALUE, 0);

    /** @throws IllegalArgumentException if a number is negative */
    public FeatureLimits {
        if (memory < 0 || file < 0)
            throw new IllegalArgumentException("Features can't be kept in " + memory + " bytes of memory and " + file
                    + " bytes of a file. Give 0 or more.");
    }

    /**
     * 128 MB in memory (more than a minute of video with the laptop widths), the rest in a file of up to half of what is free
     * in the folder for temporary files now (an hour needs 4.5 GB, or 1.7 GB if only the scores of two classes are kept).
     */
    public static FeatureLimits usual() {
        return new FeatureLimits(128 * MEGABYTE, temporaryFolder().toFile().getUsableSpace() / 2);
    }

    /** Where temporary files go: the folder that the system property {@code java.io.tmpdir} names. */
    static Path temporaryFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
