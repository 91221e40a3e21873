package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.whynot.explain.Answer;
import org.whynot.explain.TestAnswers;

class LastAnswerTest {

    @Test
    void everyImageHasItsOwnLastAnswer() {
        Answer answer = TestAnswers.following(64, 48, 3, false);
        ImagePlus image = IJ.createHyperStack("clip", 64, 48, 1, 1, 3, 8);
        assertEquals(Optional.empty(), LastAnswer.of(image));
        LastAnswer last = new LastAnswer(answer, true, Path.of("models/cells"), "cpu");
        LastAnswer.keep(image, last);
        assertSame(last, LastAnswer.of(image).orElseThrow());
        assertEquals(Optional.empty(), LastAnswer.of(image.duplicate()));
    }

    @Test
    void theProbabilitiesAreOfTheModelThatWasAsked() {
        Answer answer = TestAnswers.following(64, 48, 3, false);
        ImagePlus image = IJ.createHyperStack("clip", 64, 48, 1, 1, 3, 8);
        LastAnswer.keep(image, new LastAnswer(answer, true, Path.of("models/cells"), "cpu"));
        Map<String, Double> known = LastAnswer.probabilities(image, Path.of("models/../models/cells"));
        assertEquals(answer.prediction().size(), known.size());
        answer.prediction().forEach(c -> assertEquals(c.probability(), known.get(c.name())));
        assertEquals(Map.of(), LastAnswer.probabilities(image, Path.of("models/ucf6")));
        assertEquals(Map.of(), LastAnswer.probabilities(null, Path.of("models/cells")));
    }
}
