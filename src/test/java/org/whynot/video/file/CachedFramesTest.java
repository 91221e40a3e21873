package org.whynot.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.Progress;

class CachedFramesTest {

    private static final int FRAMES = 80;
    private static final int LENGTH = 96 * 64 * 3;

    @TempDir
    Path folder;

    private static int number(CachedFrames frames, int frame) throws IOException {
        byte[] bytes = new byte[LENGTH];
        frames.load(frame, bytes);
        float[] rgb = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) rgb[i] = (bytes[i] & 255) / 255f;
        return TestEncoder.number(rgb, 96, 64);
    }

    /** Forward, backward and about, with room for none, some and all. */
    @Test
    void whateverTheLimitFramesAreRight() throws IOException {
        Path clip = new TestEncoder("mpeg4", "mp4").bFrames(2).group(20).write(folder.resolve("clip.mp4"), FRAMES);
        FFmpeg.start();
        FrameIndex index = IndexCache.get(clip, Progress.SILENT);
        for (long limit : new long[] {0, 3 * LENGTH, 40 * LENGTH, 1000 * LENGTH}) {
            CachedFrames frames = new CachedFrames(new DecodedFrames(clip, index), limit);
            Random random = new Random(limit);
            int at = 0;
            for (int step = 0; step < 150; step++) {
                int move = step / 30 % 3;
                at = move == 0 ? at + 1 : move == 1 ? at - 1 : random.nextInt(FRAMES);
                at = Math.max(0, Math.min(FRAMES - 1, at));
                assertEquals(at, number(frames, at), "limit " + limit + ", step " + step);
                assertTrue(frames.keptBytes() <= limit, "limit " + limit);
                if (limit == 1000L * LENGTH && step == 40) assertTrue(frames.keptBytes() > 16 * LENGTH);
            }
            frames.release();
            assertEquals(0, frames.keptBytes());
            assertEquals(3, number(frames, 3), "A released file is opened again.");
            frames.close();
            assertThrows(IOException.class, () -> number(frames, 3));
        }
    }
}
