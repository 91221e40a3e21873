package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TubeBox;
import org.whynot.video.Box;

class PanelLayoutTest {

    private static List<PanelLayout.Placed> place(Answer answer, int width, int height) {
        int fontSize = Panel.fontSize(width, height);
        List<ExplanationStyle> styles = ExplanationStyle.of(answer);
        return new PanelLayout(answer, width, height)
                .place(List.of(ClassPanel.variants(answer, fontSize), LegendPanel.variants(answer, styles, fontSize)));
    }

    /** From 64 to 2000 pixels, with up to twelve tubes anywhere: inside, apart, small, and off the tubes. */
    @Test
    void panelsAreInsideApartAndHideNoTube() {
        Random random = new Random(11);
        int found = 0;
        for (int n = 0; n < 300; n++) {
            int width = 64 + random.nextInt(1937);
            int height = 48 + random.nextInt(1200);
            Answer answer = TestAnswers.random(random, width, height, 30, random.nextInt(12));
            List<PanelLayout.Placed> placed = place(answer, width, height);
            Box frame = new Box(0, 0, width, height);
            for (PanelLayout.Placed panel : placed) {
                Box box = panel.box();
                assertEquals(box.area(), box.overlap(frame), 1e-6, width + " x " + height);
                assertTrue(box.area() <= 0.1 * frame.area());
                assertTrue(panel.panel().fontSize() >= Panel.SMALLEST_FONT);
                for (PanelLayout.Placed other : placed) if (other != panel) assertEquals(0, box.overlap(other.box()));
                for (Explanation tube : answer.explanations()) assertTrue(covered(tube, box) <= 0.25 + 1e-9);
                found++;
            }
        }
        assertTrue(found > 300, found + " panels in 300 videos");
    }

    private static double covered(Explanation tube, Box panel) {
        double sum = 0;
        int count = 0;
        for (int frame = tube.firstFrame(); frame <= tube.lastFrame(); frame++) {
            Optional<Box> box = tube.boxAt(frame).filter(b -> b.area() > 0);
            if (box.isEmpty()) continue;
            sum += panel.overlap(box.get()) / box.get().area();
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    @Test
    void theOnlyFreeCornerIsTaken() {
        int[][] corners = {{0, 0}, {400, 0}, {0, 300}, {400, 300}};
        for (int free = 0; free < 4; free++) {
            List<Explanation> tubes = new ArrayList<>();
            for (int corner = 0; corner < 4; corner++)
                if (corner != free) tubes.add(still(new Box(corners[corner][0], corners[corner][1], 240, 180)));
            List<PanelLayout.Placed> placed = place(TestAnswers.answer("clip", 640, 480, 10, tubes), 640, 480);
            Box box = placed.get(0).box();
            assertEquals(corners[free][0] > 0, box.x() > 320, "corner " + free);
            assertEquals(corners[free][1] > 0, box.y() > 240, "corner " + free);
        }
    }

    @Test
    void largePicturesHaveBothAndTinyOnesNeither() {
        for (int width : new int[] {320, 640, 1280, 2000}) {
            Answer answer = TestAnswers.answer(
                    "clip", width, width * 3 / 4, 10, List.of(still(new Box(width / 3.0, width / 4.0, 30, 30))));
            assertEquals(2, place(answer, width, width * 3 / 4).size(), "width " + width);
        }
        Answer tiny = TestAnswers.answer("clip", 40, 30, 10, List.of(still(new Box(10, 10, 10, 10))));
        assertEquals(List.of(), place(tiny, 40, 30));
    }

    private static Explanation still(Box box) {
        List<TubeBox> tube = List.of(new TubeBox(0, box, 0.5), new TubeBox(9, box, 0.5));
        return new Explanation(1, Evidence.FOR, "dividing nucleus", 1, 0.73, 0, 2, 2, tube, Optional.empty());
    }
}
