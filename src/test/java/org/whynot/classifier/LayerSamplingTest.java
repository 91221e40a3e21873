package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.video.FrameSampling;

class LayerSamplingTest {

    private static LayerSampling of(int frames, int clipFrames, int steps) {
        return new LayerSampling(new FrameSampling(frames, 1, clipFrames), new FeatureLayer("layer", 1, steps, 1, 1));
    }

    @Test
    void withAsManyStepsAsFramesAStepIsASampledFrame() {
        for (int frames : new int[] {1, 5, 16, 17, 31, 32, 33, 40}) {
            LayerSampling time = of(frames, 16, 16);
            assertEquals(frames, time.steps());
            for (int step = 0; step < frames; step++) {
                assertEquals(step, time.firstFrame(step));
                assertEquals(step + 1, time.endFrame(step));
                assertEquals(step, time.middle(step));
                assertEquals(step, time.stepOf(step));
            }
        }
    }

    @Test
    void aStrideOfFourInAVideoThatDoesNotComeOutEven() {
        // Clips of the frames 0 to 15 and 7 to 22; steps of the second begin at 7, 11, 15, 19, and the frames from 16
        // on are new.
        LayerSampling time = of(23, 16, 4);
        assertEquals(6, time.steps());
        assertEquals(2, time.from(1));
        assertEquals(4, time.to(1));
        assertEquals(4, time.firstStep(1));
        assertEquals(16, time.firstFrame(4));
        assertEquals(19, time.endFrame(4));
        assertEquals(19, time.firstFrame(5));
        assertEquals(23, time.endFrame(5));
        assertEquals(17, time.middle(4));
    }

    @Test
    void aShortVideosPaddingIsNoStep() {
        LayerSampling time = of(5, 16, 4);
        assertEquals(2, time.steps());
        assertEquals(4, time.firstFrame(1));
        assertEquals(5, time.endFrame(1));
    }

    /** Every sampled frame belongs to exactly one step, whatever the numbers. */
    @Test
    void stepsFollowOneAnotherWithoutGapOrOverlap() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            int clipFrames = 1 + random.nextInt(20);
            int steps = 1 + random.nextInt(clipFrames);
            int frames = 1 + random.nextInt(90);
            LayerSampling time = of(frames, clipFrames, steps);
            int next = 0;
            for (int step = 0; step < time.steps(); step++) {
                assertEquals(next, time.firstFrame(step));
                assertTrue(time.endFrame(step) > next);
                next = time.endFrame(step);
                for (int frame = time.firstFrame(step); frame < next; frame++) assertEquals(step, time.stepOf(frame));
            }
            assertEquals(frames, next);
        }
    }

    @Test
    void moreStepsThanFramesAreRefusedByName() {
        String message =
                assertThrows(IllegalArgumentException.class, () -> of(5, 4, 5)).getMessage();
        assertTrue(message.contains("'layer'"), message);
    }
}
