package org.whynot.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.whynot.dataset.FrameBox;
import org.whynot.video.Box;

@Tag("slow")
class CellSimulatorTest {

    private static final CellSimulator SIMULATOR = new CellSimulator(new SimulationSettings(40, 32, 3));

    @Test
    void sameSeedSameVideoWhateverTheirNumber() {
        CellSimulator more = new CellSimulator(new SimulationSettings(4000, 32, 3));
        CellSimulator other = new CellSimulator(new SimulationSettings(40, 32, 4));
        for (int i : new int[] {0, 5, 39}) {
            SimulatedVideo video = SIMULATOR.simulate(i);
            SimulatedVideo same = more.simulate(i);
            assertTrue(Arrays.deepEquals(video.frames(), same.frames()));
            assertEquals(video.boxes(), same.boxes());
            assertEquals(video.split(), same.split());
            assertFalse(Arrays.deepEquals(video.frames(), other.simulate(i).frames()));
        }
        assertNotEquals(
                Arrays.hashCode(SIMULATOR.simulate(0).frames()[0]),
                Arrays.hashCode(SIMULATOR.simulate(4).frames()[0]),
                "two videos of a class differ");
    }

    @Test
    void classesAndSplitsAreBalanced() {
        CellSimulator simulator = new CellSimulator(new SimulationSettings(40, 8, 32, 32, 1, 0.3));
        int[][] counts = new int[4][2];
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            SimulatedVideo video = simulator.simulate(i);
            counts[video.cellClass().ordinal()][video.split().equals("test") ? 1 : 0]++;
            ids.add(video.id());
        }
        for (int[] count : counts) assertArrayEquals(new int[] {7, 3}, count);
        assertEquals(40, ids.size());
    }

    @ParameterizedTest
    @EnumSource(CellClass.class)
    void everyVideoHasTheAttributesOfItsClassAndNoOtherEvent(CellClass cellClass) {
        Set<String> allowed = new HashSet<>(CellClass.DISTRACTORS);
        allowed.addAll(cellClass.attributes());
        Set<String> seen = new HashSet<>();
        for (int i = cellClass.ordinal(); i < 160; i += 4) {
            SimulatedVideo video = small(i);
            assertTrue(video.attributes().containsAll(cellClass.attributes()), video.id());
            assertTrue(allowed.containsAll(video.attributes()), video.id());
            assertEquals(video.attributes(), video.boxes().keySet());
            seen.addAll(video.attributes());
        }
        assertEquals(allowed, seen, "every distractor turns up in every class");
    }

    @Test
    void attributesThatTellClassesApartAreThoseOfOneOnly() {
        assertEquals(Set.of("dividing nucleus"), CellSimulator.tellsApart("mitosis", "apoptosis"));
        assertEquals(
                Set.of("condensing nucleus", "dividing nucleus"), CellSimulator.tellsApart("mitosis", "interphase"));
        assertEquals(Set.of("moving cell"), CellSimulator.tellsApart("migration", "mitosis"));
        for (CellClass a : CellClass.values())
            for (CellClass b : CellClass.values())
                assertEquals(a == b, a.tellsApart(b).isEmpty());
        var e = assertThrows(IllegalArgumentException.class, () -> CellSimulator.tellsApart("mitosis", "necrosis"));
        assertTrue(e.getMessage().contains("necrosis") && e.getMessage().contains("interphase"));
    }

    @Test
    void boxesAreInsideTheFrameAndHoldEverythingBright() {
        for (int i = 0; i < 24; i++) {
            SimulatedVideo video = SIMULATOR.simulate(i);
            for (int frame = 0; frame < 32; frame++) {
                boolean[] covered = new boolean[128 * 128];
                for (List<FrameBox> boxes : video.boxes().values()) cover(covered, boxes, frame);
                cover(covered, video.actors(), frame);
                int bright = 0;
                for (int p = 0; p < covered.length; p++)
                    if (!covered[p] && (video.frames()[frame][p] & 255) > 75) bright++;
                assertTrue(
                        bright <= 3, video.id() + " frame " + frame + ": " + bright + " bright pixels lie in no box");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CellClass.class)
    void everyEventShowsForAGoodPartOfTheVideo(CellClass cellClass) {
        for (int i = cellClass.ordinal(); i < 40; i += 4) {
            SimulatedVideo video = SIMULATOR.simulate(i);
            for (CellClass other : CellClass.values()) {
                for (String attribute : cellClass.tellsApart(other)) {
                    if (attribute.equals(CellClass.CONDENSING)) continue; // never the only one
                    List<FrameBox> boxes = track(video, attribute);
                    assertTrue(boxes.size() >= 11 && boxes.size() <= 22, video.id() + ": " + boxes.size());
                    for (FrameBox b : boxes)
                        assertTrue(
                                b.box().width() > 18
                                        && b.box().width() < 62
                                        && b.box().height() < 62,
                                video.id() + " " + b);
                }
            }
        }
    }

    @Test
    void nucleiDoWhatTheirAttributesSay() {
        for (int turn = 0; turn < 10; turn++) {
            SimulatedVideo apoptosis = SIMULATOR.simulate(4 * turn);
            List<FrameBox> breaking = track(apoptosis, CellClass.FRAGMENTING);
            assertTrue(
                    signal(apoptosis, breaking.get(breaking.size() - 1)) < 0.6 * signal(apoptosis, breaking.get(0)),
                    "pieces fade");
            SimulatedVideo interphase = SIMULATOR.simulate(4 * turn + 1);
            List<FrameBox> growing = track(interphase, CellClass.GROWING);
            Box small = growing.get(0).box();
            Box large = growing.get(growing.size() - 1).box();
            assertTrue(large.area() > 1.6 * small.area(), "a growing nucleus swells");
            assertTrue(distance(small, large) < 8, "and keeps its place");
            SimulatedVideo migration = SIMULATOR.simulate(4 * turn + 2);
            List<FrameBox> moving = track(migration, CellClass.MOVING);
            assertTrue(
                    distance(moving.get(0).box(), moving.get(moving.size() - 1).box()) > 35, "a moving cell travels");
            SimulatedVideo mitosis = SIMULATOR.simulate(4 * turn + 3);
            for (SimulatedVideo video : List.of(apoptosis, mitosis)) {
                List<FrameBox> condensing = track(video, CellClass.CONDENSING);
                assertTrue(
                        bright(video, condensing.get(condensing.size() - 1)) > 1.3 * bright(video, condensing.get(0)),
                        "a condensing nucleus brightens");
            }
            List<FrameBox> dividing = track(mitosis, CellClass.DIVIDING);
            FrameBox last = dividing.get(dividing.size() - 1);
            double middle = grey(mitosis, last.frame(), centreX(last.box()), centreY(last.box()));
            assertTrue(middle < 0.6 * bright(mitosis, last), "between two daughters it is dark");
        }
    }

    @Test
    void restingCellsStay() {
        for (int i = 0; i < 20; i++) {
            SimulatedVideo video = SIMULATOR.simulate(i);
            List<FrameBox> resting = track(video, CellClass.RESTING);
            assertEquals(32, resting.size());
            assertTrue(distance(resting.get(0).box(), resting.get(31).box()) < 7.5, "only the stage drifts");
        }
    }

    /** Mean grey must not tell the classes: the ranges of their means overlap widely. */
    @Test
    void meanBrightnessDoesNotTellTheClass() {
        double[] sum = new double[4];
        double[] squares = new double[4];
        for (int i = 0; i < 160; i++) {
            SimulatedVideo video = small(i);
            double mean = 0;
            for (byte[] frame : video.frames()) for (byte b : frame) mean += b & 255;
            mean /= video.frames().length * (double) video.frames()[0].length;
            sum[i % 4] += mean / 40;
            squares[i % 4] += mean * mean / 40;
        }
        for (int a = 0; a < 4; a++)
            for (int b = 0; b < a; b++) {
                double spread = Math.sqrt(Math.min(squares[a] - sum[a] * sum[a], squares[b] - sum[b] * sum[b]));
                assertTrue(Math.abs(sum[a] - sum[b]) < 1.5 * spread, a + " and " + b);
            }
    }

    @ParameterizedTest
    @CsvSource({"8, 32, 32", "9, 33, 47", "11, 301, 40", "8, 63, 255"})
    void oddSizesWork(int frames, int width, int height) {
        CellSimulator simulator = new CellSimulator(new SimulationSettings(8, frames, width, height, 5, 0.5));
        for (int i = 0; i < 8; i++) {
            SimulatedVideo video = simulator.simulate(i);
            assertEquals(frames, video.frames().length);
            assertEquals(width * height, video.frames()[0].length);
            assertTrue(video.attributes().containsAll(video.cellClass().attributes()));
            for (List<FrameBox> boxes : video.boxes().values()) for (FrameBox b : boxes) assertInside(b, width, height);
        }
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        for (Map.Entry<String, Runnable> e : Map.<String, Runnable>of(
                        "videos", () -> new SimulationSettings(0, 32, 1),
                        "frames", () -> new SimulationSettings(4, 7, 1),
                        "width", () -> new SimulationSettings(4, 8, 31, 64, 1, 0.2),
                        "height", () -> new SimulationSettings(4, 8, 64, 5000, 1, 0.2),
                        "pixels a video", () -> new SimulationSettings(4, 10_000, 2048, 2048, 1, 0.2),
                        "test share", () -> new SimulationSettings(4, 8, 64, 64, 1, Double.NaN))
                .entrySet()) {
            var wrong = assertThrows(IllegalArgumentException.class, e.getValue()::run);
            assertTrue(wrong.getMessage().contains(e.getKey()), wrong.getMessage());
        }
    }

    private static SimulatedVideo small(int index) {
        return new CellSimulator(new SimulationSettings(160, 8, 64, 64, 11, 0.2)).simulate(index);
    }

    /** The boxes of the first object with an attribute. */
    private static List<FrameBox> track(SimulatedVideo video, String attribute) {
        List<FrameBox> all = video.boxes().get(attribute);
        return all.stream().filter(b -> b.track() == all.get(0).track()).toList();
    }

    private static void cover(boolean[] covered, List<FrameBox> boxes, int frame) {
        for (FrameBox b : boxes) {
            assertInside(b, 128, 128);
            if (b.frame() != frame) continue;
            for (int y = (int) b.box().y(); y < Math.ceil(b.box().bottom()); y++)
                for (int x = (int) b.box().x(); x < Math.ceil(b.box().right()); x++)
                    covered[Math.min(y, 127) * 128 + Math.min(x, 127)] = true;
        }
    }

    private static void assertInside(FrameBox b, int width, int height) {
        Box box = b.box();
        assertTrue(
                box.x() >= 0 && box.y() >= 0 && box.right() < width + 1e-6 && box.bottom() < height + 1e-6, "" + box);
        assertTrue(box.area() > 0);
    }

    /** Mean grey over the background (the darkest tenth) in a box. */
    private static double signal(SimulatedVideo video, FrameBox b) {
        int[] grey = sorted(video, b);
        return Arrays.stream(grey).average().orElseThrow() - grey[grey.length / 20];
    }

    /** The grey value that a twentieth of the pixels of a box exceed. */
    private static double bright(SimulatedVideo video, FrameBox b) {
        int[] grey = sorted(video, b);
        return grey[grey.length - 1 - grey.length / 20];
    }

    private static int[] sorted(SimulatedVideo video, FrameBox b) {
        int left = (int) b.box().x();
        int top = (int) b.box().y();
        int width = (int) b.box().width();
        int height = (int) b.box().height();
        int[] grey = new int[width * height];
        for (int i = 0; i < grey.length; i++)
            grey[i] = video.frames()[b.frame()][(top + i / width) * video.width() + left + i % width] & 255;
        Arrays.sort(grey);
        return grey;
    }

    /** Mean grey of 3 x 3 pixels. */
    private static double grey(SimulatedVideo video, int frame, double x, double y) {
        double sum = 0;
        for (int dy = -1; dy <= 1; dy++)
            for (int dx = -1; dx <= 1; dx++)
                sum += video.frames()[frame][((int) y + dy) * video.width() + (int) x + dx] & 255;
        return sum / 9;
    }

    private static double centreX(Box box) {
        return box.x() + box.width() / 2;
    }

    private static double centreY(Box box) {
        return box.y() + box.height() / 2;
    }

    private static double distance(Box a, Box b) {
        return Math.hypot(centreX(a) - centreX(b), centreY(a) - centreY(b));
    }
}
