package org.whynot.classifier.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes small ONNX networks byte by byte, for tests of what ONNX files may hold. */
final class OnnxBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A field that is a number. */
    OnnxBytes number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    /** A field that is bytes. */
    OnnxBytes bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    /** A field that is a text. */
    OnnxBytes text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field that is a message. */
    OnnxBytes message(int field, OnnxBytes value) {
        return bytes(field, value.bytes());
    }

    private void varint(long value) {
        long rest = value;
        for (; rest < 0 || rest >= 0x80; rest >>>= 7) out.write((int) (rest & 0x7f | 0x80));
        out.write((int) rest);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** A ValueInfoProto; a dimension of 0 is the symbol {@code n}. */
    static OnnxBytes value(String name, int elementType, long... shape) {
        OnnxBytes dimensions = new OnnxBytes();
        for (long size : shape)
            dimensions.message(1, size > 0 ? new OnnxBytes().number(1, size) : new OnnxBytes().text(2, "n"));
        OnnxBytes tensor = new OnnxBytes().number(1, elementType).message(2, dimensions);
        return new OnnxBytes().text(1, name).message(2, new OnnxBytes().message(1, tensor));
    }

    /** A NodeProto. */
    static OnnxBytes node(String domain, String operator, List<String> inputs, String output) {
        OnnxBytes node = new OnnxBytes();
        inputs.forEach(input -> node.text(1, input));
        return node.text(2, output).text(4, operator).text(7, domain);
    }

    /** A TensorProto whose numbers lie in another file. */
    static OnnxBytes externalWeight(String name, String location, long... shape) {
        OnnxBytes tensor = new OnnxBytes();
        for (long size : shape) tensor.number(1, size);
        return tensor.number(2, 1)
                .text(8, name)
                .message(13, new OnnxBytes().text(1, "location").text(2, location))
                .number(14, 1);
    }

    /** A TensorProto of 32-bit numbers. */
    static OnnxBytes weight(String name, float[] values, long... shape) {
        OnnxBytes tensor = new OnnxBytes();
        for (long size : shape) tensor.number(1, size);
        java.nio.ByteBuffer raw =
                java.nio.ByteBuffer.allocate(4 * values.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (float value : values) raw.putFloat(value);
        return tensor.number(2, 1).text(8, name).bytes(9, raw.array());
    }

    /** A ModelProto round a GraphProto. */
    static OnnxBytes model(long opset, OnnxBytes graph) {
        return new OnnxBytes()
                .number(1, 8)
                .text(2, "test")
                .message(7, graph)
                .message(8, new OnnxBytes().text(1, "").number(2, opset));
    }

    /** A GraphProto that takes a clip {@code [n, 3]} and gives {@code y} out of one node. */
    static OnnxBytes graph(String domain, String operator, int elementType) {
        return new OnnxBytes()
                .message(1, node(domain, operator, List.of("clip"), "inner"))
                .message(1, node("", "Relu", List.of("inner"), "y"))
                .text(2, "graph")
                .message(11, value("clip", elementType, 0, 3))
                .message(12, value("y", elementType, 0, 3));
    }
}
