package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.tube.TubeOracle.randomScores;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** That maps which come piece by piece give the very tubes that the search finds in the whole maps. */
class TubeStreamTest {

    private static final BooleanSupplier NEVER = () -> false;

    /** Some maps {@code [count, P, T, H, W]} that are shown to a stream in pieces. */
    private record Maps(float[] scores, int count, TubeSpace space) {

        /** The frames from {@code first} on, {@code [count, P, length, H, W]}. */
        float[] piece(int first, int length) {
            int cells = space.cellsPerFrame();
            int planes = count * space.shapes();
            float[] piece = new float[planes * length * cells];
            for (int plane = 0; plane < planes; plane++)
                System.arraycopy(
                        scores,
                        (plane * space.frames() + first) * cells,
                        piece,
                        plane * length * cells,
                        length * cells);
            return piece;
        }

        /** One shape of one map in the frames of a tube: what a second look reads. */
        float[] segment(int map, TubeSpan span) {
            float[] piece = new Maps(Arrays.copyOfRange(scores, map * space.size(), (map + 1) * space.size()), 1, space)
                    .piece(span.start(), span.length());
            int size = span.length() * space.cellsPerFrame();
            return Arrays.copyOfRange(piece, span.shape() * size, (span.shape() + 1) * size);
        }

        Tube[] through(TubeStream stream, int chunkFrames, int threads) {
            for (int first = 0; first < space.frames(); first += chunkFrames) {
                int length = Math.min(chunkFrames, space.frames() - first);
                TubeSpace chunk = space.withFrames(length);
                stream.add(piece(first, length), 0, chunk, 0, length, threads, NEVER);
            }
            return tubes(stream);
        }

        Tube[] tubes(TubeStream stream) {
            TubeSpan[] spans = stream.spans();
            Tube[] tubes = new Tube[count];
            for (int map = 0; map < count; map++) tubes[map] = stream.tube(spans[map], segment(map, spans[map]));
            return tubes;
        }
    }

    private static void assertSpan(Tube tube, TubeSpan span) {
        assertEquals(tube.start(), span.start());
        assertEquals(tube.end(), span.end());
        assertEquals(tube.layer(), span.layer());
        assertEquals(tube.shape(), span.shape());
        assertEquals(Float.floatToRawIntBits(tube.value()), Float.floatToRawIntBits(span.value()));
    }

    @Test
    void findsInAThousandRandomMapsWhatTheSearchOfTheWholeFindsForEveryChunkSize() {
        Random random = new Random(11);
        for (int round = 0; round < 1000; round++) {
            TubeSpace space = new TubeSpace(
                    1 + random.nextInt(6),
                    1 + random.nextInt(round % 10 == 0 ? 40 : 9),
                    1 + random.nextInt(5),
                    1 + random.nextInt(5));
            int radius = random.nextInt(4);
            int count = 1 + random.nextInt(3);
            Maps maps = new Maps(randomScores(random, count * space.size(), round % 4 != 0), count, space);
            TubeSearch search = new TubeSearch(radius);
            Tube[] maxima = search.maxima(maps.scores, count, space, 1, NEVER);
            Tube[] minima = search.minima(maps.scores, count, space, 1, NEVER);
            for (int chunk = 1; chunk <= space.frames(); chunk++) {
                TubeStream largest = search.streamOfMaxima(count, space);
                assertArrayEquals(maxima, maps.through(largest, chunk, 1), space + " in chunks of " + chunk);
                for (int map = 0; map < count; map++) assertSpan(maxima[map], largest.spans()[map]);
                TubeStream smallest = search.streamOfMinima(count, space);
                assertArrayEquals(minima, maps.through(smallest, chunk, 1), space + " in chunks of " + chunk);
            }
            if (round % 20 == 0 && count == 1)
                assertEquals(TubeOracle.byRecurrence(maps.scores, space, radius), maxima[0]);
        }
    }

    @Test
    void manyMapsSideBySideOnSeveralThreads() {
        Random random = new Random(12);
        TubeSpace space = new TubeSpace(8, 50, 7, 7);
        int count = 60;
        Maps maps = new Maps(randomScores(random, count * space.size(), true), count, space);
        TubeSearch search = new TubeSearch(1);
        Tube[] expected = search.maxima(maps.scores, count, space, 2, NEVER);
        for (int threads = 1; threads <= 3; threads++)
            assertArrayEquals(expected, maps.through(search.streamOfMaxima(count, space), 16, threads));
    }

    @Test
    void aTubeOfThousandsOfFramesIsFoundWhole() {
        Random random = new Random(13);
        TubeSpace space = new TubeSpace(2, 5000, 7, 7);
        float[] scores = randomScores(random, space.size(), false);
        for (int i = 0; i < scores.length; i++) scores[i] -= i % 49 == 24 ? -1 : 1;
        Maps maps = new Maps(scores, 1, space);
        TubeSearch search = new TubeSearch(1);
        Tube expected = search.maximum(scores, 0, space);
        assertTrue(expected.length() > 4000, "A long tube was wanted, not one of " + expected.length());
        assertEquals(expected, maps.through(search.streamOfMaxima(1, space), 32, 1)[0]);
    }

    @Test
    void framesOfPaddingAndOffsetsAreObeyed() {
        Random random = new Random(14);
        TubeSpace space = new TubeSpace(4, 21, 3, 4);
        Maps maps = new Maps(randomScores(random, 3 * space.size(), true), 3, space);
        TubeSearch search = new TubeSearch(1);
        TubeStream stream = search.streamOfMaxima(3, space);
        TubeSpace chunk = new TubeSpace(4, 10, 3, 4);
        for (int first = 0; first < 21; first += 7) {
            // Two frames of other scores before, one behind, and five numbers before it all.
            float[] padded = new float[5 + 3 * chunk.size()];
            Arrays.fill(padded, 1000);
            float[] piece = maps.piece(first, 7);
            for (int plane = 0; plane < 12; plane++)
                System.arraycopy(piece, plane * 7 * 12, padded, 5 + (plane * 10 + 2) * 12, 7 * 12);
            stream.add(padded, 5, chunk, 2, 2, 1, NEVER);
            stream.add(padded, 5, chunk, 2, 9, 1, NEVER);
        }
        assertEquals(21, stream.frames());
        assertArrayEquals(search.maxima(maps.scores, 3, space, 1, NEVER), maps.tubes(stream));
    }

    @Test
    void noTubeCrossesARestart() {
        Random random = new Random(15);
        TubeSpace space = new TubeSpace(2, 24, 4, 4);
        TubeSpace window = new TubeSpace(2, 8, 4, 4);
        Maps maps = new Maps(randomScores(random, 5 * space.size(), true), 5, space);
        TubeSearch search = new TubeSearch(1);
        TubeStream stream = search.streamOfMaxima(5, space);
        for (int w = 0; w < 3; w++) {
            stream.add(maps.scores, 0, space, 8 * w, 8 * w + 3, 1, NEVER);
            stream.add(maps.scores, 0, space, 8 * w + 3, 8 * w + 8, 1, NEVER);
            Tube[] alone = search.maxima(maps.piece(8 * w, 8), 5, window, 1, NEVER);
            Tube[] found = maps.tubes(stream);
            for (int map = 0; map < 5; map++) {
                assertEquals(alone[map].start() + 8 * w, found[map].start());
                assertEquals(alone[map].length(), found[map].length());
                assertEquals(alone[map].value(), found[map].value());
                assertEquals(alone[map].row(0), found[map].row(0));
                assertEquals(alone[map].column(0), found[map].column(0));
            }
            stream.restart();
            assertThrows(IllegalStateException.class, stream::spans);
        }
    }

    @Test
    void nanAnywhereIsRefusedByNameOfMapAndCell() {
        Random random = new Random(16);
        TubeSpace space = new TubeSpace(6, 12, 3, 5);
        for (int round = 0; round < 100; round++) {
            Maps maps = new Maps(randomScores(random, 4 * space.size(), false), 4, space);
            int at = random.nextInt(maps.scores.length);
            maps.scores[at] = Float.NaN;
            TubeSearch search = new TubeSearch(1);
            TubeStream stream = round % 2 == 0 ? search.streamOfMaxima(4, space) : search.streamOfMinima(4, space);
            int chunk = 1 + random.nextInt(12);
            String message = assertThrows(IllegalArgumentException.class, () -> maps.through(stream, chunk, 2))
                    .getMessage();
            for (String word : new String[] {
                "frame " + at / 15 % 12 + ",", "column " + at % 5 + " ", "map " + at / 1080 + " ", "NaN"
            }) assertTrue(message.contains(word), message);
            assertThrows(IllegalStateException.class, stream::spans);
            assertThrows(IllegalStateException.class, () -> maps.through(stream, chunk, 1));
        }
    }

    @Test
    void infiniteScoresGiveTheSameTubeOrTheSameRefusal() {
        Random random = new Random(17);
        TubeSpace space = new TubeSpace(2, 7, 3, 3);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            float[] scores = randomScores(random, 2 * space.size(), true);
            for (int i = 0; i < scores.length; i++)
                if (random.nextInt(40) == 0)
                    scores[i] = random.nextInt(4) == 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
            if (round % 10 == 0) Arrays.fill(scores, Float.NEGATIVE_INFINITY);
            Maps maps = new Maps(scores, 2, space);
            TubeSearch search = new TubeSearch(1);
            Tube[] expected;
            try {
                expected = search.maxima(scores, 2, space, 1, NEVER);
            } catch (IllegalArgumentException e) {
                refused++;
                for (int chunk = 1; chunk <= 7; chunk++) {
                    int size = chunk;
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> maps.through(search.streamOfMaxima(2, space), size, 1));
                }
                continue;
            }
            for (int chunk = 1; chunk <= 7; chunk++)
                assertArrayEquals(expected, maps.through(search.streamOfMaxima(2, space), chunk, 1));
        }
        assertTrue(refused > 20 && refused < 280, refused + " refused");
    }

    @Test
    void anotherSecondLookIsNoticed() {
        TubeSpace space = TubeSpace.of(4, 1, 1);
        TubeStream stream = new TubeSearch(1).streamOfMaxima(1, space);
        stream.add(new float[] {-1, 2, 3, -4}, 0, space, 0, 4, 1, NEVER);
        TubeSpan span = stream.spans()[0];
        assertEquals(new TubeSpan(0, 0, 1, 3, 5), span);
        assertEquals(5f, stream.tube(span, new float[] {2, 3}).value());
        String message = assertThrows(IllegalStateException.class, () -> stream.tube(span, new float[] {2, 2}))
                .getMessage();
        assertTrue(message.contains("frames 1 to 2"), message);
        // Worth the same, but shorter.
        assertThrows(IllegalStateException.class, () -> stream.tube(span, new float[] {-1, 5}));
    }

    @Test
    void badArgumentsAreNamed() {
        TubeSpace space = TubeSpace.of(4, 2, 2);
        TubeStream stream = new TubeSearch(1).streamOfMaxima(2, space);
        float[] scores = new float[32];
        assertThrows(IllegalStateException.class, stream::spans);
        assertRefused("maps like", () -> stream.add(scores, 0, TubeSpace.of(4, 2, 3), 0, 4, 1, NEVER));
        assertRefused("no frames [0, 5)", () -> stream.add(scores, 0, space, 0, 5, 1, NEVER));
        assertRefused("no frames [3, 2)", () -> stream.add(scores, 0, space, 3, 2, 1, NEVER));
        assertRefused("index -1", () -> stream.add(scores, -1, space, 0, 4, 1, NEVER));
        assertRefused("need 33", () -> stream.add(scores, 1, space, 0, 4, 1, NEVER));
        assertRefused("0 threads", () -> stream.add(scores, 0, space, 0, 4, 0, NEVER));
        assertRefused("-1 score maps", () -> new TubeSearch(1).streamOfMaxima(-1, space));
        stream.add(scores, 0, space, 0, 4, 1, NEVER);
        assertEquals(2, stream.spans().length);
    }

    private static void assertRefused(String words, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void cancellingBreaksItOff() {
        TubeSpace space = TubeSpace.of(16, 14, 14);
        int count = 400;
        float[] scores = randomScores(new Random(18), count * space.size(), false);
        TubeStream stream = new TubeSearch(1).streamOfMaxima(count, space);
        AtomicInteger asked = new AtomicInteger();
        assertThrows(
                CancellationException.class,
                () -> stream.add(scores, 0, space, 0, 16, 2, () -> asked.incrementAndGet() > 3));
        assertThrows(IllegalStateException.class, stream::spans);
    }
}
