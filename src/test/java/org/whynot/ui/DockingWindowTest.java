package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import org.junit.jupiter.api.Test;
import org.whynot.util.NeedsDisplay;

@NeedsDisplay
class DockingWindowTest {

    private static final Rectangle SCREEN = new Rectangle(1920, 30, 1280, 770);
    private static final Dimension SIZE = new Dimension(700, 900);

    private static Rectangle place(Rectangle image, Point remembered) {
        Window window = new Window(null);
        window.setBounds(image);
        try {
            return Docking.place(SIZE, SCREEN, window, remembered);
        } finally {
            window.dispose();
        }
    }

    @Test
    void itStandsBesideTheImageOnTheImagesScreen() {
        assertEquals(new Rectangle(2408, 107, 700, 693), place(new Rectangle(2000, 200, 400, 450), null));
        // No room to the right: to the left.
        assertEquals(new Rectangle(2092, 107, 700, 693), place(new Rectangle(2800, 200, 400, 450), null));
        // None on either side: at the edge.
        assertEquals(new Rectangle(2500, 107, 700, 693), place(new Rectangle(2200, 200, 600, 450), null));
    }

    @Test
    void whereThereIsAlmostEnoughRoomItIsNarrower() {
        assertEquals(new Rectangle(2568, 107, 632, 693), place(new Rectangle(1930, 200, 630, 450), null));
        assertEquals(new Rectangle(1920, 107, 632, 693), place(new Rectangle(2560, 200, 630, 450), null));
    }

    @Test
    void theImageMovesToTheLeftWhereThereIsNoRoomBesideIt() {
        assertEquals(new Point(2092, 200), moved(new Rectangle(2200, 200, 400, 450)));
        // No farther than the screen goes.
        assertEquals(new Point(1920, 200), moved(new Rectangle(2200, 200, 800, 450)));
        // There is room to the right, or to the left.
        assertEquals(new Point(2000, 200), moved(new Rectangle(2000, 200, 400, 450)));
        assertEquals(new Point(2800, 200), moved(new Rectangle(2800, 200, 400, 450)));
    }

    private static Point moved(Rectangle image) {
        Window window = new Window(null);
        window.setBounds(image);
        try {
            Docking.makeRoom(window, SIZE.width, SCREEN);
            return window.getLocation();
        } finally {
            window.dispose();
        }
    }

    @Test
    void whereItWasBeforeCountsUnlessThatCoversTheImageOrIsOffTheScreen() {
        Rectangle image = new Rectangle(2000, 200, 400, 450);
        assertEquals(new Rectangle(2480, 60, 700, 693), place(image, new Point(2480, 60)));
        assertEquals(new Rectangle(2408, 107, 700, 693), place(image, new Point(2100, 60)));
        assertEquals(new Rectangle(2408, 107, 700, 693), place(image, new Point(100, 60)));
    }
}
