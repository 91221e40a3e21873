package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipImageTest {

    private static final double ROUNDING = 1e-9;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void wordsDoNotCoverEachOther(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int trial = 0; trial < 1000; trial++) {
            double line = random.nextDouble(0.1, 30);
            double near = 6 * line;
            List<double[]> lines = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                double x = random.nextDouble(100);
                double top = random.nextDouble(100);
                double free = ClipImage.free(lines, x, top, line, near);
                assertTrue(free >= top);
                boolean isFree = lines.stream().noneMatch(o -> covers(o, x, top, line, near));
                if (isFree) assertEquals(top, free);
                assertTrue(lines.stream().noneMatch(o -> covers(o, x, free, line - ROUNDING, near)));
                lines.add(new double[] {x, free});
            }
        }
    }

    private static boolean covers(double[] other, double x, double y, double line, double near) {
        return Math.abs(other[0] - x) < near && Math.abs(other[1] - y) < line;
    }
}
