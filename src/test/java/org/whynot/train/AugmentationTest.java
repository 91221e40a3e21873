package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AugmentationTest {

    @Test
    void oneWordSwitchesAllAndAListSwitchesEach() {
        assertEquals(Augmentation.DEFAULT, Augmentation.of("yes"));
        assertEquals(Augmentation.NONE, Augmentation.of(" No "));
        assertEquals(Augmentation.DEFAULT, Augmentation.of("shorten,brightness,flip,crop"));
        assertEquals(new Augmentation(0.7, false, 0.3, true), Augmentation.of("crop, brightness, shorten"));
        assertEquals(new Augmentation(1, true, 0, false), Augmentation.of("flip"));
        assertEquals(
                new Augmentation(1, false, 0, false, new SceneChanges(true, false, true)),
                Augmentation.of("background,colour"));
        assertEquals(
                new Augmentation(0.7, false, 0, false, new SceneChanges(false, true, false)),
                Augmentation.of("crop,cutout"));
    }

    @Test
    void anotherWordListsAll() {
        for (String words : new String[] {"flop", "crop,yes", "", "true"}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> Augmentation.of(words), words);
            assertEquals(
                    "augmentation='" + words
                            + "' is not known. Use yes, no, or some of crop,flip,brightness,shorten,colour,"
                            + "cutout,background.",
                    e.getMessage());
        }
    }
}
