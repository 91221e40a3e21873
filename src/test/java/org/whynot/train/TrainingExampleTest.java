package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.video.TestVideos;
import org.whynot.video.Video;

/** What an example holds of the video it was drawn from: window, cut, reflection and brightness. */
class TrainingExampleTest {

    private static final int FRAMES = 11;
    private static final int WINDOW = 4;

    /** The numbers that {@link Augmentation#apply} draws, in its order. */
    private record Drawn(
            int first, int frames, int left, int top, int width, int height, boolean mirrored, float gain) {

        static Drawn of(Video video, Augmentation augmentation, Random random) {
            int first = random.nextInt(Math.max(video.frames() - WINDOW, (video.frames() - 1) / WINDOW * WINDOW) + 1);
            int frames = Math.min(WINDOW, video.frames() - first);
            if (augmentation.shorten() && random.nextInt(4) == 0) frames -= random.nextInt(frames / 3 + 1);
            double smallest = augmentation.smallestCrop();
            int width = (int) Math.round(video.width() * (smallest + (1 - smallest) * random.nextDouble()));
            int height = (int) Math.round(video.height() * (smallest + (1 - smallest) * random.nextDouble()));
            int left = random.nextInt(video.width() - width + 1);
            int top = random.nextInt(video.height() - height + 1);
            boolean mirrored = random.nextBoolean() && augmentation.flip();
            float gain = (float) Math.exp((2 * random.nextDouble() - 1) * Math.log1p(augmentation.brightness()));
            return new Drawn(first, frames, left, top, width, height, mirrored, gain);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void anExampleIsCutMirroredAndBrightenedToTheLastBit(int bits) throws IOException {
        Video video = ImagePlusVideo.of(TestVideos.random(bits, 1, 1, FRAMES, bits), TimeAxis.AUTO, note -> {});
        int mirrored = 0;
        int clipped = 0;
        for (int seed = 0; seed < 60; seed++) {
            Drawn drawn = Drawn.of(video, Augmentation.DEFAULT, new Random(seed));
            Video example = Augmentation.DEFAULT.apply(video, WINDOW, new Random(seed));
            assertEquals(drawn.frames, example.frames());
            assertEquals(drawn.width, example.width());
            assertEquals(drawn.height, example.height());
            float[] whole = new float[video.frameLength()];
            for (int frame = 0; frame < example.frames(); frame++) {
                video.read(drawn.first + frame, whole);
                float[] expected = new float[example.frameLength()];
                for (int i = 0; i < expected.length; i++) {
                    int x = i % drawn.width;
                    int y = drawn.top + i / drawn.width % drawn.height;
                    int column = drawn.left + (drawn.mirrored ? drawn.width - 1 - x : x);
                    int colour = i / drawn.width / drawn.height;
                    float value = whole[(colour * video.height() + y) * video.width() + column] * drawn.gain;
                    if (value > 1) clipped++;
                    expected[i] = Math.min(1, value);
                }
                assertArrayEquals(expected, TestVideos.read(example, frame), "seed " + seed + ", frame " + frame);
            }
            if (drawn.mirrored) mirrored++;
        }
        assertTrue(mirrored > 15 && mirrored < 45 && clipped > 0, mirrored + " mirrored, " + clipped + " clipped");
    }

    @Test
    void withoutVariationOnlyTheWindowIsDrawn() throws IOException {
        Video video = ImagePlusVideo.of(TestVideos.random(24, 1, 1, FRAMES, 5), TimeAxis.AUTO, note -> {});
        for (int seed = 0; seed < 20; seed++) {
            int first = Drawn.of(video, Augmentation.NONE, new Random(seed)).first;
            Video example = Augmentation.NONE.apply(video, WINDOW, new Random(seed));
            assertTrue(example.isEightBit());
            assertEquals(Math.min(WINDOW, FRAMES - first), example.frames());
            assertArrayEquals(TestVideos.read(video, first), TestVideos.read(example, 0));
            example.close();
        }
        TestVideos.read(video, 0);
    }
}
