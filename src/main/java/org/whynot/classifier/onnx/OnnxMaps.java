package org.whynot.classifier.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the tensors of an ONNX network that can be feature layers: maps with time and space, or tokens.
 *
 * <pre>{@code
 * List<GraphTensor> maps = OnnxMaps.of(file);          // /layer3/Relu_output_0 [1, 256, 4, 14, 14], …
 * List<GraphTensor> layers = OnnxMaps.propose(file, maps);
 * }</pre>
 */
public final class OnnxMaps {

    /** Feature layers that are proposed at most. */
    public static final int PROPOSED = 2;

    /** Tensors whose shape only a run can tell, run at a time; the last ones of the network. */
    private static final int MEASURED = 48;

    private static final int MAP = 5;
    private static final int TOKENS = 3;

    private OnnxMaps() {}

    /**
     * Every inner tensor and output of 32-bit numbers with three axes (tokens) or five (maps), in the order of computation, for
     * one clip. Shapes that ONNX Runtime can't derive are measured by one run on noise, if the size of the input is fixed.
     *
     * @throws IOException if the network can't be opened
     * @throws org.whynot.classifier.EngineException if ONNX Runtime is missing or can't start
     */
    public static List<GraphTensor> of(OnnxFile file) throws IOException {
        OnnxRuntime.require();
        List<String> names = file.inner().stream()
                .filter(tensor -> tensor.shape().isEmpty() || isMap(tensor))
                .map(GraphTensor::name)
                .toList();
        try (OnnxSession session = OnnxSession.open(file, names, true)) {
            Map<String, GraphTensor> tensors = new LinkedHashMap<>();
            for (GraphTensor output : session.outputs())
                if (output.elementType() == GraphTensor.FLOAT && isMap(output)) tensors.put(output.name(), output);
            measure(file, session, tensors);
            List<String> order = new ArrayList<>();
            file.inner().forEach(tensor -> order.add(tensor.name()));
            file.outputs().forEach(tensor -> order.add(tensor.name()));
            return tensors.values().stream()
                    .sorted(Comparator.comparingInt(tensor -> order.indexOf(tensor.name())))
                    .toList();
        }
    }

    private static boolean isMap(GraphTensor tensor) {
        return tensor.shape().size() == MAP || tensor.shape().size() == TOKENS;
    }

    private static boolean isKnown(GraphTensor tensor) {
        return tensor.shape().stream().allMatch(size -> size > 0);
    }

    private static void measure(OnnxFile file, OnnxSession session, Map<String, GraphTensor> tensors) {
        List<String> unknown = new ArrayList<>(tensors.values().stream()
                .filter(tensor -> !isKnown(tensor) && file.stages().contains(tensor.name()))
                .map(GraphTensor::name)
                .toList());
        if (unknown.size() > MEASURED) unknown = unknown.subList(unknown.size() - MEASURED, unknown.size());
        List<OnnxSession.Numbers> inputs = new ArrayList<>();
        for (GraphTensor input : file.inputs()) {
            long[] shape = input.shape().stream().mapToLong(size -> size).toArray();
            if (shape.length == 0) return;
            if (shape[0] < 0) shape[0] = 1;
            if (Arrays.stream(shape).anyMatch(size -> size < 0)) return;
            inputs.add(new OnnxSession.Numbers(
                    shape, noise((int) Arrays.stream(shape).reduce(1, Math::multiplyExact))));
        }
        if (unknown.isEmpty()) return;
        session.run(inputs, unknown).forEach((name, numbers) -> {
            List<Long> shape = Arrays.stream(numbers.shape()).boxed().toList();
            tensors.compute(name, (n, tensor) -> new GraphTensor(n, tensor.operator(), tensor.elementType(), shape));
        });
    }

    private static float[] noise(int count) {
        float[] noise = new float[count];
        java.util.Random random = new java.util.Random(0);
        for (int i = 0; i < count; i++) noise[i] = random.nextFloat();
        return noise;
    }

    /**
     * The last maps with time and space: of five axes that are all longer than 1, or tokens as many and as long as the last
     * ones. What an activation makes, or where two branches meet, comes before anything in between.
     *
     * @param file the network
     * @param maps what {@link #of} found in it
     * @return at most {@value #PROPOSED}, the last one of the network first; empty if there is none
     */
    public static List<GraphTensor> propose(OnnxFile file, List<GraphTensor> maps) {
        List<GraphTensor> possible =
                new ArrayList<>(maps.stream().filter(OnnxMaps::hasTimeAndSpace).toList());
        if (possible.stream().anyMatch(map -> file.stages().contains(map.name())))
            possible.removeIf(map -> !file.stages().contains(map.name()));
        if (possible.isEmpty()) return List.of();
        GraphTensor last = possible.get(possible.size() - 1);
        possible.removeIf(map -> map.shape().size() != last.shape().size()
                || last.shape().size() == TOKENS && !map.shape().equals(last.shape()));
        List<GraphTensor> proposed = new ArrayList<>();
        for (int i = possible.size() - 1; i >= 0 && proposed.size() < PROPOSED; i--) proposed.add(possible.get(i));
        return proposed;
    }

    private static boolean hasTimeAndSpace(GraphTensor map) {
        return isKnown(map)
                && map.shape().get(0) == 1
                && map.shape().stream().skip(1).allMatch(size -> size > 1);
    }
}
