package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;
import org.whynot.util.TextFiles;
import org.whynot.video.ClipFormat;

/**
 * What a model answers to a clip of seeded noise, stored beside it and compared whenever it is opened: a damaged file, another
 * class list or an engine that computes wrongly is found before a user sees a wrong answer.
 *
 * @param schema version of the file's format, 1
 * @param seed of the noise
 * @param classes the class list that the weights were trained with
 * @param attributes the attribute list that the weights were trained with
 * @param sha256 of the weights
 * @param probabilities p(c|x) of the noise, {@code [C]}
 * @param scores score of the best tube of every attribute for class 0 against class 1, {@code [S]}; empty for a classifier
 *     without feature layers
 * @param settings how clips are made of videos and which tubes are searched, as in {@code model.json}: noise that is fed to the
 *     classifier can't tell whether these are right; null in files of earlier versions
 */
record SelfTest(
        int schema,
        long seed,
        List<String> classes,
        List<String> attributes,
        String sha256,
        double[] probabilities,
        double[] scores,
        String settings) {

    static final String FILE = "self-test.json";

    private static final int SCHEMA = 1;
    private static final long SEED = 20190616;
    private static final double PROBABILITY_TOLERANCE = 1e-3;
    private static final double SCORE_TOLERANCE = 1e-2;
    /** What half precision may change; bfloat16 has between two and three decimal digits. */
    private static final double HALF_PROBABILITY_TOLERANCE = 0.02;

    private static final double HALF_SCORE_TOLERANCE = 0.05;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Runs a model on the noise. */
    static SelfTest of(Model model) {
        ClipFormat input = model.classifier().input();
        // Two clips as in every pass; the second one is empty.
        float[] noise = new float[ClassifierRun.CLIPS_PER_PASS * input.clipLength()];
        Random random = new Random(SEED);
        for (int i = 0; i < input.clipLength(); i++) noise[i] = 2 * random.nextFloat() - 1;
        try (NDManager manager = Engine.newManager(model.classifier().device());
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray clips = manager.create(noise, new Shape(input.batchShape(ClassifierRun.CLIPS_PER_PASS)));
            // Masking takes a hundred passes, and its scores follow from the logits.
            boolean isMasking = model.maskingPasses(1).isPresent();
            VideoClassifier.Output output = isMasking
                    ? new VideoClassifier.Output(model.classifier().logits(clips), new NDList())
                    : model.classifier().forward(clips);
            int classes = model.card().classes().size();
            return new SelfTest(
                    SCHEMA,
                    SEED,
                    model.card().classes(),
                    model.card().attributes(),
                    model.sha256(),
                    ClassifierRun.softmax(output.logits().toFloatArray(), 0, classes),
                    isMasking ? new double[0] : scores(model, output.features()),
                    settings(model.card()));
        }
    }

    /** Everything in a card that changes answers and that the weights and the noise don't check. */
    private static String settings(ModelCard card) {
        ClipFormat input = card.input();
        TubeSettings tube = card.tube();
        return input.frames() + " frames, step " + input.frameStep() + ", rate " + input.frameRate() + ", "
                + input.width() + "x" + input.height() + ", "
                + input.resize().name().toLowerCase(Locale.ROOT) + ", mean " + Arrays.toString(input.mean()) + ", std "
                + Arrays.toString(input.deviation()) + ", axes " + input.axes() + "; tube radius " + tube.radius()
                + ", shapes " + tube.shapes() + ", trim " + tube.trim();
    }

    /** The score of the best tube of every attribute in the first clip, for class 0 against class 1. */
    private static double[] scores(Model model, NDList features) {
        double[] best = new double[model.head().attributes()];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        TubeSearch search = new TubeSearch(model.card().tube().radius());
        for (NDArray layer : model.head().differences(features, 0, 1)) {
            long[] shape = layer.getShape().getShape();
            TubeSpace space = new TubeSpace((int) shape[2], (int) shape[3], (int) shape[4], (int) shape[5]);
            float[] values = search.maximumValues(layer.toFloatArray(), best.length, space, 1, () -> false);
            for (int s = 0; s < best.length; s++) best[s] = Math.max(best[s], values[s]);
        }
        return best;
    }

    static SelfTest read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file))
            throw new IOException("The model folder '" + folder + "' has no " + FILE + ". Install the model again.");
        try {
            SelfTest test = GSON.fromJson(TextFiles.read(file), SelfTest.class);
            if (test != null
                    && test.schema == SCHEMA
                    && test.classes != null
                    && test.attributes != null
                    && test.probabilities != null
                    && test.scores != null) return test;
        } catch (RuntimeException | CharacterCodingException e) {
            // Gson throws several kinds for values of other kinds.
            throw new IOException(
                    "'" + file + "' can't be read; it is damaged or cut short. Install the model again.", e);
        }
        throw new IOException("'" + file + "' is not a self-test of schema " + SCHEMA + ". Install the model again.");
    }

    String toJson() {
        return GSON.toJson(this) + "\n";
    }

    /** Runs the model and compares; the message of what is thrown names the folder and what differs. */
    void check(Model model, Path folder) throws IOException {
        if (!classes.equals(model.card().classes()))
            throw new IOException("The model in '" + folder + "' was trained for the classes " + classes
                    + ", but its model.json lists " + model.card().classes() + ". Install the model again.");
        if (!attributes.equals(model.card().attributes()))
            throw new IOException("The model in '" + folder + "' was trained for the attributes " + attributes
                    + ", but its model.json lists " + model.card().attributes() + ". Install the model again.");
        if (!model.sha256().equals(sha256))
            throw new IOException("The weights in '" + folder + "' are not those that its " + FILE
                    + " belongs to. Install the model again.");
        if (settings != null && !settings.equals(settings(model.card())))
            throw new IOException(
                    "The model in '" + folder + "' was trained with other settings than its model.json has: " + settings
                            + " instead of " + settings(model.card()) + ". Install the model again.");
        SelfTest now = now(model, folder);
        if (!close(probabilities, now.probabilities, PROBABILITY_TOLERANCE)
                || !close(scores, now.scores, SCORE_TOLERANCE))
            throw new IOException("The model in '" + folder + "' computes other numbers here than where it was made"
                    + " (probabilities " + Arrays.toString(now.probabilities) + " instead of "
                    + Arrays.toString(probabilities)
                    + "). The PyTorch library on this machine may be of another version;"
                    + " run 'Check Installation'.");
    }

    /**
     * The largest deviation of a model in half precision from these numbers, as a multiple of what is tolerated; above 1 is too much.
     *
     * @param model of the same folder
     */
    double difference(Model model) {
        SelfTest now;
        try {
            now = of(model);
        } catch (IllegalArgumentException notANumber) {
            // Half precision has overflowed, and the tube search refuses such scores.
            return Double.MAX_VALUE;
        }
        double most = Math.max(
                difference(probabilities, now.probabilities) / HALF_PROBABILITY_TOLERANCE,
                difference(scores, now.scores) / HALF_SCORE_TOLERANCE);
        // Neither can be written as JSON.
        return most < Double.MAX_VALUE ? most : Double.MAX_VALUE;
    }

    /** The largest difference; of numbers above 1 as a share of them. */
    private static double difference(double[] expected, double[] actual) {
        double most = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - actual[i]) / Math.max(1, Math.abs(expected[i]));
            most = Math.max(most, difference);
        }
        return most;
    }

    private static SelfTest now(Model model, Path folder) throws IOException {
        try {
            return of(model);
        } catch (OutOfMemoryError | NegativeArraySizeException e) {
            ClipFormat input = model.classifier().input();
            throw new IOException(
                    "The model in '" + folder + "' asks for clips of " + input.frames() + " frames of " + input.width()
                            + " x " + input.height() + " pixels, which do not fit in memory. Give Java more memory, or"
                            + " install the model again if its model.json is damaged.",
                    e);
        }
    }

    private static boolean close(double[] expected, double[] actual, double tolerance) {
        return expected.length == actual.length && difference(expected, actual) <= tolerance;
    }
}
