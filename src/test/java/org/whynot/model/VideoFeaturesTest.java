package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.ClassifierRun;
import org.whynot.tube.ScoreMaps;
import org.whynot.video.Box;
import org.whynot.video.NoiseVideo;
import org.whynot.video.Video;

class VideoFeaturesTest {

    /** Five clips of four frames; the last one has one frame of the clip before it. */
    private static final int FRAMES = 19;

    @TempDir
    Path folder;

    private Model open(int attributes) throws IOException {
        return Model.open(TinyModel.write(folder, List.of("x", "y", "z").subList(0, attributes)), "cpu");
    }

    private static float[] joined(VideoFeatures features, int positive, int negative) throws IOException {
        List<ScoreMaps> layers = features.differences(positive, negative, () -> false);
        float[] all = new float[layers.stream().mapToInt(l -> l.values().length).sum()];
        int at = 0;
        for (ScoreMaps layer : layers) {
            System.arraycopy(layer.values(), 0, all, at, layer.values().length);
            at += layer.values().length;
        }
        return all;
    }

    /** With one attribute there are 8 scores per cell, with two 16; there are 12 features. What is less is kept. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void madeForTwoClassesTheyTellOfAll(int attributes) throws IOException {
        int[] reads = new int[1];
        Video video = NoiseVideo.of(48, 32, FRAMES, 3, frame -> reads[0]++);
        try (Model model = open(attributes);
                VideoFeatures all = model.features(model.reader(video), () -> false)) {
            assertEquals(FRAMES, reads[0]);
            reads[0] = 0;
            List<String> clips = new ArrayList<>();
            List<Float> first = new ArrayList<>();
            try (VideoFeatures two = model.features(model.reader(video), FeatureLimits.ALL_IN_MEMORY, note -> {})) {
                try (ClassifierRun.Passes passes = two.passes(() -> false)) {
                    for (ClassifierRun.Pass pass = passes.next(); pass != null; pass = passes.next())
                        for (ClipScores clip : two.keep(pass, 2, 0)) {
                            ClipScores.Layer layer = clip.layers().get(0);
                            clips.add(clip.firstFrame() + ": " + layer.from() + " to " + layer.to() + " from step "
                                    + layer.firstStep());
                            first.add(layer.values()[layer.index(0, 0, layer.from())]);
                        }
                    assertNull(passes.next());
                }
                assertEquals(
                        List.of(
                                "0: 0 to 4 from step 0",
                                "4: 0 to 4 from step 4",
                                "8: 0 to 4 from step 8",
                                "12: 0 to 4 from step 12",
                                "16: 1 to 4 from step 16"),
                        clips);
                assertEquals(FRAMES, reads[0]);
                assertEquals(all.spaces(), two.spaces());
                assertArrayEquals(all.probabilities(), two.probabilities());
                float[] expected = joined(all, 2, 0);
                assertArrayEquals(expected, joined(two, 2, 0));
                assertEquals(FRAMES, reads[0], "the pair's own scores are kept");
                int perFrame = all.spaces().get(0).cellsPerFrame();
                for (int clip = 0; clip < 5; clip++) assertEquals(expected[4 * clip * perFrame], first.get(clip));
                assertArrayEquals(joined(all, 1, 2), joined(two, 1, 2));
                assertEquals(attributes == 1, reads[0] > FRAMES);
            }
        }
    }

    /** Only clips with a changed frame are run again, and the one that shares such a frame too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 15, 16, 18})
    void probabilitiesOfAVideoThatDiffersInAFrame(int changed) throws IOException {
        Video video = NoiseVideo.of(48, 32, FRAMES, 3);
        Video other = NoiseVideo.of(48, 32, FRAMES, 3)
                .erase(frame -> frame == changed ? Optional.of(new Box(0, 0, 30, 20)) : Optional.empty());
        try (Model model = open(2);
                VideoFeatures features = model.features(model.reader(video), () -> false)) {
            assertArrayEquals(
                    model.probabilities(model.reader(other), () -> false),
                    features.probabilities(model.reader(other), changed, changed + 1, () -> false));
        }
    }
}
