package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.video.Box;

/** What tests expect of an overlay. */
public final class Overlays {

    /** Boxes that would hide each other or the edge of the image are drawn smaller by some pixels a side. */
    private static final double INSET = 4;

    private Overlays() {}

    /** That an image shows exactly an answer's boxes: one per explanation and frame of its tube, with its name, at its location. */
    public static void assertShows(Answer answer, ImagePlus image) {
        Map<String, Roi> drawn = new HashMap<>();
        for (Roi roi : image.getOverlay())
            if (ExplanationOverlay.isBox(roi)) assertNull(drawn.put(roi.getName() + " in frame " + frame(roi), roi));
        for (Explanation e : answer.explanations())
            for (int frame = e.firstFrame(); frame <= e.lastFrame(); frame++) {
                String name = ExplanationStyle.name(e.evidence(), e.rank(), e.attribute()) + " in frame " + (frame + 1);
                Roi roi = drawn.remove(name);
                assertNotNull(roi, name);
                Box expected = e.boxAt(frame).orElseThrow();
                Rectangle2D actual = roi.getFloatBounds();
                assertEquals(expected.x(), actual.getX(), INSET, name);
                assertEquals(expected.y(), actual.getY(), INSET, name);
                assertEquals(expected.width(), actual.getWidth(), 2 * INSET, name);
                assertEquals(expected.height(), actual.getHeight(), 2 * INSET, name);
            }
        assertEquals(Set.of(), drawn.keySet());
    }

    /** The frame of a box, 1-based, in an image whose time is on its frames or on its slices. */
    private static int frame(Roi roi) {
        return Math.max(roi.getPosition(), Math.max(roi.getTPosition(), roi.getZPosition()));
    }
}
