package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameSamplingTest {

    @Test
    void everySampledFrameCountsOnceAndOnlyShortVideosArePadded() {
        Random random = new Random(1);
        for (int trial = 0; trial < 500; trial++) {
            int frames = 1 + random.nextInt(70);
            int step = 1 + random.nextInt(5);
            int length = 1 + random.nextInt(20);
            FrameSampling sampling = new FrameSampling(frames, step, length);
            List<Integer> counted = new ArrayList<>();
            for (int clip = 0; clip < sampling.clips(); clip++) {
                int seen = sampling.firstNewOf(clip) - sampling.firstOf(clip);
                assertEquals(counted.size(), sampling.firstNewOf(clip));
                for (int i = 0; i < sampling.newFramesOf(clip); i++) counted.add(sampling.frameOf(clip, seen + i));
                // No clip is made of repeated frames, unless the video is shorter than one.
                for (int i = 1; i < length - sampling.padding(); i++)
                    assertEquals(sampling.frameOf(clip, i - 1) + step, sampling.frameOf(clip, i));
                for (int i = length - sampling.padding(); i < length; i++)
                    assertEquals(sampling.frameOf(clip, i - 1), sampling.frameOf(clip, i));
            }
            List<Integer> expected = new ArrayList<>();
            for (int frame = 0; frame < frames; frame += step) expected.add(frame);
            assertEquals(expected.size(), sampling.sampled());
            assertEquals(expected, counted);
            assertArrayEquals(expected.stream().mapToInt(i -> i).toArray(), sampling.framesUsed());
            assertEquals(Math.max(0, length - expected.size()), sampling.padding());
        }
    }

    @Test
    void theLastClipOverlapsTheOneBefore() {
        FrameSampling sampling = new FrameSampling(40, 1, 16);
        assertEquals(3, sampling.clips());
        assertEquals(24, sampling.firstOf(2));
        assertEquals(32, sampling.firstNewOf(2));
        assertEquals(8, sampling.newFramesOf(2));
        assertTrue(sampling.has(1, 24, 25) && sampling.has(2, 24, 25));
        assertFalse(sampling.has(2, 20, 24));
        assertFalse(sampling.has(1, 32, 40));
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
        assertEquals(0, sampling.padding());
        assertEquals(Integer.MAX_VALUE - (1 << 30), sampling.firstOf(1));
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
