package org.whynot.model.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;

/** Damaged descriptions of networks of others, and lists of their classes. */
public final class DescriptionFuzz {

    private static final String JSON =
            """
            {
              "classes": ["mitosis", "death", "rest"],
              "axes": "NCTHW",
              "frames": 16,
              "frame_step": 2,
              "frame_rate": 25.0,
              "height": 112,
              "width": 112,
              "resize": "crop",
              "channels": "rgb",
              "range": "0-1",
              "mean": [0.45, 0.45, 0.45],
              "std": [0.225, 0.225, 0.225],
              "output_type": "logits",
              "input_frames": [8, 16],
              "features": ["layer4", "layer3"],
              "licence": "MIT",
              "citation": "Doe: Events"
            }
            """;

    private DescriptionFuzz() {}

    /** A {@code rdf.yaml} beside a network. */
    public static FuzzTarget bioimage(Path folder) throws IOException {
        return beside("bioimage.io descriptions", folder, "rdf.yaml", BioimageDescriptionTest.DESCRIPTION);
    }

    /** A {@code weights.json} beside a network. */
    public static FuzzTarget json(Path folder) throws IOException {
        return beside("JSON descriptions of classifiers", folder, "weights.json", JSON);
    }

    private static FuzzTarget beside(String name, Path folder, String file, String text) throws IOException {
        Path weights = Files.writeString(folder.resolve("weights.pt"), "not opened");
        List<Path> files = List.of(Files.writeString(folder.resolve(file), text));
        return new FuzzTarget(name, folder, files, Kind.TEXT, damaged -> {
            ImportHints hints = DescriptionFiles.beside(weights);
            InputChoices choices = new InputChoices(hints);
            for (NetworkProbe.Input input : choices.candidates()) choices.format(input);
        });
    }

    /** A list of class names as text and as JSON. */
    public static FuzzTarget classNames(Path folder) throws IOException {
        List<Path> files = List.of(
                Files.writeString(folder.resolve("classes.txt"), "mitosis\ndeath\nrest\n"),
                Files.writeString(
                        folder.resolve("classes.json"), "{\"id2label\": {\"0\": \"mitosis\", \"1\": \"death\"}}"),
                Files.writeString(folder.resolve("list.json"), "[\"mitosis\", \"death\"]"),
                Files.writeString(folder.resolve("numbers.json"), "{\"mitosis\": 0, \"death\": 1}"));
        return new FuzzTarget("lists of class names", folder, files, Kind.TEXT, file -> ClassNames.read(file.toString())
                .forEach(String::length));
    }
}
