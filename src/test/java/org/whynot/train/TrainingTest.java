package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.CellSimulator;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.SimulationSettings;
import org.whynot.explain.VideoClips;
import org.whynot.model.Architecture;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.train.ExplainerSettings.Attributes;
import org.whynot.train.ExplainerSettings.ClassKernels;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;
import org.whynot.video.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Both training steps on a few small simulated videos. */
class TrainingTest {

    @TempDir
    static Path folder;

    private static DataSet data;

    @BeforeAll
    static void simulate() throws IOException {
        Path cells = folder.resolve("data");
        new CellSimulator(new SimulationSettings(12, 10, 64, 64, 3, 0.34)).write(cells, Progress.SILENT);
        data = DataSet.read(cells);
    }

    @Test
    void theSameSeedTrainsTheSameModelTwiceAndAnInterruptedTrainingEndsTheSame() throws IOException {
        Path unbroken = classifier("a", Progress.SILENT);
        Path again = classifier("b", Progress.SILENT);
        Path broken = folder.resolve("c");
        assertThrows(CancellationException.class, () -> classifier("c", cancelledAt(0.6)));
        assertFalse(Files.exists(broken), "A cancelled training makes no model folder.");
        assertTrue(Files.exists(folder.resolve("c.checkpoint")));
        classifier("c", Progress.SILENT);
        assertFalse(Files.exists(folder.resolve("c.checkpoint")));
        byte[] expected = Files.readAllBytes(unbroken.resolve(Model.CLASSIFIER_FILE));
        assertArrayEquals(expected, Files.readAllBytes(again.resolve(Model.CLASSIFIER_FILE)));
        assertArrayEquals(expected, Files.readAllBytes(broken.resolve(Model.CLASSIFIER_FILE)));

        Path first = explainer("a", "a-head", Gradient.POOLED, Progress.SILENT);
        Path second = explainer("a", "b-head", Gradient.POOLED, Progress.SILENT);
        assertThrows(CancellationException.class, () -> explainer("a", "c-head", Gradient.POOLED, cancelledAt(0.6)));
        Path third = explainer("a", "c-head", Gradient.POOLED, Progress.SILENT);
        byte[] head = Files.readAllBytes(first.resolve(Model.EXPLAINER_FILE));
        assertArrayEquals(head, Files.readAllBytes(second.resolve(Model.EXPLAINER_FILE)));
        assertArrayEquals(head, Files.readAllBytes(third.resolve(Model.EXPLAINER_FILE)));

        // Training a head, in either way, leaves the classifier and what it says as they were, bit for bit.
        assertArrayEquals(expected, Files.readAllBytes(first.resolve(Model.CLASSIFIER_FILE)));
        Path autodiff = explainer("a", "d-head", Gradient.AUTODIFF, Progress.SILENT);
        assertArrayEquals(expected, Files.readAllBytes(autodiff.resolve(Model.CLASSIFIER_FILE)));
        assertArrayEquals(probabilities(first), probabilities(autodiff));
        assertEquals(data.attributes(), ModelCard.read(autodiff).attributes());
    }

    @Test
    void aHeadCanBeAddedToTheClassifiersOwnFolder() throws IOException {
        Path own = classifier("own", Progress.SILENT);
        assertThrows(IOException.class, () -> Model.open(own, "cpu"), "A classifier without a head can't explain.");
        explainer("own", "own", Gradient.POOLED, Progress.SILENT);
        try (Model model = Model.open(own, "cpu")) {
            assertEquals(data.classes(), model.card().classes());
        }
        try (var files = Files.list(folder)) {
            assertEquals(
                    0,
                    files.filter(f -> f.getFileName().toString().startsWith("."))
                            .count());
        }
    }

    @Test
    void anOutputThatIsNotEmptyIsRefusedAndKept() throws IOException {
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("mine.txt"), "keep");
        IOException e = assertThrows(IOException.class, () -> classifier("full", Progress.SILENT));
        assertTrue(e.getMessage().contains("not empty"), e.getMessage());
        assertEquals("keep", Files.readString(full.resolve("mine.txt")));
    }

    @Test
    void aCheckpointOfOtherSettingsIsNotContinued() throws IOException {
        assertThrows(CancellationException.class, () -> classifier("other", cancelledAt(0.6)));
        ClassifierSettings faster = settings(sgd(0.5, Schedule.ONE_CYCLE), null, 0);
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

    private static ClassifierSettings settings() {
        return settings(sgd(0.02, Schedule.ONE_CYCLE), null, 0);
    }

    private static SgdSettings sgd(double rate, Schedule schedule) {
        return new SgdSettings(2, 4, rate, schedule, 0.9, 1e-3, 0);
    }

    private static ClassifierSettings settings(SgdSettings sgd, Path startFrom, int validateEvery) {
        return new ClassifierSettings(
                "tiny",
                new Architecture(new int[] {4, 4, 4, 6, 8}, 2),
                ClassifierSettings.input(4, 32, 2, "stretch"),
                sgd,
                Augmentation.DEFAULT,
                startFrom,
                validateEvery,
                10,
                5,
                "cpu");
    }

    private static Path classifier(String name, Progress progress) throws IOException {
        Path output = folder.resolve(name);
        new ClassifierTrainer(settings()).train(data, output, progress);
        return output;
    }

    private static Path explainer(String from, String name, Gradient way, Progress progress) throws IOException {
        Path output = folder.resolve(name);
        SgdSettings sgd = new SgdSettings(2, 4, 0.02, Schedule.ONE_CYCLE, 0.9, 1e-3, 5);
        ExplainerSettings settings = new ExplainerSettings(
                sgd,
                1,
                Objective.PUBLISHED,
                ClassKernels.LEARNED,
                Attributes.ALL,
                way,
                Augmentation.DEFAULT,
                10,
                5,
                "cpu");
        new ExplainerTrainer(settings).train(data, folder.resolve(from), output, progress);
        return output;
    }

    private static double[] probabilities(Path folder) throws IOException {
        try (Model model = Model.open(folder, "cpu");
                Video video = VideoFiles.open(data.samples().get(0).path())) {
            return model.probabilities(new VideoClips(video, model.card().input()), () -> false);
        }
    }

    /** Cancels once a share of the work is done. */
    private static Progress cancelledAt(double share) {
        return new Progress() {
            private volatile boolean cancelled;

            @Override
            public void report(double fraction, String message) {
                cancelled |= fraction >= share;
            }

            @Override
            public boolean isCancelled() {
                return cancelled;
            }
        };
    }

    @Test
    void theLogHasALineAnEpoch() throws IOException {
        Path output = classifier("logged", Progress.SILENT);
        assertEquals(
                3, Files.readAllLines(output.resolve("classifier-training.csv")).size());
        Map<String, Object> training = ModelCard.read(output).training();
        assertEquals(5L, training.get("classifier_seed"));
    }
}
