package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions and their gradients against sums in Java, in memory that holds what is not a number. */
class ConvolutionGuardTest {

    private static final int T = 3;
    private static final int H = 5;
    private static final int W = 6;

    @ParameterizedTest
    @CsvSource({"24,24", "24,40", "9,4", "12,20", "3,24", "16,32"})
    void convolutionsAreRightForAnyNumberOfChannels(int from, int to) {
        try (ConvolutionGuard guard = ConvolutionGuard.of(from, to)) {
            assertRight(from, to, false);
        }
    }

    /** As the project's own network has them. */
    @ParameterizedTest
    @CsvSource({"24,24", "24,40", "9,4", "12,20", "3,24", "16,32"})
    void thoseOverChannelsThatLieSideBySideNeedNoGuard(int from, int to) {
        assertRight(from, to, true);
    }

    private static void assertRight(int from, int to, boolean channelsLast) {
        Random random = new Random(from * 100L + to);
        float[] x = draw(random, 2 * from * T * H * W);
        float[] w = draw(random, to * from * 27);
        float[] g = draw(random, 2 * to * T * H * W);
        double[] y = new double[g.length];
        double[] gx = new double[x.length];
        double[] gw = new double[w.length];
        sums(from, to, x, w, g, y, gx, gw);
        try (NDManager manager = Engine.newManager(Device.cpu())) {
            for (int trial = 0; trial < 4; trial++) {
                List<NDArray> spoilt = new ArrayList<>();
                for (int size = 1 << 6; size <= 1 << 16; size <<= 1)
                    for (int i = 0; i < 4; i++) spoilt.add(manager.full(new Shape(size), Float.NaN));
                spoilt.forEach(NDArray::close);
                NDArray clips = manager.create(x, new Shape(2, from, T, H, W));
                NDArray weights = manager.create(w, new Shape(to, from, 3, 3, 3));
                clips.setRequiresGradient(true);
                weights.setRequiresGradient(true);
                try (GradientCollector collector = Engine.start().newGradientCollector()) {
                    NDArray maps = Conv3d.conv3d(
                                    channelsLast ? channelsLast(clips) : clips,
                                    weights,
                                    null,
                                    new Shape(1, 1, 1),
                                    new Shape(1, 1, 1))
                            .singletonOrThrow();
                    assertClose(y, maps);
                    collector.backward(
                            maps.mul(manager.create(g, maps.getShape())).sum());
                }
                assertClose(gx, clips.getGradient());
                assertClose(gw, weights.getGradient());
            }
        }
    }

    /** The same array, but in memory {@code [N, T, H, W, C]}. */
    private static NDArray channelsLast(NDArray x) {
        long[] s = x.getShape().getShape();
        return x.transpose(0, 2, 3, 4, 1)
                .flatten()
                .reshape(s[0], s[2], s[3], s[4], s[1])
                .transpose(0, 4, 1, 2, 3);
    }

    private static void sums(int from, int to, float[] x, float[] w, float[] g, double[] y, double[] gx, double[] gw) {
        for (int n = 0; n < 2; n++)
            for (int o = 0; o < to; o++)
                for (int i = 0; i < from; i++)
                    for (int tap = 0; tap < 27; tap++)
                        for (int at = 0; at < T * H * W; at++) {
                            int t = at / (H * W) + tap / 9 - 1;
                            int row = at / W % H + tap / 3 % 3 - 1;
                            int column = at % W + tap % 3 - 1;
                            if (t < 0 || t >= T || row < 0 || row >= H || column < 0 || column >= W) continue;
                            int in = (n * from + i) * T * H * W + (t * H + row) * W + column;
                            int out = (n * to + o) * T * H * W + at;
                            int weight = (o * from + i) * 27 + tap;
                            y[out] += (double) x[in] * w[weight];
                            gx[in] += (double) g[out] * w[weight];
                            gw[weight] += (double) g[out] * x[in];
                        }
    }

    private static void assertClose(double[] expected, NDArray actual) {
        float[] values = actual.toFloatArray();
        assertEquals(expected.length, values.length);
        assertArrayEquals(
                expected,
                IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray(),
                1e-3);
    }

    private static float[] draw(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float) random.nextGaussian();
        return values;
    }
}
