package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;
import org.whynot.classifier.ToyClassifier;
import org.whynot.dataset.DataSet;
import org.whynot.model.Classifiers;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;

/** Train Classifier... with a frozen backbone, as Fiji runs it. */
class TrainClassifierTest {

    private static final String YES = "yes";

    @TempDir
    static Path folder;

    private static Context context;
    private static Path backbone;

    @BeforeAll
    static void trainABackbone() throws Exception {
        context = new Context(CommandService.class, TaskService.class);
        new CellSimulator(new SimulationSettings(8, 10, 48, 48, 3, 0.25))
                .write(folder.resolve("data"), Progress.SILENT);
        backbone = folder.resolve("backbone");
        CommandModule done = run(
                "backbone",
                "start_from",
                "nothing",
                "epochs",
                1,
                "batch_size",
                4,
                "widths",
                "4,4,4,8,8",
                "clip_frames",
                4,
                "input_size",
                32);
        assertFalse(done.isCanceled(), done::getCancelReason);
    }

    @AfterAll
    static void dispose() {
        context.dispose();
    }

    private static CommandModule run(String output, Object... inputs) throws Exception {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < inputs.length; i += 2) values.put((String) inputs[i], inputs[i + 1]);
        values.put("dataset", folder.resolve("data").toFile());
        values.put("output", folder.resolve(output).toFile());
        values.put("device", "cpu");
        return context.service(CommandService.class)
                .run(TrainClassifier.class, true, values)
                .get(5, TimeUnit.MINUTES);
    }

    private static List<Path> features(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.filter(f -> f.toString().endsWith(".features"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFrozenBackboneStaysAsItIsAndItsFeaturesServeOtherTrainings() throws Exception {
        CommandModule first = run("first", "start_from", backbone.toString(), "frozen_backbone", YES);
        assertFalse(first.isCanceled(), first::getCancelReason);
        String sentence = (String) first.getOutput("sentence");
        assertTrue(sentence.startsWith("Trained a classifier; it is right on "), sentence);
        assertArrayEquals(
                Files.readAllBytes(backbone.resolve(Model.CLASSIFIER_FILE)),
                Files.readAllBytes(folder.resolve("first").resolve(Model.CLASSIFIER_FILE)));
        ModelCard card = ModelCard.read(folder.resolve("first"));
        assertTrue(String.valueOf(card.training().get("classifier_backbone")).endsWith(", frozen"));
        List<Path> kept = features(folder.resolve(TrainClassifier.FEATURES_FOLDER));
        assertEquals(DataSet.read(folder.resolve("data")).split("train").size(), kept.size());
        FileTime written = Files.getLastModifiedTime(kept.get(0));

        CommandModule second = run("second", "start_from", backbone.toString(), "frozen_backbone", YES);
        assertFalse(second.isCanceled(), second::getCancelReason);
        assertEquals(kept, features(folder.resolve(TrainClassifier.FEATURES_FOLDER)));
        assertEquals(written, Files.getLastModifiedTime(kept.get(0)));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("first").resolve(Model.LAST_LAYER_FILE)),
                Files.readAllBytes(folder.resolve("second").resolve(Model.LAST_LAYER_FILE)));
    }

    @Test
    void badInputIsASentenceAndNothingIsWritten() throws Exception {
        CommandModule nothing = run("none", "frozen_backbone", YES);
        assertTrue(nothing.isCanceled());
        assertEquals(
                "frozen_backbone=yes needs a network: name a model with start_from, bundled, your own or imported.",
                nothing.getCancelReason());
        Classifiers.register("toy", device -> new ToyClassifier());
        Path toy = Files.createDirectories(folder.resolve("toy"));
        Files.writeString(
                toy.resolve(ModelCard.FILE),
                ModelCard.of("toy", new ToyClassifier()).toJson());
        CommandModule imported = run("none", "start_from", toy.toString());
        assertTrue(imported.isCanceled());
        assertTrue(
                imported.getCancelReason()
                        .endsWith("Use frozen_backbone=yes: it then stays as it is and gets a new last layer."),
                imported.getCancelReason());
        assertFalse(Files.exists(folder.resolve("none")));
    }
}
