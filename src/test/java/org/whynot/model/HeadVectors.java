package org.whynot.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Values and gradients of an independent implementation: {@code head.json} in the folder {@code -Dwhynot.vectors}. */
public final class HeadVectors {

    /** An array of the file. */
    public static final class Values {
        long[] shape;
        float[] data;

        public float[] data() {
            return data;
        }

        NDArray on(NDManager manager) {
            return manager.create(data, new Shape(shape));
        }
    }

    public Values masks;
    public List<Values> h;
    public Values wc;
    public Values ws;
    public int[] positive;
    public float[][] attributes;
    public Values m;
    public Values delta;
    public Values best;
    public Values lowest;
    public double loss;
    public Values grad_wc;
    public Values grad_ws;

    private HeadVectors() {}

    /** Reads the file; the test is skipped where it is not. */
    public static HeadVectors read() throws IOException {
        Path file = Path.of(System.getProperty("whynot.vectors", "../shared/vectors"), "head.json");
        assumeTrue(Files.isRegularFile(file), "Skipped: the reference values " + file + " are not here.");
        return new Gson().fromJson(Files.readString(file), HeadVectors.class);
    }

    /** h(x), an array {@code [N, D, T, H, W]} a layer. */
    public NDList features(NDManager manager) {
        NDList list = new NDList();
        h.forEach(layer -> list.add(layer.on(manager)));
        return list;
    }

    /** The head that made the values. */
    public ExplanationHead head(NDManager manager) {
        return ExplanationHead.of(
                wc.data, ws.data, (int) wc.shape[0], (int) wc.shape[1], (int) ws.shape[1], (int) wc.shape[2], manager);
    }

    /** The number of frames of each sample: all are real. */
    public int[] frames() {
        int[] frames = new int[positive.length];
        Arrays.fill(frames, (int) h.get(0).shape[2]);
        return frames;
    }

    /** The indices of each sample's attributes. */
    public int[][] attributeIndices() {
        int[][] indices = new int[attributes.length][];
        for (int i = 0; i < indices.length; i++) {
            float[] row = attributes[i];
            indices[i] = IntStream.range(0, row.length).filter(s -> row[s] > 0).toArray();
        }
        return indices;
    }
}
