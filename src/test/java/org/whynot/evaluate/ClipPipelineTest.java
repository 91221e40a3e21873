package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whynot.classifier.ClipPasses;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;
import org.whynot.video.ClipReader;
import org.whynot.video.NoiseVideo;
import org.whynot.video.Video;

class ClipPipelineTest {

    /** A video whose last clip overlaps the one before it, unless there is only one. */
    private static ClipReader noise(Model model, int clips, long seed) {
        ClipFormat format = model.classifier().input();
        int frames = format.frames() * format.frameStep() * clips - (clips > 1 ? 5 : 0);
        return model.reader(NoiseVideo.of(20, 16, frames, seed));
    }

    @Test
    void packedClipsGetTheProbabilitiesOfLonelyOnes() throws IOException {
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu")) {
            ClipPasses passes = model.clipPasses();
            List<double[]> packed = new ArrayList<>();
            int[] clips = {1, 3, 2, 1, 5, 1};
            try (ClipPipeline pipeline = new ClipPipeline(passes, () -> {}, Progress.SILENT)) {
                for (int i = 0; i < clips.length; i++) pipeline.classify(noise(model, clips[i], 100 * i), packed::add);
                pipeline.finish();
            }
            assertEquals(clips.length, packed.size());
            assertEquals(7, passes.passes(), "13 clips in pairs");
            for (int i = 0; i < clips.length; i++)
                assertArrayEquals(
                        model.probabilities(noise(model, clips[i], 100 * i), () -> false), packed.get(i), "video " + i);
        }
    }

    @Test
    void aClipThatCantBeReadEndsTheWork() throws IOException {
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ClipPipeline pipeline = new ClipPipeline(model.clipPasses(), () -> {}, Progress.SILENT)) {
            Video broken = NoiseVideo.of(20, 16, 9, 1, frame -> {
                if (frame == 4) throw new UncheckedIOException(new IOException("it is broken"));
            });
            pipeline.classify(model.reader(broken), p -> {});
            String message = assertThrows(IOException.class, pipeline::finish).getMessage();
            assertTrue(message.contains("Frame 5 ") && message.contains("it is broken"), message);
        }
    }
}
