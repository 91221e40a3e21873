package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.whynot.video.Box;

/** Tests the sentence of {@link Answer} and the boxes of {@link Explanation}. */
class AnswerTest {

    private static Explanation explanation(
            Evidence evidence, String attribute, double counterfactuality, int... frames) {
        List<TubeBox> tube = java.util.Arrays.stream(frames)
                .mapToObj(f -> new TubeBox(f, new Box(f, 2 * f, 10, 20), evidence == Evidence.FOR ? f : -f))
                .toList();
        double score = Math.log(counterfactuality / (1 - counterfactuality));
        return new Explanation(1, evidence, attribute, score, counterfactuality, 0, 2, 2, tube, Optional.empty());
    }

    private static String sentence(Explanation... explanations) {
        return answer(explanations).sentence();
    }

    private static Answer answer(Explanation... explanations) {
        return new Answer(
                new Answer.VideoInfo("clip", 64, 64, 20, List.of(0), ""),
                new Answer.ModelInfo("cells", ""),
                List.of(new ClassProbability("mitosis", 1)),
                "mitosis",
                "apoptosis",
                List.of(explanations),
                new Answer.Settings(3, 1, "cpu", 0));
    }

    @Test
    void clearReasonsComeFirstAndWeakOnesAreToldApart() {
        assertEquals(
                "mitosis, not apoptosis, because of: dividing nucleus (frames 7 to 15); hardly: debris (frame 3).",
                sentence(
                        explanation(Evidence.FOR, "dividing nucleus", 0.97, 6, 14),
                        explanation(Evidence.FOR, "debris", 0.52, 2)));
        assertEquals(
                "mitosis, not apoptosis, because of: hardly anything: debris (frame 3).",
                sentence(explanation(Evidence.FOR, "debris", 0.52, 2)));
    }

    @Test
    void reasonsThatAreNoBetterThanChanceAreSaidToBe() {
        List<Double> nineteen = java.util.Collections.nCopies(19, 0.5);
        Explanation better = explanation(Evidence.FOR, "dividing nucleus", 0.97, 6, 14)
                .with(Confidence.of(Evidence.FOR, 0.6, nineteen));
        Explanation worse =
                explanation(Evidence.FOR, "debris", 0.99, 2).with(Confidence.of(Evidence.FOR, 0.5, nineteen));
        assertEquals(
                "mitosis, not apoptosis, because of: dividing nucleus (frames 7 to 15, beats 19 of 19 random tubes, p 0.05);"
                        + " no better than chance: debris (frame 3, beats 0 of 19 random tubes, p 1.0).",
                sentence(worse, better));
        assertEquals(
                "mitosis, not apoptosis, because of: nothing better than chance: debris (frame 3, beats 0 of 19 random"
                        + " tubes, p 1.0).",
                sentence(worse));
    }

    @Test
    void evidenceAgainstIsItsOwnSentence() {
        assertEquals(
                "mitosis, not apoptosis, because of: dividing nucleus (frame 7). Contradicting it: debris (frame 3).",
                sentence(
                        explanation(Evidence.FOR, "dividing nucleus", 0.97, 6),
                        explanation(Evidence.AGAINST, "debris", 0.1, 2)));
        assertEquals(
                "mitosis, not apoptosis. Contradicting it: debris (frame 3).",
                sentence(explanation(Evidence.AGAINST, "debris", 0.1, 2)));
    }

    @Test
    void aFrameWithATubeIsTheGivenOneIfItCanBe() {
        Answer answer = answer(
                explanation(Evidence.FOR, "dividing nucleus", 0.97, 6, 14),
                explanation(Evidence.FOR, "debris", 0.9, 2));
        assertEquals(2, answer.frameWithTube(2));
        assertEquals(10, answer.frameWithTube(10));
        assertEquals(14, answer.frameWithTube(0));
        assertEquals(3, answer().frameWithTube(3));
    }

    @Test
    void boxesBetweenSampledFramesAreInterpolated() {
        Explanation e = explanation(Evidence.FOR, "x", 0.9, 2, 6, 8);
        assertEquals(Optional.empty(), e.boxAt(1));
        assertEquals(Optional.empty(), e.boxAt(9));
        assertEquals(new Box(2, 4, 10, 20), e.boxAt(2).orElseThrow());
        assertEquals(new Box(3, 6, 10, 20), e.boxAt(3).orElseThrow());
        assertEquals(new Box(7, 14, 10, 20), e.boxAt(7).orElseThrow());
        assertEquals(8, e.strongestFrame());
        assertEquals(8, explanation(Evidence.AGAINST, "x", 0.1, 2, 6, 8).strongestFrame());
    }
}
