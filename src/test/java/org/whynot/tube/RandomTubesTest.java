package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomTubesTest {

    @Test
    void theyAreTubesOfTheSameKindAndScoreWhatTheirCellsSay() {
        TubeSpace space = new TubeSpace(8, 12, 5, 7);
        SplittableRandom random = new SplittableRandom(1);
        float[] scores = new float[3 * space.size()];
        for (int i = 0; i < scores.length; i++) scores[i] = (float) random.nextDouble(-1, 1);
        Tube best = new TubeSearch(1).maximum(scores, space.size(), space);
        Set<Integer> starts = new HashSet<>();
        Set<Integer> cells = new HashSet<>();
        for (int round = 0; round < 2000; round++) {
            Tube tube = new RandomTubes(space, 1).draw(best, scores, space.size(), random);
            assertEquals(best.length(), tube.length());
            assertTrue(tube.isConnected(1));
            assertTrue(tube.end() <= space.frames());
            starts.add(tube.start());
            assertEquals(best.layer(), tube.layer());
            assertEquals(best.shape(), tube.shape());
            for (int i = 0; i < tube.length(); i++) {
                int map = 1 * space.size() + (tube.shape() * 12 + tube.start() + i) * 35;
                assertEquals(scores[map + tube.row(i) * 7 + tube.column(i)], tube.contribution(i));
                cells.add(tube.row(i) * 7 + tube.column(i));
            }
            assertTrue(tube.value() <= best.value());
        }
        assertEquals(space.frames() - best.length() + 1, starts.size());
        assertEquals(35, cells.size());
    }
}
