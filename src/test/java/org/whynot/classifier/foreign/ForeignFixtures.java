package org.whynot.classifier.foreign;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Classifiers of others with random weights, and what they give; only where the development data lie. */
public final class ForeignFixtures {

    private ForeignFixtures() {}

    /** Skips the test where there are none. */
    public static Path folder() {
        Path folder =
                Path.of(System.getProperty("whynot.data", "../shared/data")).resolveSibling("classifiers");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no classifiers of others");
        return folder;
    }

    /** One of the files. */
    public static Path file(String name) {
        return folder().resolve(name);
    }

    /** What a network gives for an input whose element i is sin(i). */
    public static JsonObject expected(String network) throws IOException {
        return JsonParser.parseString(Files.readString(file("expected.json")))
                .getAsJsonObject()
                .getAsJsonObject(network);
    }

    /** An array of the JSON. */
    public static double[] numbers(JsonObject from, String key) {
        var array = from.getAsJsonArray(key);
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = array.get(i).getAsDouble();
        return numbers;
    }

    /** The input that the expected numbers belong to. */
    public static float[] sines(int length) {
        float[] sines = new float[length];
        for (int i = 0; i < length; i++) sines[i] = (float) Math.sin(i);
        return sines;
    }
}
