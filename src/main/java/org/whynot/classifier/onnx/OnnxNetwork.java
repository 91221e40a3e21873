package org.whynot.classifier.onnx;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.whynot.classifier.foreign.ForeignNetwork;
import org.whynot.classifier.foreign.ForeignNetworkException;

/**
 * An ONNX file, run by ONNX Runtime on the processor. Any inner tensor can be an output, by its name in the file, which stays
 * as it is.
 *
 * <pre>{@code
 * try (ForeignNetwork network = OnnxNetwork.open(file, Set.of("logits", "/layer4/Relu_output_0"), Device.cpu())) {
 *     Map<String, NDArray> outputs = network.run(new NDList(clips));
 * }
 * }</pre>
 */
public final class OnnxNetwork implements ForeignNetwork {

    private static final Pattern NO_MEMORY =
            Pattern.compile("out of memory|allocate memory|not enough memory|bad_alloc", Pattern.CASE_INSENSITIVE);

    private final OnnxSession session;
    private final List<String> outputs;

    private OnnxNetwork(OnnxSession session, List<String> outputs) {
        this.session = session;
        this.outputs = outputs;
    }

    /**
     * Opens a file.
     *
     * @param file an ONNX file
     * @param outputs which outputs and inner tensors {@link #run} gives; if none of the file's own outputs is among them,
     *     those are given as well, and if empty also the inner tensors that {@link OnnxMaps#propose} proposes as feature
     *     layers
     * @param device is not used: the network runs on the processor
     * @return to be closed by the caller
     * @throws IOException if it is no ONNX file, damaged, has no tensor of such a name, or can't be run; the message is one
     *     sentence for the user
     * @throws org.whynot.classifier.EngineException if ONNX Runtime is missing or can't start
     */
    public static OnnxNetwork open(Path file, Set<String> outputs, Device device) throws IOException {
        OnnxFile read = OnnxFile.read(file);
        // Before any class is linked that needs it.
        OnnxRuntime.require();
        List<String> own = read.outputs().stream().map(GraphTensor::name).toList();
        Set<String> wanted = new LinkedHashSet<>(Collections.disjoint(outputs, own) ? own : List.of());
        wanted.addAll(outputs);
        if (outputs.isEmpty()) {
            OnnxMaps.propose(read, OnnxMaps.of(read)).forEach(map -> wanted.add(map.name()));
        }
        try {
            List<String> names = List.copyOf(wanted);
            return new OnnxNetwork(OnnxSession.open(read, names), names);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage() + " It was changed or replaced: import it again.", e);
        }
    }

    /**
     * The shapes of a network's inputs, read from the file alone.
     *
     * @return one per input, the batch first; -1 where any size will do, empty where the file doesn't state the shape
     * @throws IOException if it is no ONNX file or can't be run safely
     */
    public static List<long[]> inputShapes(Path file) throws IOException {
        return OnnxFile.read(file).inputs().stream()
                .map(input -> input.shape().stream().mapToLong(size -> size).toArray())
                .toList();
    }

    @Override
    public Map<String, NDArray> run(NDList inputs) {
        List<GraphTensor> wanted = session.file().inputs();
        if (inputs.size() != wanted.size())
            throw new ForeignNetworkException("The network wants " + wanted.size()
                    + (wanted.size() == 1 ? " input (" : " inputs (")
                    + wanted.stream().map(GraphTensor::toString).collect(Collectors.joining(", ")) + "), but "
                    + inputs.size() + (inputs.size() == 1 ? " is" : " are") + " given.");
        for (int i = 0; i < wanted.size(); i++)
            requireShape(wanted.get(i), inputs.get(i).getShape());
        List<OnnxSession.Numbers> numbers = inputs.stream()
                .map(input -> new OnnxSession.Numbers(input.getShape().getShape(), input.toFloatArray()))
                .toList();
        long clips = numbers.get(0).shape()[0];
        long together =
                wanted.get(0).shape().isEmpty() ? -1 : wanted.get(0).shape().get(0);
        NDManager owner = inputs.head().getManager();
        Map<String, NDArray> made = new LinkedHashMap<>();
        runInParts(numbers, clips, together > 0 ? together : clips)
                .forEach((name, result) ->
                        made.put(name, owner.create(FloatBuffer.wrap(result.numbers()), new Shape(result.shape()))));
        return made;
    }

    /** A network may be made for another shape than a model card states; the batch is not compared. */
    private static void requireShape(GraphTensor wanted, Shape given) {
        boolean fits = wanted.shape().isEmpty() || wanted.shape().size() == given.dimension();
        for (int i = 1; fits && i < wanted.shape().size(); i++)
            fits = wanted.shape().get(i) < 0 || wanted.shape().get(i) == given.get(i);
        if (!fits)
            throw new ForeignNetworkException(
                    "The network wants its input as " + wanted + ", but " + given + " is given.");
    }

    /** Runs a batch in as many parts as a network needs that takes a fixed number of clips; the last part is filled up. */
    private Map<String, OnnxSession.Numbers> runInParts(List<OnnxSession.Numbers> inputs, long clips, long together) {
        if (clips == together) return runOnce(inputs);
        Map<String, OnnxSession.Numbers> joined = new LinkedHashMap<>();
        for (long first = 0; first < clips; first += together) {
            List<OnnxSession.Numbers> part = new ArrayList<>();
            for (OnnxSession.Numbers input : inputs) part.add(rows(input, first, together));
            long real = Math.min(together, clips - first);
            runOnce(part).forEach((name, result) -> joined.merge(name, rows(result, 0, real), OnnxNetwork::joined));
        }
        return joined;
    }

    private static OnnxSession.Numbers rows(OnnxSession.Numbers numbers, long first, long count) {
        long[] shape = numbers.shape().clone();
        int row = Math.toIntExact(numbers.numbers().length / shape[0]);
        shape[0] = count;
        int from = Math.toIntExact(first * row);
        // What lies beyond the last row is zero.
        return new OnnxSession.Numbers(
                shape, Arrays.copyOfRange(numbers.numbers(), from, Math.toIntExact(from + count * row)));
    }

    private static OnnxSession.Numbers joined(OnnxSession.Numbers a, OnnxSession.Numbers b) {
        long[] shape = a.shape().clone();
        shape[0] += b.shape()[0];
        float[] all = Arrays.copyOf(a.numbers(), a.numbers().length + b.numbers().length);
        System.arraycopy(b.numbers(), 0, all, a.numbers().length, b.numbers().length);
        return new OnnxSession.Numbers(shape, all);
    }

    private Map<String, OnnxSession.Numbers> runOnce(List<OnnxSession.Numbers> inputs) {
        try {
            return session.run(inputs, outputs);
        } catch (IllegalStateException e) {
            // Memory that ran out is noticed further up, where the batch is halved.
            if (NO_MEMORY.matcher(String.valueOf(e.getMessage())).find())
                throw new ai.djl.engine.EngineException(e.getMessage(), e);
            throw new ForeignNetworkException(
                    "The network stopped on inputs of the "
                            + (inputs.size() == 1 ? "shape " : "shapes ")
                            + inputs.stream()
                                    .map(input -> Arrays.toString(input.shape()))
                                    .collect(Collectors.joining(" and "))
                            + ": " + e.getMessage() + ".",
                    e);
        }
    }

    @Override
    public List<float[]> weights(int numbers) {
        try {
            return OnnxWeights.of(session.file().path(), numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Device device() {
        return Device.cpu();
    }

    @Override
    public void close() {
        session.close();
    }
}
