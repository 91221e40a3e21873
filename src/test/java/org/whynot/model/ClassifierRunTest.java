package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clips are read and classified: in which order, a few at a time, with less when memory runs out. */
class ClassifierRunTest {

    private static final Architecture SMALL = new Architecture(new int[] {4, 4, 6, 8, 8}, 1);
    private static final ModelCard.Input INPUT =
            new ModelCard.Input(4, 32, 32, 1, "stretch", new float[3], new float[] {1, 1, 1});

    private static NDManager manager;
    private static C3dResNet network;

    @BeforeAll
    static void open() {
        manager = Engine.newManager(Engine.device("cpu"));
        network = C3dResNet.random(SMALL, 3, manager, new Random(5));
        network.weights().setTrainable(false);
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    /** Clips of seeded noise; notes which were read, and fails if two threads read at once. */
    private static final class Noise implements ClipSource {
        private final int clips;
        final List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger readers = new AtomicInteger();

        Noise(int clips) {
            this.clips = clips;
        }

        @Override
        public int clips() {
            return clips;
        }

        @Override
        public int sampled() {
            return 4 * clips;
        }

        @Override
        public void read(int clip, float[] target, int offset) throws IOException {
            if (readers.incrementAndGet() > 1) throw new IOException("Two threads read at once.");
            Random random = new Random(clip);
            for (int i = 0; i < 3 * 4 * 32 * 32; i++) target[offset + i] = (float) random.nextGaussian();
            read.add(clip);
            readers.decrementAndGet();
        }
    }

    private static double[][] run(int perPass, int clips) throws IOException {
        return new ClassifierRun(c -> network.forward(c, false), INPUT, manager, perPass, note -> {})
                .run(new Noise(clips), new double[clips][], () -> false, (clip, count, features) -> {});
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
    @ValueSource(ints = {1, 2, 3, 11})
    void everyClipIsReadOnceInOrder(int clips) throws IOException {
        Noise noise = new Noise(clips);
        new ClassifierRun(network, INPUT, manager).probabilities(noise, () -> false, null);
        List<Integer> all = new ArrayList<>();
        for (int clip = 0; clip < clips; clip++) all.add(clip);
        assertEquals(all, noise.read);
    }

    @Test
    void clipsThatAreKnownAreNotReadAndTheOthersComeOutAsBefore() throws IOException {
        double[][] all = run(2, 9);
        double[][] known = all.clone();
        known[4] = null;
        known[8] = null;
        Noise noise = new Noise(9);
        new ClassifierRun(network, INPUT, manager).run(noise, known, () -> false, (clip, count, features) -> {});
        assertEquals(List.of(4, 5, 8), noise.read);
        for (int clip = 0; clip < 9; clip++) assertArrayEquals(all[clip], known[clip]);
        assertArrayEquals(ClassifierRun.mean(all), ClassifierRun.mean(known));
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
        ClassifierRun run = new ClassifierRun(
                clips -> {
                    sizes.add(clips.getShape().get(0));
                    if (sizes.size() > 1 && clips.getShape().get(0) > 2) outOfMemory(kind);
                    return network.forward(clips, false);
                },
                INPUT,
                manager,
                8,
                notes::add);
        double[][] found = run.run(new Noise(19), new double[19][], () -> false, (clip, count, features) -> {
            passes.add(clip);
            assertEquals(clip == 0 ? 8 : 2, features.get(0).getShape().get(0));
            assertEquals(Math.min(clip == 0 ? 8 : 2, 19 - clip), count);
        });
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
        ClassifierRun run = new ClassifierRun(
                clips -> {
                    outOfMemory(0);
                    return null;
                },
                INPUT,
                manager,
                4,
                note -> {});
        String message = assertThrows(EngineException.class, () -> run.probabilities(new Noise(6), () -> false, null))
                .getMessage();
        assertTrue(message.contains("single clip of 4 frames of 32 x 32 pixels"), message);
    }

    @Test
    void anyOtherFailureOfTheEngineIsPassedOn() {
        ai.djl.engine.EngineException failure = new ai.djl.engine.EngineException("shapes do not match");
        ClassifierRun run = new ClassifierRun(
                clips -> {
                    throw failure;
                },
                INPUT,
                manager,
                4,
                note -> {});
        assertSame(
                failure,
                assertThrows(
                        ai.djl.engine.EngineException.class, () -> run.probabilities(new Noise(6), () -> false, null)));
    }

    @Test
    void aFrameThatCantBeReadAndACancelledReadEndTheRun() {
        for (Exception failure : List.of(new IOException("Frame 30 is damaged."), new CancellationException("Stop.")))
            for (int broken = 0; broken < 7; broken++) {
                int at = broken;
                Noise noise = new Noise(7);
                ClipSource source = new ClipSource() {
                    @Override
                    public int clips() {
                        return 7;
                    }

                    @Override
                    public int sampled() {
                        return 28;
                    }

                    @Override
                    public void read(int clip, float[] target, int offset) throws IOException {
                        if (clip == at && failure instanceof IOException io) throw io;
                        if (clip == at) throw (RuntimeException) failure;
                        noise.read(clip, target, offset);
                    }
                };
                assertSame(failure, assertThrows(Exception.class, () -> new ClassifierRun(network, INPUT, manager)
                        .probabilities(source, () -> false, null)));
            }
    }

    @Test
    void afterCancellingNothingIsReadAnyMore() throws InterruptedException {
        Noise noise = new Noise(1000);
        AtomicInteger asked = new AtomicInteger();
        assertThrows(CancellationException.class, () -> new ClassifierRun(network, INPUT, manager)
                .probabilities(noise, () -> asked.incrementAndGet() > 4, null));
        int read = noise.read.size();
        Thread.sleep(50);
        assertEquals(read, noise.read.size());
        assertTrue(read < 12, read + " clips were read.");
    }

    @Test
    void anInterruptCancelsAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new ClassifierRun(network, INPUT, manager)
                .probabilities(new Noise(9), () -> false, null));
        assertTrue(Thread.interrupted());
    }
}
