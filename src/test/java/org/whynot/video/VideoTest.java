package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.imglib2.Cursor;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class VideoTest {

    private static Img<UnsignedShortType> noise(long... dimensions) {
        Img<UnsignedShortType> image = PlanarImgs.unsignedShorts(dimensions);
        Random random = new Random(2);
        Cursor<UnsignedShortType> cursor = image.cursor();
        while (cursor.hasNext()) cursor.next().set(random.nextInt(5000));
        return image;
    }

    private static double value(Img<UnsignedShortType> image, long... position) {
        double share = (image.getAt(position).getRealDouble() - 1000) / 3000;
        return Math.max(0, Math.min(1, share));
    }

    @Test
    void greyBecomesThreeEqualChannels() throws IOException {
        Img<UnsignedShortType> image = noise(5, 4, 3);
        Video video = new Video("a/b.tif", image, new Display.Range(1000, 4000), 2.5);
        assertEquals("a_b", video.name());
        assertEquals(2.5, video.frameInterval());
        assertEquals(3, video.frames());
        for (int t = 0; t < 3; t++) {
            float[] rgb = TestVideos.read(video, t);
            for (int i = 0; i < 60; i++) assertEquals(value(image, i % 5, i / 5 % 4, t), rgb[i], 1e-6);
        }
    }

    @Test
    void coloursAreRedGreenBlue() throws IOException {
        Img<UnsignedShortType> image = noise(5, 4, 3, 2);
        Video video = new Video("b", image, new Display.Range(1000, 4000), Double.NaN);
        assertEquals(2, video.frames());
        for (int t = 0; t < 2; t++) {
            float[] rgb = TestVideos.read(video, t);
            for (int i = 0; i < 60; i++) assertEquals(value(image, i % 5, i / 5 % 4, i / 20, t), rgb[i], 1e-6);
        }
    }

    @Test
    void intervalsNeedNotStartAtZero() throws IOException {
        Img<UnsignedShortType> image = noise(5, 4, 1, 6);
        Video video = new Video(
                "c",
                Views.interval(image, new long[] {1, 2, 0, 3}, new long[] {4, 3, 0, 5}),
                new Display.Range(1000, 4000),
                1);
        assertEquals(4, video.width());
        assertEquals(2, video.height());
        assertEquals(3, video.frames());
        float[] rgb = TestVideos.read(video, 2);
        for (int i = 0; i < 24; i++) assertEquals(value(image, 1 + i % 4, 2 + i / 4 % 2, 0, 5), rgb[i], 1e-6);
    }

    @Test
    void namesThePixelThatIsNoNumber() {
        Img<FloatType> image = ArrayImgs.floats(5, 4, 3, 2);
        image.getAt(3, 1, 2, 1).set(Float.NaN);
        Video video = new Video("d", image, new Display.Range(0, 1), 1);
        IOException problem = assertThrows(IOException.class, () -> TestVideos.read(video, 1));
        assertTrue(problem.getMessage().contains("Frame 2"), problem.getMessage());
        assertTrue(problem.getMessage().contains("x=3, y=1"), problem.getMessage());
    }

    private static String refused(Executable video) {
        return assertThrows(IllegalArgumentException.class, video).getMessage();
    }

    @Test
    void refusesAxesThatAreNoVideo() throws IOException {
        Display range = new Display.Range(0, 1);
        assertTrue(refused(() -> new Video("e", noise(5, 4), range, 1)).contains("'e' has 2 dimensions"));
        assertTrue(refused(() -> new Video("e", noise(5, 4, 3, 2, 1), range, 1)).contains("'e' has 5 dimensions"));
        String order = refused(() -> new Video("e", noise(5, 4, 20, 3), range, 1));
        assertTrue(order.contains("'e' has 20 channels") && order.contains("X, Y, channel, T"), order);
        assertTrue(refused(() -> new Video(
                        "e", Views.interval(noise(5, 4, 3), Intervals.createMinSize(0, 0, 0, 5, 0, 3)), range, 1))
                .contains("0 long in dimension 1"));
        String channel = refused(() -> new Video("e", noise(5, 4, 2, 3), new Display.Grey(2, 0, 1, new double[0]), 1));
        assertTrue(channel.contains("Channel 3 of 'e'") && channel.contains("has 2"), channel);
        assertEquals(2, new Video("e", noise(5, 4, 2, 3), new Display.Grey(1, 0, 1, new double[0]), 1).channels());
        assertTrue(refused(() -> new Display.Range(0, Double.NaN)).contains("NaN"));
        assertThrows(IllegalArgumentException.class, () -> new ImgVideo("e", noise(5, 4, 3), 1, 1, 1));
    }

    @Test
    void framesThatAreNotThereAndAfterClosing() throws IOException {
        Video video = new Video("e", noise(5, 4, 3), new Display.Range(0, 1), 1);
        assertThrows(IndexOutOfBoundsException.class, () -> TestVideos.read(video, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> video.read(0, new float[59]));
        video.close();
        assertThrows(IOException.class, () -> TestVideos.read(video, 0));
    }

    /** A video of three frames that counts how often each was computed. */
    private static Video counting(int[] computed) {
        return new Video(
                "f",
                LazyFrames.ofShorts(5, 4, 1, 3, (frame, values) -> {
                    computed[frame]++;
                    java.util.Arrays.fill((short[]) values, (short) (1000 * (frame + 1)));
                }),
                new Display.Range(0, 4000),
                1);
    }

    @Test
    void cachedFramesAreReadOnceAsFarAsThereIsRoom() throws IOException {
        for (int room = 0; room <= 3; room++) {
            int[] computed = new int[3];
            Video cached = counting(computed).cache(room * 5 * 4 * Short.BYTES);
            float[] rgb = new float[cached.frameLength()];
            for (int round = 0; round < 4; round++)
                for (int frame = 0; frame < 3; frame++) {
                    cached.read(frame, rgb);
                    assertEquals(0.25f * (frame + 1), rgb[59]);
                }
            for (int frame = 0; frame < 3; frame++)
                assertEquals(frame < room ? 1 : 4, computed[frame], "frame " + frame + ", room for " + room);
        }
    }

    @Test
    void onlyTheFrameThatIsReadIsComputed() throws IOException {
        int[] computed = new int[3];
        Video video = counting(computed);
        video.cut(1, 2).crop(1, 1, 2, 2).mirror().brighten(2).read(1, new byte[12]);
        video.erase(frame -> Optional.empty()).cut(2, 1).read(0, new byte[60]);
        assertArrayEquals(new int[] {0, 0, 2}, computed);
    }

    @Test
    void whatFailsBelowAViewNamesTheFrameOfTheVideo() {
        Video video = new Video(
                "g",
                LazyFrames.ofBytes(5, 4, 3, 6, (frame, values) -> {
                    if (frame == 4) throw new IOException("the disk is gone");
                }),
                new Display.Range(0, 255),
                1);
        for (Video view : List.of(
                video.cut(2, 4),
                video.erase(frame -> Optional.empty()).cut(2, 4),
                video.cut(2, 4).crop(1, 1, 2, 2).mirror(),
                video.cache(1 << 20).cut(2, 4))) {
            String message = assertThrows(IOException.class, () -> TestVideos.read(view, 2))
                    .getMessage();
            assertEquals("Frame 5 of 'g' can't be read: the disk is gone.", message);
        }
        UncheckedIOException raw =
                assertThrows(UncheckedIOException.class, () -> video.image().getAt(0, 0, 0, 4));
        assertEquals("the disk is gone", raw.getCause().getMessage());
    }
}
