package org.whynot.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.whynot.tube.Movement;
import org.whynot.tube.TubeSearch;

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
 * @param scores score of the best tube of every attribute for class 0 against class 1, {@code [S]}
 */
record SelfTest(
        int schema,
        long seed,
        List<String> classes,
        List<String> attributes,
        String sha256,
        double[] probabilities,
        double[] scores) {

    static final String FILE = "self-test.json";

    private static final int SCHEMA = 1;
    private static final long SEED = 20190616;
    private static final double PROBABILITY_TOLERANCE = 1e-3;
    private static final double SCORE_TOLERANCE = 1e-2;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Runs a model on the noise. */
    static SelfTest of(Model model) throws IOException {
        ModelCard.Input input = model.card().input();
        ClipSource noise = new ClipSource() {
            @Override
            public int clips() {
                return 1;
            }

            @Override
            public int sampled() {
                return input.frames();
            }

            @Override
            public void read(int clip, float[] target, int offset) {
                Random random = new Random(SEED);
                int length = 3 * input.frames() * input.height() * input.width();
                for (int i = 0; i < length; i++) target[offset + i] = 2 * random.nextFloat() - 1;
            }
        };
        try (VideoFeatures features = model.features(noise, () -> false)) {
            float[] differences = features.differences(0, 1);
            float[] best = new TubeSearch(1, Movement.FIXED)
                    .maximumValues(differences, model.card().attributes().size(), features.space(), 1, () -> false);
            double[] scores = new double[best.length];
            for (int s = 0; s < best.length; s++) scores[s] = best[s];
            return new SelfTest(
                    SCHEMA,
                    SEED,
                    model.card().classes(),
                    model.card().attributes(),
                    model.sha256(),
                    features.probabilities(),
                    scores);
        }
    }

    static SelfTest read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file))
            throw new IOException("The model folder '" + folder + "' has no " + FILE + ". Install the model again.");
        try {
            SelfTest test = GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), SelfTest.class);
            if (test != null
                    && test.schema == SCHEMA
                    && test.classes != null
                    && test.attributes != null
                    && test.probabilities != null
                    && test.scores != null) return test;
        } catch (JsonParseException e) {
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
        SelfTest now = of(model);
        if (!close(probabilities, now.probabilities, PROBABILITY_TOLERANCE)
                || !close(scores, now.scores, SCORE_TOLERANCE))
            throw new IOException("The model in '" + folder + "' computes other numbers here than where it was made"
                    + " (probabilities " + Arrays.toString(now.probabilities) + " instead of "
                    + Arrays.toString(probabilities)
                    + "). The PyTorch library on this machine may be of another version;"
                    + " run 'Check Installation'.");
    }

    private static boolean close(double[] expected, double[] actual, double tolerance) {
        if (expected.length != actual.length) return false;
        for (int i = 0; i < expected.length; i++)
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) return false;
        return true;
    }
}
