package org.whynot.classifier.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.whynot.classifier.Engine;

/**
 * A network of an ONNX file, opened in ONNX Runtime with some of its inner tensors as further outputs. Its inputs are
 * 32-bit numbers. May be run from any thread. Must not be touched before {@link OnnxRuntime#require}.
 */
final class OnnxSession implements AutoCloseable {

    private static final Pattern NEWER_OPSET =
            Pattern.compile("Opset (\\d+) is under development.*?till opset (\\d+)", Pattern.DOTALL);
    private static final Pattern NEWER_FORMAT =
            Pattern.compile("Unsupported model IR version: (\\d+), max supported IR version: (\\d+)");
    private static final Pattern NO_OPERATOR =
            Pattern.compile("No Op registered for (\\S+)|(\\S+)\\(\\d+\\) is not a registered");

    private final OnnxFile file;
    private final OrtSession session;
    /**
     * A tensor's numbers.
     *
     * @param shape its dimensions
     * @param numbers row-major, not copied
     */
    record Numbers(long[] shape, float[] numbers) {}

    private OnnxSession(OnnxFile file, OrtSession session) {
        this.file = file;
        this.session = session;
    }

    /**
     * Opens a file.
     *
     * @param file what was read of it
     * @param inner names of inner tensors that are to be outputs as well
     * @return to be closed by the caller
     * @throws IOException if ONNX Runtime can't run the network: it is made for a newer version, damaged, or wants other inputs
     *     than 32-bit numbers; the message is one sentence for the user
     * @throws IllegalArgumentException if the network has no tensor of such a name
     */
    static OnnxSession open(OnnxFile file, List<String> inner) throws IOException {
        return open(file, inner, false);
    }

    /** @param oneClip whether dimensions without a fixed size are 1, so that more shapes are known without a run */
    static OnnxSession open(OnnxFile file, List<String> inner, boolean oneClip) throws IOException {
        requireFloats(file);
        byte[] bytes = file.withOutputs(inner);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // Threads that wait for work would otherwise keep the processor from the search and the reading.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setIntraOpNumThreads(Engine.threads());
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    file.path().toAbsolutePath().getParent().toString());
            if (oneClip) for (String symbol : file.symbols()) options.setSymbolicDimensionValue(symbol, 1);
            return new OnnxSession(file, OnnxRuntime.environment().createSession(bytes, options));
        } catch (OrtException e) {
            throw new IOException("'" + file.path() + "' " + reason(e, file), e);
        }
    }

    private static void requireFloats(OnnxFile file) throws IOException {
        for (GraphTensor input : file.inputs())
            if (input.elementType() != GraphTensor.FLOAT)
                throw new IOException("'" + file.path() + "' wants the input '" + input.name() + "' as " + input.type()
                        + ", but clips are 32-bit numbers (float). Export it with such an input.");
        if (file.inputs().isEmpty())
            throw new IOException("'" + file.path() + "' has no input for a clip. Export it with one.");
    }

    private static String reason(OrtException e, OnnxFile file) {
        String message = String.valueOf(e.getMessage());
        Matcher opset = NEWER_OPSET.matcher(message);
        if (opset.find())
            return "is made for a newer version of ONNX (opset " + opset.group(1)
                    + ") than this ONNX Runtime knows (opset " + opset.group(2) + "). Export it with opset_version="
                    + opset.group(2) + " or lower.";
        Matcher format = NEWER_FORMAT.matcher(message);
        if (format.find())
            return "is in a newer file format of ONNX (version " + format.group(1)
                    + ") than this ONNX Runtime knows (version " + format.group(2)
                    + "). Export it with an older version of onnx.";
        Matcher operator = NO_OPERATOR.matcher(message);
        if (operator.find())
            return "needs the operator '" + (operator.group(1) == null ? operator.group(2) : operator.group(1))
                    + "', which this ONNX Runtime does not have in opset "
                    + file.opsets().get("")
                    + ". Export the classifier without it.";
        return "can't be opened by ONNX Runtime: "
                + message.lines().findFirst().orElse("").strip().replaceFirst("\\.+$", "") + ". Export it again.";
    }

    /** The tensors that {@link #run} can give, with the shapes that are known without a run. */
    List<GraphTensor> outputs() throws IOException {
        List<GraphTensor> outputs = new ArrayList<>();
        try {
            for (NodeInfo node : session.getOutputInfo().values())
                if (node.getInfo() instanceof TensorInfo info)
                    outputs.add(new GraphTensor(
                            node.getName(),
                            operator(node.getName()),
                            elementType(info.type),
                            Arrays.stream(info.getShape())
                                    .map(size -> size > 0 ? size : GraphTensor.UNKNOWN)
                                    .boxed()
                                    .toList()));
            return outputs;
        } catch (OrtException e) {
            throw new IOException("'" + file.path() + "' can't state its outputs: " + e.getMessage(), e);
        }
    }

    private static int elementType(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> GraphTensor.FLOAT;
            case FLOAT16 -> GraphTensor.FLOAT16;
            case BFLOAT16 -> GraphTensor.BFLOAT16;
            default -> 0;
        };
    }

    private String operator(String name) {
        for (List<GraphTensor> tensors : List.of(file.outputs(), file.inner()))
            for (GraphTensor tensor : tensors) if (tensor.name().equals(name)) return tensor.operator();
        return "";
    }

    /** What was read of the file. */
    OnnxFile file() {
        return file;
    }

    /**
     * Runs the network.
     *
     * @param inputs one array per input, in the order of the file's inputs
     * @param names which outputs are wanted
     * @return the outputs by name, in the order of the names
     * @throws IllegalStateException if the network fails, for example because it wants another shape, or gives something else
     *     than tensors of 32-bit numbers; the message states what it reported
     */
    Map<String, Numbers> run(List<Numbers> inputs, List<String> names) {
        Map<String, OnnxTensor> batch = new LinkedHashMap<>();
        try {
            for (int i = 0; i < inputs.size(); i++)
                batch.put(
                        file.inputs().get(i).name(),
                        OnnxTensor.createTensor(
                                OnnxRuntime.environment(),
                                FloatBuffer.wrap(inputs.get(i).numbers()),
                                inputs.get(i).shape()));
            try (OrtSession.Result made = session.run(batch, new LinkedHashSet<>(names))) {
                Map<String, Numbers> results = new LinkedHashMap<>();
                for (String name : names)
                    results.put(name, result(name, made.get(name).orElseThrow()));
                return results;
            }
        } catch (OrtException e) {
            throw new IllegalStateException(
                    String.valueOf(e.getMessage())
                            .lines()
                            .findFirst()
                            .orElse("")
                            .strip()
                            .replaceFirst("\\.+$", ""),
                    e);
        } finally {
            batch.values().forEach(OnnxTensor::close);
        }
    }

    private static Numbers result(String name, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor) || tensor.getInfo().type != OnnxJavaType.FLOAT)
            throw new IllegalStateException(
                    "the output '" + name + "' is no tensor of 32-bit numbers but " + value.getInfo());
        FloatBuffer numbers = tensor.getFloatBuffer();
        float[] copied = new float[numbers.remaining()];
        numbers.get(copied);
        return new Numbers(tensor.getInfo().getShape(), copied);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not free '" + file.path() + "'", e);
        }
    }
}
