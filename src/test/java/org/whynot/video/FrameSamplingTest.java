package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameSamplingTest {

    @Test
    void everySampledFrameComesOnceAndPaddingOnlyAtTheEnd() {
        Random random = new Random(1);
        for (int trial = 0; trial < 500; trial++) {
            int frames = 1 + random.nextInt(70);
            int step = 1 + random.nextInt(5);
            int length = 1 + random.nextInt(20);
            FrameSampling sampling = new FrameSampling(frames, step, length);
            List<Integer> shown = new ArrayList<>();
            for (int clip = 0; clip < sampling.clips(); clip++)
                for (int i = 0; i < length; i++) shown.add(sampling.frameOf(clip, i));
            List<Integer> expected = new ArrayList<>();
            for (int frame = 0; frame < frames; frame += step) expected.add(frame);
            assertEquals(expected.size(), sampling.sampled());
            assertArrayEquals(expected.stream().mapToInt(i -> i).toArray(), sampling.framesUsed());
            assertTrue(sampling.padding() >= 0 && sampling.padding() < length);
            int last = expected.get(expected.size() - 1);
            IntStream.range(0, sampling.padding()).forEach(i -> expected.add(last));
            assertEquals(expected, shown);
        }
    }

    @Test
    void aStillIsOneClipOfOneFrame() {
        FrameSampling sampling = new FrameSampling(1, 3, 16);
        assertEquals(1, sampling.clips());
        assertEquals(15, sampling.padding());
        assertEquals(0, sampling.frameOf(0, 15));
    }

    @Test
    void hugeVideosDoNotOverflow() {
        FrameSampling sampling = new FrameSampling(Integer.MAX_VALUE, 1, 1 << 30);
        assertEquals(2, sampling.clips());
        assertEquals(1, sampling.padding());
        assertEquals(Integer.MAX_VALUE - 1, sampling.frameOf(1, (1 << 30) - 1));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> new FrameSampling(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new FrameSampling(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new FrameSampling(1, 1, 0));
        FrameSampling sampling = new FrameSampling(20, 1, 16);
        assertThrows(IndexOutOfBoundsException.class, () -> sampling.frameOf(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> sampling.frameOf(0, 16));
    }
}
