package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.whynot.labelling.Clip;
import org.whynot.labelling.KeyBox;
import org.whynot.labelling.Labels;
import org.whynot.video.Box;

class LabelDialogsTest {

    private static final Labels LABELS = Labels.EMPTY
            .withNewClass("round")
            .withNewAttribute("round")
            .withClips(List.of(Clip.of("a", "a.avi")))
            .withClass(Set.of("a"), "round")
            .withBox("a", new KeyBox("round", 0, 3, new Box(1, 2, 3, 4), false));

    @Test
    void classesAndAttributesOfOneNameAreRenamedEachForItself() {
        assertEquals(
                List.of("class round", "attribute round"),
                LabelDialogs.known(LABELS).stream().map(Object::toString).toList());
        Labels renamed = LabelDialogs.known(LABELS).get(1).renamed(LABELS, "sphere");
        assertEquals(List.of("round"), renamed.classes());
        assertEquals(List.of("sphere"), renamed.attributes());
        assertEquals("round", renamed.clips().get(0).className());
        assertEquals(List.of("sphere"), renamed.clips().get(0).attributes());
        assertEquals("sphere", renamed.clips().get(0).boxes().get(0).attribute());
        Labels other = LabelDialogs.known(LABELS).get(0).renamed(LABELS, "sphere");
        assertEquals("sphere", other.clips().get(0).className());
        assertEquals(List.of("round"), other.clips().get(0).attributes());
    }

    @Test
    void aNameMayBeWrittenInOtherLettersButNotTakeThatOfAnother() {
        Labels labels = LABELS.withNewClass("flat").withNewAttribute("flat");
        for (LabelDialogs.Known name : LabelDialogs.known(labels)) {
            assertEquals(labels, name.renamed(labels, name.name()));
            Labels renamed = name.renamed(labels, " " + name.name().toUpperCase(Locale.ROOT) + " ");
            List<String> names = name.isClass() ? renamed.classes() : renamed.attributes();
            assertEquals(2, names.size());
            assertTrue(names.contains(name.name().toUpperCase(Locale.ROOT)));
            String taken = name.name().equals("flat") ? "Round" : "Flat";
            assertThrows(IllegalArgumentException.class, () -> name.renamed(labels, taken));
            assertThrows(IllegalArgumentException.class, () -> name.renamed(labels, " "));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> LabelDialogs.known(labels).get(2).renamed(labels, "id"));
    }
}
