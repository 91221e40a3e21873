package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.model.ClipPasses;
import org.whynot.model.ClipSource;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;

class ClipPipelineTest {

    /** Noise in the shape of clips. */
    private record Noise(int clips, long seed) implements ClipSource {
        @Override
        public int sampled() {
            return clips;
        }

        @Override
        public void read(int clip, float[] target, int offset) throws IOException {
            if (seed < 0) throw new IOException("Clip " + clip + " is broken.");
            Random random = new Random(seed + clip);
            int length = target.length / ClipPasses.CLIPS;
            for (int i = 0; i < length; i++) target[offset + i] = (float) random.nextGaussian();
        }
    }

    @Test
    void packedClipsGetTheProbabilitiesOfLonelyOnes() throws IOException {
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu")) {
            ClipPasses passes = model.clipPasses();
            List<double[]> packed = new ArrayList<>();
            int[] clips = {1, 3, 2, 1, 5, 1};
            try (ClipPipeline pipeline = new ClipPipeline(passes, () -> {}, Progress.SILENT)) {
                for (int i = 0; i < clips.length; i++) pipeline.classify(new Noise(clips[i], 100 * i), packed::add);
                pipeline.finish();
            }
            assertEquals(clips.length, packed.size());
            assertEquals(7, passes.passes(), "13 clips in pairs");
            for (int i = 0; i < clips.length; i++)
                assertArrayEquals(
                        model.probabilities(new Noise(clips[i], 100 * i), () -> false), packed.get(i), "video " + i);
        }
    }

    @Test
    void aClipThatCantBeReadEndsTheWork() throws IOException {
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ClipPipeline pipeline = new ClipPipeline(model.clipPasses(), () -> {}, Progress.SILENT)) {
            pipeline.classify(new Noise(1, -1), p -> {});
            assertEquals(
                    "Clip 0 is broken.",
                    assertThrows(IOException.class, pipeline::finish).getMessage());
        }
    }
}
