package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.whynot.classifier.Engine;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;

/** Damaged checkpoints of a training. */
public final class CheckpointFuzz {

    private static final int NUMBERS = 24;
    private static final String SETTINGS = "settings of a training";

    private CheckpointFuzz() {}

    /** A checkpoint of two small arrays. */
    public static FuzzTarget target(Path folder) throws IOException {
        Path output = folder.resolve("output");
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                Checkpoint checkpoint = new Checkpoint(output, SETTINGS, manager)) {
            Map<String, NDArray> arrays = arrays(manager, i -> (float) i);
            checkpoint.save(new Checkpoint.Place(1, 2, new double[] {3, 4}), log(), arrays, arrays);
            return new FuzzTarget("checkpoint", folder, List.of(checkpoint.file()), Kind.BINARY, damaged -> {
                try (NDManager own = Engine.newManager(Engine.device("cpu"));
                        Checkpoint read = new Checkpoint(output, SETTINGS, own)) {
                    TrainingLog log = log();
                    Map<String, NDArray> weights = arrays(own, i -> 0f);
                    Checkpoint.Place place = read.restore(log, weights, arrays(own, i -> 0f));
                    boolean isSame = place.epoch() == 1 && place.step() == 2 && log.last("loss") == 0.5;
                    for (NDArray array : weights.values())
                        for (int i = 0; i < NUMBERS; i++) isSame &= array.toFloatArray()[i] == i;
                    if (!isSame) throw new AssertionError("Other numbers than those that were saved.");
                }
            });
        }
    }

    private static TrainingLog log() {
        TrainingLog log = new TrainingLog(List.of("epoch", "loss"));
        log.add(1, 0.5);
        return log;
    }

    private static Map<String, NDArray> arrays(NDManager manager, Function<Integer, Float> values) {
        float[] numbers = new float[NUMBERS];
        for (int i = 0; i < numbers.length; i++) numbers[i] = values.apply(i);
        return Map.of("a", manager.create(numbers, new Shape(4, 6)), "b", manager.create(numbers, new Shape(NUMBERS)));
    }
}
