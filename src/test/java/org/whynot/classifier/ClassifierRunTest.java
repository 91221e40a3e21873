package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.video.ClipFormat;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameSampling;
import org.whynot.video.NoiseVideo;

/** How clips are read and classified: in which order, a few at a time, with less when memory runs out. */
class ClassifierRunTest {

    private static final Architecture SMALL = new Architecture(new int[] {4, 4, 6, 8, 8}, 1);
    private static final ClipFormat INPUT =
            new ClipFormat(4, 32, 32, 1, ClipFormat.Resize.STRETCH, new float[3], new float[] {1, 1, 1});
    private static final List<String> CLASSES = List.of("a", "b", "c");

    private static NDManager manager;
    private static C3dResNet network;
    private static VideoClassifier classifier;

    @BeforeAll
    static void open() {
        manager = Engine.newManager(Engine.device("cpu"));
        network = C3dResNet.random(SMALL, 3, manager, new Random(5));
        network.weights().setTrainable(false);
        classifier = C3dClassifier.of(network, INPUT, CLASSES, manager);
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    /** A video of so many whole clips of seeded noise; notes which frames were read, and fails if two threads read at once. */
    private static final class Noise {
        final List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        final ClipReader reader;
        private final AtomicInteger readers = new AtomicInteger();

        Noise(int clips) {
            this(clips, frame -> {});
        }

        Noise(int clips, IntConsumer onRead) {
            reader = new ClipReader(
                    NoiseVideo.of(32, 32, 4 * clips, 7, frame -> {
                        if (readers.incrementAndGet() > 1) throw new AssertionError("Two threads read at once.");
                        onRead.accept(frame);
                        read.add(frame);
                        readers.decrementAndGet();
                    }),
                    INPUT);
        }

        /** The clips that were read, in order; each must have been read whole. */
        List<Integer> clips() {
            List<Integer> clips = new ArrayList<>();
            for (int i = 0; i < read.size(); i++) {
                assertEquals(i % 4, read.get(i) % 4);
                if (i % 4 == 0) clips.add(read.get(i) / 4);
            }
            return clips;
        }
    }

    private static double[][] run(int perPass, int clips) throws IOException {
        return new ClassifierRun(classifier, manager, perPass, note -> {})
                .probabilities(new Noise(clips).reader, new double[clips][], () -> false);
    }

    private static ClassifierRun run() {
        return new ClassifierRun(classifier, manager, note -> {});
    }

    /** The classifier with another forward pass. */
    private record Other(UnaryOperator<NDArray> before) implements VideoClassifier {
        @Override
        public ClipFormat input() {
            return INPUT;
        }

        @Override
        public List<String> classes() {
            return CLASSES;
        }

        @Override
        public List<FeatureLayer> layers() {
            return classifier.layers();
        }

        @Override
        public Output forward(NDArray clips) {
            return classifier.forward(before.apply(clips));
        }

        @Override
        public Device device() {
            return classifier.device();
        }

        @Override
        public String description() {
            return "other";
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void theNumberOfClipsInAPassChangesNothingButRounding(int perPass) throws IOException {
        double[][] expected = run(2, 11);
        double[][] found = run(perPass, 11);
        for (int clip = 0; clip < 11; clip++) assertArrayEquals(expected[clip], found[clip], 1e-5);
        assertArrayEquals(found, run(perPass, 11));
    }

    @ParameterizedTest
    @CsvSource({"1,2", "2,2", "3,3", "4,2 2", "5,2 3", "6,2 2 2", "7,2 2 3"})
    void aPassHasTwoClipsAndTheLastOneThreeWhereOneWouldBeLeftOver(int clips, String rows) throws IOException {
        List<String> sizes = new ArrayList<>();
        VideoClassifier noting = new Other(batch -> {
            sizes.add(String.valueOf(batch.getShape().get(0)));
            return batch;
        });
        new ClassifierRun(noting, manager, note -> {}).probabilities(new Noise(clips).reader, () -> false);
        assertEquals(rows, String.join(" ", sizes));
        assertEquals(sizes.size(), ClassifierRun.passes(clips));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 11})
    void everyClipIsReadOnceInOrder(int clips) throws IOException {
        Noise noise = new Noise(clips);
        run().probabilities(noise.reader, () -> false);
        List<Integer> all = new ArrayList<>();
        for (int clip = 0; clip < clips; clip++) all.add(clip);
        assertEquals(all, noise.clips());
    }

    @Test
    void clipsThatAreKnownAreNotReadAndTheOthersComeOutAsBefore() throws IOException {
        double[][] all = run(2, 9);
        double[][] known = all.clone();
        known[3] = null;
        known[8] = null;
        Noise noise = new Noise(9);
        run().probabilities(noise.reader, known, () -> false);
        assertEquals(List.of(2, 3, 6, 7, 8), noise.clips());
        for (int clip = 0; clip < 9; clip++) assertArrayEquals(all[clip], known[clip]);
    }

    /** What the engine says where there is no memory: on a processor, on a graphics card, and Java itself. */
    private static void outOfMemory(int kind) {
        switch (kind) {
            case 0 ->
                throw new ai.djl.engine.EngineException(
                        "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you tried"
                                + " to allocate 40960000 bytes. Error code 12 (Cannot allocate memory)");
            case 1 -> throw new ai.djl.engine.EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
            default -> throw new OutOfMemoryError("Java heap space");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void thePassIsHalvedWhenMemoryRunsOutAndTheUserIsTold(int kind) throws IOException {
        List<String> notes = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        List<Integer> passes = new ArrayList<>();
        VideoClassifier poor = new Other(clips -> {
            sizes.add(clips.getShape().get(0));
            if (sizes.size() > 1 && clips.getShape().get(0) > 2) outOfMemory(kind);
            return clips;
        });
        double[][] found = new double[19][];
        try (ClassifierRun.Passes all = new ClassifierRun(poor, manager, 8, notes::add)
                .passes(new Noise(19).reader, clip -> true, () -> false)) {
            for (ClassifierRun.Pass next = all.next(); next != null; next = all.next())
                try (ClassifierRun.Pass pass = next) {
                    passes.add(pass.clip());
                    assertEquals(pass.clip() == 0 ? 8 : 2, pass.rows());
                    assertEquals(Math.min(pass.clip() == 0 ? 8 : 2, 19 - pass.clip()), pass.clips());
                    System.arraycopy(pass.probabilities(), 0, found, pass.clip(), pass.clips());
                }
        }
        assertEquals(List.of(8L, 8L, 4L, 2L, 2L, 2L, 2L, 2L, 2L), sizes);
        assertEquals(List.of(0, 8, 10, 12, 14, 16, 18), passes);
        assertEquals(2, notes.size(), notes.toString());
        assertTrue(notes.get(0).contains("4 clips at a time instead of 8"), notes.toString());
        assertTrue(notes.get(1).contains("2 clips at a time instead of 4"), notes.toString());
        double[][] expected = run(8, 19);
        for (int clip = 0; clip < 19; clip++) assertArrayEquals(expected[clip], found[clip], 1e-5);
    }

    @Test
    void aSingleClipThatDoesNotFitIsASentence() {
        VideoClassifier poor = new Other(clips -> {
            outOfMemory(0);
            return clips;
        });
        String message = assertThrows(EngineException.class, () -> new ClassifierRun(poor, manager, 4, note -> {})
                        .probabilities(new Noise(6).reader, () -> false))
                .getMessage();
        assertTrue(message.contains("single clip of 4 frames of 32 x 32 pixels"), message);
    }

    @Test
    void anyOtherFailureOfTheEngineIsPassedOn() {
        ai.djl.engine.EngineException failure = new ai.djl.engine.EngineException("shapes do not match");
        VideoClassifier failing = new Other(clips -> {
            throw failure;
        });
        assertSame(failure, assertThrows(ai.djl.engine.EngineException.class, () -> new ClassifierRun(
                        failing, manager, 4, note -> {})
                .probabilities(new Noise(6).reader, () -> false)));
    }

    @Test
    void aPassThatNobodyTookIsFreed() throws IOException {
        try (NDManager own = Engine.newManager(Engine.device("cpu"))) {
            ClassifierRun run = new ClassifierRun(classifier, own, note -> {});
            for (int taken = 0; taken < 4; taken++) {
                try (ClassifierRun.Passes passes = run.passes(new Noise(12).reader, clip -> true, () -> false)) {
                    for (int i = 0; i < taken; i++) passes.next().close();
                }
                assertEquals(0, own.getManagedArrays().size());
            }
        }
    }

    @Test
    void aFrameThatCantBeReadAndACancelledReadEndTheRun() {
        for (int broken = 0; broken < 7; broken++) {
            int at = 4 * broken + 1;
            CancellationException stop = new CancellationException("Stop.");
            Noise cancelled = new Noise(7, frame -> {
                if (frame == at) throw stop;
            });
            assertSame(stop, assertThrows(CancellationException.class, () -> run().probabilities(
                            cancelled.reader, () -> false)));
            Noise damaged = new Noise(7, frame -> {
                if (frame == at) throw new UncheckedIOException(new IOException("it is damaged"));
            });
            String message = assertThrows(IOException.class, () -> run().probabilities(damaged.reader, () -> false))
                    .getMessage();
            assertTrue(message.contains("Frame " + (at + 1) + " "), message);
        }
    }

    @Test
    void afterCancellingNothingIsReadAnyMore() throws InterruptedException {
        Noise noise = new Noise(1000);
        AtomicInteger asked = new AtomicInteger();
        assertThrows(CancellationException.class, () -> run().probabilities(
                        noise.reader, () -> asked.incrementAndGet() > 4));
        int read = noise.read.size();
        Thread.sleep(50);
        assertEquals(read, noise.read.size());
        assertTrue(read < 4 * 12, read + " frames were read.");
    }

    @Test
    void anInterruptCancelsAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> run().probabilities(new Noise(9).reader, () -> false));
        assertTrue(Thread.interrupted());
    }

    @Test
    void theMeanOverClipsIsWeightedByTheirNewFrames() {
        FrameSampling sampling = new FrameSampling(9, 1, 4);
        double[][] clips = {{1, 0}, {0, 1}, {0.5, 0.5}};
        double[] mean = ClassifierRun.mean(clips, sampling);
        assertArrayEquals(new double[] {4 / 9.0 + 0.5 / 9, 4 / 9.0 + 0.5 / 9}, mean, 1e-12);
        assertArrayEquals(
                new double[] {4 / 7.0, 3 / 7.0},
                ClassifierRun.mean(new double[][] {{1, 0}, {0, 1}}, new FrameSampling(7, 1, 4)),
                1e-12);
    }
}
