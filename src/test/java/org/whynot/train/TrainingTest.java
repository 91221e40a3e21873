package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.Engine;
import org.whynot.dataset.DataSet;
import org.whynot.model.ExplanationHead;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.RegionShape;
import org.whynot.model.TestHeads;
import org.whynot.model.TrainedOn;
import org.whynot.train.ExplainerSettings.Attributes;
import org.whynot.train.ExplainerSettings.ClassKernels;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Both training steps on a few small simulated videos. */
class TrainingTest {

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
    void theSameSeedTrainsTheSameModelTwiceAndAnInterruptedTrainingEndsTheSame() throws IOException {
        Path unbroken = training.classifier("a", Progress.SILENT);
        Path again = training.classifier("b", Progress.SILENT);
        Path broken = folder.resolve("c");
        assertThrows(CancellationException.class, () -> training.classifier("c", SmallTraining.cancelledAt(0.6)));
        assertFalse(Files.exists(broken), "A cancelled training makes no model folder.");
        assertTrue(Files.exists(folder.resolve("c.checkpoint")));
        training.classifier("c", Progress.SILENT);
        assertFalse(Files.exists(folder.resolve("c.checkpoint")));
        byte[] expected = Files.readAllBytes(unbroken.resolve(Model.CLASSIFIER_FILE));
        assertArrayEquals(expected, Files.readAllBytes(again.resolve(Model.CLASSIFIER_FILE)));
        assertArrayEquals(expected, Files.readAllBytes(broken.resolve(Model.CLASSIFIER_FILE)));

        Path first = training.explainer("a", "a-head", Gradient.POOLED, Progress.SILENT);
        Path second = training.explainer("a", "b-head", Gradient.POOLED, Progress.SILENT);
        assertThrows(
                CancellationException.class,
                () -> training.explainer("a", "c-head", Gradient.POOLED, SmallTraining.cancelledAt(0.6)));
        Path third = training.explainer("a", "c-head", Gradient.POOLED, Progress.SILENT);
        byte[] head = Files.readAllBytes(first.resolve(Model.EXPLAINER_FILE));
        assertArrayEquals(head, Files.readAllBytes(second.resolve(Model.EXPLAINER_FILE)));
        assertArrayEquals(head, Files.readAllBytes(third.resolve(Model.EXPLAINER_FILE)));

        // Training a head, in either way, leaves the classifier and what it says as they were, bit for bit.
        assertArrayEquals(expected, Files.readAllBytes(first.resolve(Model.CLASSIFIER_FILE)));
        Path autodiff = training.explainer("a", "d-head", Gradient.AUTODIFF, Progress.SILENT);
        assertArrayEquals(expected, Files.readAllBytes(autodiff.resolve(Model.CLASSIFIER_FILE)));
        assertArrayEquals(probabilities(first), probabilities(autodiff));
        assertEquals(data.attributes(), ModelCard.read(autodiff).attributes());
    }

    @Test
    void theClassifiersOwnKernelsStayAsTheyAreWhileAttributesAreLearned() throws IOException {
        training.classifier("evidence", Progress.SILENT);
        byte[][] first = classifiersKernels("evidence-1", 1);
        byte[][] second = classifiersKernels("evidence-2", 2);
        assertArrayEquals(first[0], second[0], "w_c depends on nothing but the classifier and the videos.");
        assertFalse(Arrays.equals(first[1], second[1]), "w_s is learned.");
        assertEquals(
                "classifier",
                ModelCard.read(folder.resolve("evidence-1")).training().get("explainer_class_kernels"));
    }

    /** w_c and w_s after some epochs. */
    private static byte[][] classifiersKernels(String name, int epochs) throws IOException {
        Path output = folder.resolve(name);
        ExplainerSettings settings = new ExplainerSettings(
                new SgdSettings(epochs, 4, 1, Schedule.CONSTANT, 0.9, 1e-3, 5),
                1,
                Objective.CONTRAST,
                ClassKernels.CLASSIFIER,
                Attributes.LOCATED,
                RegionShape.ALL,
                0.7,
                Gradient.POOLED,
                Augmentation.DEFAULT,
                10,
                5,
                "cpu");
        new ExplainerTrainer(settings).train(data, folder.resolve("evidence"), output, Progress.SILENT);
        ModelCard card = ModelCard.read(output);
        assertEquals(data.located().attributes(), card.attributes());
        assertEquals(0.7, card.tube().trim());
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ExplanationHead head = ExplanationHead.read(
                        output.resolve(Model.EXPLAINER_FILE),
                        TestHeads.layers(card.network().featureChannels()),
                        card.classes().size(),
                        card.attributes().size(),
                        card.tube().shapes(),
                        manager)) {
            return new byte[][] {bytes(head.classWeights()), bytes(head.attributeWeights())};
        }
    }

    private static byte[] bytes(NDList layers) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (NDArray layer : layers) all.writeBytes(layer.toByteArray());
        return all.toByteArray();
    }

    @Test
    void aHeadCanBeAddedToTheClassifiersOwnFolder() throws IOException {
        Path own = training.classifier("own", Progress.SILENT);
        assertThrows(IOException.class, () -> Model.open(own, "cpu"), "A classifier without a head can't explain.");
        training.explainer("own", "own", Gradient.POOLED, Progress.SILENT);
        try (Model model = Model.open(own, "cpu")) {
            assertEquals(data.classes(), model.card().classes());
            TrainedOn videos = model.card().trainedOn();
            assertEquals(data.split("train").size(), videos.videos());
            assertEquals(data.split("test").size(), videos.features().testVideos());
            assertTrue(videos.brightness().least() > 0
                    && videos.brightness().most() < 1
                    && videos.sampledInterval().least() > 0
                    && videos.features().limit() > 0);
        }
        try (var files = Files.list(folder)) {
            assertEquals(
                    0,
                    files.filter(f -> f.getFileName().toString().startsWith("."))
                            .count());
        }
    }

    private static double[] probabilities(Path folder) throws IOException {
        try (Model model = Model.open(folder, "cpu");
                Video video = VideoFiles.open(data.samples().get(0).path())) {
            return model.probabilities(model.reader(video), () -> false);
        }
    }

    @Test
    void theLogHasALineAnEpoch() throws IOException {
        Path output = training.classifier("logged", Progress.SILENT);
        assertEquals(
                3, Files.readAllLines(output.resolve("classifier-training.csv")).size());
        Map<String, Object> training = ModelCard.read(output).training();
        assertEquals(5L, training.get("classifier_seed"));
    }

    @Test
    void validationIsLoggedWhereAskedForAndChangesNoWeight() throws IOException {
        Path plain = training.classifier("unvalidated", Progress.SILENT);
        Path output = folder.resolve("validated");
        List<double[]> seen = new ArrayList<>();
        new ClassifierTrainer(SmallTraining.settings(SmallTraining.sgd(0.02, Schedule.ONE_CYCLE), null, 2))
                .train(data, output, Progress.SILENT, log -> seen.add(log.values("test_accuracy")));
        assertArrayEquals(
                Files.readAllBytes(plain.resolve(Model.CLASSIFIER_FILE)),
                Files.readAllBytes(output.resolve(Model.CLASSIFIER_FILE)));
        // The data set has no split 'validation'; the second epoch's accuracy is the finished classifier's.
        List<String> lines = Files.readAllLines(output.resolve("classifier-training.csv"));
        assertEquals("epoch,rate,loss,train_accuracy,test_accuracy", lines.get(0));
        assertTrue(lines.get(1).endsWith(","), lines.get(1));
        double[] last = seen.get(seen.size() - 1);
        assertTrue(Double.isNaN(last[0]));
        assertEquals(ModelCard.read(output).scores().get("test_accuracy"), last[1]);
    }

    @Test
    void schedulesAreLearnedWithAndTold() throws IOException {
        for (Schedule schedule : Schedule.values()) {
            Path output = folder.resolve("schedule-" + schedule.word());
            new ClassifierTrainer(SmallTraining.settings(SmallTraining.sgd(0.02, schedule), null, 0))
                    .train(data, output, Progress.SILENT);
            assertEquals(schedule.word(), ModelCard.read(output).training().get("classifier_schedule"));
            String last = Files.readAllLines(output.resolve("classifier-training.csv"))
                    .get(2);
            int steps = 2 * (data.split("train").size() / 4);
            assertEquals(schedule.rate(0.02, steps - 1, steps), Double.parseDouble(last.split(",")[1]), 1e-7, last);
        }
    }

    @Test
    void aClassifierStartsFromAnothersConvolutions() throws IOException {
        Path first = training.classifier("first", Progress.SILENT);
        // So slow that the weights stay where they start.
        SgdSettings still = SmallTraining.sgd(1e-30, Schedule.CONSTANT);
        Path same = folder.resolve("same-classes");
        new ClassifierTrainer(SmallTraining.settings(still, first, 0)).train(data, same, Progress.SILENT);
        Path twoClasses = Files.createDirectories(folder.resolve("two-classes"));
        for (String table : List.of("videos.csv", "attributes.csv"))
            Files.write(
                    twoClasses.resolve(table),
                    Files.readAllLines(data.folder().resolve(table)).stream()
                            .filter(line -> !line.contains("migration") && !line.contains("interphase"))
                            .map(line -> line.replace("videos/", "../data/videos/"))
                            .toList());
        Path other = folder.resolve("other-classes");
        new ClassifierTrainer(SmallTraining.settings(still, first, 0))
                .train(DataSet.read(twoClasses), other, Progress.SILENT);
        Path drawn = folder.resolve("drawn");
        new ClassifierTrainer(SmallTraining.settings(still, null, 0))
                .train(DataSet.read(twoClasses), drawn, Progress.SILENT);

        Map<String, float[]> source = weights(first);
        Map<String, float[]> copied = weights(same);
        Map<String, float[]> partly = weights(other);
        Map<String, float[]> random = weights(drawn);
        assertEquals(2, ModelCard.read(other).classes().size());
        for (String name : source.keySet()) {
            // Statistics of the batches move without being learned.
            if (name.endsWith(".mean") || name.endsWith(".variance")) continue;
            assertArrayEquals(source.get(name), copied.get(name), 1e-25f, name);
            boolean last = name.startsWith("fc2");
            assertArrayEquals((last ? random : source).get(name), partly.get(name), 1e-25f, name);
        }
        assertFalse(Arrays.equals(source.get("stem.weight"), random.get("stem.weight")));
        assertTrue(ModelCard.read(other)
                .training()
                .get("classifier_start_from")
                .toString()
                .contains("tiny"));

        ClassifierSettings s = SmallTraining.settings();
        ClassifierSettings wider = new ClassifierSettings(
                s.name(),
                new Architecture(new int[] {4, 4, 4, 6, 16}, 2),
                s.input(),
                s.sgd(),
                s.augmentation(),
                first,
                0,
                10,
                0,
                "cpu");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new ClassifierTrainer(wider)
                .train(data, folder.resolve("wider"), Progress.SILENT));
        assertTrue(e.getMessage().contains("Use widths=4,4,4,6,8."), e.getMessage());
    }

    private static Map<String, float[]> weights(Path model) throws IOException {
        ModelCard card = ModelCard.read(model);
        Map<String, float[]> values = new LinkedHashMap<>();
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                C3dResNet network = C3dResNet.read(
                        model.resolve(Model.CLASSIFIER_FILE),
                        card.network(),
                        card.classes().size(),
                        manager)) {
            network.weights().all().forEach((name, array) -> values.put(name, array.toFloatArray()));
        }
        return values;
    }

    /**
     * These numbers are those of the version that trained the bundled models, but for the decoder: with ImageJ's AVI reader, whose
     * Motion JPEG differs by 0.4 grey levels, the second is 1.59778. Another order of draws changes them.
     */
    @Test
    void theCourseIsThatOfTheVersionThatTrainedTheBundledModels() throws IOException {
        List<String> lines = Files.readAllLines(
                training.classifier("course", Progress.SILENT).resolve("classifier-training.csv"));
        double[] losses = lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",")[2]))
                .toArray();
        assertArrayEquals(new double[] {1.53804, 1.60186}, losses, 0.002);
    }
}
