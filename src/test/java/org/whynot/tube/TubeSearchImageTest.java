package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.tube.TubeOracle.randomScores;

import java.util.Random;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ImgUtil;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

/** That a score map may be any ImgLib2 image, views included. */
class TubeSearchImageTest {

    private static final TubeSpace SPACE = new TubeSpace(6, 4, 5, 6);

    @Test
    void fourAxes() {
        float[] scores = randomScores(new Random(1), SPACE.size(), true);
        RandomAccessibleInterval<FloatType> image = ArrayImgs.floats(scores, 6, 5, 4, 6);
        TubeSearch search = new TubeSearch(1);
        assertEquals(search.maximum(scores, 0, SPACE), search.maximum(image));
        assertEquals(search.minimum(scores, 0, SPACE), search.minimum(image));
    }

    @Test
    void scoreMapsAreAnImageWithoutACopy() {
        float[] scores = randomScores(new Random(5), 3 * SPACE.size(), true);
        RandomAccessibleInterval<FloatType> image = new ScoreMaps(scores, 3, SPACE).image();
        TubeSearch search = new TubeSearch(1);
        for (int map = 0; map < 3; map++)
            assertEquals(
                    search.maximum(scores, map * SPACE.size(), SPACE), search.maximum(Views.hyperSlice(image, 4, map)));
        image.randomAccess().get().set(-77);
        assertEquals(-77f, scores[0]);
        assertThrows(IllegalArgumentException.class, () -> new ScoreMaps(scores, 4, SPACE));
    }

    @Test
    void threeAxes() {
        TubeSpace space = TubeSpace.of(7, 5, 6);
        float[] scores = randomScores(new Random(2), space.size(), false);
        TubeSearch search = new TubeSearch(2);
        assertEquals(search.maximum(scores, 0, space), search.maximum(ArrayImgs.floats(scores, 6, 5, 7)));
        assertEquals(search.minimum(scores, 0, space), search.minimum(ArrayImgs.floats(scores, 6, 5, 7)));
    }

    @Test
    void viewsThatAreMovedCutAndTurned() {
        float[] scores = randomScores(new Random(3), SPACE.size(), false);
        TubeSearch search = new TubeSearch(1);
        Tube expected = search.maximum(scores, 0, SPACE);
        RandomAccessibleInterval<FloatType> image = ArrayImgs.floats(scores, 6, 5, 4, 6);

        assertEquals(expected, search.maximum(Views.translate(image, -3, 10, 7, 1)));

        // Stored as (T, Y, X, ...), read as (X, Y, T, ...).
        RandomAccessibleInterval<FloatType> stored = ArrayImgs.floats(4, 5, 6, 6);
        RandomAccessibleInterval<FloatType> turned = Views.permute(stored, 0, 2);
        ImgUtil.copy(image, turned);
        assertEquals(expected, search.maximum(turned));

        // Cut out of a larger image full of high scores that must not be seen.
        RandomAccessibleInterval<FloatType> large = ArrayImgs.floats(10, 9, 8, 7);
        Views.flatIterable(large).forEach(score -> score.set(1000));
        RandomAccessibleInterval<FloatType> cut =
                Views.offsetInterval(large, new long[] {2, 3, 1, 1}, new long[] {6, 5, 4, 6});
        ImgUtil.copy(image, cut);
        assertEquals(expected, search.maximum(cut));
        assertEquals(expected, search.maximum(Views.interval(large, new long[] {2, 3, 1, 1}, new long[] {7, 7, 4, 6})));

        RandomAccessibleInterval<FloatType> cells = new CellImgFactory<>(new FloatType(), 3).create(6, 5, 4, 6);
        ImgUtil.copy(image, cells);
        assertEquals(expected, search.maximum(cells));
    }

    @Test
    void otherPixelTypesAreReadInSinglePrecision() {
        TubeSpace space = TubeSpace.of(3, 4, 5);
        Random random = new Random(4);
        double[] doubles = random.doubles(space.size(), -1, 1).toArray();
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) doubles[i];
        TubeSearch search = new TubeSearch(1);
        RandomAccessibleInterval<DoubleType> image = ArrayImgs.doubles(doubles, 5, 4, 3);
        assertEquals(search.maximum(floats, 0, space), search.maximum(image));
        byte[] bytes = new byte[space.size()];
        random.nextBytes(bytes);
        for (int i = 0; i < floats.length; i++) floats[i] = bytes[i] & 0xff;
        assertEquals(search.minimum(floats, 0, space), search.minimum(ArrayImgs.unsignedBytes(bytes, 5, 4, 3)));
    }

    @Test
    void refusesOtherAxesEmptyImagesAndNan() {
        TubeSearch search = new TubeSearch(1);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> search.maximum(ArrayImgs.floats(2, 3, 4, 5, 6)))
                .getMessage();
        assertTrue(message.contains("5 axes"), message);
        assertThrows(IllegalArgumentException.class, () -> search.maximum(ArrayImgs.floats(2, 0, 4)));
        float[] scores = new float[24];
        scores[13] = Float.NaN;
        message = assertThrows(
                        IllegalArgumentException.class,
                        () -> search.minimum(Views.translate(ArrayImgs.floats(scores, 4, 3, 2), 5, 5, 5)))
                .getMessage();
        assertTrue(message.contains("frame 1, row 0, column 1"), message);
    }
}
