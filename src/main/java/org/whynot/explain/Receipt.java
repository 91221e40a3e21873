package org.whynot.explain;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.whynot.util.Json;

/**
 * What an answer was made from and which files it became: by this a later run tells whether it has to be done again.
 *
 * @param file the video file's name, without folder
 * @param bytes its length
 * @param modified when it was last changed, as in ISO 8601
 * @param sample its {@link org.whynot.util.Sha256#sample}; null in receipts of older versions
 * @param sha256 of its bytes, in hexadecimal
 * @param settings every parameter that changes the results, as in a macro
 * @param files the files written beside the JSON file, by name, and their lengths in bytes
 */
public record Receipt(
        String file,
        long bytes,
        String modified,
        @Json.MayBeMissing String sample,
        String sha256,
        Map<String, String> settings,
        Map<String, Long> files)
        implements Serializable {

    /** Copies the maps, sorted. */
    public Receipt {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** Whether all files are in a folder, each as long as it was written; not where it names none, as no answer is without. */
    public boolean isWhole(Path folder) throws IOException {
        if (files.isEmpty()) return false;
        for (Map.Entry<String, Long> entry : files.entrySet()) {
            Path path;
            try {
                path = folder.resolve(entry.getKey());
            } catch (InvalidPathException damaged) {
                return false;
            }
            if (!Files.isRegularFile(path) || Files.size(path) != entry.getValue()) return false;
        }
        return true;
    }
}
