package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.whynot.labelling.Clip;

class ClipListTest {

    private static final Clip A = Clip.of("a", "a.avi");
    private static final Clip B = Clip.of("b", "b.avi");
    private static final Clip C = Clip.of("c", "c.avi");

    @Test
    void itReportsWhetherOtherClipsAreChosenThanBefore() {
        ClipList list = new ClipList();
        assertTrue(list.show(List.of(A, B, C), Map.of()), "the first is chosen");
        list.choose(1);
        assertFalse(list.show(List.of(A, B, C), Map.of()), "all as before");
        assertFalse(list.show(List.of(C, B), Map.of()), "the chosen one is elsewhere");
        assertEquals(Set.of("b"), list.chosenIds());
        assertTrue(list.show(List.of(C, A), Map.of()), "the chosen one has gone");
        assertEquals(Set.of("a"), list.chosenIds());
        list.setSelectionInterval(0, 1);
        assertTrue(list.show(List.of(A, C), Map.of()), "another one is the first of those chosen");
        assertTrue(list.show(List.of(), Map.of()), "none is left");
        assertFalse(list.show(List.of(), Map.of()), "none is left as before");
    }
}
