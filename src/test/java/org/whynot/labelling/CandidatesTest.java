package org.whynot.labelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.dataset.Segment;
import org.whynot.util.Progress;
import org.whynot.video.Display;
import org.whynot.video.Video;

class CandidatesTest {

    private static final int SIZE = 64;

    /** Noise, and a small square that moves in some frames. */
    private static Video video(int frames, List<Segment> moving, long seed) {
        byte[] pixels = new byte[frames * SIZE * SIZE];
        Random random = new Random(seed);
        int place = 0;
        for (int f = 0; f < frames; f++) {
            int frame = f;
            if (moving.stream().anyMatch(s -> s.start() < frame && frame < s.stop())) place = (place + 2) % (SIZE - 8);
            for (int i = 0; i < SIZE * SIZE; i++) pixels[f * SIZE * SIZE + i] = (byte) (60 + 5 * random.nextGaussian());
            for (int y = 20; y < 28; y++)
                for (int x = place; x < place + 8; x++) pixels[f * SIZE * SIZE + y * SIZE + x] = (byte) 180;
        }
        ArrayImg<UnsignedByteType, ByteArray> image = ArrayImgs.unsignedBytes(pixels, SIZE, SIZE, frames);
        return new Video("moving", image, new Display.Range(0, 255), 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void motionIsFoundWhereItIs(long seed) throws IOException {
        List<Segment> moving = List.of(Segment.frames(30, 60), Segment.frames(100, 115), Segment.frames(150, 200));
        List<Segment> found = Candidates.moving(video(240, moving, seed), 8, Progress.SILENT);
        assertEquals(3, found.size(), found.toString());
        for (int i = 0; i < 3; i++) {
            assertEquals(moving.get(i).start() - 4, found.get(i).start(), 1);
            assertEquals(moving.get(i).stop() + 4, found.get(i).stop(), 1);
        }
    }

    @Test
    void nothingMovesInNoise() throws IOException {
        List<Segment> found = Candidates.moving(video(200, List.of(), 5), 0, Progress.SILENT);
        int frames = found.stream().mapToInt(s -> s.stop() - s.start()).sum();
        assertTrue(frames < 20, "frames taken for motion: " + frames);
    }

    @Test
    void oneFrameAndACancelledSearch() throws IOException {
        assertEquals(List.of(), Candidates.moving(video(1, List.of(), 5), 3, Progress.SILENT));
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> Candidates.moving(video(9, List.of(), 5), 3, cancelled));
    }

    @Test
    void regularSegmentsCoverTheVideo() {
        assertEquals(
                List.of(Segment.frames(0, 10), Segment.frames(10, 20), Segment.frames(20, 25)),
                Candidates.regular(25, 10, 10));
        assertEquals(List.of(Segment.frames(0, 10), Segment.frames(10, 20)), Candidates.regular(24, 10, 10));
        assertEquals(List.of(Segment.frames(0, 3)), Candidates.regular(3, 10, 10));
        assertEquals(List.of(Segment.frames(0, 10), Segment.frames(5, 15)), Candidates.regular(15, 10, 5));
        assertThrows(IllegalArgumentException.class, () -> Candidates.regular(10, 0, 1));
    }
}
