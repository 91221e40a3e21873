package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.whynot.classifier.FeatureLayer;

/** Values and gradients of an independent implementation, which lie in {@code vectors/head.json}. */
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

    /** Reads the file. */
    public static HeadVectors read() throws IOException {
        try (Reader reader = new InputStreamReader(
                HeadVectors.class.getResourceAsStream("/vectors/head.json"), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, HeadVectors.class);
        }
    }

    /** h(x), an array {@code [N, D, T, H, W]} a layer. */
    public NDList features(NDManager manager) {
        NDList list = new NDList();
        h.forEach(layer -> list.add(layer.on(manager)));
        return list;
    }

    /** The head that made the values. */
    public ExplanationHead head(NDManager manager) {
        List<FeatureLayer> layers = h.stream()
                .map(x -> new FeatureLayer(
                        "layer", (int) wc.shape[2], (int) x.shape[2], (int) x.shape[3], (int) x.shape[4]))
                .toList();
        return ExplanationHead.of(wc.data, ws.data, layers, (int) wc.shape[1], (int) ws.shape[1], manager);
    }

    /** The number of steps of each sample's layers: all are real. */
    public int[][] steps() {
        int[][] steps = new int[positive.length][h.size()];
        for (int[] own : steps) for (int l = 0; l < own.length; l++) own[l] = (int) h.get(l).shape[2];
        return steps;
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
