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
        if (Files.isRegularFile(json)) return checked(ImportHints.readJson(json), json);
        for (String yaml : List.of("rdf.yaml", "bioimageio.yaml")) {
            Path description = file.resolveSibling(yaml);
            if (Files.isRegularFile(description))
                return checked(BioimageDescription.read(description, name), description);
        }
        return ImportHints.NONE;
    }

    /** What can't be an input is refused here, naming the file, not when a network has been run on it. */
    private static ImportHints checked(ImportHints hints, Path description) throws IOException {
        try {
            InputChoices choices = new InputChoices(hints);
            for (NetworkProbe.Input input : choices.candidates()) choices.format(input);
            return hints;
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The description '" + description + "' can't be used: " + e.getMessage()
                            + " Correct it, or move it away.",
                    e);
        }
    }
}
