package org.whynot.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What became of one shard of an evaluation, as it is sent back.
 *
 * @param name of the file with what was measured; empty if the whole run has to end
 * @param compressed the file itself, by gzip: it is text that shrinks to a tenth
 * @param end why the whole run has to end, as a sentence; empty if it need not
 */
record ShardOutcome(String name, byte[] compressed, String end) implements Serializable {

    /**
     * The outcome of a shard that was measured.
     *
     * @throws IOException if its file can't be read
     */
    static ShardOutcome measured(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream compressed = new GZIPOutputStream(bytes)) {
            Files.copy(file, compressed);
        }
        return new ShardOutcome(file.getFileName().toString(), bytes.toByteArray(), "");
    }

    static ShardOutcome end(String reason) {
        return new ShardOutcome("", new byte[0], reason);
    }

    /**
     * Puts the file with what was measured into a folder.
     *
     * @throws IOException if it can't be written
     */
    void write(Path folder) throws IOException {
        try (InputStream file = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            Files.copy(file, folder.resolve(name));
        }
    }
}
