package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.dataset.VideoSize;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.video.Box;
import org.whynot.video.TestVideos;
import org.whynot.video.Video;

/** What an example holds of the video it was drawn from: window, cut, reflection and brightness. */
class TrainingExampleTest {

    private static final int FRAMES = 11;
    private static final int WINDOW = 4;
    private static final float[] COVER = {0.25f, 0.5f, 0.75f};
    /** Boxes in two frames of 11, of an attribute and of an actor. */
    private static final Sample SAMPLE = new Sample(
            "clip",
            0,
            Path.of("clip.avi"),
            "train",
            List.of(),
            Map.of("ball", List.of(new FrameBox(2, new Box(1, 2, 3, 4), true, 0))),
            List.of(new FrameBox(7, new Box(0, 0, 2, 3), true, 0)),
            VideoSize.UNKNOWN);

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
            Video example = Augmentation.DEFAULT.apply(video, SAMPLE, COVER, WINDOW, new Random(seed));
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
            Video example = Augmentation.NONE.apply(video, SAMPLE, COVER, WINDOW, new Random(seed));
            assertTrue(example.isEightBit());
            assertEquals(Math.min(WINDOW, FRAMES - first), example.frames());
            assertArrayEquals(TestVideos.read(video, first), TestVideos.read(example, 0));
            example.close();
        }
        TestVideos.read(video, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32})
    void withoutBackgroundHalfOfTheExamplesShowOnlyWhatHasBoxes(int bits) throws IOException {
        Video video = ImagePlusVideo.of(TestVideos.random(bits, 1, 1, FRAMES, 6), TimeAxis.AUTO, note -> {});
        Augmentation background = Augmentation.of("background");
        int covered = 0;
        for (int seed = 0; seed < 40; seed++) {
            int first = Drawn.of(video, Augmentation.NONE, new Random(seed)).first;
            Video example = background.apply(video, SAMPLE, COVER, WINDOW, new Random(seed));
            float[] last = TestVideos.read(example, example.frames() - 1);
            int frame = first + example.frames() - 1;
            float[] whole = TestVideos.read(video, frame);
            if (Arrays.equals(last, whole)) continue;
            covered++;
            // Frame 4 is nearer to 2, frame 5 to 7.
            Box box = frame <= 4 ? new Box(1, 2, 3, 4) : new Box(0, 0, 2, 3);
            assertArrayEquals(kept(video, whole, box, true), last, 1 / 255f, "seed " + seed + ", frame " + frame);
        }
        assertTrue(covered > 8 && covered < 32, covered + " covered");
        Sample without =
                new Sample("clip", 0, Path.of("clip.avi"), "train", List.of(), Map.of(), List.of(), VideoSize.UNKNOWN);
        for (int seed = 0; seed < 10; seed++) {
            int first = Drawn.of(video, Augmentation.NONE, new Random(seed)).first;
            Video example = background.apply(video, without, COVER, WINDOW, new Random(seed));
            assertArrayEquals(TestVideos.read(video, first), TestVideos.read(example, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32})
    void aCutoutCoversOneRectangleOfAllFrames(int bits) throws IOException {
        Video video = ImagePlusVideo.of(TestVideos.random(bits, 1, 1, FRAMES, 6), TimeAxis.AUTO, note -> {});
        int covered = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int first = Drawn.of(video, Augmentation.NONE, random).first;
            boolean cut = random.nextBoolean();
            int width = (int) Math.round(video.width() * (0.2 + 0.3 * random.nextDouble()));
            int height = (int) Math.round(video.height() * (0.2 + 0.3 * random.nextDouble()));
            Box box = new Box(
                    random.nextInt(video.width() - width + 1),
                    random.nextInt(video.height() - height + 1),
                    width,
                    height);
            Video example = Augmentation.of("cutout").apply(video, SAMPLE, COVER, WINDOW, new Random(seed));
            if (cut) covered++;
            for (int frame = 0; frame < example.frames(); frame++) {
                float[] whole = TestVideos.read(video, first + frame);
                assertArrayEquals(
                        cut ? kept(video, whole, box, false) : whole, TestVideos.read(example, frame), 1 / 255f);
            }
        }
        assertTrue(covered > 8 && covered < 32, covered + " covered");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32})
    void coloursAreShiftedInThreeExamplesOfFourAndRemovedInTheFourth(int bits) throws IOException {
        Video video = ImagePlusVideo.of(TestVideos.random(bits, 1, 1, FRAMES, 6), TimeAxis.AUTO, note -> {});
        int grey = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int first = Drawn.of(video, Augmentation.NONE, random).first;
            boolean removed = random.nextInt(4) == 0;
            double[] gains = new double[3];
            for (int c = 0; c < 3; c++) gains[c] = Math.pow(1.3, 2 * random.nextDouble() - 1);
            Video example = Augmentation.of("colour").apply(video, SAMPLE, COVER, WINDOW, new Random(seed));
            float[] whole = TestVideos.read(video, first);
            float[] expected = new float[whole.length];
            int pixels = whole.length / 3;
            for (int i = 0; i < pixels; i++)
                for (int c = 0; c < 3; c++)
                    expected[c * pixels + i] = (float)
                            (removed
                                    ? 0.299 * whole[i] + 0.587 * whole[pixels + i] + 0.114 * whole[2 * pixels + i]
                                    : Math.min(1, gains[c] * whole[c * pixels + i]));
            assertArrayEquals(expected, TestVideos.read(example, 0), 0.6f / 255, "seed " + seed);
            if (removed) grey++;
        }
        assertTrue(grey > 5 && grey < 27, grey + " without colour");
    }

    /** A frame of which only what is inside of a box, or outside of it, is left. */
    private static float[] kept(Video video, float[] whole, Box box, boolean inside) {
        float[] kept = whole.clone();
        int pixels = whole.length / 3;
        for (int i = 0; i < pixels; i++) {
            double x = i % video.width() + 0.5;
            double y = i / video.width() + 0.5;
            boolean isInside = x >= box.x() && x < box.right() && y >= box.y() && y < box.bottom();
            if (isInside != inside) for (int c = 0; c < 3; c++) kept[c * pixels + i] = COVER[c];
        }
        return kept;
    }
}
