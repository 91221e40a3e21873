package org.whynot.model.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the description that lies beside a network's file. */
final class DescriptionFiles {

    private DescriptionFiles() {}

    /**
     * What the description beside a file states: {@code NAME.json}, as {@code scripts/export_classifier.py} writes it, or a
     * bioimage.io description, {@code rdf.yaml} or {@code bioimageio.yaml}.
     *
     * @return nothing if there is none
     * @throws IOException if it can't be read; the message names it
     */
    static ImportHints beside(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path json = file.resolveSibling(name.replaceFirst("\\.[^.]+$", "") + ".json");
        if (Files.isRegularFile(json)) return ImportHints.readJson(json);
        for (String yaml : List.of("rdf.yaml", "bioimageio.yaml")) {
            Path description = file.resolveSibling(yaml);
            if (Files.isRegularFile(description)) return BioimageDescription.read(description, name);
        }
        return ImportHints.NONE;
    }
}
