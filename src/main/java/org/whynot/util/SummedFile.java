package org.whynot.util;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/** Files of a cache that end in the CRC-32 of what comes before, so that nothing is made of damaged ones. */
public final class SummedFile {

    private SummedFile() {}

    /** Writes the content of one file. */
    @FunctionalInterface
    public interface Content {
        /** Writes it to {@code out}, which the caller closes. */
        void writeTo(DataOutputStream out) throws IOException;
    }

    /**
     * Replaces a file; the old one or the new one is there at any moment, whole.
     *
     * @throws IOException if it can't be written; the old one is still there
     */
    public static void write(Path file, Content content) throws IOException {
        StagedFiles.replace(file, plain -> {
            CRC32 sum = new CRC32();
            DataOutputStream out = new DataOutputStream(new CheckedOutputStream(plain, sum));
            content.writeTo(out);
            out.flush();
            new DataOutputStream(plain).writeLong(sum.getValue());
        });
    }

    /**
     * Whether a file ends in the sum of what comes before.
     *
     * @throws IOException if it can't be read
     */
    public static boolean isWhole(Path file) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            long length = Math.max(0, Files.size(file) - Long.BYTES);
            new CheckedInputStream(in, sum).skipNBytes(length);
            return sum.getValue() == new DataInputStream(in).readLong();
        }
    }
}
