package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.video.ClipFormat.Resize;

class ClipReaderTest {

    private static final ClipFormat FORMAT =
            new ClipFormat(4, 6, 8, 2, Resize.STRETCH, new float[] {0.1f, 0.2f, 0.3f}, new float[] {0.5f, 0.25f, 2f});

    @Test
    void readsNormalisedClipsOfEverySecondFrame() throws IOException {
        int frames = 11; // sampled: 0 2 4 6 | 4 6 8 10
        List<Integer> read = new ArrayList<>();
        ClipReader reader = new ClipReader(TestVideos.ramp(8, 6, frames), FORMAT, (frame, rgb) -> read.add(frame));
        assertEquals(2, reader.sampling().clips());
        float[] clips = new float[2 * FORMAT.clipLength() + 5];
        Arrays.fill(clips, 99);
        for (int clip = 0; clip < 2; clip++) reader.read(clip, clips, 3 + clip * FORMAT.clipLength());
        assertEquals(List.of(0, 2, 4, 6, 8, 10), read);
        int[][] shown = {{0, 2, 4, 6}, {4, 6, 8, 10}};
        for (int clip = 0; clip < 2; clip++)
            for (int t = 0; t < 4; t++)
                for (int y = 0; y < 6; y++)
                    for (int x = 0; x < 8; x++) {
                        int at = 3 + clip * FORMAT.clipLength() + t * 48 + y * 8 + x;
                        assertEquals(((x + 0.5) / 8 - 0.1) / 0.5, clips[at], 1e-5);
                        assertEquals(((y + 0.5) / 6 - 0.2) / 0.25, clips[at + 192], 1e-5);
                        assertEquals(((shown[clip][t] + 1.0) / frames - 0.3) / 2, clips[at + 384], 1e-5);
                    }
        assertArrayEquals(new float[] {99, 99, 99}, Arrays.copyOf(clips, 3));
        assertArrayEquals(new float[] {99, 99}, Arrays.copyOfRange(clips, clips.length - 2, clips.length));
    }

    @Test
    void aDigestCanBeTakenInTheSamePass() throws IOException {
        Video video = TestVideos.ramp(20, 10, 9);
        PixelDigest digest =
                new PixelDigest(20, 10, FORMAT.sampling(9, Double.NaN).sampled());
        ClipReader reader = new ClipReader(video, FORMAT, (frame, rgb) -> digest.add(rgb.get()));
        float[] clip = new float[FORMAT.clipLength()];
        for (int i = 0; i < reader.sampling().clips(); i++) reader.read(i, clip, 0);
        assertEquals(PixelDigest.of(video, 2), digest.hex());
    }

    @Test
    void eightBitsOrFinerAClipIsTheSame() throws IOException {
        Video video = ImagePlusVideo.of(TestVideos.random(24, 1, 1, 9, 6), TimeAxis.AUTO, note -> {});
        Video finer = TestVideos.inNumbers(video);
        assertTrue(video.isEightBit());
        assertFalse(finer.isEightBit());
        float[][] clips = new float[2][FORMAT.clipLength()];
        List<byte[]> shown = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ClipReader reader = new ClipReader(
                    i == 0 ? video : finer,
                    FORMAT,
                    (frame, rgb) -> shown.add(rgb.get().clone()));
            reader.read(0, clips[i], 0);
        }
        assertArrayEquals(clips[0], clips[1]);
        assertEquals(8, shown.size());
        for (int i = 0; i < 4; i++) assertArrayEquals(shown.get(i), shown.get(4 + i));
    }

    @Test
    void refusesClipsThatAreNotThereAndArraysTooSmall() {
        ClipReader reader = new ClipReader(TestVideos.ramp(8, 6, 3), FORMAT);
        float[] clip = new float[FORMAT.clipLength()];
        assertThrows(IndexOutOfBoundsException.class, () -> reader.read(1, clip, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> reader.read(0, clip, 1));
    }

    /** The last clip alone, and after the one before it, whose frames it shares; in every order of the axes. */
    @Test
    void theLastClipIsTheSameWhetherItsFramesWereReadBeforeOrNot() throws IOException {
        for (AxisOrder axes : AxisOrder.values()) {
            ClipFormat format = new ClipFormat(
                    4, 6, 8, 1, 0, Resize.STRETCH, new float[] {0.1f, 0.2f, 0.3f}, new float[] {0.5f, 0.25f, 2f}, axes);
            Video video = TestVideos.ramp(20, 10, 11);
            List<Integer> read = new ArrayList<>();
            ClipReader inOrder = new ClipReader(video, format, (frame, rgb) -> read.add(frame));
            float[][] clips = new float[3][format.clipLength()];
            for (int clip = 0; clip < 3; clip++) inOrder.read(clip, clips[clip], 0);
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), read);
            float[] alone = new float[format.clipLength()];
            new ClipReader(video, format).read(2, alone, 0);
            assertArrayEquals(alone, clips[2]);
            // Frame 7 is the last of the second clip and the first of the third.
            for (int c = 0; c < 3; c++)
                for (int p = 0; p < 48; p++)
                    assertEquals(clips[1][index(axes, c, 3, p)], clips[2][index(axes, c, 0, p)]);
            float[] plain = new float[format.clipLength()];
            new ClipReader(video, new ClipFormat(4, 6, 8, 1, Resize.STRETCH, format.mean(), format.deviation()))
                    .read(1, plain, 0);
            for (int c = 0; c < 3; c++)
                for (int t = 0; t < 4; t++)
                    for (int p = 0; p < 48; p++)
                        assertEquals(plain[index(AxisOrder.NCTHW, c, t, p)], clips[1][index(axes, c, t, p)]);
        }
    }

    private static int index(AxisOrder axes, int c, int t, int p) {
        return switch (axes) {
            case NCTHW -> (c * 4 + t) * 48 + p;
            case NTCHW -> (t * 3 + c) * 48 + p;
            case NTHWC -> (t * 48 + p) * 3 + c;
        };
    }
}
