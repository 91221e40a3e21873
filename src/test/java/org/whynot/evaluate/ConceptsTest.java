package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.dataset.VideoSize;
import org.whynot.evaluate.Concepts.Labels;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TubeBox;
import org.whynot.video.Box;

class ConceptsTest {

    private static final int SIZE = 24;
    private static final int FRAMES = 6;

    private static Sample sample(Map<String, List<FrameBox>> boxes) {
        return new Sample(
                "v", 0, Path.of("v.avi"), "test", List.of(0), boxes, List.of(), new VideoSize(FRAMES, SIZE, SIZE));
    }

    private static Box box(Random random) {
        int x = random.nextInt(SIZE - 4);
        int y = random.nextInt(SIZE - 4);
        return new Box(x, y, 1 + random.nextInt(SIZE - x), 1 + random.nextInt(SIZE - y));
    }

    /** IoU by counting pixels. */
    private static double counted(Box a, Box b) {
        int both = 0;
        int either = 0;
        for (int y = 0; y < SIZE; y++)
            for (int x = 0; x < SIZE; x++) {
                boolean inA = x >= a.x() && x < a.right() && y >= a.y() && y < a.bottom();
                boolean inB = x >= b.x() && x < b.right() && y >= b.y() && y < b.bottom();
                if (inA && inB) both++;
                if (inA || inB) either++;
            }
        return both / (double) either;
    }

    @Test
    void theIouIsThatOfCountedPixelsOverFramesWithABox() {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            Map<Integer, Box> tube = new LinkedHashMap<>();
            Map<Integer, List<Box>> truth = new LinkedHashMap<>();
            List<FrameBox> labels = new ArrayList<>();
            for (int frame = 0; frame < FRAMES; frame++) {
                if (random.nextBoolean()) tube.put(frame, box(random));
                for (int i = random.nextInt(3); i > 0; i--) {
                    Box box = box(random);
                    labels.add(new FrameBox(frame, box, true, i));
                    truth.computeIfAbsent(frame, f -> new ArrayList<>()).add(box);
                }
            }
            double sum = 0;
            int counted = 0;
            for (int frame = 0; frame < FRAMES; frame++) {
                if (!tube.containsKey(frame) && !truth.containsKey(frame)) continue;
                counted++;
                if (!tube.containsKey(frame) || !truth.containsKey(frame)) continue;
                double best = 0;
                for (Box box : truth.get(frame)) best = Math.max(best, counted(tube.get(frame), box));
                sum += best;
            }
            VideoPart region = new VideoPart(List.of(frame -> Optional.ofNullable(tube.get(frame))));
            Concepts concepts = new Concepts(sample(Map.of("a", labels)), FRAMES, Labels.ALL);
            assertEquals(counted == 0 ? 0 : sum / counted, concepts.ious(region).get("a"), 1e-12);
        }
    }

    @Test
    void interpolatedBoxesAreLeftOutOfTheKeyframes() {
        Box right = new Box(0, 0, 4, 4);
        Box wrong = new Box(10, 10, 4, 4);
        List<FrameBox> mixed = List.of(
                new FrameBox(0, right, true, 0), new FrameBox(1, wrong, false, 0), new FrameBox(2, right, true, 0));
        List<FrameBox> published = List.of(new FrameBox(1, right, false, 0));
        Map<String, List<FrameBox>> boxes = Map.of("mixed", mixed, "published", published);
        VideoPart region = new VideoPart(List.of(frame -> frame < 3 ? Optional.of(right) : Optional.empty()));
        Map<String, Double> all = new Concepts(sample(boxes), FRAMES, Labels.ALL).ious(region);
        Map<String, Double> keyframes = new Concepts(sample(boxes), FRAMES, Labels.KEYFRAMES).ious(region);
        assertEquals(2 / 3.0, all.get("mixed"), 1e-12);
        assertEquals(1, keyframes.get("mixed"), 1e-12);
        // Nobody marked keyframes of this attribute: all its boxes count, and where there is none it is not there.
        assertEquals(1 / 3.0, keyframes.get("published"), 1e-12);
    }

    @Test
    void ranksCountTheAttributesThatFitBetter() {
        Map<String, Double> ious = Map.of("a", 0.5, "b", 0.2, "c", 0.5, "d", 0.0, "e", 0.1);
        assertEquals(1, Concepts.fit(ious, "a").rank());
        assertEquals(1, Concepts.fit(ious, "c").rank());
        assertEquals(3, Concepts.fit(ious, "b").rank());
        assertEquals(4, Concepts.fit(ious, "e").rank());
        assertEquals(0, Concepts.fit(ious, "d").rank(), "no overlap is never a hit");
        assertEquals(0, Concepts.fit(ious, "elsewhere").rank());
        assertEquals(1, Concepts.fit(ious, "b").hit(3));
        assertEquals(0, Concepts.fit(ious, "b").hit(2));
        assertEquals(0, Concepts.fit(ious, "d").hit(5));
    }

    @Test
    void chanceIsTheShareOfDrawsThatHit() {
        Map<String, Double> ious = Map.of("a", 0.5, "b", 0.2, "d", 0.0);
        List<String> choices = List.of("a", "b", "c", "d", "e");
        Random random = new Random(3);
        int draws = 20_000;
        for (int k : new int[] {1, 3, 5}) {
            int hits = 0;
            for (int i = 0; i < draws; i++)
                hits += Concepts.fit(ious, choices.get(random.nextInt(choices.size())))
                        .hit(k);
            assertEquals(hits / (double) draws, Concepts.chance(ious, choices, k), 0.015);
        }
    }

    @Test
    void pointingLooksAtTheStrongestLabelledFrame() {
        Box here = new Box(0, 0, 6, 6);
        Box there = new Box(12, 12, 6, 6);
        List<TubeBox> tube = List.of(new TubeBox(0, here, 0.1), new TubeBox(1, there, 0.9), new TubeBox(2, here, 0.2));
        Explanation explanation = new Explanation(1, Evidence.FOR, "a", 1.2, 0.77, 0, 2, 2, tube, Optional.empty());
        List<FrameBox> labels = List.of(new FrameBox(0, here, true, 0), new FrameBox(1, here, false, 0));
        Sample mixed = sample(Map.of("a", labels));
        assertEquals(0, new Concepts(mixed, FRAMES, Labels.ALL).pointing(explanation));
        assertEquals(1, new Concepts(mixed, FRAMES, Labels.KEYFRAMES).pointing(explanation));
        Sample later = sample(Map.of("a", List.of(new FrameBox(5, here, true, 0), new FrameBox(4, here, false, 0))));
        assertTrue(Double.isNaN(new Concepts(later, FRAMES, Labels.KEYFRAMES).pointing(explanation)));
        assertEquals(0, new Concepts(later, FRAMES, Labels.ALL).pointing(explanation));
        Sample other = sample(Map.of("b", labels));
        assertTrue(Double.isNaN(new Concepts(other, FRAMES, Labels.ALL).pointing(explanation)));
    }

    @Test
    void aVideoWithoutBoxesHasNothingToFit() {
        Concepts none = new Concepts(sample(Map.of()), FRAMES, Labels.ALL);
        assertTrue(none.isEmpty());
        assertTrue(none.ious(new VideoPart(List.of())).isEmpty());
    }
}
