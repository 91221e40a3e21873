package org.whynot.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A model folder in memory: it is sent to every machine once, so none needs to have it.
 *
 * @param files the bytes of the files by name
 */
record ModelFiles(TreeMap<String, byte[]> files) implements Serializable {

    /**
     * Reads the files of a model folder, not those of folders in it.
     *
     * @throws IOException if one can't be read
     */
    static ModelFiles read(Path folder) throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        List<Path> all;
        try (Stream<Path> inside = Files.list(folder)) {
            all = inside.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) files.put(file.getFileName().toString(), Files.readAllBytes(file));
        return new ModelFiles(files);
    }

    /** Writes them into a folder that is there. */
    void write(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet())
            Files.write(folder.resolve(file.getKey()), file.getValue());
    }

    /** How many bytes they are. */
    long bytes() {
        return files.values().stream().mapToLong(bytes -> bytes.length).sum();
    }
}
