package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import net.imglib2.Cursor;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

class ImgVideoTest {

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
        ImgVideo video = new ImgVideo("a/b.tif", image, 1000, 4000, 2.5);
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
        ImgVideo video = new ImgVideo("b", image, 1000, 4000, Double.NaN);
        assertEquals(2, video.frames());
        for (int t = 0; t < 2; t++) {
            float[] rgb = TestVideos.read(video, t);
            for (int i = 0; i < 60; i++) assertEquals(value(image, i % 5, i / 5 % 4, i / 20, t), rgb[i], 1e-6);
        }
    }

    @Test
    void intervalsNeedNotStartAtZero() throws IOException {
        Img<UnsignedShortType> image = noise(5, 4, 1, 6);
        ImgVideo video = new ImgVideo(
                "c", Views.interval(image, new long[] {1, 2, 0, 3}, new long[] {4, 3, 0, 5}), 1000, 4000, 1);
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
        ImgVideo video = new ImgVideo("d", image, 0, 1, 1);
        IOException problem = assertThrows(IOException.class, () -> TestVideos.read(video, 1));
        assertTrue(problem.getMessage().contains("Frame 2"), problem.getMessage());
        assertTrue(problem.getMessage().contains("x=3, y=1"), problem.getMessage());
    }

    @Test
    void refusesOtherDimensionsAndEmptyRanges() {
        assertThrows(IllegalArgumentException.class, () -> new ImgVideo("e", noise(5, 4), 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ImgVideo("e", noise(5, 4, 2, 3), 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ImgVideo("e", noise(5, 4, 3), 1, 1, 1));
        ImgVideo video = new ImgVideo("e", noise(5, 4, 3), 0, 1, 1);
        assertThrows(IndexOutOfBoundsException.class, () -> TestVideos.read(video, 3));
        video.close();
        assertThrows(IOException.class, () -> TestVideos.read(video, 0));
    }
}
