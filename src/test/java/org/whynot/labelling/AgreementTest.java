package org.whynot.labelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.whynot.video.Box;

class AgreementTest {

    private static Labels labels(String folder, List<String> classes) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) clips.add(Clip.of("c" + i, folder + "clip" + i + ".avi"));
        Labels labels = Labels.EMPTY
                .withNewClass("yes")
                .withNewClass("no")
                .withNewAttribute("round")
                .withClips(clips);
        for (int i = 0; i < classes.size(); i++) labels = labels.withClass(Set.of("c" + i), classes.get(i));
        return labels;
    }

    private static List<String> answers(int bothYes, int yesNo, int noYes, int bothNo, boolean isFirst) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < bothYes; i++) answers.add("yes");
        for (int i = 0; i < yesNo; i++) answers.add(isFirst ? "yes" : "no");
        for (int i = 0; i < noYes; i++) answers.add(isFirst ? "no" : "yes");
        for (int i = 0; i < bothNo; i++) answers.add("no");
        return answers;
    }

    @Test
    void kappaIsThatOfPencilAndPaper() {
        // Agreement 35 of 50; by chance 25/50 * 30/50 + 25/50 * 20/50 = 0.5.
        Labels first = labels("mine/", answers(20, 5, 10, 15, true));
        Labels second = labels("yours/", answers(20, 5, 10, 15, false));
        Agreement agreement = Agreement.of(first, second);
        assertEquals(50, agreement.compared());
        assertEquals(0.7, agreement.classes().agreement(), 1e-12);
        assertEquals(0.4, agreement.classes().kappa(), 1e-12);
        assertEquals(15, agreement.differences().size());
        assertEquals(
                new Agreement.Difference("c20", "class", "yes", "no"),
                agreement.differences().get(0));
        assertEquals(
                "50 clips compared: the same class for 70 %, Cohen's kappa 0.40; 15 differences.",
                agreement.sentence());
        assertTrue(agreement.csv().startsWith("clip,what,first,second\nc20,class,yes,no\n"), agreement.csv());
    }

    @Test
    void attributesAndBoxesAreComparedToo() {
        Labels first = labels("", List.of("yes", "yes", "no"))
                .withBox("c0", new KeyBox("round", 0, 3, new Box(0, 0, 10, 10), false))
                .withAttribute(Set.of("c1"), "round", true);
        Labels second = labels("", List.of("yes", "yes", "no"))
                .withBox("c0", new KeyBox("round", 0, 3, new Box(0, 0, 10, 5), false));
        Agreement agreement = Agreement.of(first, second);
        assertEquals(0.5, agreement.boxIou(), 1e-12);
        assertEquals(2 / 3.0, agreement.attributes().get("round").agreement(), 1e-12);
        assertEquals(List.of(new Agreement.Difference("c1", "round", "yes", "no")), agreement.differences());
    }

    @Test
    void clipsThatOneOfThemLeftOutAreCounted() {
        Labels first = labels("", List.of("yes", "no", "no"));
        Labels second = labels("", List.of("yes", "no", "no"))
                .withClass(Set.of("c2"), "")
                .without(Set.of("c1"));
        Agreement agreement = Agreement.of(first, second);
        assertEquals(1, agreement.compared());
        assertEquals(2, agreement.onlyFirst());
        assertEquals(0, agreement.onlySecond());
        assertTrue(Double.isNaN(agreement.classes().kappa()));
        assertTrue(Agreement.of(first, Labels.EMPTY).sentence().startsWith("No clip"));
    }
}
