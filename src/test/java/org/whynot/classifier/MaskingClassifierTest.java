package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.util.Progress;
import org.whynot.video.AxisOrder;
import org.whynot.video.ClipFormat;

class MaskingClassifierTest {

    private static final int FRAMES = 16;
    private static final int SIDE = 32;
    /** What the network looks at: these frames, rows and columns; the ends are excluded. */
    private static final int[] SPOT = {4, 6, 8, 12, 20, 24};

    /**
     * A network without feature maps: logit 0 is the sum of red in a small part of a clip, logit 1 that of green everywhere,
     * logit 2 is always 1.
     */
    private static final class SpotNetwork implements VideoClassifier {

        final AxisOrder axes;
        final AtomicInteger passes = new AtomicInteger();

        SpotNetwork(AxisOrder axes) {
            this.axes = axes;
        }

        @Override
        public ClipFormat input() {
            return new ClipFormat(
                    FRAMES,
                    SIDE,
                    SIDE,
                    1,
                    0,
                    ClipFormat.Resize.STRETCH,
                    new float[] {0.5f, 0.25f, 0},
                    new float[] {0.5f, 1, 1},
                    axes);
        }

        @Override
        public List<String> classes() {
            return List.of("spot", "green", "nothing");
        }

        @Override
        public List<FeatureLayer> layers() {
            return List.of();
        }

        @Override
        public Output forward(NDArray clips) {
            passes.incrementAndGet();
            int n = (int) clips.getShape().get(0);
            float[] numbers = clips.toFloatArray();
            float[] logits = new float[3 * n];
            for (int i = 0; i < n; i++) {
                logits[3 * i + 2] = 1;
                for (int t = 0; t < FRAMES; t++)
                    for (int y = 0; y < SIDE; y++)
                        for (int x = 0; x < SIDE; x++) {
                            boolean isSpot = t >= SPOT[0]
                                    && t < SPOT[1]
                                    && y >= SPOT[2]
                                    && y < SPOT[3]
                                    && x >= SPOT[4]
                                    && x < SPOT[5];
                            if (isSpot) logits[3 * i] += 0.5f * numbers[index(axes, i, 0, t, y, x)] + 0.5f;
                            logits[3 * i + 1] += (numbers[index(axes, i, 1, t, y, x)] + 0.25f) / 1000;
                        }
            }
            return new Output(clips.getManager().create(logits, new Shape(n, 3)), new NDList());
        }

        @Override
        public Device device() {
            return Device.cpu();
        }

        @Override
        public String description() {
            return "spot";
        }

        @Override
        public void close() {}
    }

    private static int index(AxisOrder axes, int i, int c, int t, int y, int x) {
        return switch (axes) {
            case NCTHW -> (((i * 3 + c) * FRAMES + t) * SIDE + y) * SIDE + x;
            case NTCHW -> (((i * FRAMES + t) * 3 + c) * SIDE + y) * SIDE + x;
            case NTHWC -> (((i * FRAMES + t) * SIDE + y) * SIDE + x) * 3 + c;
        };
    }

    /** Every pixel has red, green and blue of 1, so that what is erased is what is missing. */
    private static float[] bright(AxisOrder axes, int clips) {
        float[] numbers = new float[clips * 3 * FRAMES * SIDE * SIDE];
        for (int i = 0; i < clips; i++)
            for (int t = 0; t < FRAMES; t++)
                for (int y = 0; y < SIDE; y++)
                    for (int x = 0; x < SIDE; x++) {
                        numbers[index(axes, i, 0, t, y, x)] = 1;
                        numbers[index(axes, i, 1, t, y, x)] = 0.75f;
                        numbers[index(axes, i, 2, t, y, x)] = 1;
                    }
        return numbers;
    }

    private static float[] evidence(MaskingClassifier masking, float[] numbers) {
        int clips = numbers.length / masking.input().clipLength();
        try (NDManager manager = Engine.newManager(Device.cpu())) {
            NDArray batch = manager.create(numbers, new Shape(masking.input().batchShape(clips)));
            return masking.forward(batch).features().get(0).toFloatArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEvidenceIsByHowMuchEachLogitFalls(AxisOrder axes) {
        MaskingClassifier masking = new MaskingClassifier(new SpotNetwork(axes));
        assertEquals(List.of(new FeatureLayer("masking", 3, 4, 8, 8)), masking.layers());
        float[] evidence = evidence(masking, bright(axes, 1));
        int cells = 4 * 8 * 8;
        double[] sums = new double[3];
        for (int c = 0; c < 3; c++) for (int i = 0; i < cells; i++) sums[c] += evidence[c * cells + i];
        // 2 x 4 x 4 pixels of red in the spot, and green in all of the clip.
        assertEquals(32, sums[0], 1e-3);
        assertEquals(FRAMES * SIDE * SIDE / 1000.0, sums[1], 0.02);
        assertEquals(0, sums[2]);
        // The spot lies in one cell: step 1, row 2, column 5.
        int spot = (1 * 8 + 2) * 8 + 5;
        for (int i = 0; i < cells; i++) assertEquals(i == spot ? 32 : 0, evidence[i], 1e-3, "cell " + i);
        for (int i = 0; i < cells; i++) assertEquals(0.064, evidence[cells + i], 1e-3);
    }

    @Test
    void theSameClipHasTheSameEvidenceWhateverIsBesideIt() {
        SpotNetwork network = new SpotNetwork(AxisOrder.NCTHW);
        MaskingClassifier masking = new MaskingClassifier(network);
        float[] two = bright(AxisOrder.NCTHW, 2);
        Random random = new Random(1);
        for (int i = two.length / 2; i < two.length; i++) two[i] = random.nextFloat();
        float[] both = evidence(masking, two);
        Arrays.fill(two, two.length / 2, two.length, 0);
        network.passes.set(0);
        float[] alone = evidence(masking, two);
        int passes = network.passes.get();
        assertArrayEquals(Arrays.copyOf(both, both.length / 2), Arrays.copyOf(alone, alone.length / 2));
        // A clip that only fills up the pass takes none of its own.
        assertEquals(masking.passes(1), passes);
        assertArrayEquals(new float[alone.length / 2], Arrays.copyOfRange(alone, alone.length / 2, alone.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theNumberOfPassesIsKnownBeforehand(int clips) {
        SpotNetwork network = new SpotNetwork(AxisOrder.NCTHW);
        MaskingClassifier masking = new MaskingClassifier(network);
        float[] pass = bright(AxisOrder.NCTHW, 2);
        if (clips == 1) Arrays.fill(pass, pass.length / 2, pass.length, 0);
        network.passes.set(0);
        evidence(masking, pass);
        assertEquals(masking.passes(clips), network.passes.get());
    }

    @Test
    void aPassOfThreeClipsTakesFewerThanStated() {
        SpotNetwork network = new SpotNetwork(AxisOrder.NCTHW);
        MaskingClassifier masking = new MaskingClassifier(network);
        network.passes.set(0);
        evidence(masking, bright(AxisOrder.NCTHW, 3));
        assertTrue(network.passes.get() < masking.passes(3), network.passes + " of " + masking.passes(3));
    }

    @Test
    void itStopsAtTheNextPassWhenItIsCancelled() {
        SpotNetwork network = new SpotNetwork(AxisOrder.NCTHW);
        MaskingClassifier masking = new MaskingClassifier(network);
        AtomicInteger reports = new AtomicInteger();
        Progress progress = new Progress() {
            @Override
            public void report(double fraction, String message) {
                reports.incrementAndGet();
                assertTrue(
                        fraction >= 0 && fraction <= 1 && message.matches("Erasing part \\d+ of 160 and .*"), message);
            }

            @Override
            public boolean isCancelled() {
                return reports.get() == 5;
            }
        };
        try (NDManager manager = Engine.newManager(Device.cpu())) {
            NDArray batch = manager.create(
                    bright(AxisOrder.NCTHW, 2), new Shape(masking.input().batchShape(2)));
            assertThrows(CancellationException.class, () -> masking.forward(batch, progress));
        }
        assertEquals(6, network.passes.get());
    }

    @Test
    void logitsTakeOnePass() {
        SpotNetwork network = new SpotNetwork(AxisOrder.NCTHW);
        try (VideoClassifier masking = new CheckedClassifier(new MaskingClassifier(network));
                NDManager manager = Engine.newManager(Device.cpu())) {
            NDArray batch = manager.create(
                    bright(AxisOrder.NCTHW, 2), new Shape(masking.input().batchShape(2)));
            assertEquals(new Shape(2, 3), masking.logits(batch).getShape());
        }
        assertEquals(1, network.passes.get());
    }

    @Test
    void aClassifierWithFeatureLayersIsRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new MaskingClassifier(new ToyClassifier()))
                .getMessage()
                .contains("'toy' has feature layers"));
    }
}
