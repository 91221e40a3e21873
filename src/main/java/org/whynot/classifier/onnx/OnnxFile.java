package org.whynot.classifier.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an ONNX file states about its network, read without ONNX Runtime and without loading the weights.
 *
 * <pre>{@code
 * OnnxFile file = OnnxFile.read(Path.of("classifier.onnx"));
 * file.inputs();                                     // clip [?, 3, 16, 112, 112]
 * file.inner();                                      // what every node makes, in the order of computation
 * byte[] more = file.withOutputs(List.of("/layer4/Relu_output_0"));
 * }</pre>
 *
 * <p>The format is that of the ONNX project's {@code onnx.proto3}, in the wire format of protobuf.
 *
 * @param path of the file
 * @param producer the program that wrote it, with its version; may be empty
 * @param opsets version of each set of operators that it was made for, by domain; ONNX's own has the empty domain
 * @param inputs what the network must be given, weights not included
 * @param outputs what it gives
 * @param inner what the nodes make of the inputs, in the order of computation, without the outputs
 * @param stages names of the inner tensors and outputs that end a step of the network, in the order of computation: after an
 *     activation, or where two branches meet
 * @param symbols names of dimensions that are not fixed
 * @param externalBytes bytes of weights that lie in other files of the same folder
 */
public record OnnxFile(
        Path path,
        String producer,
        Map<String, Long> opsets,
        List<GraphTensor> inputs,
        List<GraphTensor> outputs,
        List<GraphTensor> inner,
        List<String> stages,
        Set<String> symbols,
        long externalBytes) {

    /** Files from this size on can't be opened; larger networks have their weights in files beside. */
    public static final long LARGEST = Integer.MAX_VALUE - (1L << 20);
    /** Bytes of weights in files beside that are accepted. */
    public static final long LARGEST_EXTERNAL = 16L << 30;

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_OUTPUT = 12;
    private static final int VALUE_NAME = 1;

    /** Copies the collections. */
    public OnnxFile {
        opsets = Map.copyOf(opsets);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        inner = List.copyOf(inner);
        stages = List.copyOf(stages);
        symbols = Set.copyOf(symbols);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it can't be read, is no ONNX file, is cut short or too large, needs operators that are not part
     *     of ONNX, has weights outside its folder, or takes or gives 16-bit numbers; the message is one sentence for the user
     */
    public static OnnxFile read(Path path) throws IOException {
        return new OnnxParser(path).read();
    }

    /**
     * The file's bytes with further outputs. In protobuf's wire format messages that are written one after another are merged,
     * so a graph that holds nothing but the outputs' names is appended.
     *
     * @param names of inner tensors; those of outputs are passed over
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if the network has no tensor of such a name; the message names it
     */
    public byte[] withOutputs(List<String> names) throws IOException {
        Set<String> given = new HashSet<>();
        for (GraphTensor output : outputs) given.add(output.name());
        ByteArrayOutputStream added = new ByteArrayOutputStream();
        for (String name : names) {
            if (inner.stream().noneMatch(tensor -> tensor.name().equals(name)) && !given.contains(name))
                throw new IllegalArgumentException("'" + path.getFileName() + "' has no tensor '" + name + "'.");
            if (given.add(name))
                added.writeBytes(field(
                        MODEL_GRAPH, field(GRAPH_OUTPUT, field(VALUE_NAME, name.getBytes(StandardCharsets.UTF_8)))));
        }
        // One array, as the file may be large.
        int size = Math.toIntExact(Files.size(path));
        byte[] all = new byte[size + added.size()];
        try (InputStream in = Files.newInputStream(path)) {
            if (in.readNBytes(all, 0, size) < size)
                throw new IOException("'" + path + "' was cut short while it was read.");
        }
        System.arraycopy(added.toByteArray(), 0, all, size, added.size());
        return all;
    }

    /** A length-delimited field. */
    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream field = new ByteArrayOutputStream(content.length + 8);
        field.write(number << 3 | 2);
        int length = content.length;
        for (; length >= 0x80; length >>>= 7) field.write(length & 0x7f | 0x80);
        field.write(length);
        field.writeBytes(content);
        return field.toByteArray();
    }
}
