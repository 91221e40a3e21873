package org.whynot.train.automatic;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.ToyClassifier;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Wordless;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.frontend.UntrainedModel;
import org.whynot.model.Classifiers;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.train.TrainingWatcher;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Whole trainings of a few small simulated videos, with a clock that the test moves. */
class ModelTrainingTest {

    @TempDir
    static Path folder;

    private static DataSet data;

    @BeforeAll
    static void simulate() throws IOException {
        Path cells = folder.resolve("data");
        new CellSimulator(new SimulationSettings(12, 10, 48, 48, 3, 0.34)).write(cells, Progress.SILENT);
        data = DataSet.read(cells);
    }

    /** A clock that goes on by some seconds whenever it is looked at: the same for every run. */
    private static ModelTraining training(String name, double minutes, double secondsPerLook) {
        long[] now = {0};
        ModelRequest request = new ModelRequest(name, folder.resolve(name), minutes, null, 4, "cpu");
        return new ModelTraining(request, () -> now[0] += (long) (secondsPerLook * 1e9), settings -> 0.9);
    }

    private static final class Notes implements Progress {
        final List<String> notes = new ArrayList<>();
        double cancelAt = 2;
        volatile boolean cancelled;

        @Override
        public void report(double fraction, String message) {
            cancelled |= fraction >= cancelAt;
        }

        @Override
        public synchronized void note(String sentence) {
            notes.add(sentence);
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    private static TrainedModel train(String name, Notes notes) throws IOException {
        return training(name, 0.2, 0.05).train(data, notes, part -> TrainingWatcher.NONE);
    }

    @Test
    void makesAModelThatExplainsWithItsReportAndTheSameAgainAlsoWhenInterrupted() throws IOException {
        Notes notes = new Notes();
        TrainedModel trained = train("first", notes);
        assertEquals(folder.resolve("first"), trained.folder());
        assertTrue(Files.isRegularFile(trained.report()), "the report");
        assertFalse(Files.exists(folder.resolve("first.unfinished")));
        assertTrue(trained.summary().startsWith("Trained a model; it is right on "), trained.summary());
        assertTrue(trained.summary().contains("To compare with: the nearest neighbour is right on "));
        assertTrue(trained.findings().get(0).startsWith("These classes have fewer than 10 training videos"));
        assertTrue(notes.notes.containsAll(trained.findings().subList(0, 1)), "warned before");
        assertTrue(
                notes.notes.stream().anyMatch(n -> n.startsWith("Chosen: clips of 8 frames")), notes.notes.toString());

        ModelCard card = ModelCard.read(trained.folder());
        assertEquals("first", card.name());
        assertTrue(card.scores().containsKey("nearest_neighbour_by_brightness"));
        assertTrue(card.scores().containsKey("accuracy"));
        assertTrue(String.valueOf(card.scores().get("warnings")).startsWith("These classes"));
        assertTrue(Files.readString(trained.folder().resolve("README.md"))
                .contains("| nearest neighbour by brightness |"));
        try (Model model = Model.open(trained.folder(), "cpu");
                Video video = VideoFiles.open(data.samples().get(0).path())) {
            Answer answer = new Explainer(model)
                    .explain(video, new Question("predicted", "runner-up", 1, Evidence.FOR, false), Progress.SILENT);
            assertEquals(1, answer.explanations().size());
        }

        Notes impatient = new Notes();
        for (double at : new double[] {0.3, 0.7, 0.9}) {
            impatient.cancelAt = at;
            impatient.cancelled = false;
            assertThrows(CancellationException.class, () -> train("second", impatient));
            assertFalse(Files.exists(folder.resolve("second")), "Nothing half done in the output.");
            assertTrue(Files.exists(folder.resolve("second.unfinished")));
        }
        train("second", new Notes());
        for (String file : List.of(Model.CLASSIFIER_FILE, Model.EXPLAINER_FILE))
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("first").resolve(file)),
                    Files.readAllBytes(folder.resolve("second").resolve(file)),
                    file);
        assertFalse(Files.exists(folder.resolve("second.unfinished")));
    }

    /** Its classifier has learned from other frames or labels, and its plan is for other labels. */
    @Test
    void labelsThatWereCorrectedAreNotTrainedOnWithTheClassifierOfTheOldOnes() throws IOException {
        Path cells = folder.resolve("corrected");
        new CellSimulator(new SimulationSettings(12, 10, 48, 48, 5, 0.34)).write(cells, Progress.SILENT);
        Path videos = cells.resolve("videos.csv");
        Path attributes = cells.resolve("attributes.csv");
        Path boxes = cells.resolve("boxes.csv");
        // The clip that is corrected has no boxes, which would have to be corrected too.
        String corrected = Files.readAllLines(videos).get(1).split(",")[0];
        for (Path table : List.of(boxes, cells.resolve("actors.csv"))) {
            List<String> rows = new ArrayList<>(Files.readAllLines(table));
            rows.removeIf(row -> row.startsWith(corrected + ","));
            Files.write(table, rows);
        }
        Notes impatient = new Notes();
        impatient.cancelAt = 0.7;
        assertThrows(CancellationException.class, () -> trainCorrected(cells, impatient));
        assertTrue(Files.exists(new WorkFolder(folder.resolve("labelled")).classifier()), "cancelled after it");
        assertAll(
                () -> assertNotContinued(cells, "a later start", videos, table -> {
                    List<String> rows = new ArrayList<>();
                    for (String row : table)
                        rows.add(row + (rows.isEmpty() ? ",start" : rows.size() == 1 ? ",2" : ","));
                    return rows;
                }),
                () -> assertNotContinued(cells, "another attribute", attributes, table -> {
                    List<String> rows = new ArrayList<>(table);
                    String first = rows.get(1);
                    rows.set(1, first.substring(0, first.length() - 1) + (first.endsWith("1") ? "0" : "1"));
                    return rows;
                }),
                () -> assertNotContinued(cells, "no boxes", boxes, table -> table.subList(0, 1)));

        impatient.cancelled = false;
        impatient.cancelAt = 0.75;
        assertThrows(CancellationException.class, () -> trainCorrected(cells, impatient), "with the old labels again");
    }

    private static void trainCorrected(Path cells, Notes notes) throws IOException {
        training("labelled", 0.2, 0.05).train(DataSet.read(cells), notes, part -> TrainingWatcher.NONE);
    }

    /** A training of a changed table is refused, and the table is put back. */
    private static void assertNotContinued(Path cells, String what, Path table, UnaryOperator<List<String>> correction)
            throws IOException {
        List<String> old = Files.readAllLines(table);
        Files.write(table, correction.apply(old));
        Notes notes = new Notes();
        notes.cancelAt = 0.75;
        try {
            String message = assertThrows(IOException.class, () -> trainCorrected(cells, notes), what)
                    .getMessage();
            assertTrue(message.contains("is an unfinished training with other videos, labels, time or start"), message);
        } finally {
            Files.write(table, old);
        }
    }

    /** A model to start from that was trained again keeps its name, not its weights. */
    @Test
    void otherWeightsOfTheSameNameAreAnotherStart() throws IOException {
        Path start = UntrainedModel.write(folder.resolve("start"), data.classes());
        ModelRequest request = new ModelRequest("started", folder.resolve("started"), 0.2, start, 4, "cpu");
        long[] now = {0};
        ModelTraining training = new ModelTraining(request, () -> now[0] += 50_000_000, settings -> 0.9);
        Notes impatient = new Notes();
        impatient.cancelAt = 0.06;
        for (int i = 0; i < 2; i++) {
            impatient.cancelled = false;
            assertThrows(
                    CancellationException.class,
                    () -> training.train(data, impatient, part -> TrainingWatcher.NONE),
                    "the same weights");
        }
        Path weights = start.resolve(Model.CLASSIFIER_FILE);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        impatient.cancelled = false;
        String message = assertThrows(
                        IOException.class, () -> training.train(data, impatient, part -> TrainingWatcher.NONE))
                .getMessage();
        assertTrue(message.contains("is an unfinished training with other videos, labels, time or start"), message);
    }

    @Test
    void endsInTimeWhenTheMachineIsSlowerThanItsPlan() throws IOException {
        // A step seems to take .9 s, but the clock runs by 2 s whenever it is looked at, some times a step.
        TrainedModel trained = training("slow", 1, 2).train(data, Progress.SILENT, part -> TrainingWatcher.NONE);
        ModelCard card = ModelCard.read(trained.folder());
        double planned = ((Number) card.training().get("classifier_epochs")).doubleValue();
        List<String> log = Files.readAllLines(trained.folder().resolve("classifier-training.csv"));
        String[] last = log.get(log.size() - 1).split(",");
        assertTrue(Double.parseDouble(last[0]) < planned, last[0] + " of " + planned + " epochs");
        double peak = log.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",")[1]))
                .max()
                .orElseThrow();
        assertTrue(Double.parseDouble(last[1]) < peak / 2, "the rate came down: " + log);
    }

    @Test
    void withoutAttributesItExplainsWithTubesAndNoWords() throws IOException {
        DataSet wordless = Wordless.of(data);
        TrainedModel trained =
                training("tubes", 0.2, 0.05).train(wordless, Progress.SILENT, part -> TrainingWatcher.NONE);
        ModelCard card = ModelCard.read(trained.folder());
        assertEquals(List.of(), card.attributes());
        assertTrue(card.canExplain());
        try (Model model = Model.open(trained.folder(), "cpu");
                Video video = VideoFiles.open(wordless.samples().get(0).path())) {
            Answer answer = new Explainer(model)
                    .explain(video, new Question("predicted", "runner-up", 2, Evidence.FOR, false), Progress.SILENT);
            assertFalse(answer.explanations().isEmpty());
            assertEquals("", answer.explanations().get(0).attribute());
        }
    }

    /** A network of others stays as it is and gets a last layer for the classes of the data, and a head. */
    @Test
    void aNetworkOfOthersIsKeptAndGetsANewLastLayer() throws IOException {
        Classifiers.register("toy", device -> new ToyClassifier());
        Path toy = Files.createDirectories(folder.resolve("toy"));
        Files.writeString(
                toy.resolve(ModelCard.FILE),
                ModelCard.of("toy", new ToyClassifier()).toJson());
        ModelRequest request = new ModelRequest("on-toy", folder.resolve("on-toy"), 1, toy, 4, "cpu");
        Notes notes = new Notes();
        TrainedModel trained = new ModelTraining(request).train(data, notes, part -> TrainingWatcher.NONE);
        assertTrue(
                notes.notes.stream().anyMatch(n -> n.startsWith("Chosen: the network stays as it is")),
                notes.notes.toString());
        ModelCard card = ModelCard.read(trained.folder());
        assertEquals(data.classes(), card.classes());
        assertEquals(List.of("red", "green", "blue"), card.networkClasses());
        try (Model model = Model.open(trained.folder(), "cpu")) {
            assertEquals(card.attributes().size(), model.head().attributes());
            assertEquals(data.classes(), model.classifier().classes());
        }
    }

    @Test
    void badInputIsASentenceAndNothingIsWritten() throws IOException {
        Path table = folder.resolve("one-class");
        new CellSimulator(new SimulationSettings(8, 8, 48, 48, 3, 0)).write(table, Progress.SILENT);
        List<String> rows = Files.readAllLines(table.resolve("videos.csv"));
        String[] first = rows.get(1).split(",");
        for (int i = 1; i < rows.size(); i++) {
            String[] cells = rows.get(i).split(",");
            cells[Arrays.asList(rows.get(0).split(",")).indexOf("class")] = "same";
            rows.set(i, String.join(",", cells));
        }
        assertTrue(first.length > 3);
        Files.write(table.resolve("videos.csv"), rows);
        Files.deleteIfExists(table.resolve("reasons.csv"));
        DataSet one = DataSet.read(table);
        String message = assertThrows(IllegalArgumentException.class, () -> training("never", 1, 0.05)
                        .train(one, Progress.SILENT, part -> TrainingWatcher.NONE))
                .getMessage();
        assertTrue(message.contains("one class only; a classifier needs two classes at least"), message);

        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("notes.txt"), "mine");
        String taken = assertThrows(IOException.class, () -> train("full", new Notes()))
                .getMessage();
        assertTrue(taken.contains("is not empty. Choose a new folder."), taken);
        assertFalse(Files.exists(folder.resolve("full.unfinished")));
        assertFalse(Files.exists(folder.resolve("never.unfinished")));

        Notes impatient = new Notes();
        impatient.cancelAt = 0.2;
        assertThrows(CancellationException.class, () -> train("changed", impatient));
        String other = assertThrows(IOException.class, () -> training("changed", 3, 0.05)
                        .train(data, Progress.SILENT, part -> TrainingWatcher.NONE))
                .getMessage();
        assertTrue(other.contains("is an unfinished training with other videos, labels, time or start"), other);
        assertNull(new WorkFolder(folder.resolve("nothing-there")).plan("key"));
    }
}
