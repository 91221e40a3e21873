package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.tube.TubeOracle.randomScores;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What the search does with NaN, infinity, bad arguments, several threads, and when it is asked to stop. */
class TubeSearchInputTest {

    private static final BooleanSupplier NEVER = () -> false;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private static String refusal(Runnable search) {
        return assertThrows(IllegalArgumentException.class, search::run).getMessage();
    }

    private static void assertNames(String message, String... words) {
        for (String word : words) assertTrue(message.contains(word), message);
    }

    @Test
    void nanAnywhereIsRefusedByNameOfMapAndCell() {
        Random random = new Random(1);
        TubeSpace space = new TubeSpace(6, 4, 3, 5);
        TubeSearch search = new TubeSearch(1);
        int maps = 9;
        for (int round = 0; round < 60; round++) {
            float[] scores = randomScores(random, maps * space.size(), false);
            int at = random.nextInt(scores.length);
            scores[at] = Float.NaN;
            String[] words = {
                "shape " + at / 60 % 6 + ",",
                "frame " + at / 15 % 4 + ",",
                "row " + at / 5 % 3 + ",",
                "column " + at % 5 + " ",
                "map " + at / 360 + " ",
                "NaN"
            };
            assertNames(refusal(() -> search.maxima(scores, maps, space, 1, NEVER)), words);
            assertNames(refusal(() -> search.minima(scores, maps, space, 2, NEVER)), words);
            assertNames(refusal(() -> search.maximumValues(scores, maps, space, 2, NEVER)), words);
        }
    }

    @Test
    void theFirstMapWithANanIsNamedWhateverTheNumberOfThreads() {
        TubeSpace space = TubeSpace.of(16, 14, 14);
        int maps = 400;
        float[] scores = randomScores(new Random(2), maps * space.size(), false);
        for (int map : new int[] {130, 170, 210, 399}) scores[map * space.size() + 7] = Float.NaN;
        TubeSearch search = new TubeSearch(1);
        for (int threads = 1; threads <= 5; threads++) {
            int used = threads;
            assertNames(refusal(() -> search.maxima(scores, maps, space, used, NEVER)), "map 130 ", "column 7 ");
        }
    }

    @Test
    void infinitiesThatMeetAreRefused() {
        TubeSearch search = new TubeSearch(0);
        TubeSpace space = TubeSpace.of(3, 1, 2);
        float[] scores = {0, INFINITY, 1, -INFINITY, 2, 2};
        assertNames(refusal(() -> search.maximum(scores, 0, space)), "Infinite", "frame 1,", "column 1 ", "NaN");
        float[] negated = {0, -INFINITY, 1, INFINITY, 2, 2};
        assertNames(refusal(() -> search.minimum(negated, 0, space)), "Infinite", "frame 1,", "column 1 ", "NaN");
        // The other way round they never meet: minus infinity is not carried on.
        assertEquals(INFINITY, search.maximum(negated, 0, space).value());
    }

    @Test
    void infiniteScoresThatDoNotMeetHaveATube() {
        Random random = new Random(3);
        TubeSpace space = new TubeSpace(4, 3, 3, 3);
        for (int round = 0; round < 60; round++) {
            float infinite = round % 2 == 0 ? INFINITY : -INFINITY;
            float[] scores = randomScores(random, space.size(), round % 3 == 0);
            for (int i = 0; i < scores.length; i++)
                if (random.nextInt(round % 4 == 0 ? 1 : 8) == 0) scores[i] = infinite;
            TubeSearch search = new TubeSearch(1);
            Tube expected = TubeOracle.byRecurrence(scores, space, 1);
            assertEquals(expected, search.maximum(scores, 0, space));
            assertEquals(expected.value(), search.maximumValues(scores, 1, space, 1, NEVER)[0]);
        }
    }

    @Test
    void anInfiniteMapDoesNotDisturbItsNeighbours() {
        TubeSpace space = TubeSpace.of(4, 3, 3);
        float[] scores = randomScores(new Random(4), 20 * space.size(), false);
        TubeSearch search = new TubeSearch(1);
        Tube[] before = search.maxima(scores, 20, space, 1, NEVER);
        Arrays.fill(scores, 10 * space.size(), 11 * space.size(), INFINITY);
        Tube[] after = search.maxima(scores, 20, space, 1, NEVER);
        assertEquals(INFINITY, after[10].value());
        after[10] = before[10];
        assertArrayEquals(before, after);
    }

    @Test
    void sumsThatOverflowAreInfinite() {
        float[] scores = {Float.MAX_VALUE, Float.MAX_VALUE, 5};
        Tube tube = new TubeSearch(1).maximum(scores, 0, TubeSpace.of(3, 1, 1));
        assertEquals(INFINITY, tube.value());
        assertEquals(2, tube.end());
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        TubeSpace space = new TubeSpace(8, 8, 7, 7);
        int maps = 300;
        float[] scores = randomScores(new Random(5), maps * space.size(), true);
        TubeSearch search = new TubeSearch(1);
        Tube[] tubes = search.maxima(scores, maps, space, 1, NEVER);
        Tube[] lowest = search.minima(scores, maps, space, 1, NEVER);
        float[] values = search.maximumValues(scores, maps, space, 1, NEVER);
        for (int threads : new int[] {2, 3, 8}) {
            assertArrayEquals(tubes, search.maxima(scores, maps, space, threads, NEVER));
            assertArrayEquals(lowest, search.minima(scores, maps, space, threads, NEVER));
            assertArrayEquals(values, search.maximumValues(scores, maps, space, threads, NEVER));
        }
    }

    @Test
    void stopsWhenCancelled() {
        TubeSpace space = TubeSpace.of(16, 14, 14);
        float[] scores = new float[2000 * space.size()];
        TubeSearch search = new TubeSearch(1);
        assertThrows(CancellationException.class, () -> search.maxima(scores, 1, space, 1, () -> true));
        for (int threads = 1; threads <= 2; threads++) {
            AtomicInteger asked = new AtomicInteger();
            int used = threads;
            assertThrows(
                    CancellationException.class,
                    () -> search.minima(scores, 2000, space, used, () -> asked.incrementAndGet() > 5));
            // It was asked again and again while at work, and not for much longer afterwards.
            assertTrue(asked.get() >= 6 && asked.get() <= 6 + used, asked.toString());
        }
    }

    @Test
    void asksWithinOneLargeMapToo() {
        TubeSpace space = TubeSpace.of(20, 300, 400);
        float[] scores = new float[space.size()];
        AtomicInteger asked = new AtomicInteger();
        new TubeSearch(1).maximumValues(scores, 1, space, 1, () -> asked.incrementAndGet() < 0);
        assertTrue(asked.get() >= 5, asked.toString());
    }

    @Test
    void anInterruptStopsItToo() throws InterruptedException {
        TubeSpace space = TubeSpace.of(16, 14, 14);
        float[] scores = new float[500 * space.size()];
        for (int threads = 1; threads <= 2; threads++) {
            int used = threads;
            CountDownLatch running = new CountDownLatch(1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                try {
                    while (true)
                        new TubeSearch(1).maxima(scores, 500, space, used, () -> {
                            running.countDown();
                            return false;
                        });
                } catch (RuntimeException e) {
                    thrown.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            caller.start();
            running.await();
            caller.interrupt();
            caller.join(20_000);
            assertTrue(thrown.get() instanceof CancellationException, String.valueOf(thrown.get()));
            assertEquals(true, flag.get());
        }
    }

    @Test
    void refusesBadArgumentsInWords() {
        TubeSpace space = TubeSpace.of(2, 3, 4);
        TubeSearch search = new TubeSearch(1);
        float[] scores = new float[30];
        assertNames(refusal(() -> new TubeSearch(-1)), "-1");
        assertNames(refusal(() -> search.maximum(scores, 7, space)), "31", "30");
        assertNames(refusal(() -> search.minimum(scores, -1, space)), "-1");
        assertNames(refusal(() -> search.maxima(scores, 2, space, 1, NEVER)), "48", "30");
        assertNames(refusal(() -> search.maxima(scores, -2, space, 1, NEVER)), "-2");
        assertNames(refusal(() -> search.maximumValues(scores, 1, space, 0, NEVER)), "0 threads");
        assertEquals(0, search.maxima(scores, 0, space, 2, NEVER).length);
    }
}
