package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.explain.Answer;
import org.whynot.explain.TestAnswers;
import org.whynot.video.Warning;

class SummaryTableTest {

    @Test
    void hasARowAVideo() {
        Answer answer = TestAnswers.following(96, 80, 10, true);
        Answer odd = new Answer(
                answer.video(),
                answer.model(),
                answer.prediction(),
                answer.positive(),
                answer.negative(),
                answer.explanations(),
                answer.settings(),
                List.of(
                        new Warning(Warning.Kind.DARK, "It is dark."),
                        new Warning(Warning.Kind.CLOSE_CALL, "It is close.")));
        Row explained = Row.explained("day 1/clip.avi", "day 1/clip", odd);
        Row failed = Row.failed("a, \"b\".avi", "The video a, \"b\".avi can't be read: it is cut short.");
        assertEquals(
                """
                video,status,prediction,probability,positive,negative,reasons,score,counterfactuality,\
                positive_before,positive_after,negative_before,negative_after,negative_rank,results,problem,\
                warnings
                day 1/clip.avi,explained,mitosis,0.93,mitosis,apoptosis,\
                dividing nucleus; condensing nucleus; against: moving cell,3.9,0.9801596942659225,\
                0.93,0.41,0.02,0.33,1,day 1/clip,,dark; close-call
                "a, ""b"".avi",failed,,,,,,,,,,,,,,"The video a, ""b"".avi can't be read: it is cut short.",
                c.avi,waiting,,,,,,,,,,,,,,,
                """,
                SummaryTable.csv(List.of(explained, failed, Row.waiting("c.avi"))));
    }
}
