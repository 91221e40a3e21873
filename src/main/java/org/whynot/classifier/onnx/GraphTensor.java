package org.whynot.classifier.onnx;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor of an ONNX network: an input, an output, or what a node inside makes.
 *
 * @param name as in the file
 * @param operator that makes it, such as {@code Conv}; empty for an input
 * @param elementType ONNX's number of the element type, {@link #FLOAT} for 32-bit numbers; 0 if it is not known
 * @param shape its dimensions, {@link #UNKNOWN} where they are not fixed; empty if the file doesn't state it, or for a single
 *     number
 */
public record GraphTensor(String name, String operator, int elementType, List<Long> shape) {

    /** 32-bit numbers. */
    public static final int FLOAT = 1;
    /** 16-bit numbers (IEEE). */
    public static final int FLOAT16 = 10;
    /** 16-bit numbers (bfloat16). */
    public static final int BFLOAT16 = 16;
    /** A dimension that is not fixed. */
    public static final long UNKNOWN = -1;

    private static final List<String> TYPES = List.of(
            "unknown",
            "float",
            "uint8",
            "int8",
            "uint16",
            "int16",
            "int32",
            "int64",
            "string",
            "bool",
            "float16",
            "double",
            "uint32",
            "uint64",
            "complex64",
            "complex128",
            "bfloat16");

    /** Copies the list. */
    public GraphTensor {
        shape = List.copyOf(shape);
    }

    /** Whether its numbers have 16 bits. */
    public boolean isHalf() {
        return elementType == FLOAT16 || elementType == BFLOAT16;
    }

    /** The element type in words, as ONNX has it. */
    public String type() {
        return elementType >= 0 && elementType < TYPES.size() ? TYPES.get(elementType) : "type " + elementType;
    }

    /** For people: {@code logits [?, 6]}. */
    @Override
    public String toString() {
        return name + " "
                + shape.stream()
                        .map(d -> d == UNKNOWN ? "?" : Long.toString(d))
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
