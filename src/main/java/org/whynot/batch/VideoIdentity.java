package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.whynot.explain.Receipt;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;

/**
 * A state of a video file: by this another content is noticed, whether it came between two runs or in the middle of one.
 *
 * @param name of the file, without folder
 * @param bytes its length
 * @param modified when it was last changed, as in ISO 8601
 */
record VideoIdentity(String name, long bytes, String modified) {

    /** The state of a file now. */
    static VideoIdentity of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new VideoIdentity(
                file.getFileName().toString(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant().toString());
    }

    /**
     * Whether a receipt is on this very content. Of a file whose length and date are the same a few parts are read, as dates may be
     * copied and clocks be wrong; of one whose date only is another, everything.
     *
     * @param file where it lies
     */
    boolean matches(Receipt receipt, Path file, Progress progress) throws IOException {
        if (!receipt.file().equals(name) || receipt.bytes() != bytes) return false;
        boolean isSame =
                receipt.modified().equals(modified) && Sha256.sample(file).equals(receipt.sample());
        return isSame || receipt.sha256().equals(Sha256.of(file, progress));
    }

    /** Whether a file is in this state now. */
    boolean isStillOf(Path file) {
        try {
            return equals(of(file));
        } catch (IOException gone) {
            return false;
        }
    }

    /** The sentence for a file that is not in its state any more. */
    static String changed(Path file) {
        return "The video " + file + " was changed, moved or removed while it was explained."
                + " Start again when nothing writes to it any more.";
    }

    /**
     * A receipt on this state, for results that were just made.
     *
     * @throws IOException if the file is not in this state any more; a sentence
     */
    Receipt receipt(Path file, String sha256, Map<String, String> settings, Map<String, Long> files)
            throws IOException {
        if (!isStillOf(file)) throw new IOException(changed(file));
        return new Receipt(name, bytes, modified, Sha256.sample(file), sha256, settings, files);
    }
}
