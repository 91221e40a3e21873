package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoFeaturesTest {

    private static final int CLIPS = 5;

    @TempDir
    Path folder;

    /** Noise that is the same whenever it is read. */
    private static final class Noise implements ClipSource {
        int reads;

        @Override
        public int clips() {
            return CLIPS;
        }

        @Override
        public int sampled() {
            return CLIPS * 4 - 1;
        }

        @Override
        public void read(int clip, float[] target, int offset) {
            reads++;
            Random random = new Random(clip);
            for (int i = 0; i < 3 * 4 * 32 * 48; i++) target[offset + i] = (float) random.nextGaussian();
        }
    }

    private Model open(int attributes) throws IOException {
        return Model.open(TinyModel.write(folder, List.of("x", "y", "z").subList(0, attributes)), "cpu");
    }

    /** With one attribute there are 8 scores a cell, with two 16; there are 12 features. What is less is kept. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void madeForTwoClassesTheyTellOfAll(int attributes) throws IOException {
        try (Model model = open(attributes);
                VideoFeatures all = model.features(new Noise(), () -> false)) {
            Noise noise = new Noise();
            List<Integer> told = new ArrayList<>();
            List<float[]> scores = new ArrayList<>();
            try (VideoFeatures two = model.features(
                    noise,
                    FeatureLimits.ALL_IN_MEMORY,
                    2,
                    0,
                    (numbers, offset, clip, firstFrame, frames) -> {
                        told.add(firstFrame);
                        told.add(frames);
                        scores.add(numbers);
                    },
                    () -> false,
                    note -> {})) {
                assertEquals(List.of(0, 4, 4, 4, 8, 4, 12, 4, 16, 3), told);
                assertEquals(CLIPS, noise.reads);
                assertEquals(all.space(), two.space());
                assertArrayEquals(all.probabilities(), two.probabilities());
                assertArrayEquals(all.differences(2, 0), two.differences(2, 0));
                assertEquals(CLIPS, noise.reads, "the pair's own scores are kept");
                assertArrayEquals(all.differences(1, 2), two.differences(1, 2));
                assertEquals(attributes == 1 ? 2 * CLIPS : CLIPS, noise.reads);
                assertEquals(all.differences(2, 0)[0], scores.get(0)[0]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void whatTheListenerThrowsEndsTheWork(int clip) throws IOException {
        try (Model model = open(1)) {
            for (Exception thrown : List.of(new IOException("broken"), new CancellationException("enough"))) {
                int[] told = new int[1];
                ScoreListener listener = (numbers, offset, space, firstFrame, frames) -> {
                    if (told[0]++ < clip) return;
                    if (thrown instanceof IOException broken) throw broken;
                    throw (CancellationException) thrown;
                };
                assertEquals(
                        thrown,
                        assertThrows(
                                thrown.getClass(),
                                () -> model.features(
                                        new Noise(),
                                        FeatureLimits.ALL_IN_MEMORY,
                                        2,
                                        0,
                                        listener,
                                        () -> false,
                                        note -> {})));
                assertEquals(clip + 1, told[0]);
            }
        }
    }
}
