package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.Engine;
import org.whynot.dataset.DataSet;
import org.whynot.util.FolderLock;
import org.whynot.util.Progress;

/** What both training steps refuse, and what they leave behind when they fail. */
class TrainingFailuresTest {

    @TempDir
    static Path folder;

    private static SmallTraining training;
    private static DataSet data;

    @BeforeAll
    static void simulate() throws IOException {
        training = new SmallTraining(folder);
        data = training.data();
    }

    @Test
    void anOutputThatIsNotEmptyIsRefusedAndKept() throws IOException {
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("mine.txt"), "keep");
        IOException e = assertThrows(IOException.class, () -> training.classifier("full", Progress.SILENT));
        assertTrue(e.getMessage().contains("not empty"), e.getMessage());
        assertEquals("keep", Files.readString(full.resolve("mine.txt")));
    }

    /** Both would write the same checkpoint and the same best weights; one of the model folders would hold the other's. */
    @Test
    void anOutputThatAnotherTrainingWritesToIsRefused() throws IOException {
        try (FolderLock other = Checkpoint.lock(folder.resolve("shared"))) {
            IOException e = assertThrows(IOException.class, () -> training.classifier("shared", Progress.SILENT));
            assertTrue(e.getMessage().contains("Another training is writing to"), e.getMessage());
            assertTrue(other.isThere());
        }
        assertFalse(Files.exists(folder.resolve(".whynot-shared.lock")));
    }

    @Test
    void aCheckpointOfOtherSettingsIsNotContinued() throws IOException {
        assertThrows(CancellationException.class, () -> training.classifier("other", SmallTraining.cancelledAt(0.6)));
        ClassifierSettings faster = SmallTraining.settings(SmallTraining.sgd(0.5, Schedule.ONE_CYCLE), null, 0);
        IOException e = assertThrows(IOException.class, () -> new ClassifierTrainer(faster)
                .train(data, folder.resolve("other"), Progress.SILENT));
        assertTrue(e.getMessage().contains("other settings"), e.getMessage());
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new SgdSettings(0, 16, 0.1, Schedule.CONSTANT, 0.9, 0, 0));
        assertTrue(e.getMessage().contains("epochs=0"), e.getMessage());
    }

    @Test
    void aLossThatIsNoNumberStopsBothTrainingsAndKeepsTheLastGoodCheckpoint() throws IOException {
        Path classifier = training.classifier("sane", Progress.SILENT);
        SgdSettings wild = SmallTraining.sgd(1e30, Schedule.CONSTANT);
        ClassifierSettings s = SmallTraining.settings();
        ClassifierSettings wildClassifier = new ClassifierSettings(
                s.name(), s.architecture(), s.input(), wild, s.augmentation(), null, 0, 0, 5, "cpu");
        ArithmeticException e = assertThrows(ArithmeticException.class, () -> new ClassifierTrainer(wildClassifier)
                .train(data, folder.resolve("wild"), Progress.SILENT));
        assertNamed(e, "set gradient_clip", "wild");

        ExplainerSettings d = ExplainerSettings.DEFAULTS;
        ExplainerSettings wildExplainer = new ExplainerSettings(
                new SgdSettings(2, 4, 1e30, Schedule.CONSTANT, 0.9, 1e-3, 1e6),
                1,
                d.objective(),
                d.classKernels(),
                d.attributes(),
                d.shapes(),
                d.trim(),
                d.gradient(),
                d.augmentation(),
                0,
                5,
                "cpu");
        e = assertThrows(ArithmeticException.class, () -> new ExplainerTrainer(wildExplainer)
                .train(data, classifier, folder.resolve("wild-head"), Progress.SILENT));
        assertNamed(e, "gradient_clip (now 1000000.0)", "wild-head");
    }

    private static void assertNamed(ArithmeticException e, String cure, String output) throws IOException {
        String message = e.getMessage();
        assertTrue(message.matches("The (loss is|weights are) no longer .* step \\d+ of epoch 1\\. Lower .*"), message);
        assertTrue(message.contains("learning_rate (now 1.0E30) or") && message.contains(cure), message);
        assertFalse(Files.exists(folder.resolve(output)));
        Path checkpoint = folder.resolve(output + ".checkpoint");
        assertEquals(Files.exists(checkpoint), message.contains(checkpoint + "', is kept"), message);
        if (!Files.exists(checkpoint)) return;
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                InputStream in = Files.newInputStream(checkpoint)) {
            for (NDArray array : NDList.decode(manager, in))
                if (!array.getName().equals("state"))
                    for (float value : array.toFloatArray()) assertTrue(Float.isFinite(value), array.getName());
        }
    }

    @Test
    void labelsThatWereChangedMeanwhileAreAnotherDataSet() throws IOException {
        Path changed = Files.createDirectories(folder.resolve("changed"));
        for (String table : List.of("videos.csv", "attributes.csv"))
            Files.write(
                    changed.resolve(table),
                    Files.readAllLines(data.folder().resolve(table)).stream()
                            .map(line -> line.replace("videos/", "../data/videos/"))
                            .toList());
        DataSet before = DataSet.read(changed);
        ClassifierTrainer trainer = new ClassifierTrainer(SmallTraining.settings());
        assertThrows(
                CancellationException.class,
                () -> trainer.train(before, folder.resolve("relabelled"), SmallTraining.cancelledAt(0.6)));
        Path attributes = changed.resolve("attributes.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(attributes));
        lines.set(1, lines.get(1).replaceAll(",[01]", ",1"));
        Files.write(attributes, lines);
        DataSet after = DataSet.read(changed);
        IOException e = assertThrows(
                IOException.class, () -> trainer.train(after, folder.resolve("relabelled"), Progress.SILENT));
        assertTrue(e.getMessage().contains("other settings"), e.getMessage());
    }

    @Test
    void inputsThatDoNotFitAreNamed() {
        for (int size : new int[] {100, 16, 2048}) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> new ClassifierSettings(
                            "m",
                            Architecture.LAPTOP,
                            ClassifierSettings.input(16, size, 1, "stretch"),
                            ClassifierSettings.SGD,
                            Augmentation.NONE,
                            null,
                            0,
                            10,
                            0,
                            "cpu"));
            assertTrue(e.getMessage().startsWith("input_size=" + size), e.getMessage());
            assertEquals(size == 100, e.getMessage().endsWith("Use 96 or 112."), e.getMessage());
        }
    }
}
