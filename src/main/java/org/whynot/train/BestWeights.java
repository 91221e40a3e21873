package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.whynot.classifier.Weights;
import org.whynot.util.StagedFiles;

/**
 * The weights of the epoch that was best so far, in a file beside the output folder ({@code output.best.params}). How good that
 * epoch was stands in the training's log, which comes back from a checkpoint.
 */
final class BestWeights {

    private final Path file;
    private final TrainingLog log;
    private final String column;

    /**
     * @param output the folder that the training will make
     * @param log of the training
     * @param column of the log by which an epoch is judged, larger is better
     */
    BestWeights(Path output, TrainingLog log, String column) {
        Path absolute = output.toAbsolutePath().normalize();
        file = absolute.resolveSibling(absolute.getFileName() + ".best.params");
        this.log = log;
        this.column = column;
    }

    /** The best of the epochs in the log; NaN while none was judged. */
    private double best() {
        return Arrays.stream(log.values(column))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }

    /** Takes the weights as they are now if no epoch in the log is better; call before the epoch's row is added. */
    void offer(double score, Weights weights) throws IOException {
        if (best() > score) return;
        NDList list = new NDList(weights.all().values());
        StagedFiles.replace(file, out -> list.encode(out, NDList.Encoding.SAFETENSORS));
    }

    /** Puts the best weights back; the last ones stay if none were judged. */
    void restore(Weights weights, NDManager manager) throws IOException {
        if (Double.isNaN(best())) return;
        Map<String, long[]> shapes = new HashMap<>();
        weights.all().forEach((name, array) -> shapes.put(name, array.getShape().getShape()));
        try (Weights saved = Weights.read(file, shapes, manager)) {
            for (Map.Entry<String, NDArray> weight : weights.all().entrySet())
                saved.get(weight.getKey()).copyTo(weight.getValue());
        }
    }

    /** Removes the file: the training is done. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
