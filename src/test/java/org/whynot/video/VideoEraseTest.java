package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;

class VideoEraseTest {

    @Test
    void erasesThePixelsWhoseCentresLieInside() throws IOException {
        Random random = new Random(3);
        Video video = TestVideos.ramp(12, 8, 2);
        float[] before = TestVideos.read(video, 1);
        for (int trial = 0; trial < 200; trial++) {
            Box box = new Box(
                    random.nextDouble() * 20 - 5,
                    random.nextDouble() * 16 - 5,
                    random.nextDouble() * 10,
                    random.nextDouble() * 8);
            Video erased = video.erase(frame -> frame == 1 ? Optional.of(box) : Optional.empty());
            float[] after = TestVideos.read(erased, 1);
            Rectangle pixels = box.pixels();
            for (int i = 0; i < before.length; i++) {
                int x = i % 12;
                int y = i / 12 % 8;
                boolean inside =
                        x + 0.5 >= box.x() && x + 0.5 < box.right() && y + 0.5 >= box.y() && y + 0.5 < box.bottom();
                assertEquals(inside ? 0 : before[i], after[i]);
                assertEquals(inside, pixels.contains(x, y));
            }
            TestVideos.assertClose(TestVideos.read(video, 0), TestVideos.read(erased, 0), 0);
        }
    }

    @Test
    void aVideoInEightBitsStaysOne() throws IOException {
        Box box = new Box(2, 1, 5, 4);
        for (int bits : new int[] {16, 24}) {
            Video video = ImagePlusVideo.of(TestVideos.random(bits, 1, 1, 2, 5), TimeAxis.AUTO, note -> {});
            Video erased = video.erase(frame -> Optional.of(box));
            assertEquals(bits == 24, erased.isEightBit());
            float[] before = TestVideos.read(video, 1);
            float[] after = TestVideos.read(erased, 1);
            for (int i = 0; i < before.length; i++)
                assertEquals(
                        box.pixels().contains(i % TestVideos.WIDTH, i / TestVideos.WIDTH % TestVideos.HEIGHT)
                                ? 0
                                : before[i],
                        after[i]);
        }
    }

    @Test
    void boxesThatTouchShareNoPixelAndLeaveNone() {
        for (double edge = 0; edge <= 10; edge += 0.25) {
            Rectangle left = new Box(0, 0, edge, 4).pixels();
            Rectangle right = new Box(edge, 0, 10 - edge, 4).pixels();
            assertFalse(left.intersects(right));
            assertEquals(40, left.width * left.height + right.width * right.height);
        }
        assertTrue(new Box(3.6, 0, 0.8, 4).pixels().isEmpty());
    }

    @Test
    void closingItLeavesTheVideoOpen() throws IOException {
        ImagePlusVideo video = ImagePlusVideo.of(TestVideos.random(8, 1, 1, 3, 4), TimeAxis.AUTO, note -> {});
        Video erased = video.erase(frame -> Optional.empty());
        assertEquals("clip", erased.name());
        erased.close();
        erased.close();
        assertThrows(IOException.class, () -> TestVideos.read(erased, 0));
        TestVideos.read(video, 0);
    }
}
