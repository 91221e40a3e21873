package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Engine;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.ToyClassifier;
import org.whynot.classifier.VideoClassifier;
import org.whynot.classifier.Weights;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.model.Classifiers;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/** A new last layer on a frozen network. */
class LastLayerTrainerTest {

    @TempDir
    static Path folder;

    private static SmallTraining training;
    private static DataSet data;
    private static Path backbone;

    @BeforeAll
    static void trainABackbone() throws IOException {
        training = new SmallTraining(folder);
        data = training.data();
        backbone = training.classifier("backbone", Progress.SILENT);
    }

    private static double train(String name, Progress progress) throws IOException {
        return new LastLayerTrainer(name, backbone, 3, 1, "cpu")
                .train(data, folder.resolve(name), folder.resolve("features"), progress);
    }

    private static List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("features"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void keepsTheNetworkAndTheFeaturesAndGetsAHeadLikeAnyClassifier() throws IOException {
        double accuracy = train("first", Progress.SILENT);
        List<Path> features = kept();
        assertEquals(data.split("train").size(), features.size());
        var written = Files.getLastModifiedTime(features.get(0));
        assertEquals(accuracy, train("second", Progress.SILENT));
        assertEquals(written, Files.getLastModifiedTime(kept().get(0)), "The features were not computed again.");
        for (String file : List.of(Model.CLASSIFIER_FILE, Model.LAST_LAYER_FILE))
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("first").resolve(file)),
                    Files.readAllBytes(folder.resolve("second").resolve(file)),
                    file);
        assertFeaturesThatADiskHasChangedAreNotBelieved();
        assertArrayEquals(
                Files.readAllBytes(backbone.resolve(Model.CLASSIFIER_FILE)),
                Files.readAllBytes(folder.resolve("first").resolve(Model.CLASSIFIER_FILE)));
        ModelCard card = ModelCard.read(folder.resolve("first"));
        assertFalse(card.canExplain());
        assertEquals(accuracy, card.scores().get("test_accuracy"));
        assertTrue(String.valueOf(card.training().get("classifier_backbone")).startsWith("tiny (sha256 "));

        Path explained = training.explainer("first", "explained", Gradient.POOLED, Progress.SILENT);
        try (Model model = Model.open(explained, "cpu")) {
            assertEquals(data.classes(), model.classifier().classes());
        }
        // Another last layer is another classifier.
        byte[] changed = Files.readAllBytes(explained.resolve(Model.LAST_LAYER_FILE));
        changed[changed.length - 2] ^= 1;
        Files.write(explained.resolve(Model.LAST_LAYER_FILE), changed);
        Files.delete(explained.resolve(Model.LAST_LAYER_FILE));
        String message = assertThrows(
                        IOException.class, () -> Model.open(explained, "cpu").close())
                .getMessage();
        assertTrue(message.endsWith("has no last-layer.params."), message);
    }

    /** A number that a disk has changed is a number like any other. */
    private static void assertFeaturesThatADiskHasChangedAreNotBelieved() throws IOException {
        for (Path file : kept()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[Integer.BYTES * 3] ^= 0x40;
            Files.write(file, bytes);
        }
        train("third", Progress.SILENT);
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("first").resolve(Model.LAST_LAYER_FILE)),
                Files.readAllBytes(folder.resolve("third").resolve(Model.LAST_LAYER_FILE)));
    }

    /** Copies keep dates, and a frame that was edited keeps the length of many formats. */
    @Test
    void anotherVideoOfTheSameLengthAndDateHasFeaturesOfItsOwn() throws IOException {
        Sample sample = data.split("train").get(0);
        byte[] bytes = Files.readAllBytes(sample.path());
        FileTime date = Files.getLastModifiedTime(sample.path());
        try (FrozenFeatures features = new FrozenFeatures(backbone, 2, "cpu")) {
            String name = features.fileName(sample);
            byte[] other = bytes.clone();
            other[other.length / 2] ^= 1;
            Files.write(sample.path(), other);
            Files.setLastModifiedTime(sample.path(), date);
            assertNotEquals(name, features.fileName(sample));
        } finally {
            Files.write(sample.path(), bytes);
            Files.setLastModifiedTime(sample.path(), date);
        }
    }

    @Test
    void aCancelledTrainingKeepsTheFeaturesSoFarAndMakesNoModel() throws IOException {
        Path own = folder.resolve("cancelled-features");
        LastLayerTrainer trainer = new LastLayerTrainer("cancelled", backbone, 2, 1, "cpu");
        assertThrows(
                CancellationException.class,
                () -> trainer.train(data, folder.resolve("cancelled"), own, SmallTraining.cancelledAt(0.3)));
        assertFalse(Files.exists(folder.resolve("cancelled")));
        try (Stream<Path> files = Files.list(own)) {
            long some = files.filter(f -> f.toString().endsWith(".features")).count();
            assertTrue(some > 0 && some < data.split("train").size(), some + " videos");
        }
    }

    /** A classifier without feature maps. */
    private static VideoClassifier blind() {
        ToyClassifier toy = new ToyClassifier();
        return new VideoClassifier() {
            @Override
            public ClipFormat input() {
                return toy.input();
            }

            @Override
            public List<String> classes() {
                return toy.classes();
            }

            @Override
            public List<FeatureLayer> layers() {
                return List.of();
            }

            @Override
            public Output forward(NDArray clips) {
                return new Output(toy.forward(clips).logits(), new NDList());
            }

            @Override
            public Device device() {
                return toy.device();
            }

            @Override
            public String description() {
                return "blind";
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void aNetworkWithoutFeaturesIsRefusedByASentence() throws IOException {
        Classifiers.register("blind", device -> blind());
        Path blind = Files.createDirectories(folder.resolve("blind"));
        Files.writeString(
                blind.resolve(ModelCard.FILE), ModelCard.of("blind", blind()).toJson());
        LastLayerTrainer trainer = new LastLayerTrainer("x", blind, 2, 1, "cpu");
        for (var work : List.<Executable>of(
                () -> trainer.train(data, folder.resolve("x"), folder.resolve("f"), Progress.SILENT),
                () -> trainer.secondsPerClip(data, Progress.SILENT))) {
            String message = assertThrows(IOException.class, work).getMessage();
            assertEquals(
                    "The classifier in '" + blind
                            + "' gives logits only, so there are no features to train a last layer"
                            + " on. Export it with feature maps, or as an ONNX file, and import it again.",
                    message);
        }
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void theRegressionFindsTheMinimum() {
        Random random = new Random(2);
        int n = 60;
        double[][] x = new double[n][5];
        int[] labels = new int[n];
        double[] importance = new double[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            importance[i] = 0.5 + random.nextDouble();
            for (int f = 0; f < 5; f++) x[i][f] = 10 * f + random.nextGaussian() * (f + 1) + (f == labels[i] ? 2 : 0);
        }
        SoftmaxRegression fitted = SoftmaxRegression.fit(x, labels, importance, 3, 0.05, Progress.SILENT);
        int right = 0;
        for (int i = 0; i < n; i++) {
            double[] p = fitted.probabilities(x[i]);
            assertEquals(1, p[0] + p[1] + p[2], 1e-9);
            if (p[labels[i]] > 0.5) right++;
        }
        assertTrue(right > n / 2, right + " of " + n);
        double least = loss(fitted.weights(), fitted.biases(), x, labels, importance, 0.05);
        for (int i = 0; i < 200; i++) {
            double[][] w = new double[3][];
            double[] b = fitted.biases().clone();
            for (int c = 0; c < 3; c++) {
                w[c] = fitted.weights()[c].clone();
                for (int f = 0; f < 5; f++) {
                    double change = 0.02 * random.nextGaussian();
                    w[c][f] += change;
                    b[c] -= change * 10 * f;
                }
                b[c] += 0.02 * random.nextGaussian();
            }
            assertTrue(loss(w, b, x, labels, importance, 0.05) >= least - 1e-7);
        }
    }

    /** The mean loss, and the penalty of the weights for standardised features. */
    private static double loss(
            double[][] w, double[] b, double[][] x, int[] labels, double[] importance, double penalty) {
        double all = 0;
        for (double one : importance) all += one;
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double[] logit = b.clone();
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                for (int f = 0; f < 5; f++) logit[c] += w[c][f] * x[i][f];
                sum += Math.exp(logit[c]);
            }
            loss += importance[i] / all * (Math.log(sum) - logit[labels[i]]);
        }
        for (int f = 0; f < 5; f++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < x.length; i++) mean += importance[i] / all * x[i][f];
            for (int i = 0; i < x.length; i++) square += importance[i] / all * (x[i][f] - mean) * (x[i][f] - mean);
            for (int c = 0; c < 3; c++) loss += penalty / 2 * square * w[c][f] * w[c][f];
        }
        return loss;
    }

    @Test
    void theBestEpochsWeightsComeBack() throws IOException {
        try (var manager = Engine.newManager(Engine.device("cpu"));
                var weights = Weights.of(Map.of("w", new long[] {2}), Map.of("w", new float[] {1, 2}), manager)) {
            TrainingLog log = new TrainingLog(List.of("epoch", "validation_accuracy"));
            BestWeights best = new BestWeights(folder.resolve("m"), log, "validation_accuracy");
            best.restore(weights, manager);
            best.offer(0.75, weights);
            log.add(1, 0.75);
            weights.get("w").muli(10);
            best.offer(0.5, weights);
            log.add(2, 0.5);
            log.add(3, Double.NaN);
            // As after a restart.
            new BestWeights(folder.resolve("m"), log, "validation_accuracy").restore(weights, manager);
            assertArrayEquals(new float[] {1, 2}, weights.get("w").toFloatArray());
            best.delete();
            assertFalse(Files.exists(folder.resolve("m.best.params")));
        }
    }
}
