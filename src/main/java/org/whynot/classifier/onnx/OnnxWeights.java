package org.whynot.classifier.onnx;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads weights of a certain size from an ONNX file, for finding its last layer. Others are passed over. */
final class OnnxWeights {

    private final WireReader in;
    private final int numbers;
    private final List<float[]> found = new ArrayList<>();

    private OnnxWeights(WireReader in, int numbers) {
        this.in = in;
        this.numbers = numbers;
    }

    /**
     * All weights of 32-bit numbers with so many numbers that lie in the file itself, each row-major.
     *
     * @throws IOException if the file can't be read
     */
    static List<float[]> of(Path file, int numbers) throws IOException {
        try (WireReader in = new WireReader(file)) {
            OnnxWeights weights = new OnnxWeights(in, numbers);
            in.message(in.size(), model -> {
                if (model.number() == 7)
                    in.message(model, graph -> {
                        if (graph.number() == 5) in.message(graph, weights.new Tensor()::field);
                    });
            });
            return weights.found;
        }
    }

    /** A weight while it is read; its dimensions and type come before its numbers. */
    private final class Tensor {

        private long size = 1;
        private boolean isFloat;

        private void field(WireReader.Field field) throws IOException {
            switch (field.number()) {
                case 1 -> dimensions(field);
                case 2 -> isFloat = field.value() == GraphTensor.FLOAT;
                case 4, 9 -> numbers(field);
                default -> {}
            }
        }

        /** One, or several packed into bytes. */
        private void dimensions(WireReader.Field field) throws IOException {
            if (!field.isBytes()) size *= field.value();
            else for (long dimension : in.packed(field)) size *= dimension;
        }

        private void numbers(WireReader.Field field) throws IOException {
            if (!isFloat || size != numbers || field.value() != 4L * numbers) return;
            FloatBuffer values =
                    in.content(field).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            float[] copied = new float[numbers];
            values.get(copied);
            found.add(copied);
        }
    }
}
