package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.video.Box;

class PackedBoxesTest {

    @Test
    void keepsWhatItGetsSortedByTrackAndFrame() {
        Random random = new Random(1);
        PackedBoxes packed = new PackedBoxes();
        List<FrameBox> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Box box = new Box(cents(random, 700), cents(random, 700), cents(random, 200), cents(random, 200));
            FrameBox b = new FrameBox(random.nextInt(300), box, random.nextBoolean(), random.nextInt(4));
            expected.add(b);
            packed.append(b.frame(), box.x(), box.y(), box.width(), box.height(), b.keyframe(), b.track());
        }
        expected.sort(Comparator.comparingInt(FrameBox::track).thenComparingInt(FrameBox::frame));
        assertEquals(expected, packed.seal());
    }

    @Test
    void hasNothingBeyondItsEnd() {
        PackedBoxes packed = new PackedBoxes();
        packed.append(0, 1, 2, 3, 4, true, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> packed.get(1));
        assertThrows(UnsupportedOperationException.class, () -> packed.add(packed.get(0)));
    }

    private static double cents(Random random, int most) {
        return random.nextInt(most * 100) / 100.0;
    }
}
