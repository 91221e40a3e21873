package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.LayerSampling;
import org.whynot.classifier.peer.ClipHeat;
import org.whynot.model.RegionShape;
import org.whynot.tube.TubeSpace;
import org.whynot.video.FrameSampling;

class HeatVolumeTest {

    private static ClipHeat.Heat noise(long seed, int steps, int rows, int columns) {
        Random random = new Random(seed);
        float[] values = new float[steps * rows * columns];
        for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
        return new ClipHeat.Heat(values, steps, rows, columns);
    }

    private static float[] onLayer(
            List<ClipHeat.Heat> clips, FrameSampling sampling, int steps, int rows, int columns) {
        LayerSampling time = new LayerSampling(sampling, new FeatureLayer("layer", 1, steps, rows, columns));
        return HeatVolume.onLayer(clips, sampling, time, TubeSpace.of(time.steps(), rows, columns));
    }

    @Test
    void onItsOwnGridItStaysAsItIs() {
        ClipHeat.Heat heat = noise(1, 8, 3, 4);
        assertArrayEquals(heat.values(), onLayer(List.of(heat), new FrameSampling(8, 1, 8), 8, 3, 4), 1e-6f);
    }

    @Test
    void pixelsBecomeTheMeanOfTheirCell() {
        ClipHeat.Heat heat = noise(2, 4, 6, 8);
        float[] map = onLayer(List.of(heat), new FrameSampling(4, 1, 4), 2, 2, 2);
        for (int step = 0; step < 2; step++)
            for (int row = 0; row < 2; row++)
                for (int column = 0; column < 2; column++) {
                    double sum = 0;
                    for (int t = 2 * step; t < 2 * step + 2; t++)
                        for (int y = 3 * row; y < 3 * row + 3; y++)
                            for (int x = 4 * column; x < 4 * column + 4; x++) sum += heat.values()[(t * 6 + y) * 8 + x];
                    assertEquals(sum / 24, map[(step * 2 + row) * 2 + column], 1e-6);
                }
    }

    /** Of grids that do not divide each other, a constant stays one and the total share of an axis is kept. */
    @Test
    void gridsThatDoNotDivideEachOtherShareByOverlap() {
        ClipHeat.Heat ramp = new ClipHeat.Heat(new float[] {0, 3, 6, 9}, 1, 1, 4);
        float[] map = onLayer(List.of(ramp), new FrameSampling(1, 1, 1), 1, 1, 3);
        // Thirds of four cells: a whole one and a third of the next, two thirds and two thirds, a third and a whole
        // one.
        assertArrayEquals(new float[] {(0 + 3 / 3f) / (4 / 3f), 4.5f, (6 / 3f + 9) / (4 / 3f)}, map, 1e-5f);
    }

    @Test
    void clipsAreJoinedAndFramesOfBothTakeTheFirst() {
        // Clips of the frames 0 to 3 and 2 to 5: 4 and 5 are new.
        ClipHeat.Heat first = new ClipHeat.Heat(new float[] {1, 2, 3, 4}, 4, 1, 1);
        ClipHeat.Heat second = new ClipHeat.Heat(new float[] {30, 40, 50, 60}, 4, 1, 1);
        assertArrayEquals(
                new float[] {1, 2, 3, 4, 50, 60}, onLayer(List.of(first, second), new FrameSampling(6, 1, 4), 4, 1, 1));
    }

    @Test
    void aRegionWeighsItsCellsAsTheHeadDoes() {
        TubeSpace space = TubeSpace.of(1, 5, 5);
        float[] heat = new float[25];
        heat[2 * 5 + 2] = 1;
        for (RegionShape shape : RegionShape.ALL) {
            float[] regions = HeatVolume.regions(heat, space, shape);
            float[] mask = shape.mask();
            for (int tap = 0; tap < 9; tap++)
                assertEquals(mask[tap], regions[(3 - tap / 3) * 5 + 3 - tap % 3], 1e-7, shape + ", tap " + tap);
            double sum = 0;
            for (float region : regions) sum += region;
            assertTrue(Math.abs(sum - 1) < 1e-6);
        }
    }

    @Test
    void theOracleIsSearchedForAsManyVideosAsAskedSpreadOverTheSplit() {
        for (int videos : new int[] {1, 5, 12, 96})
            for (int wanted : new int[] {0, 1, 4, 12, 200}) {
                FaithfulnessSettings settings = new FaithfulnessSettings(false, 10, wanted);
                int searched = 0;
                for (int place = 0; place < videos; place++) if (settings.hasOracle(place, videos)) searched++;
                assertEquals(Math.min(videos, wanted), searched);
            }
    }
}
