package org.whynot.util;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SHA-256, as 64 lower-case hexadecimal digits.
 *
 * <pre>{@code
 * String weights = Sha256.of(folder.resolve("classifier.params"), progress);
 * }</pre>
 */
public final class Sha256 {

    private static final int CHUNK = 1 << 20;
    private static final int SAMPLES = 16;
    private static final int SAMPLE = 1 << 14;

    private Sha256() {}

    /** A digest to which bytes are added piece by piece; {@link #hex} ends it. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    /** What a digest has come to; it starts anew afterwards. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The digest of some bytes. */
    public static String of(byte[] bytes) {
        MessageDigest digest = start();
        digest.update(bytes);
        return hex(digest);
    }

    /**
     * The digest of a file's bytes.
     *
     * @param progress asked after each megabyte whether to continue
     * @throws IOException if it can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static String of(Path file, Progress progress) throws IOException {
        MessageDigest digest = start();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                progress.check();
                digest.update(chunk, 0, count);
            }
        }
        return hex(digest);
    }

    /**
     * The digest of a file's length and of {@value #SAMPLES} parts of {@value #SAMPLE} bytes, evenly spread from its first to its last:
     * by this another video is noticed in a moment, however long it is, though not a change of a few bytes.
     *
     * @throws IOException if it can't be read
     */
    public static String sample(Path file) throws IOException {
        MessageDigest digest = start();
        try (FileChannel channel = FileChannel.open(file)) {
            long length = channel.size();
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, length));
            ByteBuffer bytes = ByteBuffer.allocate(SAMPLE);
            for (Part part : sampled(length)) {
                bytes.clear();
                channel.read(bytes, part.from);
                digest.update(bytes.flip());
            }
        }
        return hex(digest);
    }

    /**
     * A part of a file.
     *
     * @param from the index of its first byte
     * @param bytes how many
     */
    public record Part(long from, int bytes) {}

    /**
     * The parts of a file that {@link #sample} reads.
     *
     * @param length of the file, bytes
     */
    public static List<Part> sampled(long length) {
        int bytes = (int) Math.min(SAMPLE, length);
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> new Part((length - bytes) * i / (SAMPLES - 1), bytes))
                .toList();
    }

    /**
     * The digest of the bytes of some files, one after another.
     *
     * @throws IOException if one can't be read
     */
    public static String of(Path... files) throws IOException {
        MessageDigest digest = start();
        for (Path file : files) digest.update(Files.readAllBytes(file));
        return hex(digest);
    }
}
